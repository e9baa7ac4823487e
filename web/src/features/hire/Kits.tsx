/** The kits that candidates are interviewed by: what is assessed, what each rating means, and which round tests it. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { DataTable, type Column } from "@/kit/DataTable";
import { Loaded } from "@/kit/states";
import { kitQuery, kitsQuery, type Kit, type KitRow } from "./hire.api";
import { HireTabs } from "./HireTabs";
import { pointWords } from "./hire.words";
import classes from "./Hire.module.css";

const columns: Column<KitRow>[] = [
  { id: "title", header: "Kit", sort: (k) => k.title, text: (k) => k.title, narrow: "wide", cell: (k) => <span><strong>{k.title}</strong> <span className="caption">{k.level}</span></span> },
  { id: "dimensions", header: "Dimensions", width: "120px", align: "right", text: (k) => String(k.dimensions), cell: (k) => k.dimensions },
  { id: "rounds", header: "Rounds", width: "90px", align: "right", text: (k) => String(k.rounds), cell: (k) => k.rounds },
  { id: "minutes", header: "Minutes", width: "90px", align: "right", text: (k) => String(k.minutes), cell: (k) => k.minutes },
  { id: "version", header: "Version", width: "90px", align: "right", narrow: "hide", text: (k) => String(k.version), cell: (k) => k.version },
];

export function Kits() {
  const navigate = useNavigate();
  const query = useQuery(kitsQuery);
  return (
    <>
      <div className="page-head"><h1>Interview kits</h1></div>
      <HireTabs current="kits" />
      <Loaded query={query}>{(page) => <DataTable label="Interview kits" rows={page.items} columns={columns} rowKey={(k) => k.id} onOpen={(k) => void navigate({ to: "/hire/kits/$id", params: { id: k.id } })} primary />}</Loaded>
      <p className="caption">A team's own kits are YAML files in the folder <code>kits</code> of the catalogue.</p>
    </>
  );
}

export function KitPage() {
  const { id } = useParams({ from: "/inside/hire/kits/$id" });
  const query = useQuery(kitQuery(id));
  return <Loaded query={query} rows={14}>{(kit) => <Body kit={kit} />}</Loaded>;
}

function Body({ kit }: { kit: Kit }) {
  const named = (id: string): string => kit.dimensions.find((d) => d.id === id)?.name ?? id;
  const total = kit.dimensions.reduce((sum, d) => sum + d.weight, 0);
  return (
    <>
      <div className="page-head"><h1>{kit.title}</h1><span className="caption">version {kit.version} · <Link to="/hire/kits">all kits</Link></span></div>
      <p className={classes.purpose}>{kit.purpose}</p>
      <section className="section">
        <h2>What is assessed, and what each rating means</h2>
        <div className={classes.scroll}>
          <table className={classes.anchors}>
            <thead><tr><th>Dimension</th>{[1, 2, 3, 4].map((p) => <th key={p}>{p} {pointWords[p]}</th>)}</tr></thead>
            <tbody>
              {kit.dimensions.map((d) => (
                <tr key={d.id}>
                  <th scope="row">{d.name}<div className="caption">{Math.round((100 * d.weight) / total)} % of the weight. {d.what}</div></th>
                  {d.anchors.map((a) => <td key={a.points}>{a.text}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="section">
        <h2>Rounds</h2>
        <div className={classes.rounds}>
          {kit.rounds.map((r) => (
            <div key={r.id}>
              <h3>{r.name} <span className="caption">{r.minutes} min, for {r.dimensions.map(named).join(", ")}</span></h3>
              <p>{r.purpose}</p>
              <p className="quiet">Questions: {r.questions.map((q, at) => <span key={q.id}>{at > 0 ? ", " : ""}<a href={`/practise/questions/${q.id}`}>{q.id}</a> ({q.minutes} min)</span>)}</p>
            </div>
          ))}
        </div>
      </section>
      <section className="section">
        <h2>Prompts to look twice at</h2>
        <p className="quiet">No scores. Each has what would speak against it, to be looked for as hard.</p>
        <ul>{kit.red_flags.map((f) => <li key={f.id}><strong>{f.text}</strong> {f.look_for} <span className="quiet">Against it: {f.opposing}</span></li>)}</ul>
      </section>
      {kit.panel && <section className="section"><h2>For whoever leads the panel</h2><p className={classes.purpose}>{kit.panel}</p></section>}
    </>
  );
}
