import { expect, it } from "vitest";
import type { ChartRule, SloChart } from "@/api/types";
import { budgetSplits } from "./chart.options";
import { allMarks, budgetScale, burnLines, burnTop, episodes, eventBars, readout } from "./chart.prepare";

const levels = { caution: 0.5, freeze: 0.1 };
const rule = (over: Partial<ChartRule>): ChartRule => ({
  rule: "page-fast", severity: "page", factor: 14.4, long_window: "1h", short_window: "5m", long_burn: [1, 20, null], short_burn: [2, 30, 4], ...over,
});
const ticket = rule({ rule: "ticket", severity: "ticket", factor: 3, short_window: "0s", long_burn: [0, 5, 6], short_burn: [] });

it("shows all of the budget, and below zero as far as it went", () => {
  expect(budgetScale([0.4, null, 0.9], levels)).toEqual([0, 1]);
  expect(budgetScale([0.4, -0.41], levels)).toEqual([-0.5, 1]);
  expect(budgetScale([-0.5, 0.6], levels)[0]).toBeLessThan(-0.5);
  expect(budgetScale([-400, 0.9], levels)).toEqual([-20, 1]);
  expect(budgetScale([], levels)).toEqual([0, 1]);
});

it("comes near where the budget hardly moved, and keeps the nearest threshold in sight", () => {
  // Between caution and full: caution stays visible.
  expect(budgetScale([0.74, 0.73], levels)).toEqual([0.45, 0.8]);
  // Under caution: caution above, freeze below, whichever is nearer is enough.
  expect(budgetScale([0.46, 0.44], levels)).toEqual([0.4, 0.55]);
  expect(budgetScale([0.12, 0.11], levels)).toEqual([0.05, 0.15]);
  // Overspent: zero is the line that matters.
  const [low, high] = budgetScale([-0.55, -0.56], levels);
  expect(low).toBeLessThan(-0.56);
  expect(high).toBeGreaterThan(0);
  // What would save less than a third of the height is not worth another scale.
  expect(budgetScale([0.95, 0.2], levels)).toEqual([0, 1]);
  for (const [l, h] of [budgetScale([0.74, 0.73], levels), budgetScale([0.12], levels)]) expect(budgetSplits(l, h).length).toBeGreaterThanOrEqual(3);
});

it("draws what decides, and both windows of the chosen rule", () => {
  expect(burnLines([rule({}), ticket], undefined).map((l) => [l.kind, l.values])).toEqual([["decides", [1, 20, null]], ["decides", [0, 5, 6]]]);
  expect(burnLines([rule({}), ticket], "page-fast").map((l) => [l.kind, l.label])).toEqual([["short", "5 min"], ["long", "1 h"]]);
  expect(burnLines([rule({}), ticket], "ticket").map((l) => l.kind)).toEqual(["decides"]);
  expect(burnLines([rule({})], "gone").length).toBe(1);
  const rules = [rule({}), ticket];
  expect(burnTop(burnLines(rules, undefined), rules)).toBe(50);
  expect(burnTop(burnLines([ticket], undefined), [ticket])).toBe(10);
});

it("sets good and bad against their own scales, and bad against what is allowed", () => {
  const bars = eventBars([1000, 2000, 0], [1, 40, 0], 0.01);
  expect(bars.topGood).toBeCloseTo(1960 * 1.06);
  expect(bars.topBad).toBeCloseTo(40 * 1.06);
  expect(bars.good.map((n) => Math.round(n * bars.topGood))).toEqual([999, 1960, 0]);
  expect(bars.within.map((n) => Math.abs(Math.round(n * bars.topBad)))).toEqual([1, 0, 0]);
  expect(bars.over.map((n) => Math.abs(Math.round(n * bars.topBad)))).toEqual([0, 40, 0]);
  expect(bars.allowed.map((n) => Math.abs(Math.round(n * bars.topBad)))).toEqual([10, 20, 0]);
  // Nothing bad: the scale still has room for twice what is allowed, and nothing is drawn.
  const quiet = eventBars([1000], [0], 0.01);
  expect(quiet.topBad).toBeCloseTo(20 * 1.06);
  expect([...quiet.within, ...quiet.over].every((n) => Math.abs(n) === 0)).toBe(true);
});

it("turns marks into alert spans", () => {
  const mark = (at: string, kind: "alert_fired" | "alert_resolved" | "definition", alert: string) => ({ at, kind, alert, text: kind, seq: 1 });
  const range = { from: 0, to: 100_000 };
  const time = (s: number): string => new Date(s * 1000).toISOString();
  expect(episodes([mark(time(5), "alert_resolved", "a"), mark(time(10), "alert_fired", "b"), mark(time(20), "alert_resolved", "b"), mark(time(30), "alert_fired", "c"), mark(time(40), "definition", "")], range))
    .toMatchObject([{ alert: "a", from: 0, to: 5000, open: false }, { alert: "b", from: 10_000, to: 20_000, open: false }, { alert: "c", from: 30_000, to: 100_000, open: true }]);
});

it("marks alerts and definition changes in the order they happened", () => {
  const versions = [
    { definition_version: "b", seq: 9, at: "2026-11-21T10:00:00Z", actor_name: "ana", commit: "", what: "", objective: "", action: "changed" as const, changes: ["a", "b", "c", "d", "e"].map((field) => ({ field, before: "1", after: "2" })) },
    { definition_version: "a", seq: 1, at: "2026-11-20T10:00:00Z", actor_name: "ana", commit: "", what: "", objective: "", action: "added" as const, changes: [] },
  ];
  const marks = allMarks({ marks: [{ at: "2026-11-21T09:00:00Z", kind: "alert_fired", text: "page-fast", alert: "x", seq: 5 }], rules: [] }, versions);
  expect(marks.map((m) => [m.kind, m.seq, m.text])).toEqual([["definition", 1, "definition added"], ["alert_fired", 5, "page-fast"], ["definition", 9, "definition changed: a, b, c, d and 1 more"]]);
});

it("tells a ticket from a page: by the alert, else by its rule, else as a page", () => {
  const mark = (alert: string, text: string) => ({ at: "2026-11-21T09:00:00Z", kind: "alert_fired" as const, text, alert, seq: 5 });
  const marks = allMarks({ marks: [mark("a", "page-fast fired"), mark("b", "ticket fired"), mark("c", "gone fired")], rules: [rule({}), ticket] }, [], new Map([["a", "ticket"]]));
  expect(marks.map((m) => m.severity)).toEqual(["ticket", "ticket", "page"]);
  expect(episodes(marks, { from: 0, to: 1 }).map((e) => e.severity)).toEqual(["ticket", "ticket", "page"]);
});

it("reads a point aloud, a gap as a gap", () => {
  const chart = {
    at: [0, 1000], remaining: [0.482, null], valid: [1000, 0], bad: [3, 0], coverage: [0.9, 0], rules: [rule({ long_burn: [3.2, null], short_burn: [4, null] })],
  } as unknown as SloChart;
  expect(readout(chart, 0)).toEqual(["1 Jan 1970 00:00:00 UTC", "budget 48.2 %", "page-fast 3.2x", "good 997", "bad 3", "measured 90.0 %"]);
  expect(readout(chart, 1)).toEqual(["1 Jan 1970 00:00:01 UTC", "not measured"]);
  expect(readout(chart, 7)).toEqual([]);
});
