/** Months as weeks of days, and how strongly a day burnt. Pure. */
import type { CalendarDay } from "./calendar.api";

/** Rows of seven from Monday; null before the first and after the last of the month. */
export function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0];
  if (!first) return [];
  const lead = (new Date(`${first.date}T12:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (CalendarDay | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/**
 * Five steps by what a day may burn if all days of the month were alike: below a quarter of that, up to it, up to three days'
 * worth, up to ten, and above. Steps rather than a gradient: each can be named in a legend.
 */
export type Level = 0 | 1 | 2 | 3 | 4;
export function levelOf(burnt: number, days: number): Level {
  const worth = burnt * days;
  if (worth < 0.25) return 0;
  if (worth <= 1) return 1;
  if (worth <= 3) return 2;
  return worth <= 10 ? 3 : 4;
}
export const levelWords: readonly string[] = ["hardly anything", "up to a day's worth", "up to 3 days' worth", "up to 10 days' worth", "more"];

/** "3.2", "0.04", "12": percent of the month's budget, short enough for a cell. */
export function burntText(burnt: number): string {
  const percent = burnt * 100;
  if (percent === 0) return "0";
  if (percent < 0.01) return "< 0.01";
  return percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : percent.toFixed(2);
}

export const monthName = (month: string): string => new Date(`${month}-15T12:00:00Z`).toLocaleString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
export const dayName = (date: string): string => new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).replace(",", "");

/** What a cell is on `today`, a date on the same clocks: to come, not measured, partly measured, or measured. */
export function kindOf(day: CalendarDay, today: string): "ahead" | "gap" | "thin" | "measured" {
  if (day.date > today) return "ahead";
  if (day.coverage === null || day.coverage === undefined || day.coverage === 0) return "gap";
  return day.coverage < 0.9 ? "thin" : "measured";
}
