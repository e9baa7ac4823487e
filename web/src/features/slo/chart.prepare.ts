/** From the server's columns to what the SLO's charts draw. No canvas, no clock: tested. */
import { least, lesser, logTop, most, type Span, type Values } from "@/kit/charts";
import { budget, burn, count, durationText, ratio, utc } from "@/kit/format";
import type { ChartMark, ChartRule, SloChart, SloVersion } from "@/api/types";

/** Below this a burn is drawn on the floor: nothing there could ever matter to a rule. */
export const burnFloor = 0.1;

export const rangeOf = (chart: SloChart): Span => ({ from: Date.parse(chart.range.start), to: Date.parse(chart.range.end) });
/** Counts as what they count: interpolated or averaged ones are kept as fractions of one. */
export function inUnits(chart: SloChart, perOne: number): SloChart {
  return perOne === 1 ? chart : { ...chart, valid: chart.valid.map((n) => n / perOne), bad: chart.bad.map((n) => n / perOne) };
}
export interface LeftOut extends Span { id: string; title: string }
export const leftOutOf = (chart: SloChart): LeftOut[] => (chart.exclusions ?? []).map((e) => ({ from: Date.parse(e.range.start), to: Date.parse(e.range.end), id: e.id, title: e.title }));
export const gapsOf = (chart: SloChart): Span[] => chart.gaps.map((g) => ({ from: Date.parse(g.start), to: Date.parse(g.end) }));

/** Only a scale that shows less than so much of the whole is worth being another one. */
const closeEnough = 0.45;

/** Bottom and top of the whole budget's scale: all of it, and as far below zero as it went, in steps of a quarter. */
function wholeScale(lowest: number): [number, number] {
  return [lowest < 0 ? Math.max(-20, Math.floor(lowest * 4 - 0.2) / 4) : 0, 1];
}

/**
 * Bottom and top of the budget's scale. All of the budget, unless what is shown moved so little that this would waste most of the
 * height: then as much as shows it together with the nearest line that means something (caution, freeze, spent), on steps of 5 %.
 */
export function budgetScale(remaining: Values, thresholds: { caution: number; freeze: number }): [number, number] {
  const [lowest, highest] = [least(remaining), most(remaining)];
  const whole = wholeScale(Math.min(0, lowest ?? 0));
  if (lowest === null || highest === null) return whole;
  const middle = (lowest + highest) / 2;
  const nearest = [thresholds.caution, thresholds.freeze, 0].reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  const [from, to] = [Math.min(lowest, nearest), Math.max(highest, nearest)];
  const room = (to - from) * 0.12 + 0.01;
  const near: [number, number] = [Math.floor((from - room) * 20) / 20, Math.min(1, Math.ceil((to + room) * 20) / 20)];
  return near[0] >= whole[0] && near[1] - near[0] <= (whole[1] - whole[0]) * closeEnough ? near : whole;
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
export type Severity = "page" | "ticket";
export interface Mark { at: string; kind: ChartMark["kind"] | "definition"; text: string; alert: string; seq: number; severity?: Severity }
/** `severities`: by alert; else that of the rule which the text names. What neither knows is drawn as a page: rather too loud than too quiet. */
export function allMarks(chart: Pick<SloChart, "marks" | "rules">, versions: readonly SloVersion[], severities: ReadonlyMap<string, string> = new Map()): Mark[] {
  // A server that marks changes itself knows more of them than their list here does.
  const marked = chart.marks.some((m) => m.kind === "definition_changed");
  const changes = (marked ? [] : versions).map((v): Mark => {
    const fields = v.changes.map((c) => c.field);
    const what = fields.length > 0 ? `: ${fields.slice(0, 4).join(", ")}${fields.length > 4 ? ` and ${fields.length - 4} more` : ""}` : "";
    return { at: v.at, kind: "definition", text: `definition ${v.action}${what}`, alert: "", seq: v.seq };
  });
  const ofRule = (text: string): string | undefined => chart.rules.find((r) => text.startsWith(`${r.rule} `))?.severity;
  const alerts = chart.marks.map((m): Mark => ({ ...m, severity: (severities.get(m.alert) ?? ofRule(m.text)) === "ticket" ? "ticket" : "page" }));
  return [...alerts, ...changes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export interface Episode extends Span { alert: string; text: string; open: boolean; severity: Severity }

/** Alerts as spans from firing to resolving; one that is open goes on to the end of the chart, one that fired before it begins with it. */
export function episodes(marks: readonly Mark[], range: Span): Episode[] {
  const found = new Map<string, Episode>();
  for (const mark of marks) {
    const at = Date.parse(mark.at);
    if (mark.kind === "alert_fired") found.set(mark.alert, { from: at, to: range.to, alert: mark.alert, text: mark.text, open: true, severity: mark.severity ?? "page" });
    if (mark.kind === "alert_resolved") {
      const fired = found.get(mark.alert);
      found.set(mark.alert, { from: fired?.from ?? range.from, to: at, alert: mark.alert, text: fired?.text ?? mark.text, open: false, severity: fired?.severity ?? mark.severity ?? "page" });
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
