/** Every service by its worst SLO, as one row with its load line. Rows keep their place while they are read. */
import { UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type MouseEvent } from "react";
import type { BurningNow, ServiceLine } from "@/api/types";
import { LoadLine } from "@/features/slo/LoadLine";
import { StateWord } from "@/features/slo/StateWord";
import { useLineWidth } from "@/features/slo/useLineWidth";
import { encodeWhy } from "@/features/slo/why.url";
import { DataTable, sortRows, type Column } from "@/kit/DataTable";
import { budget, burn } from "@/kit/format";
import { Empty } from "@/kit/states";
import { Time } from "@/kit/Time";
import { budgetCsv, deltaText, grouped, movedOf, namesOf, ownerOf, stateWords, ticketsOnly, tierOf } from "./overview.rows";
import type { OverviewSearch } from "./overview.url";
import { PreviewHost } from "./PreviewHost";
import { useSteady } from "./useSteady";
import classes from "./Overview.module.css";

const why = (line: ServiceLine, measure: string, window?: string): string | undefined =>
  line.slo ? encodeWhy({ slo: line.slo, measure, window }) : undefined;

/** A plain link: the router's own would subscribe each row to it. ServiceTable hears the click. */
function Name({ line }: { line: ServiceLine }) {
  const { title, name } = namesOf(line);
  return (
    <span className={classes.name}>
      <a href={`/services/${encodeURIComponent(line.name)}`} data-service={line.name}>{title}</a>
      {name && <span className="caption">{name}</span>}
    </span>
  );
}

function State({ line, ticketOnly }: { line: ServiceLine; ticketOnly: boolean }) {
  return <StateWord state={line.state} ticketOnly={ticketOnly}>{line.state === "stale" && line.as_of ? <span className="caption"><Time at={line.as_of} /></span> : null}</StateWord>;
}

/** The load line as the row's first "why?": it opens the sheet of the budget. */
function Line({ line, width }: { line: ServiceLine; width: number }) {
  if (!line.slo) return <span className="caption">{line.why_empty}</span>;
  return (
    <button type="button" className={classes.line} data-preview data-why={why(line, "slo.budget_remaining")} aria-haspopup="dialog">
      <LoadLine remaining={line.budget_remaining} projected={line.projected_end} projectedLow={line.projected_low} projectedHigh={line.projected_high}
        coverage={line.coverage} burn={line.burn_1h} thresholds={line.thresholds} tier={line.tier} whyEmpty={line.why_empty} width={width} tip={false} />
    </button>
  );
}

function Figure({ line, measure, window, children }: { line: ServiceLine; measure: string; window?: string; children: string }) {
  const asked = why(line, measure, window);
  return asked ? <button type="button" tabIndex={-1} className={classes.figure} data-why={asked}>{children}</button> : <span>{children}</span>;
}

/** `lineWidth`: of the load lines. `tickets`: services whose alerts wake nobody. */
export const columnsOf = (lineWidth: number, tickets: ReadonlySet<string>): readonly Column<ServiceLine>[] => [
  { id: "service", header: "Service", cell: (l) => <Name line={l} />, sort: (l) => namesOf(l).title.toLowerCase(), text: (l) => l.name },
  { id: "state", header: "State", cell: (l) => <State line={l} ticketOnly={tickets.has(l.name)} />, sort: (l) => stateWords[l.state], text: (l) => stateWords[l.state], width: "136px" },
  { id: "tier", header: "Tier", cell: (l) => <span className="quiet">{l.tier}</span>, sort: (l) => (l.tier ? (l.tier_rank ?? 1e6) : null), text: (l) => l.tier, width: "76px", narrow: "hide" },
  { id: "line", header: "Load line", hint: "Budget remaining of the worst SLO, its thresholds, and where the window is projected to end", cell: (l) => <Line line={l} width={lineWidth} />, width: `${lineWidth + 18}px` },
  { id: "burn", header: "Burn 1 h", hint: "How many times faster than sustainable the budget burnt in the last hour", align: "right", width: "76px",
    cell: (l) => <Figure line={l} measure="slo.burn_rate" window="1h">{burn(l.burn_1h)}</Figure>, sort: (l) => l.burn_1h, text: (l) => l.burn_1h },
  { id: "budget", header: "Budget", hint: "What remains of the budget", align: "right", width: "78px",
    cell: (l) => <Figure line={l} measure="slo.budget_remaining">{budget(l.budget_remaining)}</Figure>, sort: (l) => l.budget_remaining, text: (l) => budgetCsv(l.budget_remaining) },
  { id: "delta", header: "1 d", hint: "How far the budget moved since yesterday, in points of a percent", align: "right", width: "54px", narrow: "hide",
    cell: (l) => <span className={classes.delta}>{deltaText(l)}</span>, sort: (l) => movedOf(l), text: (l) => deltaText(l).replace("−", "-") },
  { id: "ends", header: "Ends", hint: "Projected end of the window at the burn of the last 3 days", align: "right", width: "74px", narrow: "hide",
    cell: (l) => <Figure line={l} measure="slo.budget_projected">{budget(l.projected_end, 0)}</Figure>, sort: (l) => l.projected_end, text: (l) => budgetCsv(l.projected_end) },
  { id: "owner", header: "Owner", cell: (l) => <span className={classes.owner}>{l.owner}</span>, sort: (l) => l.owner || null, text: (l) => l.owner, width: "124px", narrow: "hide" },
  { id: "why", header: "Why", width: "44px", narrow: "hide",
    cell: (l) => l.slo ? <button type="button" tabIndex={-1} className={classes.why} data-why={why(l, "slo.budget_remaining")} aria-label={`Why is the budget of ${l.name} so?`}>?</button> : null },
];

export function ServiceTable({ rows, burning, search, onSort }: { rows: readonly ServiceLine[]; burning: readonly BurningNow[]; search: OverviewSearch; onSort: (sort: string) => void }) {
  const navigate = useNavigate();
  const width = useLineWidth();
  const tickets = ticketsOnly(burning, "service").join("\n");
  const columns = useMemo(() => columnsOf(width, new Set(tickets.split("\n"))), [width, tickets]);
  const sorted = useMemo(() => grouped(sortRows(rows, columns, search.sort ?? ""), search.group), [rows, columns, search.sort, search.group]);
  const { rows: shown, moved, again } = useSteady(sorted, JSON.stringify({ ...search, why: undefined }));
  const open = useCallback((line: ServiceLine) => void navigate({ to: "/services/$name", params: { name: line.name } }), [navigate]);
  const follow = useCallback((event: MouseEvent) => {
    const name = (event.target as HTMLElement).closest<HTMLElement>("a[data-service]")?.dataset.service;
    if (!name || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate({ to: "/services/$name", params: { name } });
  }, [navigate]);
  const group = search.group === "tier" ? tierOf : search.group === "owner" ? ownerOf : undefined;
  return (
    <PreviewHost rows={shown} className={classes.table} onClick={follow}>
      <DataTable label="Services" rows={shown} columns={columns} rowKey={nameOf} onOpen={open} sort={search.sort ?? ""} onSort={onSort} ordered primary
        {...(group ? { group } : {})} empty={<Empty title="No service fits these filters">Take a word or a filter away.</Empty>} />
      <div className={classes.moved} role="status">
        {moved && <span>The order has changed <UnstyledButton className={classes.again} onClick={again}>Sort again</UnstyledButton></span>}
      </div>
    </PreviewHost>
  );
}
const nameOf = (line: ServiceLine): string => line.name;

