/** How maintenance comes again: as a person chooses it, as an RFC 5545 rule, and in words. Pure. */

export const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof weekdays)[number];
const dayNames: Record<Weekday, string> = { MO: "Monday", TU: "Tuesday", WE: "Wednesday", TH: "Thursday", FR: "Friday", SA: "Saturday", SU: "Sunday" };

export interface Repeat {
  freq: "DAILY" | "WEEKLY" | "MONTHLY";
  /** Every so many of them. */
  interval: number;
  /** Weekly: on these days. Monthly with `nth`: on that one. */
  days: Weekday[];
  /** Monthly: the first (1) to fourth (4), or last (-1) of the weekday; absent: by `monthDay`. */
  nth?: number;
  monthDay?: number;
}

export function ruleOf(repeat: Repeat): string {
  const parts = [`FREQ=${repeat.freq}`];
  if (repeat.interval > 1) parts.push(`INTERVAL=${repeat.interval}`);
  if (repeat.freq === "WEEKLY" && repeat.days.length > 0) parts.push(`BYDAY=${weekdays.filter((d) => repeat.days.includes(d)).join(",")}`);
  if (repeat.freq === "MONTHLY") parts.push(repeat.nth ? `BYDAY=${repeat.nth}${repeat.days[0] ?? "MO"}` : `BYMONTHDAY=${repeat.monthDay ?? 1}`);
  return parts.join(";");
}

/** null: a rule that these fields cannot say. It is shown as it is. */
export function repeatOf(rule: string): Repeat | null {
  const parts = new Map(rule.split(";").map((p) => p.split("=") as [string, string]));
  const freq = (["DAILY", "WEEKLY", "MONTHLY"] as const).find((f) => f === parts.get("FREQ"));
  if (!freq || [...parts.keys()].some((k) => !["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"].includes(k))) return null;
  const interval = parts.has("INTERVAL") ? Number(parts.get("INTERVAL")) : 1;
  if (!Number.isSafeInteger(interval) || interval < 1) return null;
  const byDay = parts.get("BYDAY")?.split(",") ?? [];
  const monthDay = parts.has("BYMONTHDAY") ? Number(parts.get("BYMONTHDAY")) : undefined;
  if (monthDay !== undefined && (freq !== "MONTHLY" || !Number.isSafeInteger(monthDay) || monthDay < 1 || monthDay > 31)) return null;
  if (freq === "MONTHLY" && byDay.length > 0) {
    const found = /^(-1|[1-4])([A-Z]{2})$/.exec(byDay.length === 1 && monthDay === undefined ? (byDay[0] as string) : "");
    const day = weekdays.find((d) => d === found?.[2]);
    return found && day ? { freq, interval, days: [day], nth: Number(found[1]) } : null;
  }
  const days = byDay.flatMap((d) => weekdays.find((known) => known === d) ?? []);
  if (days.length !== byDay.length || (freq === "DAILY" && days.length > 0)) return null;
  return { freq, interval, days, ...(monthDay === undefined ? {} : { monthDay }) };
}

const list = (words: readonly string[]): string => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const nthWords: Record<number, string> = { 1: "first", 2: "second", 3: "third", 4: "fourth", [-1]: "last" };
const ordinal = (n: number): string => `${n}${n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;

/** "every week on Sunday", "every 2 months on the last Friday". */
export function repeatWords(rule: string): string {
  const repeat = repeatOf(rule);
  if (!repeat) return rule;
  const unit = { DAILY: "day", WEEKLY: "week", MONTHLY: "month" }[repeat.freq];
  const every = repeat.interval > 1 ? `every ${repeat.interval} ${unit}s` : `every ${unit}`;
  if (repeat.freq === "WEEKLY" && repeat.days.length > 0) return `${every} on ${list(weekdays.filter((d) => repeat.days.includes(d)).map((d) => dayNames[d]))}`;
  if (repeat.freq === "MONTHLY" && repeat.nth) return `${every} on the ${nthWords[repeat.nth]} ${dayNames[repeat.days[0] as Weekday]}`;
  if (repeat.freq === "MONTHLY" && repeat.monthDay) return `${every} on the ${ordinal(repeat.monthDay)}`;
  return every;
}

export const dayName = (day: Weekday): string => dayNames[day];

/** The weekday of a local time "2026-11-22T01:00". */
export function weekdayOf(local: string): Weekday {
  const day = new Date(`${local.slice(0, 10)}T12:00:00Z`).getUTCDay();
  return weekdays[(day + 6) % 7] ?? "MO";
}
