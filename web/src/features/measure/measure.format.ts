/** A measure in a person's words: its name, its value with the unit apart, its inputs exactly. */
import { absent, budget, burn, bytes, count, duration, minutes, ratio, utc } from "@/kit/format";
import type { Measure } from "@/api/types";

const names: Record<string, string> = {
  "slo.good_ratio": "Share of good events",
  "slo.error_ratio": "Share of bad events",
  "slo.budget_remaining": "Budget remaining",
  "slo.budget_allowed_events": "Bad events the budget allows",
  "slo.budget_spent_events": "Bad events so far",
  "slo.budget_events": "Budget left in events",
  "slo.budget_minutes": "Budget left in minutes of full outage",
  "slo.budget_minutes_total": "Whole budget in minutes of full outage",
  "slo.time_to_exhaustion": "Time until the budget is spent",
  "slo.budget_projected": "Projected end",
  "slo.coverage": "Coverage",
  "slo.burn_rate": "Burn rate",
  "server.http_answered": "HTTP requests answered without a server error",
  "server.samples_accepted": "Samples accepted",
  "server.commits_succeeded": "Log commits that succeeded",
  "server.pages_attempted_in_time": "Pages attempted within 30 s",
  "server.judging_lag_p99": "Judging lag, 99th percentile",
};

/** "slo.budget_remaining" -> "Budget remaining"; an id without a name of its own is read as words. */
export function measureName(id: string): string {
  const known = names[id];
  if (known) return known;
  const words = id.replace(/^[a-z]+\./, "").replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** A value in the unit of `measure`: the interval and exclusions use it too. */
export function inUnit(value: number | null | undefined, measure: Pick<Measure, "id" | "unit">): string {
  if (value === null || value === undefined) return absent;
  switch (measure.unit as Measure["unit"] | "slices" | "samples") {
    // A budget is signed and read at one decimal; a share near 1 needs more of them.
    case "ratio": return measure.id.includes("budget") ? budget(value) : ratio(value);
    case "events": case "slices": case "samples": return `${decimals.format(value).replace("-", "−")} ${measure.unit}`;
    case "count": return decimals.format(value).replace("-", "−");
    case "seconds": return duration(value * 1000);
    case "minutes": return minutes(value);
    case "burn_rate": return burn(value);
    case "per_week": return `${decimals.format(value)} a week`;
    case "bytes": return bytes(value);
    case "currency": return value.toFixed(2);
  }
}

/** "4,117 events" -> ["4,117", "events"], so that the unit can be quieter than the number. A duration has units inside: one piece. */
export function splitUnit(text: string): [string, string] {
  const found = /^([−\d.,> <]+?)\s*(%|x|events|slices|samples|a week|[KMGT]?i?B)$/.exec(text);
  return found ? [found[1] as string, found[2] as string] : [text, ""];
}

/** The exact integer, or rational: "4,117", "1/1,000". */
export function exact(input: Measure["inputs"][number]): string {
  return input.numerator % input.denominator === 0 ? count(input.numerator / input.denominator) : `${count(input.numerator)}/${count(input.denominator)}`;
}

/** Formula and the source that it follows, which the server writes at its end. */
export function splitSource(formula: string): { formula: string; source: string } {
  const found = /^(.*?)\s*Source: (.*?)\.?$/.exec(formula);
  return found ? { formula: found[1] as string, source: found[2] as string } : { formula, source: "" };
}

export const windowMs = (measure: Pick<Measure, "window">): number => Date.parse(measure.window.end) - Date.parse(measure.window.start);

/** The sheet as text for those measures that come without one from the server: one fact a line. */
export function sheetText(measure: Measure): string {
  const lines: [string, string][] = [["How", measure.formula], ["With", measure.inputs.map((i) => `${i.name} ${exact(i)}`).join("   ")]];
  if (windowMs(measure) > 0) lines.push(["Window", `${duration(windowMs(measure))} from ${measure.window.start} to ${measure.window.end}, in steps of ${measure.step}`]);
  lines.push(["As of", utc(Date.parse(measure.as_of))]);
  if (measure.coverage !== null && measure.coverage !== undefined) lines.push(["Cover", `${ratio(measure.coverage)} was measured`]);
  if (measure.interval) lines.push(["Interval", `${inUnit(measure.interval.low, measure)} to ${inUnit(measure.interval.high, measure)} (${measure.interval.method})`]);
  lines.push(["Sample", count(measure.sample_size)]);
  for (const e of measure.excluded) lines.push(["Left out", `${e.reason} (${e.range.start} to ${e.range.end})`]);
  for (const c of measure.caveats) lines.push(["Caveat", c]);
  for (const e of measure.evidence) lines.push(["From", [e.kind, e.subject, e.range ? `${e.range.start}..${e.range.end}` : "", e.seq ? `#${e.seq}` : ""].filter(Boolean).join(" ")]);
  if (measure.definition_version) lines.push(["Version", measure.definition_version]);
  const value = measure.value === null || measure.value === undefined ? `no value: ${measure.why_empty}` : inUnit(measure.value, measure);
  return `${measure.id}: ${value}\n${lines.filter(([, body]) => body).map(([label, body]) => `  ${label.padEnd(9)} ${body}`).join("\n")}\n`;
}
