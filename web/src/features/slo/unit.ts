/** Counts of an SLO in its own unit: events, slices of time, samples. Pure. */
import type { CountUnit, IndicatorKind, Method } from "@/api/types.more";
import { absent, count } from "@/kit/format";

export const events: CountUnit = { noun: "events", per_one: 1 };

const precise = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** 391 of per_one 1 -> "391"; 12,345 hundredths -> "123.5". Never rounded to nothing. */
export function countIn(counts: number | null | undefined, unit: CountUnit = events): string {
  if (counts === null || counts === undefined) return absent;
  if (unit.per_one === 1) return count(counts);
  const value = counts / unit.per_one;
  return value !== 0 && Math.abs(value) < 0.1 ? small.format(value) : precise.format(value);
}

/** "1 slice", "391 slices". */
export function counted(counts: number | null | undefined, unit: CountUnit = events): string {
  const text = countIn(counts, unit);
  return `${text} ${text === "1" ? unit.noun.replace(/s$/, "") : unit.noun}`;
}

export const methodWords: Record<Method, string> = {
  occurrences: "events are counted", timeslices: "slices of time are counted", ratio_timeslices: "the slices' ratios are averaged",
};
export const kindWords: Record<IndicatorKind, string> = {
  ratio: "good of all events", correctness: "right of all checked", latency: "quick enough of all", threshold: "samples within a bound",
  raw_ratio: "a ratio made elsewhere", freshness: "age of the newest", alert: "an alert that is quiet", composite: "other SLOs together",
};
