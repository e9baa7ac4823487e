/** Two SLOs beside each other: load lines, figures with differences, budgets on one time axis, definitions. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, type ReactNode } from "react";
import type { SloDetail } from "@/api/types";
import { LoadLine } from "@/features/slo/LoadLine";
import { sloQuery, slosQuery } from "@/features/slo/slo.api";
import { promise } from "@/features/slo/slo.words";
import { StateWord } from "@/features/slo/StateWord";
import { Choice } from "@/kit/Choice";
import { FieldDiff } from "@/kit/FieldDiff";
import { Empty, Loaded, Loading } from "@/kit/states";
import { definitionChanges, figureRows } from "./compare.rows";
import type { CompareSearch } from "./compare.url";
import classes from "./Compare.module.css";

const CompareChart = lazy(() => import("./CompareChart").then((m) => ({ default: m.CompareChart })));
export type SetSearch = (part: { [K in keyof CompareSearch]?: CompareSearch[K] | undefined }) => void;

export function Compare() {
  const search = useSearch({ from: "/inside/slos/compare" });
  const navigate = useNavigate({ from: "/slos/compare" });
  const set = useCallback<SetSearch>((part) => void navigate({ search: (before: CompareSearch) => ({ ...before, ...part }) as CompareSearch, replace: true, resetScroll: false }), [navigate]);
  const names = (useQuery(slosQuery({})).data?.items ?? []).map((s) => s.name);
  const pick = (side: "a" | "b") => (
    <Choice label={side === "a" ? "First SLO" : "Second SLO"} all={side === "a" ? "choose an SLO" : "choose another"} value={search[side]} options={names.map((n) => [n, n])} onChange={(value) => set({ [side]: value })} />
  );
  return (
    <>
      <p className={classes.crumbs}><Link to="/slos">SLOs</Link> <span aria-hidden>/</span> compare</p>
      <div className="page-head"><h1>Compare two SLOs</h1></div>
      <div className={classes.pick}>
        {pick("a")} <span className="quiet">with</span> {pick("b")}
        {search.a && search.b && <button type="button" className={classes.swap} onClick={() => set({ a: search.b, b: search.a })}>Swap</button>}
        {search.a && <Link to="/slos/$name/backtest" params={{ name: search.a }}>or {search.a} with what it could be</Link>}
      </div>
      {search.a && search.b ? <Both a={search.a} b={search.b} search={search} set={set} />
        : <Empty title="Choose two">Their figures, charts and definitions are put side by side: one SLO and its neighbour, or one promise at two targets.</Empty>}
    </>
  );
}

function Both({ a, b, search, set }: { a: string; b: string; search: CompareSearch; set: SetSearch }) {
  const [first, second] = [useQuery(sloQuery(a)), useQuery(sloQuery(b))];
  return <Loaded query={first} rows={10}>{(x) => <Loaded query={second} rows={10}>{(y) => <Page a={x} b={y} search={search} set={set} />}</Loaded>}</Loaded>;
}

function Page({ a, b, search, set }: { a: SloDetail; b: SloDetail; search: CompareSearch; set: SetSearch }) {
  const changes = definitionChanges(a.definition, b.definition);
  return (
    <>
      <div className={classes.sides}><Side slo={a} mark="a" /><Side slo={b} mark="b" /></div>
      <Part title="Figures"><Figures a={a} b={b} /></Part>
      <Part title="Budget remaining, on one time axis"><Suspense fallback={<Loading rows={8} />}><CompareChart a={a} b={b} search={search} set={set} /></Suspense></Part>
      <Part title="How their definitions differ"><FieldDiff changes={changes} label={`Fields of ${a.summary.name} and ${b.summary.name}`} none="In nothing but their names." sides={[a.summary.name, b.summary.name]} /></Part>
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => <section className="section"><h2>{title}</h2>{children}</section>;

function Side({ slo: { summary: s, definition }, mark }: { slo: SloDetail; mark: "a" | "b" }) {
  return (
    <article className={classes.side}>
      <h2><i className={classes.swatch} data-line={mark} aria-hidden /> <Link to="/slos/$name" params={{ name: s.name }}>{s.name}</Link> <StateWord state={s.state} /></h2>
      <LoadLine remaining={s.budget_remaining} projected={s.projected_end} projectedLow={s.projected_low} projectedHigh={s.projected_high} coverage={s.coverage} burn={s.burn_1h} thresholds={s.thresholds} tier={s.tier} whyEmpty={s.why_empty} width={360} height={32} scale />
      <p className="quiet">{s.display_name && s.display_name !== s.name ? `${s.display_name}: ` : ""}{promise(s, definition)}.</p>
    </article>
  );
}

function Figures({ a, b }: { a: SloDetail; b: SloDetail }) {
  return (
    <table className={classes.figures}>
      <thead><tr><th scope="col">Figure</th><th scope="col">{a.summary.name}</th><th scope="col">{b.summary.name}</th><th scope="col" data-tip="The second less the first">Difference</th></tr></thead>
      <tbody>{figureRows(a, b).map((row) => <tr key={row.id}><th scope="row">{row.name}</th><td>{row.a}</td><td>{row.b}</td><td>{row.difference || <span className="quiet">–</span>}</td></tr>)}</tbody>
    </table>
  );
}
