/** Contracts beside the SLOs that serve them: what is owed, how near it is, and how past windows ended. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { counted, countIn } from "@/features/slo/unit";
import { budget, count, ratio, utc } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { slasQuery, type Sla, type SlaWindow } from "./policy.api";
import { creditText, levelOf, ratioBeside, slaWords } from "./policy.words";
import classes from "./Policy.module.css";

const order = { broken: 0, near: 1, unknown: 2, kept: 3 } as const;

export function Slas() {
  const query = useQuery(slasQuery);
  return (
    <Loaded query={query} rows={6}>
      {({ items }) => items.length === 0
        ? <Empty title="No contract is written down" command={"apiVersion: plimsoll/v1\nkind: SLA\nmetadata: {name: acme-payments}\nspec: {customer: Acme Ltd, slo: payments-availability, …}"}>An SLA in the catalogue names a customer, an SLO whose counts decide, and what is owed below which ratio. Here it stands with its headroom: how much more may go wrong before it costs money.</Empty>
        : <ul className={classes.slas}>{[...items].sort((a, b) => order[levelOf(a)] - order[levelOf(b)] || (a.headroom_share ?? 2) - (b.headroom_share ?? 2)).map((sla) => <li key={sla.name}><One sla={sla} /></li>)}</ul>}
    </Loaded>
  );
}

function One({ sla }: { sla: Sla }) {
  const level = levelOf(sla);
  const left = sla.headroom_events;
  return (
    <article className={classes.sla} data-level={level}>
      <div className={classes.slaHead}>
        <h2>{sla.customer} <span className="caption">{sla.name}</span></h2>
        <span className={level === "broken" ? "word-breach" : level === "near" ? "word-caution" : "quiet"}>{slaWords[level]}</span>
      </div>
      <p>{sla.objective} of <Link to="/slos/$name" params={{ name: sla.slo }}>{sla.slo}</Link> in each {sla.window}; the SLO beside it promises {sla.slo_objective}{sla.slo_remaining !== null && sla.slo_remaining !== undefined ? ` and has ${budget(sla.slo_remaining)} of its budget left` : ""}.</p>
      {sla.description && <p className="quiet">{sla.description}</p>}
      {sla.why_empty && <p className="quiet">{sla.why_empty}</p>}
      <dl className={classes.figures}>
        <div><dt>To date</dt><dd>{ratioBeside(sla.to_date.ratio, sla.objective)}</dd><dd className="caption">{countIn(sla.to_date.bad, sla.unit)} bad of {counted(sla.to_date.valid, sla.unit)}; {ratio(sla.to_date.coverage ?? null)} measured</dd></div>
        <div><dt>Headroom</dt><dd>{left === null || left === undefined ? "–" : left < 0 ? `−${count(-left)}` : count(left)} <span className="unit">{sla.unit.noun}</span></dd><dd className="caption">{sla.headroom_share === null || sla.headroom_share === undefined ? "cannot tell" : `${budget(sla.headroom_share)} of what the contract allows`}</dd></div>
        <div><dt>Credit now</dt><dd>{sla.credit_now ? creditText(sla.credit_now) : "none"}</dd><dd className="caption">{sla.credit_now ? `${ratio(sla.credit_now.share)} of the fee, below ${sla.credit_now.below}` : "nothing is owed"}</dd></div>
      </dl>
      <Past past={sla.past} objective={sla.objective} />
      <p className="caption">The window {utc(Date.parse(sla.range.start))} to {utc(Date.parse(sla.range.end))}, by the zone database {sla.zone_database}.</p>
    </article>
  );
}

function Past({ past, objective }: { past: readonly SlaWindow[]; objective: string }) {
  if (past.length === 0) return null;
  return (
    <details className={classes.breaches}>
      <summary>{past.length === 1 ? "1 past window" : `${past.length} past windows`}{past.some((p) => p.credit) ? `, ${past.filter((p) => p.credit).length} with a credit` : ""}</summary>
      <table className={classes.slos}>
        <thead><tr><th scope="col">Window</th><th scope="col">Ratio</th><th scope="col">Credit</th></tr></thead>
        <tbody>{past.map((p) => <tr key={p.range.start}><th scope="row" className="tabular">{utc(Date.parse(p.range.start))}</th><td className="tabular">{ratioBeside(p.ratio, objective)}</td><td className="tabular">{p.credit ? creditText(p.credit) : p.broken ? "broken, nothing owed" : "none"}</td></tr>)}</tbody>
      </table>
    </details>
  );
}
