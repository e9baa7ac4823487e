import { expect, it } from "vitest";
import type { Measure } from "@/api/types";
import { exact, inUnit, measureName, sheetText, splitSource, splitUnit } from "./measure.format";
import { recompute } from "./recompute";

const input = (name: string, numerator: number, denominator = 1): Measure["inputs"][number] => ({ name, numerator, denominator, evidence: "" });
const measure = (over: Partial<Measure>): Measure => ({
  id: "slo.budget_remaining", value: 0.5, unit: "ratio", formula: "1 - bad / ((1 - objective) x valid). Source: SRE Workbook, ch. 5.",
  inputs: [input("bad", 500), input("valid", 1_000_000), input("1 - objective", 1, 1000)],
  window: { start: "2026-10-22T00:00:00Z", end: "2026-11-21T00:00:00Z" }, as_of: "2026-11-21T00:00:00Z", step: "10s",
  definition_version: "d1", sample_size: 1_000_000, coverage: 0.99, interval: null, excluded: [], caveats: [], evidence: [], why_empty: "", ...over,
});

it("computes every figure again from its inputs", () => {
  const month = input("period in seconds", 2_592_000_000, 1000);
  const hour = [input("bad in 1 h", 10), input("valid in 1 h", 1000)];
  const base = measure({}).inputs;
  const expected: [string, number, Measure["inputs"]][] = [
    ["slo.good_ratio", 0.9995, base], ["slo.error_ratio", 0.0005, base], ["slo.burn_rate", 0.5, base], ["slo.budget_remaining", 0.5, base],
    ["slo.budget_allowed_events", 1000, base], ["slo.budget_spent_events", 500, base], ["slo.budget_events", 500, base],
    ["slo.budget_minutes", 21.6, [...base, month]], ["slo.budget_minutes_total", 43.2, [...base, month]],
    ["slo.time_to_exhaustion", 129_600, [...base, month, ...hour]], ["slo.budget_projected", 0.5, base],
    ["slo.coverage", 0.5, [input("reporting", 9), input("live", 10), input("measured slots", 5), input("slots", 10)]],
  ];
  for (const [id, value, inputs] of expected) {
    const again = recompute(measure({ id, value, inputs }));
    expect(again?.value, id).toBeCloseTo(value, 9);
    expect(again?.agrees, id).toBe(true);
  }
  expect(recompute(measure({}))?.steps).toBe("1 − 500 ÷ ((1/1,000) × 1,000,000)");
});

it("tells a difference, and says nothing where it cannot", () => {
  expect(recompute(measure({ value: 0.51 }))?.agrees).toBe(false);
  expect(recompute(measure({ value: null }))).toBeNull();
  expect(recompute(measure({ id: "paging.other" }))).toBeNull();
  expect(recompute(measure({ inputs: [input("bad", 1)] }))).toBeNull();
  expect(recompute(measure({ inputs: [input("bad", 0), input("valid", 0), input("1 - objective", 1, 1000)] }))).toBeNull();
});

it("shows values in their units", () => {
  expect(inUnit(-0.414, measure({}))).toBe("−41.4 %");
  expect(inUnit(0.99999, measure({ id: "slo.coverage" }))).toBe("99.999 %");
  expect(inUnit(-4117.5, measure({ unit: "events" }))).toBe("−4,117.5 events");
  expect(inUnit(3600, measure({ unit: "seconds" }))).toBe("1 h");
  expect(inUnit(null, measure({}))).toBe("–");
  expect(splitUnit("−4,117.5 events")).toEqual(["−4,117.5", "events"]);
  expect(splitUnit("12.4 %")).toEqual(["12.4", "%"]);
  expect(splitUnit("14.9x")).toEqual(["14.9", "x"]);
  expect(splitUnit("3 d 4 h")).toEqual(["3 d 4 h", ""]);
});

it("reads names, formulas and inputs", () => {
  expect(measureName("slo.budget_projected")).toBe("Projected end");
  expect(measureName("paging.within_30_s")).toBe("Within 30 s");
  expect(splitSource("a / b. Source: SRE Workbook, ch. 5.")).toEqual({ formula: "a / b.", source: "SRE Workbook, ch. 5" });
  expect(splitSource("a / b")).toEqual({ formula: "a / b", source: "" });
  expect(exact(input("x", 4117))).toBe("4,117");
  expect(exact(input("x", 1, 1000))).toBe("1/1,000");
  expect(exact(input("period in seconds", 2_592_000_000, 1000))).toBe("2,592,000");
});

it("writes a sheet that can be pasted", () => {
  const text = sheetText(measure({ caveats: ["a forecast"], evidence: [{ kind: "log", subject: "slo/a", range: null, seq: 7 }] }));
  expect(text.split("\n")[0]).toBe("slo.budget_remaining: 50.0 %");
  expect(text).toContain("  With      bad 500   valid 1,000,000   1 - objective 1/1,000");
  expect(text).toContain("  Caveat    a forecast");
  expect(text).toContain("  From      log slo/a #7");
});
