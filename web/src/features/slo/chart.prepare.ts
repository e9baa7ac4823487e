/** From the server's columns to what the SLO's charts draw. No canvas, no clock: tested. */
import { lesser, logTop, most, type Span, type Values } from "@/kit/charts";
import { budget, burn, count, durationText, ratio, utc } from "@/kit/format";
import type { ChartMark, ChartRule, SloChart, SloVersion } from "@/api/types";

/** Below this a burn is drawn on the floor: nothing there could ever matter to a rule. */
export const burnFloor = 0.1;

export const rangeOf = (chart: SloChart): Span => ({ from: Date.parse(chart.range.start), to: Date.parse(chart.range.end) });
export const gapsOf = (chart: SloChart): Span[] => chart.gaps.map((g) => ({ from: Date.parse(g.start), to: Date.parse(g.end) }));

/** Top and bottom of the budget's scale: all of it, and as far below zero as it went, in steps of a quarter. */
export function budgetScale(remaining: Values): [number, number] {
  const lowest = Math.min(0, ...remaining.filter((v): v is number => v !== null));
  return [lowest < 0 ? Math.max(-20, Math.floor(lowest * 4 - 0.2) / 4) : 0, 1];
}

/**
 * One line a rule: the lesser of its two windows, which is what decides, so the line is above its threshold exactly while the
 * rule's condition holds. The rule that is looked at shows both windows.
 */
export interface BurnLine { rule: string; label: string; values: (number | null)[]; kind: "decides" | "long" | "short"; index: number }
export function burnLines(rules: readonly ChartRule[], chosen: string | undefined): BurnLine[] {
  const one = rules.findIndex((r) => r.rule === chosen);
  return rules.flatMap((rule, index): BurnLine[] => {
    if (one >= 0 && index !== one) return [];
    const short = rule.short_burn.length > 0;
    if (one < 0 || !short) return [{ rule: rule.rule, label: rule.rule, values: lesser(rule.long_burn, rule.short_burn), kind: "decides", index }];
    return [
      { rule: rule.rule, label: durationText(rule.short_window), values: rule.short_burn, kind: "short", index },
      { rule: rule.rule, label: durationText(rule.long_window), values: rule.long_burn, kind: "long", index },
    ];
  });
}

/** Top of the burn scale: above every threshold shown and everything that happened. */
export function burnTop(lines: readonly BurnLine[], rules: readonly ChartRule[]): number {
  const factors = lines.map((l) => rules[l.index]?.factor ?? 0);
  return Math.max(logTop(Math.max(...factors, 1)), logTop(most(...lines.map((l) => l.values)) ?? 1));
}

/**
 * Good events up, bad ones down, each on a scale of its own: on one scale a thousandth would not be seen. As shares of the two
 * scales, 1 up and -1 down. `allowed`: what the objective lets be bad of each bar's events; the scale of bad holds twice that at
 * least, so that a quiet month looks quiet.
 */
export interface EventBars { good: number[]; within: number[]; over: number[]; allowed: number[]; topGood: number; topBad: number }
export function eventBars(valid: readonly number[], bad: readonly number[], allowance: number): EventBars {
  const allowed = valid.map((n) => n * allowance);
  const topGood = Math.max(1, ...valid.map((n, i) => n - (bad[i] ?? 0))) * 1.06;
  const topBad = Math.max(1, ...bad, ...allowed.map((n) => 2 * n)) * 1.06;
  const down = (i: number, when: boolean): number => (when ? -(bad[i] ?? 0) / topBad : 0);
  return {
    good: valid.map((n, i) => (n - (bad[i] ?? 0)) / topGood),
    within: bad.map((n, i) => down(i, n <= (allowed[i] ?? 0))),
    over: bad.map((n, i) => down(i, n > (allowed[i] ?? 0))),
    allowed: allowed.map((n) => -n / topBad), topGood, topBad,
  };
}

/** What stands above the budget: the chart's alerts, and the changes of the definition. */
export interface Mark { at: string; kind: ChartMark["kind"] | "definition"; text: string; alert: string; seq: number }
export function allMarks(chart: Pick<SloChart, "marks">, versions: readonly SloVersion[]): Mark[] {
  const changes = versions.map((v): Mark => {
    const fields = v.changes.map((c) => c.field);
    const what = fields.length > 0 ? `: ${fields.slice(0, 4).join(", ")}${fields.length > 4 ? ` and ${fields.length - 4} more` : ""}` : "";
    return { at: v.at, kind: "definition", text: `definition ${v.action}${what}`, alert: "", seq: v.seq };
  });
  return [...chart.marks, ...changes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export interface Episode extends Span { alert: string; text: string; open: boolean }

/** Alerts as spans from firing to resolving; one that is open goes on to the end of the chart, one that fired before it begins with it. */
export function episodes(marks: readonly Mark[], range: Span): Episode[] {
  const found = new Map<string, Episode>();
  for (const mark of marks) {
    const at = Date.parse(mark.at);
    if (mark.kind === "alert_fired") found.set(mark.alert, { from: at, to: range.to, alert: mark.alert, text: mark.text, open: true });
    if (mark.kind === "alert_resolved") {
      const fired = found.get(mark.alert);
      found.set(mark.alert, { from: fired?.from ?? range.from, to: at, alert: mark.alert, text: fired?.text ?? mark.text, open: false });
    }
  }
  return [...found.values()];
}

/** Everything the charts say of one point, in words. */
export function readout(chart: SloChart, i: number): string[] {
  const at = chart.at[i];
  if (at === undefined) return [];
  const remaining = chart.remaining[i];
  if ((remaining === null || remaining === undefined) && (chart.coverage[i] ?? 0) === 0) return [utc(at), "not measured"];
  const valid = chart.valid[i] ?? 0;
  const bad = chart.bad[i] ?? 0;
  return [
    utc(at), `budget ${budget(remaining ?? null)}`, ...chart.rules.map((r) => `${r.rule} ${burn(lesser(r.long_burn, r.short_burn)[i] ?? null)}`),
    `good ${count(valid - bad)}`, `bad ${count(bad)}`, ...((chart.coverage[i] ?? 1) < 1 ? [`measured ${ratio(chart.coverage[i])}`] : []),
  ];
}
