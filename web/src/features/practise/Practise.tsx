/** What to practise next, what was practised and when, by competency. Counts of what was said; no number of the person. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Kbd } from "@mantine/core";
import { useMemo } from "react";
import { Choice } from "@/kit/Choice";
import { useKeys } from "@/kit/keys";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { planQuery, type CompetencyPlan, type Plan } from "./practise.api";
import { plain, roleWords } from "./practise.words";
import { PractiseHead, Privacy } from "./PractiseHead";
import { useWorkbook } from "./store";
import { roles, type Role } from "./workbook";
import classes from "./Practise.module.css";

export function Practise() {
  const { workbook, kept, edit } = useWorkbook();
  const plan = useQuery({ ...planQuery({ drills: workbook.drills, ...(workbook.role && { role: workbook.role }) }), enabled: kept !== "loading" });
  const navigate = useNavigate();
  const next = plan.data?.next[0];
  const keys = useMemo(() => ({ Enter: () => next && void navigate({ to: "/practise/questions/$id", params: { id: next.question }, search: { by: "plan" } }) }), [navigate, next]);
  useKeys(keys);
  return (
    <>
      <PractiseHead title="Practise" current="plan" caption={plan.data && workbook.drills.length > 0 ? `${plan.data.due} due again` : undefined} />
      <div className={classes.row}>
        <span>Practise for</span>
        <Choice label="Role" all="any role" value={workbook.role ?? undefined} options={roles.map((r) => [r, roleWords[r]])} onChange={(role) => edit((w) => ({ ...w, role: (role as Role | undefined) ?? null }))} />
      </div>
      <Loaded query={plan} rows={8}>
        {(page) => (
          <div className={classes.two}>
            <div>
              <Start plan={page} />
              <Rest plan={page} />
            </div>
            <Competencies rows={page.competencies} rule={page.rule} />
          </div>
        )}
      </Loaded>
      <Privacy />
    </>
  );
}

function Start({ plan }: { plan: Plan }) {
  const next = plan.next[0];
  if (!next) return <p>No question is for this role.</p>;
  const random = Math.max(0, plan.next.length - 1);
  const other = plan.next[Math.floor(Math.random() * random) + 1];
  return (
    <div className={classes.first}>
      <p className="caption">Next: {next.why} · {plain(next.competency)}, {next.level}</p>
      <p className={classes.ask}>{next.text}</p>
      <div className={classes.row}>
        <Button component={Link} {...({ to: "/practise/questions/$id", params: { id: next.question }, search: { by: "plan" } } as object)} size="sm">Start, 90 seconds</Button>
        {other && <Button component={Link} {...({ to: "/practise/questions/$id", params: { id: other.question }, search: { by: "random" } } as object)} size="sm" variant="default">Another, by chance</Button>}
        <span className="caption"><Kbd size="xs">Enter</Kbd> starts</span>
      </div>
    </div>
  );
}

function Rest({ plan }: { plan: Plan }) {
  return (
    <section>
      <h2>After that</h2>
      <ol className={classes.list}>
        {plan.next.slice(1).map((n) => (
          <li key={n.question}>
            <Link to={"/practise/questions/$id" as "/"} params={{ id: n.question } as never} search={{ by: "plan" } as never}>{n.text}</Link>
            <p className="caption">{n.question} · {plain(n.competency)}, {n.level} · {n.why}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Competencies({ rows, rule }: { rows: CompetencyPlan[]; rule: string }) {
  return (
    <section>
      <h2>By competency</h2>
      <table className={classes.comp}>
        <thead><tr><th>Competency</th><th>Practised</th><th>Last go of each</th><th>Last</th></tr></thead>
        <tbody>
          {rows.map((c) => (
            <tr key={c.competency}>
              <th scope="row"><Link to={"/practise/questions" as "/"} search={{ competency: c.competency } as never}>{plain(c.competency)}</Link></th>
              <td className="tabular">{c.practised} of {c.questions}{c.due > 0 && <span className="caption"> · {c.due} due</span>}</td>
              <td className={c.practised === 0 ? "quiet" : undefined}>{c.note}</td>
              <td><Time at={c.last} absent="never" /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="caption">{rule}</p>
    </section>
  );
}
