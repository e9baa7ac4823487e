/** How candidates pass through the stages, how long posts stay open, what became of those who came; and posts against what waits for them. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Measure } from "@/api/types";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { durationText } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { funnelQuery, planQuery, type Funnel, type FunnelStage, type PlannedPost, type WaitFigure } from "./figures.api";
import { openingsQuery } from "./hire.api";
import { HireTabs } from "./HireTabs";
import { sourceWords, stageWords } from "./hire.words";
import classes from "./Figures.module.css";

const WhyMeasureSheet = lazy(() => import("@/features/measure/WhyMeasureSheet").then((m) => ({ default: m.WhyMeasureSheet })));

const share = (m: Measure): string => (m.value === null || m.value === undefined ? "–" : `${Math.round(m.value * 100)} %`);
export const waitText = (w: WaitFigure): string => (w.median ? durationText(w.median) : w.why_empty || "–");
const planWords: Record<PlannedPost["state"], string> = { filled: "filled", in_time: "in time", likely_late: "likely late", late: "late", cannot_tell: "cannot tell", no_date: "no date", given_up: "given up" };

const planColumns: Column<PlannedPost>[] = [
  { id: "post", header: "Opening", text: (p) => p.title, narrow: "wide", cell: (p) => <span><strong>{p.title}</strong> <span className="caption">{p.team}</span></span> },
  { id: "roadmap", header: "What waits for it", narrow: "hide", text: (p) => p.roadmap, cell: (p) => p.roadmap || <span className="quiet">nothing named</span> },
  { id: "filled", header: "Filled", width: "90px", text: (p) => `${p.filled} of ${p.headcount}`, cell: (p) => <span className="tabular">{p.filled} of {p.headcount}</span> },
  { id: "open", header: "Open for", width: "110px", text: (p) => p.open_for, cell: (p) => durationText(p.open_for) },
  { id: "needed", header: "Needed by", width: "120px", sort: (p) => p.needed_by, text: (p) => p.needed_by, cell: (p) => p.needed_by || <span className="quiet">not set</span> },
  { id: "forecast", header: "Forecast", width: "120px", text: (p) => p.forecast, cell: (p) => p.forecast || <span className="quiet">none</span> },
  { id: "state", header: "State", text: (p) => planWords[p.state], narrow: "wide", cell: (p) => <span><span className={p.state === "late" || p.state === "likely_late" ? "word-caution" : undefined}>{planWords[p.state]}</span> <span className="caption">{p.why}</span></span> },
];

export function FunnelPage() {
  const search = useSearch({ from: "/inside/hire/funnel" });
  const navigate = useNavigate({ from: "/hire/funnel" });
  const filter = search.opening ? { opening: search.opening } : {};
  const query = useQuery(funnelQuery(filter));
  const plan = useQuery(planQuery);
  const openings = useQuery(openingsQuery).data?.items ?? [];
  return (
    <>
      <div className="page-head"><h1>Funnel</h1></div>
      <HireTabs current="funnel" />
      <div className={classes.filters}><Choice label="Opening" all="all openings" value={search.opening} options={openings.map((o) => [o.id, o.what.title])} onChange={(opening) => void navigate({ search: (opening ? { opening } : {}) as never, resetScroll: false })} /></div>
      <Loaded query={query} rows={10}>
        {(funnel) => (funnel.applications === 0
          ? <Empty title="Nobody has applied yet">Stages, the time to fill and the quality of hire stand here once there are candidates. <Link to="/hire/applications">Candidates</Link></Empty>
          : <Body funnel={funnel} />)}
      </Loaded>
      <section className="section">
        <h2>Posts against what waits for them</h2>
        <Loaded query={plan}>{(p) => <DataTable label="Hiring plan" rows={p.posts} columns={planColumns} rowKey={(row) => row.opening} csv primary empty={<Empty title="No post is open" />} />}</Loaded>
      </section>
    </>
  );
}

function Body({ funnel }: { funnel: Funnel }) {
  const [why, setWhy] = useState<Measure>();
  const most = Math.max(1, ...funnel.stages.map((s) => s.reached));
  const ratio = (name: string, measure: Measure) => (
    <div key={name}><dt>{name}</dt><dd><button type="button" className={classes.figure} onClick={() => setWhy(measure)}>{share(measure)}</button> <span className="caption">n = {measure.sample_size}</span></dd></div>
  );
  return (
    <>
      <dl className={classes.figures}>
        <div><dt>Time to fill, median</dt><dd data-tip={funnel.time_to_fill.formula}>{waitText(funnel.time_to_fill)} <span className="caption">n = {funnel.time_to_fill.n}, {funnel.time_to_fill.n - funnel.time_to_fill.ended} still open</span></dd></div>
        {ratio("Offers, of those decided", funnel.offer_rate)}
        {ratio("Offers accepted", funnel.offers_accepted)}
        {ratio("Met what was expected, 90 days", funnel.met_90)}
        {ratio("180 days", funnel.met_180)}
        {ratio("Cleared for on-call", funnel.cleared_for_on_call)}
        {ratio("Kept a year", funnel.kept_a_year)}
        {ratio("Quality of hire, all four", funnel.quality_of_hire)}
      </dl>
      {funnel.quality_due > 0 && <p className="word-caution">{funnel.quality_due === 1 ? "One review after 90 or 180 days is due" : `${funnel.quality_due} reviews after 90 or 180 days are due`}.</p>}
      <table className={classes.funnel} aria-label="Stages">
        <thead><tr><th>Stage</th><th>Reached it</th><th>There now</th><th>Went on</th><th>Time in it, median</th><th>Turned down</th><th>Withdrew</th></tr></thead>
        <tbody>{funnel.stages.map((s) => <StageRow key={s.stage} stage={s} most={most} onWhy={setWhy} />)}</tbody>
      </table>
      {funnel.sources.length > 0 && (
        <section className="section">
          <h2>How they came</h2>
          <table className={classes.funnel} aria-label="Sources">
            <thead><tr><th>Way</th><th>Applied</th><th>Interviewed</th><th>Offered</th><th>Hired</th></tr></thead>
            <tbody>{funnel.sources.map((s) => <tr key={s.source}><th scope="row">{sourceWords[s.source]}</th><td>{s.applications}</td><td>{s.interviewed}</td><td>{s.offered}</td><td>{s.hired}</td></tr>)}</tbody>
          </table>
        </section>
      )}
      <Suspense fallback={null}>{why && <WhyMeasureSheet measure={why} of="Hiring" onClose={() => setWhy(undefined)} />}</Suspense>
    </>
  );
}

function StageRow({ stage: s, most, onWhy }: { stage: FunnelStage; most: number; onWhy: (measure: Measure) => void }) {
  return (
    <tr>
      <th scope="row">{stageWords[s.stage]}</th>
      <td><span className={classes.bar}><svg width="160" height="10" aria-hidden><rect width={(160 * s.reached) / most} height="10" rx="1" /></svg> {s.reached}</span></td>
      <td>{s.here || <span className="quiet">–</span>}</td>
      <td>{s.stage === "hired" ? <span className="quiet">–</span> : <><button type="button" className={classes.figure} onClick={() => onWhy(s.conversion)}>{share(s.conversion)}</button> <span className="caption">n = {s.conversion.sample_size}</span></>}</td>
      <td data-tip={s.time.formula}>{waitText(s.time)}</td>
      <td>{s.rejected || <span className="quiet">–</span>}</td>
      <td>{s.withdrawn || <span className="quiet">–</span>}</td>
    </tr>
  );
}
