/** The honest roll-up with its why, the tiers, and everything that is missing or overdue. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { noTier } from "@/features/overview/overview.rows";
import { PolicyMark } from "@/features/policy/PolicyMark";
import { DataTable, type Column } from "@/kit/DataTable";
import { budget, count, ratio, utc } from "@/kit/format";
import { Empty } from "@/kit/states";
import type { PortfolioView, TierLine } from "./portfolio.api";
import { StandBar, standWords } from "./StandBar";
import classes from "./Portfolio.module.css";

const columns: Column<TierLine>[] = [
  { id: "tier", header: "Tier", width: "120px", sort: (t) => t.rank, text: (t) => t.tier, cell: (t) => <Link to="/" search={{ tier: t.tier || noTier }}>{t.tier || noTier}</Link> },
  { id: "services", narrow: "hide", header: "Services", width: "90px", align: "right", sort: (t) => t.services, text: (t) => t.services, cell: (t) => count(t.services) },
  { id: "slos", narrow: "hide", header: "SLOs", width: "80px", align: "right", sort: (t) => t.slos, text: (t) => t.slos, cell: (t) => count(t.slos) },
  { id: "stand", header: "How they stand", narrow: "wide", cell: (t) => <><StandBar tier={t} /><span className={classes.narrow}>{standWords(t)}</span></> },
  { id: "meeting", narrow: "hide", header: "Kept", hint: "Services of which every SLO has budget left", width: "70px", align: "right", sort: (t) => t.meeting, text: (t) => t.meeting, cell: (t) => count(t.meeting) },
  { id: "breached", narrow: "hide", header: "Overspent", width: "100px", align: "right", sort: (t) => t.breached, text: (t) => t.breached, cell: (t) => <span className={t.breached > 0 ? "word-breach" : "quiet"}>{count(t.breached)}</span> },
  { id: "cannot", narrow: "hide", header: "Cannot tell", width: "100px", align: "right", sort: (t) => t.cannot_tell, text: (t) => t.cannot_tell, cell: (t) => <span className={t.cannot_tell > 0 ? "word-caution" : "quiet"}>{count(t.cannot_tell)}</span> },
  { id: "without", header: "Without SLO", width: "110px", align: "right", narrow: "hide", sort: (t) => t.without_slo, text: (t) => t.without_slo, cell: (t) => <span className={t.without_slo > 0 ? "word-caution" : "quiet"}>{count(t.without_slo)}</span> },
  { id: "events", header: "Of all events", hint: "How much of everything that was counted is of this tier", width: "110px", align: "right", narrow: "hide", sort: (t) => t.events_share, text: (t) => t.events_share, cell: (t) => ratio(t.events_share ?? null) },
];

export function Tiers({ view }: { view: PortfolioView }) {
  if (view.tiers.length === 0) return <Empty title="No services yet">The portfolio shows the services of the catalogue by their tiers, once there are some.</Empty>;
  return (
    <>
      <RollUp view={view} />
      <section className="section"><h2>By tier</h2><DataTable label="Tiers" rows={view.tiers} columns={columns} rowKey={(t) => t.tier} csv primary /></section>
      <div className={classes.lists}>
        <Gap title="Services that break a promise" none="None." items={view.services.filter((s) => s.verdict === "fails" || s.verdict === "cannot_tell").map((s) => [s.service, <><Link to="/services/$name" params={{ name: s.service }}>{s.service}</Link> <PolicyMark state={s.verdict === "fails" ? s.state : "unknown"} /> {s.slo && <Link className="caption" to="/slos/$name" params={{ name: s.slo }}>{s.slo}</Link>} <span className="caption tabular">{budget(s.budget)}</span></>])} />
        <Gap title="Services without an SLO" none="Every service has one." items={view.services_without_slo.map((s) => [s.service, <><Link to="/services/$name" params={{ name: s.service }}>{s.service}</Link> <span className="caption">{[s.tier, s.owner].filter(Boolean).join(", ")}</span></>])} />
        <Gap title="Journeys without an SLO" none="Every journey has one." items={view.journeys.filter((j) => !j.slo).map((j) => [`${j.service} ${j.journey}`, <><Link to="/services/$name" params={{ name: j.service }}>{j.journey}</Link> <span className="caption">of {j.service}; {j.covered.length === j.steps.length ? "each of its steps has one" : `${j.covered.length} of ${j.steps.length} steps have one`}</span></>])} />
        <Gap title="Reviews overdue" none="All were looked at in time." items={view.stale_reviews.map((r) => [r.slo, <><Link to="/slos/$name" params={{ name: r.slo }}>{r.slo}</Link> <span className="caption">{r.reviewed ? `last on ${date(r.reviewed)}` : "never reviewed"}{r.due ? `, due ${date(r.due)}` : ""}</span></>])} />
        <Gap title="Breached again and again" none="None." items={view.chronic.map((c) => [c.service, <><Link to="/services/$name" params={{ name: c.service }}>{c.service}</Link> <span className="caption">{count(c.breaches)} breaches of {c.slo}</span></>])} />
        <Gap title="Budget corrected away" none="Nothing was." items={view.corrected.filter((c) => (c.share ?? 0) > 0).map((c) => [c.slo, <><Link to="/slos/$name" params={{ name: c.slo }}>{c.slo}</Link> <span className="tabular">{ratio(c.share ?? null)}</span> <Link className="caption" to="/exclusions" search={{ slo: c.slo }}>by what</Link></>])} />
      </div>
    </>
  );
}

function RollUp({ view: { rollup } }: { view: PortfolioView }) {
  const known = rollup.value !== null && rollup.value !== undefined;
  return (
    <section className={classes.rollup} aria-label="Roll-up">
      <p className={classes.figure}>{known ? ratio(rollup.value ?? null) : "–"}</p>
      <div>
        <p>{known ? rollup.formula : rollup.why_empty}</p>
        {known && rollup.low !== null && rollup.low !== undefined && rollup.low < (rollup.value ?? 0) && <p className="caption">{ratio(rollup.low)} if what cannot be told is taken for broken.</p>}
        {known && rollup.why_empty && <p className="caption">{rollup.why_empty}</p>}
      </div>
    </section>
  );
}

/** "21 Nov 2026" */
const date = (at: string): string => utc(Date.parse(at)).split(" ").slice(0, 3).join(" ");

const most = 12;
function Gap({ title, none, items }: { title: string; none: string; items: readonly [string, ReactNode][] }) {
  return (
    <section className={classes.gap}>
      <h2>{title}{items.length > 0 && <span className={classes.count}>{count(items.length)}</span>}</h2>
      {items.length === 0 ? <p className="quiet">{none}</p> : <ul>{items.slice(0, most).map(([key, item]) => <li key={key}>{item}</li>)}</ul>}
      {items.length > most && <p className="caption">and {count(items.length - most)} more</p>}
    </section>
  );
}
