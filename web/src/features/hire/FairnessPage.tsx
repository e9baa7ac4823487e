/** Whether groups advance at different rates, and how sure one can be. Sums of what candidates declared of themselves; nobody is shown. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Choice } from "@/kit/Choice";
import { Empty, Loaded } from "@/kit/states";
import { fairnessQuery, type Fairness } from "./figures.api";
import { HireTabs } from "./HireTabs";
import { stages, stageWords } from "./hire.words";
import classes from "./Figures.module.css";

type Table = Fairness["tables"][number]["table"];
type Row = Table["rows"][number];

const passed = stages.filter((s) => !["hired", "rejected", "withdrawn"].includes(s));
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const p = (value: number): string => (value < 0.0001 ? "below 0.0001" : value.toFixed(4));

export function FairnessPage() {
  const search = useSearch({ from: "/inside/hire/fairness" });
  const navigate = useNavigate({ from: "/hire/fairness" });
  const query = useQuery(fairnessQuery(search.stage ? { stage: search.stage } : {}));
  return (
    <>
      <div className="page-head"><h1>Fairness</h1>{query.data && <Button size="compact-sm" variant="default" component="a" href={`/api/v1/hiring/fairness/table${search.stage ? `?stage=${search.stage}` : ""}`} download="fairness.csv">Audit table, CSV</Button>}</div>
      <HireTabs current="fairness" />
      <div className={classes.filters}><Choice label="Who went on from" all="who was hired, of all that ended" value={search.stage} options={passed.map((s) => [s, `who went on from ${stageWords[s]}`])} onChange={(stage) => void navigate({ search: (stage ? { stage } : {}) as never, resetScroll: false })} /></div>
      <p className={classes.lead}>Candidates may say of themselves, on their own page, what is counted here. Nobody is asked in an interview, nothing is inferred, and no rater, card or export holds it. A ratio below four fifths is a reason to look, not a verdict; neither is one above it an acquittal.</p>
      <Loaded query={query} rows={8}>{(page) => <Body page={page} />}</Loaded>
    </>
  );
}

function Body({ page }: { page: Fairness }) {
  return (
    <>
      {page.notes.map((n) => <p key={n} className="caption">{n}</p>)}
      {page.why_empty
        ? <Empty title="Not enough data">{page.why_empty}</Empty>
        : page.tables.map((t) => (
          <section key={t.table.attributes.join("+")} className="section">
            <h2>{t.table.attributes.map((a) => page.attributes.find((x) => x.id === a)?.question ?? a).join(" and ")}</h2>
            {t.why_withheld ? <p className="quiet">{t.why_withheld}</p> : <Groups table={t.table} withheld={t.totals_withheld} named={(attribute, id) => page.attributes.find((x) => x.id === attribute)?.choices.find((c) => c.id === id)?.text ?? id} />}
          </section>
        ))}
    </>
  );
}

function Groups({ table, withheld, named }: { table: Table; withheld: boolean; named: (attribute: string, id: string) => string }) {
  return (
    <>
      <table className={classes.funnel} aria-label={`Groups by ${table.attributes.join(" and ")}`}>
        <thead><tr><th>Group</th><th>Went on</th><th>Rate</th><th>Ratio to the highest</th><th>95 % interval</th><th>Fisher's p</th><th>One person more or fewer</th></tr></thead>
        <tbody>{table.rows.map((row) => <Group key={row.group.join("+")} row={row} name={row.group.map((g, at) => named(table.attributes[at] ?? "", g)).join(", ")} />)}</tbody>
      </table>
      <p className="caption">{withheld ? "How many declared nothing is not shown: with the other counts it would tell who is in a small group." : `${table.unknown.assessed} of ${table.unknown.assessed + table.known.assessed} declared nothing; they are in no group.`}{table.why_empty ? ` ${table.why_empty}` : ""}</p>
    </>
  );
}

function Group({ row, name }: { row: Row; name: string }) {
  if (!row.enough) return <tr><th scope="row">{name}</th><td colSpan={6} className="quiet">{row.why_empty || "not enough data"}</td></tr>;
  const flip = row.flip;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{row.counts.advanced} of {row.counts.assessed}</td>
      <td>{percent(row.rate)}</td>
      <td>{row.reference ? <span className="quiet">the highest</span> : row.ratio === null || row.ratio === undefined ? "–" : <span className={row.below_four_fifths ? "word-caution" : undefined}>{row.ratio.toFixed(3)}{row.below_four_fifths ? ", below 4/5" : ""}</span>}</td>
      <td>{row.interval ? `${row.interval.low.toFixed(2)} to ${row.interval.high.toFixed(2)}` : "–"}</td>
      <td>{row.fisher_p === null || row.fisher_p === undefined ? "–" : p(row.fisher_p)}</td>
      <td>{!flip || flip.ratio === null || flip.ratio === undefined ? "–" : <>{flip.ratio.toFixed(3)}{flip.ratio_swap === null || flip.ratio_swap === undefined ? "" : `, swapped ${flip.ratio_swap.toFixed(3)}`}{flip.crosses && <span className="word-caution"> crosses 4/5</span>}</>}</td>
    </tr>
  );
}
