import { expect, it } from "vitest";
import type { Measure } from "@/api/types";
import { nearestWindow } from "./why.find";

const minute = 60_000;
const sheet = (id: string, length: number) => ({ measure: { id, window: { start: new Date(0).toISOString(), end: new Date(length).toISOString() } } as Measure });

it("finds a measure by its window, which may be a slot longer than its name", () => {
  const sheets = [sheet("slo.coverage", 99), sheet("slo.burn_rate", 5 * minute), sheet("slo.burn_rate", 60 * minute + 10_000), sheet("slo.burn_rate", 360 * minute)];
  expect(nearestWindow(sheets, "slo.burn_rate", 60 * minute)).toBe(sheets[2]);
  expect(nearestWindow(sheets, "slo.burn_rate", 5 * minute)).toBe(sheets[1]);
  expect(nearestWindow(sheets, "slo.burn_rate", null)).toBe(sheets[1]);
  expect(nearestWindow(sheets, "slo.coverage", 60 * minute)).toBe(sheets[0]);
  expect(nearestWindow(sheets, "slo.other", null)).toBeNull();
});

it("takes the first of equal windows of an SLO younger than all of them", () => {
  const sheets = [sheet("slo.burn_rate", 3 * minute), sheet("slo.burn_rate", 3 * minute)];
  expect(nearestWindow(sheets, "slo.burn_rate", 60 * minute)).toBe(sheets[0]);
});
