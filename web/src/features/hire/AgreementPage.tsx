/** How far interviewers agree, and how they interview. About interviews; never about a candidate, and never applied to a rating. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { Loaded } from "@/kit/states";
import { agreementQuery, type Agreement, type AgreementReport, type Coefficient, type RaterHabits } from "./figures.api";
import { kitsQuery } from "./hire.api";
import { HireTabs } from "./HireTabs";
import { nameOf } from "./hire.words";
import classes from "./Figures.module.css";

const two = (n: number): string => n.toFixed(2).replace("-", "−");
/** Conventions, not laws: firm from 0.80, tentative from 0.667. */
const firmness = (alpha: number): string => (alpha >= 0.8 ? "firm" : alpha >= 0.667 ? "tentative" : "too little to lean on");

export function AgreementPage() {
  const search = useSearch({ from: "/inside/hire/agreement" });
  const navigate = useNavigate({ from: "/hire/agreement" });
  const kits = useQuery(kitsQuery).data?.items ?? [];
  const kit = search.kit ?? "sre";
  const query = useQuery(agreementQuery(kit));
  return (
    <>
      <div className="page-head"><h1>Agreement</h1>{query.data && <span className="caption">{query.data.cards === 1 ? "1 card" : `${query.data.cards} cards`} of {query.data.applications === 1 ? "1 application" : `${query.data.applications} applications`}{query.data.erased ? `; ${query.data.erased} left out: erased` : ""}{query.data.hidden ? `; ${query.data.hidden} left out: hidden from you` : ""}{query.data.beyond ? `; ${query.data.beyond} older ones left out` : ""}</span>}</div>
      <HireTabs current="agreement" />
      <div className={classes.filters}><Choice label="Kit" all="sre" value={search.kit} options={kits.map((k) => [k.id, k.title])} onChange={(next) => void navigate({ search: (next ? { kit: next } : {}) as never, resetScroll: false })} /></div>
      <p className={classes.lead}>Whether two interviewers who saw the same candidate rate alike, from first cards alone: what was changed after seeing others agrees for that reason.</p>
      <Loaded query={query} rows={10}>{(page) => <Body page={page} />}</Loaded>
    </>
  );
}

function Body({ page }: { page: Agreement }) {
  return (
    <>
      <section><h2 className={classes.head}>All dimensions</h2><Report report={page.overall} /></section>
      <section className="section">
        <h2>Composites</h2>
        <dl className={classes.figures}>
          <Figure name="One interviewer, ICC(2,1)" c={page.composite_of_one} />
          <Figure name="The panel's mean, ICC(2,k)" c={page.composite_of_panel} />
        </dl>
      </section>
      {page.dimensions.length > 0 && (
        <section className="section">
          <h2>Dimension by dimension</h2>
          <table className={classes.funnel} aria-label="Agreement by dimension">
            <thead><tr><th>Dimension</th><th>Alpha, ordinal</th><th>95 % interval</th><th>Agreed, raw</th><th>AC1</th><th>Rated by two and more</th></tr></thead>
            <tbody>{page.dimensions.map((d) => <tr key={d.id}><th scope="row">{d.name}</th><td><Value c={d.report.alpha} /></td><td>{interval(d.report.alpha)}</td><td><Value c={d.report.raw} percent /></td><td><Value c={d.report.ac1} /></td><td>n = {d.report.alpha.units}</td></tr>)}</tbody>
          </table>
        </section>
      )}
      <section className="section">
        <h2>How each interviews</h2>
        <p className="caption">{page.why_no_leniency || page.leniency_formula}. Shown, never applied.</p>
        <DataTable label="Interviewers" rows={page.raters} columns={raterColumns} rowKey={(r) => r.rater.id} csv />
      </section>
    </>
  );
}

const interval = (c: Coefficient): string => (c.interval ? `${two(c.interval.low)} to ${two(c.interval.high)}` : "–");

function Value({ c, percent = false }: { c: Coefficient; percent?: boolean }) {
  if (c.value === null || c.value === undefined) return <span className="quiet" data-tip={c.why_undefined}>not enough data</span>;
  return <span data-tip={c.formula}>{percent ? `${Math.round(c.value * 100)} %` : two(c.value)}</span>;
}

function Figure({ name, c }: { name: string; c: Coefficient }) {
  return <div><dt>{name}</dt><dd><Value c={c} /> <span className="caption">{c.value === null || c.value === undefined ? c.why_undefined : c.interval ? `${interval(c)}, n = ${c.units}` : `n = ${c.units}`}</span></dd></div>;
}

function Report({ report }: { report: AgreementReport }) {
  const alpha = report.alpha.value;
  return (
    <>
      <dl className={classes.figures}>
        <div data-big><dt>Krippendorff's alpha, ordinal</dt><dd><Value c={report.alpha} /> <span className="caption">{alpha === null || alpha === undefined ? report.alpha.why_undefined : `${interval(report.alpha)}, n = ${report.alpha.units}; by convention ${firmness(alpha)}`}</span></dd></div>
        <div><dt>Agreed, raw</dt><dd><Value c={report.raw} percent /> <span className="caption">n = {report.raw.units}</span></dd></div>
        <Figure name="Gwet's AC1" c={report.ac1} />
        {report.cohen && <Figure name="Kappa, quadratic weights" c={report.cohen} />}
        {report.fleiss && <Figure name="Fleiss' kappa" c={report.fleiss} />}
      </dl>
      {report.notes.map((n) => <p key={n} className={classes.note}>{n}</p>)}
    </>
  );
}

const per = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : value.toFixed(1));
const raterColumns: Column<RaterHabits>[] = [
  { id: "who", header: "Interviewer", sort: (r) => r.rater.name, text: (r) => nameOf(r.rater, "somebody"), narrow: "wide", cell: (r) => <strong>{nameOf(r.rater, "somebody")}</strong> },
  { id: "cards", header: "Cards", width: "80px", align: "right", text: (r) => String(r.cards), cell: (r) => r.cards },
  { id: "effect", header: "Against others", width: "170px", text: (r) => (r.leniency ? r.leniency.effect.toFixed(2) : ""), cell: (r) => (r.leniency ? <span>{Math.abs(r.leniency.effect) < 0.005 ? "as others" : `${two(Math.abs(r.leniency.effect))} ${r.leniency.effect > 0 ? "kinder" : "stricter"}`} {r.leniency.standard_error !== null && r.leniency.standard_error !== undefined && <span className="caption">± {two(1.96 * r.leniency.standard_error)}</span>}</span> : <span className="quiet">not enough data</span>) },
  { id: "evidence", header: "Evidence a rating", width: "130px", align: "right", text: (r) => per(r.evidence_per_rating), cell: (r) => per(r.evidence_per_rating) },
  { id: "not", header: "Not assessed", width: "120px", align: "right", text: (r) => String(r.not_assessed), cell: (r) => (r.ratings + r.not_assessed === 0 ? "–" : `${Math.round((100 * r.not_assessed) / (r.ratings + r.not_assessed))} %`) },
  { id: "changed", header: "Changed after seeing others", width: "190px", align: "right", narrow: "hide", text: (r) => String(r.changed_after_seeing_others), cell: (r) => r.changed_after_seeing_others },
  { id: "kit", header: "Kit's questions asked", width: "160px", align: "right", narrow: "hide", text: (r) => `${r.kit_questions} of ${r.kit_questions_planned}`, cell: (r) => <span>{r.kit_questions} of {r.kit_questions_planned}{r.other_questions ? <span className="caption"> + {r.other_questions} others</span> : ""}</span> },
  { id: "minutes", header: "Minutes", width: "90px", align: "right", narrow: "hide", text: (r) => per(r.minutes), cell: (r) => per(r.minutes) },
];
