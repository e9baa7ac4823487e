import { expect, it } from "vitest";
import type { Measure, SloDefinition } from "@/api/types";
import { definitionChanges, difference, figureRows } from "./compare.rows";
import { readCompareSearch } from "./compare.url";

const measure = (id: string, value: number | null, unit: string): Measure => ({ id, value, unit }) as unknown as Measure;

it("keeps both names and a range", () => {
  expect(readCompareSearch({ a: "x", b: 7, range: "6h" })).toEqual({ a: "x", b: "7", range: "6h" });
  expect(readCompareSearch({ a: "", from: 1000, to: 2000 })).toEqual({ from: 1000, to: 2000 });
});

it("puts figures side by side with their difference", () => {
  const one = (left: number, burn_1h: number | null, more: Measure[] = []) => ({ measures: [measure("slo.budget_remaining", left, "ratio"), ...more], summary: { burn_1h } });
  const rows = figureRows(one(0.5, 2, [measure("slo.coverage", 1, "ratio")]), one(0.2, null));
  expect(rows).toEqual([
    { id: "slo.budget_remaining", name: "Budget remaining", a: "50.0 %", b: "20.0 %", difference: "−30.0 points" },
    { id: "slo.coverage", name: "Coverage", a: "100 %", b: "–", difference: "" },
    { id: "slo.burn_rate", name: "Burn rate over 1 h", a: "2.0x", b: "–", difference: "" },
  ]);
});

it("does not subtract what counts different things, or nothing", () => {
  expect(difference(measure("x", 1, "events"), measure("x", 3, "slices"))).toBe("");
  expect(difference(measure("x", null, "ratio"), measure("x", 3, "ratio"))).toBe("");
  expect(difference(measure("x", 1, "burn_rate"), measure("x", 3.5, "burn_rate"))).toBe("+2.5x");
  expect(difference(measure("x", 10, "events"), measure("x", 3, "events"))).toBe("−7");
  expect(difference(measure("x", 0.9991, "ratio"), measure("x", 0.9993, "ratio"))).toBe("+0.020 points");
});

const slo = (over: object): SloDefinition => ({
  service: "shop", objective: { numerator: 999, denominator: 1000 }, period: "30d", indicator: { total: "t", good: "", bad: "b" }, rules: [], stale_after: "10m", runbook: "", ...over,
}) as unknown as SloDefinition;

it("shows only the fields in which definitions differ", () => {
  expect(definitionChanges(slo({}), slo({}))).toEqual([]);
  expect(definitionChanges(slo({}), slo({ objective: { numerator: 99, denominator: 100 }, calendar: { unit: "month", count: 1, start: "", zone: "Europe/Berlin" } }))).toEqual([
    { field: "objective", before: "99.9 %", after: "99 %" }, { field: "window", before: "30 d rolling", after: "month, Europe/Berlin" },
  ]);
});
