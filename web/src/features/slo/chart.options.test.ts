import { expect, it } from "vitest";
import { budgetSplits, tickLabel } from "./chart.options";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

it("labels time in UTC as shortly as the range allows, and names the day where one begins", () => {
  expect(tickLabel(noon, 24 * hour, 30 * 24 * hour)).toBe("21 Nov");
  expect(tickLabel(noon, hour, 12 * hour)).toBe("12:00");
  expect(tickLabel(noon + 30_000, 10_000, hour)).toBe("12:00:30");
  expect(tickLabel(noon - 12 * hour, hour, 12 * hour)).toBe("21 Nov");
  expect(tickLabel(noon, 12 * hour, 7 * 24 * hour)).toBe("21 Nov 12:00");
});

it("steps the budget's scale so that zero is always on it", () => {
  expect(budgetSplits(0)).toEqual([0, 0.5, 1]);
  expect(budgetSplits(-0.75)).toEqual([-0.5, 0, 0.5, 1]);
  expect(budgetSplits(-2.5)).toEqual([-2, -1, 0, 1]);
  for (const low of [0, -0.75, -2.5, -10, -20]) expect(budgetSplits(low)).toContain(0);
});
