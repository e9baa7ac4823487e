/** Beside an SLO's charts: what is left out of its figures, what waits for a decision, and the way to ask. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRight } from "@/features/access/rights";
import { Loaded } from "@/kit/states";
import { exclusionsQuery } from "./exclusions.api";
import { inOrder, whenText } from "./exclusions.words";
import { ExclusionMark } from "./ExclusionMark";
import classes from "./Exclusions.module.css";

const shown = 4;

export function LeftOut({ slo }: { slo: string }) {
  const query = useQuery(exclusionsQuery({ slo }));
  const canEdit = useRight("edit");
  const ask = canEdit && <p className={classes.ask}><Link to="/exclusions" search={{ slo, form: "maintenance" }}>Leave time out</Link> · <Link to="/exclusions" search={{ slo, form: "correction" }}>Correct the past</Link> · <Link to="/exclusions" search={{ slo, form: "annotation" }}>Annotate</Link></p>;
  return (
    <Loaded query={query} rows={1}>
      {({ items }) => {
        const told = inOrder(items).filter((e) => e.state === "requested" || e.state === "approved");
        return (
          <>
            {told.length === 0 ? <p className="quiet">Nothing: every event counts.</p> : (
              <ul className={classes.beside}>
                {told.slice(0, shown).map((e) => (
                  <li key={e.id}>
                    <Link to="/exclusions" search={{ slo, id: e.id }}>{e.title}</Link> <ExclusionMark state={e.state} selfApproved={e.self_approved} />
                    <p className="caption">{whenText(e)}</p>
                  </li>
                ))}
              </ul>
            )}
            {told.length > shown && <Link to="/exclusions" search={{ slo }}>All {told.length}</Link>}
            {ask}
          </>
        );
      }}
    </Loaded>
  );
}
