import { expect, it } from "vitest";
import type { BacktestAlert, Loss, Score, VariantResult } from "./backtest.api";
import { readBacktestSearch } from "./backtest.url";
import { encodeTrials, trialsOf } from "./trials";
import { against, detectionWords, differences, scoreRows, worthOf } from "./backtest.words";

const score = (over: Partial<Score> = {}): Score => ({
  pages: 2, tickets: 1, pages_per_month: 2, pages_that_answer: 1, cheap_pages: 1, losses: 2, losses_without_page: 1, precision: 0.5, recall: 0.5, detect_median: "2m", detect_worst: "4m", reset_median: "6m",
  breaches: 1, in_breach: "12h", freezes: 0, in_freeze: "0s", ...over,
});
const variant = (budget_remaining: number | null, over: Partial<Score> = {}): VariantResult => ({ name: "", objective: "99.9 %", window: "30 d", period: "30d", traffic: 1, rules: [], budget_remaining, valid: 1, bad: 0, sli: 1, score: score(over), alerts: [], alerts_left_out: 0, detections: [], course: [] });

it("says what would have been otherwise, the budget first", () => {
  const said = differences(variant(0.12), variant(0.61, { pages: 4, breaches: 0, detect_median: "5m", losses_without_page: 0 })).map((d) => d.text);
  expect(said).toEqual(["budget 12.0 % → 61.0 %", "2 more pages", "1 fewer loss without a page", "1 fewer breach", "losses seen 3 min later"]);
  expect(differences(variant(0.5), variant(0.5))).toEqual([]);
  expect(differences(variant(null), variant(0.5)).map((d) => d.text)).toEqual(["budget – → 50.0 %"]);
});

it("knows which way of a figure is the worse one", () => {
  const row = (id: string) => scoreRows.find((r) => r.id === id)!;
  expect(against(row("pages"), variant(0.5), variant(0.5, { pages_per_month: 9 }))).toBe("worse");
  expect(against(row("budget"), variant(0.5), variant(0.6))).toBe("better");
  expect(against(row("precision"), variant(0.5), variant(0.5, { precision: null }))).toBe("");
  expect(row("detect").value(variant(0.5, { detect_median: null }))).toBe("–");
  expect(row("breaches").value(variant(0.5))).toBe("1, 12 h");
});

const alert = (over: Partial<BacktestAlert>): BacktestAlert => ({ rule: "r", severity: "page", fired_at: "", resolved_at: null, began_open: false, frozen: "0s", budget_remaining: 1, evidence: [], bad: 1, cost: 0.002, worth: "cheap", answers: [], detected_after: null, reset_after: null, ...over });
const loss: Loss = { id: "loss-1", title: "INC-1", known: true, start: "2026-11-01T00:00:00Z", end: "2026-11-01T01:00:00Z", valid: 1, bad: 1, share: 0.3, peak_burn: 5 };

it("says what an alert was worth", () => {
  expect(worthOf(alert({}), (id) => id)).toBe("cheap: 0.2 % of the budget");
  expect(worthOf(alert({ worth: "answers", answers: ["loss-1"], detected_after: "2m", cost: 0.5 }), () => "INC-1")).toBe("answers INC-1, 2 min after it began; 50.0 % of the budget");
});

it("says how a loss was met, and that nobody was told", () => {
  expect(detectionWords(undefined, loss)).toEqual({ text: "nobody was told", missed: true });
  expect(detectionWords({ loss: "loss-1", paged_at: "2026-11-01T00:02:00Z", detected_after: "2m", spent_by_then: 0.021, ticket_at: null }, loss)).toEqual({ text: "2 min, 2.1 % spent", missed: false });
  expect(detectionWords({ loss: "loss-1", paged_at: null, detected_after: null, spent_by_then: null, ticket_at: "2026-11-01T00:30:00Z" }, loss)).toEqual({ text: "ticket only, 30 min", missed: true });
});

it("keeps what is tried and looked at in the address", () => {
  const v = encodeTrials([{ objective: "99.5" }, {}, { traffic: 2 }]);
  expect(trialsOf(v)).toEqual([{ objective: "99.5" }, { traffic: 2 }]);
  expect(encodeTrials([])).toBeUndefined();
  expect(readBacktestSearch({ range: "60d", v: 7, worth: "odd", from: "5", to: "3", find: "rules", alert: "0:1" })).toEqual({ range: "60d", v: "7", find: "rules", alert: "0:1" });
});
