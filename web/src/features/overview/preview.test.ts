import { expect, it } from "vitest";
import { gapsOf, runs, shareRange } from "./preview.geometry";

const points = [1, 0.5, null, null, 0.25, -3].map((remaining, at) => ({ at, remaining }));
const x = (at: number): number => at * 10;
const y = (share: number): number => 100 * (1 - share);

it("draws a gap as a gap", () => {
  expect(runs(points, x, y)).toEqual(["M0.0 0.0L10.0 50.0", "M40.0 75.0L50.0 200.0"]);
  expect(gapsOf(points, x)).toEqual([[10, 40]]);
  expect(runs([{ at: 2, remaining: 0.5 }], x, y)).toEqual(["M20.0 50.0h1"]);
  expect(runs([{ at: 2, remaining: null }], x, y)).toEqual([]);
  expect(gapsOf([{ at: 0, remaining: null }, { at: 1, remaining: 1 }], x)).toEqual([[0, 10]]);
});

it("always shows all and nothing, and clips what is overspent", () => {
  expect(shareRange([0.4, 0.5])).toEqual([0, 1]);
  expect(shareRange([0.4, -0.3, null])).toEqual([-0.3, 1]);
  expect(shareRange([-7])).toEqual([-1, 1]);
});
