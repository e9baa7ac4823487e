import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { TimeRange } from "@/api/types";
import type { CountUnit, Maybe } from "@/api/types.more";

export interface CalendarDay {
  /** "2026-11-21" on the zone's clocks. */
  date: string;
  valid?: Maybe<number>;
  bad?: Maybe<number>;
  /** Share of that month's budget. */
  burnt?: Maybe<number>;
  coverage?: Maybe<number>;
  excluded: boolean;
}
export interface CalendarMonth {
  /** "2026-11" */
  month: string;
  range: TimeRange;
  valid: number;
  bad: number;
  remaining?: Maybe<number>;
  coverage?: Maybe<number>;
  objective: string;
  version: string;
  partial: boolean;
  days: CalendarDay[];
}
export interface BudgetCalendar { name: string; unit: CountUnit; zone: string; zone_database: string; objective: string; months: CalendarMonth[] }

/** A day's share moves by the hour. */
const pace = 5 * 60_000;
export const calendarQuery = (slo: string, zone: string) =>
  queryOptions({
    queryKey: ["slo", slo, "calendar", zone],
    queryFn: ({ signal }) => get<BudgetCalendar>(`/api/v1/slos/${segment(slo)}/calendar`, { zone, months: 12 }, signal),
    placeholderData: (before) => before,
    refetchInterval: pace,
    meta: { live: ["catalog.", "exclusions."] },
  });
