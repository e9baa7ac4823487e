import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type BudgetCalendar = Schemas["BudgetCalendar"];
export type CalendarMonth = BudgetCalendar["months"][number];
export type CalendarDay = CalendarMonth["days"][number];

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
