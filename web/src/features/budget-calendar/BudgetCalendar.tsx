/** An SLO's budget by calendar month: what each day burnt of its month, and how each month ended. */
import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, type KeyboardEvent } from "react";
import { LoadLine } from "@/features/slo/LoadLine";
import { counted } from "@/features/slo/unit";
import type { Thresholds } from "@/api/types";
import { budget, ratio } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { useNow } from "@/kit/Time";
import { hoursOfDay, instantOf, nextDate, ownZone, wallClock, zoneNames } from "@/kit/zones";
import { calendarQuery, type BudgetCalendar as Calendar, type CalendarDay, type CalendarMonth } from "./calendar.api";
import { burntText, dayName, kindOf, levelOf, levelWords, monthName, weeksOf } from "./calendar.grid";
import classes from "./BudgetCalendar.module.css";

export interface BudgetCalendarProps { slo: string; zone: string | undefined; thresholds: Thresholds; onZone: (zone: string | undefined) => void }

export function BudgetCalendar({ slo, zone, thresholds, onZone }: BudgetCalendarProps) {
  const query = useQuery(calendarQuery(slo, zone ?? "UTC"));
  return (
    <section aria-label="Budget by month">
      <div className={classes.tools}>
        <NativeSelect size="xs" aria-label="Days on the clocks of" value={zone ?? "UTC"} onChange={(e) => onZone(e.currentTarget.value === "UTC" ? undefined : e.currentTarget.value)} data={zonesFor(zone)} />
        <Legend />
      </div>
      <Loaded query={query} rows={10}>
        {(calendar) => calendar.months.some((m) => m.valid > 0 || (m.coverage ?? 0) > 0)
          ? <Months calendar={calendar} slo={slo} thresholds={thresholds} />
          : <Empty title="Nothing was measured yet">Each day appears with the share of its month's budget that it burnt.</Empty>}
      </Loaded>
    </section>
  );
}

const zonesFor = (zone: string | undefined): string[] => {
  const own = ownZone();
  const first = [...new Set(["UTC", own, ...(zone ? [zone] : [])])];
  return [...first, ...zoneNames().filter((z) => !first.includes(z))];
};

function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      {levelWords.map((word, level) => <li key={word}><i className={classes.swatch} data-level={level} aria-hidden />{word}</li>)}
      <li><i className={classes.swatch} data-kind="gap" aria-hidden />no data</li>
      <li><i className={classes.swatch} data-kind="thin" aria-hidden />partly measured</li>
      <li><i className={classes.out} aria-hidden>◇</i>time left out</li>
    </ul>
  );
}

function Months({ calendar, slo, thresholds }: { calendar: Calendar; slo: string; thresholds: Thresholds }) {
  // The newest first: it is what one came for. Months before the first measured one say nothing.
  const known = useMemo(() => {
    const first = calendar.months.findIndex((m) => m.valid > 0 || (m.coverage ?? 0) > 0);
    return calendar.months.slice(Math.max(0, first)).reverse();
  }, [calendar]);
  return (
    <>
      {known.map((month) => <Month key={month.month} month={month} calendar={calendar} slo={slo} thresholds={thresholds} />)}
      <p className="caption">Numbers are percent of the month's budget that a day burnt. Days of {calendar.zone} by the zone database {calendar.zone_database}; each month by the definition that judged it.</p>
    </>
  );
}

function Month({ month, calendar, slo, thresholds }: { month: CalendarMonth; calendar: Calendar; slo: string; thresholds: Thresholds }) {
  const grid = useRef<HTMLTableSectionElement>(null);
  const today = wallClock(useNow(), calendar.zone).slice(0, 10);
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const cells = [...(grid.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = cells.indexOf(document.activeElement as HTMLElement);
    if (!by || at < 0) return;
    event.preventDefault();
    cells[Math.min(cells.length - 1, Math.max(0, at + by))]?.focus();
  };
  return (
    <div className={classes.month}>
      <table className={classes.grid} aria-label={monthName(month.month)}>
        <thead><tr>{["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map((d) => <th key={d} scope="col">{d}</th>)}</tr></thead>
        <tbody ref={grid} onKeyDown={onKey}>
          {weeksOf(month.days).map((week, i) => <tr key={i}>{week.map((day, j) => <td key={j}>{day && <Day day={day} of={month.days.length} calendar={calendar} slo={slo} />}</td>)}</tr>)}
        </tbody>
      </table>
      <aside className={classes.result}>
        <h3>{monthName(month.month)}{month.partial && <span className="caption"> {month.days.some((d) => d.date > today) ? "so far" : "in part"}</span>}</h3>
        <LoadLine remaining={month.remaining ?? null} coverage={month.coverage ?? null} thresholds={thresholds} width={240} height={26} />
        <p><strong className="tabular">{budget(month.remaining)}</strong> of the budget left at {month.objective}</p>
        <p className="caption">{counted(month.bad, calendar.unit)} bad of {counted(month.valid, calendar.unit)}; {ratio(month.coverage ?? null)} measured</p>
      </aside>
    </div>
  );
}

function Day({ day, of, calendar, slo }: { day: CalendarDay; of: number; calendar: Calendar; slo: string }) {
  const navigate = useNavigate();
  const kind = kindOf(day, wallClock(useNow(), calendar.zone).slice(0, 10));
  const hours = hoursOfDay(day.date, calendar.zone);
  const burnt = day.burnt ?? null;
  const odd = hours !== 24 ? `a day of ${hours} hours` : "";
  const said = kind === "ahead" ? "to come" : kind === "gap" ? "no data" : burnt === null ? "nothing to burn" : `burnt ${burntText(burnt)} % of the month's budget, ${counted(day.bad, calendar.unit)} bad`;
  const words = [dayName(day.date), said, kind === "thin" ? `${ratio(day.coverage ?? null)} measured` : "", day.excluded ? "some of it is left out" : "", odd].filter(Boolean).join("\n");
  const open = (): void => {
    const [from, to] = [instantOf(`${day.date}T00:00`, calendar.zone), instantOf(`${nextDate(day.date)}T00:00`, calendar.zone)];
    if (from !== null && to !== null) void navigate({ to: "/slos/$name", params: { name: slo }, search: { from, to } });
  };
  return (
    <button type="button" className={classes.day} data-kind={kind} data-level={kind !== "gap" && kind !== "ahead" && burnt !== null ? levelOf(burnt, of) : undefined}
      disabled={kind === "ahead"} onClick={open} data-tip={words}>
      <span className={classes.said}>{words.replaceAll("\n", ", ")}</span>
      <span className={classes.date} aria-hidden>{Number(day.date.slice(8))}{odd && <sup>{hours} h</sup>}{day.excluded && <i aria-hidden>◇</i>}</span>
      <span className={classes.burnt} aria-hidden>{kind === "ahead" ? "" : kind === "gap" ? "–" : burnt === null ? "" : burntText(burnt)}</span>
    </button>
  );
}
