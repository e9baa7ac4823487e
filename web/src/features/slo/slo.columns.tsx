/** The columns of SLO tables: the list's, and a service's own. */
import type { SloSummary } from "@/api/types";
import { measureName } from "@/features/measure/measure.format";
import type { Column } from "@/kit/DataTable";
import { budget, burn, durationText, parseDuration, ratio } from "@/kit/format";
import { LoadLine } from "./LoadLine";
import { pageOf } from "./slo.links";
import { stateOrder } from "./slos.filter";
import { StateWord } from "./StateWord";
import { encodeWhy } from "./why.url";
import classes from "./SloList.module.css";

const name: Column<SloSummary> = {
  id: "name", header: "SLO", sort: (s) => s.name, text: (s) => s.name,
  cell: (s) => (
    <span className={classes.name}>
      <a href={pageOf.slo(s.name)} data-inside>{s.name}</a>
      {s.groups ? <span className="caption">{s.groups} groups</span> : null}
      {s.display_name && s.display_name !== s.name && <span className="caption">{s.display_name}</span>}
    </span>
  ),
};
const service: Column<SloSummary> = {
  id: "service", header: "Service", width: "150px", narrow: "hide", sort: (s) => s.service, text: (s) => s.service,
  cell: (s) => <a className={classes.quiet} href={pageOf.service(s.service)} data-inside>{s.service}</a>,
};
const tier: Column<SloSummary> = { id: "tier", header: "Tier", width: "76px", narrow: "hide", cell: (s) => <span className="quiet">{s.tier}</span>, sort: (s) => s.tier_rank, text: (s) => s.tier };

const rest = (lineWidth: number, tickets: ReadonlySet<string>): Column<SloSummary>[] => [
  { id: "state", header: "State", width: "110px", cell: (s) => <StateWord state={s.state} ticketOnly={tickets.has(s.name)} />, sort: (s) => stateOrder.indexOf(s.state), text: (s) => s.state },
  {
    id: "budget", header: "Load line", width: `${lineWidth + 20}px`, sort: (s) => s.budget_remaining, text: (s) => s.budget_remaining,
    cell: (s) => <LoadLine remaining={s.budget_remaining} projected={s.projected_end} projectedLow={s.projected_low} projectedHigh={s.projected_high} coverage={s.coverage} burn={s.burn_1h} thresholds={s.thresholds} tier={s.tier} whyEmpty={s.why_empty} width={lineWidth} />,
  },
  { id: "left", header: "Budget", width: "84px", align: "right", sort: (s) => s.budget_remaining, cell: (s) => <Why slo={s.name} measure="slo.budget_remaining" text={budget(s.budget_remaining)} /> },
  { id: "burn", header: "Burn 1 h", hint: "1x spends the budget in one period", width: "84px", align: "right", sort: (s) => s.burn_1h, text: (s) => s.burn_1h, cell: (s) => <Why slo={s.name} measure="slo.burn_rate" window="1h" text={burn(s.burn_1h)} /> },
  { id: "ends", header: "Ends", hint: "Projected end of the period at the burn of the last 3 days", width: "76px", align: "right", narrow: "hide", sort: (s) => s.projected_end, text: (s) => s.projected_end, cell: (s) => <Why slo={s.name} measure="slo.budget_projected" text={budget(s.projected_end, 0)} /> },
  { id: "objective", header: "Objective", width: "96px", align: "right", narrow: "hide", cell: (s) => s.objective, sort: (s) => Number.parseFloat(s.objective), text: (s) => s.objective },
  { id: "period", header: "Window", width: "104px", align: "right", narrow: "hide", cell: (s) => (s.window && !/rolling/.test(s.window) ? <span data-tip={s.window}>{s.window.split(", ")[0]}</span> : durationText(s.period)), sort: (s) => parseDuration(s.period), text: (s) => s.period },
  { id: "coverage", header: "Measured", hint: "Coverage of the period", width: "84px", align: "right", narrow: "hide", sort: (s) => s.coverage, text: (s) => s.coverage, cell: (s) => <Why slo={s.name} measure="slo.coverage" text={ratio(s.coverage)} quiet={s.coverage === 1} /> },
];

/** One element a figure, as there may be five thousand. The row's own page has the same figures within reach of Tab. */
function Why({ slo, measure, window, text, quiet = false }: { slo: string; measure: string; window?: string; text: string; quiet?: boolean }) {
  return <button type="button" tabIndex={-1} className={quiet ? classes.faint : classes.figure} data-why={encodeWhy({ slo, measure, window })} aria-label={`${measureName(measure)} ${text}, why?`}>{text}</button>;
}

/** `tickets`: SLOs whose alerts wake nobody. */
export const listColumns = (lineWidth: number, tickets: ReadonlySet<string>): readonly Column<SloSummary>[] => [name, service, tier, ...rest(lineWidth, tickets)];
export const serviceColumns = (lineWidth: number, tickets: ReadonlySet<string>): readonly Column<SloSummary>[] => [name, ...rest(lineWidth, tickets).filter((c) => c.id !== "period")];
