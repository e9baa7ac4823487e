import { expect, it } from "vitest";
import { bins, clusters, decades, isolated, least, lesser, logTop, most, nearest, onLog, spread, within } from "./charts";

it("puts bars together without losing an event, the newest bar full", () => {
  expect(bins([1, 2, 3, 4, 5], [[1, 1, 1, 1, 1], [0, 2, 0, 0, 5]], 2)).toEqual({ at: [2, 5], columns: [[2, 3], [2, 5]] });
  expect(bins([1, 2, 3, 4], [[1, 2, 3, 4]], 2)).toEqual({ at: [2, 4], columns: [[3, 7]] });
  expect(bins([1, 2], [[1, 2]], 10)).toEqual({ at: [1, 2], columns: [[1, 2]] });
  expect(bins([], [[]], 10)).toEqual({ at: [], columns: [[]] });
  const many = Array.from({ length: 997 }, (_, i) => i);
  const binned = bins(many, [many.map(() => 1)], 180);
  expect(binned.at.length).toBeLessThanOrEqual(180);
  expect(binned.columns[0]?.reduce((a, b) => a + b, 0)).toBe(997);
  expect(binned.at.at(-1)).toBe(996);
});

it("draws zeros on the floor of a logarithmic scale, and gaps as gaps", () => {
  expect(onLog([0, 0.05, 3, null], 0.1)).toEqual([0.1, 0.1, 3, null]);
  expect(lesser([5, 1, null, 2], [3, 4, 1, null])).toEqual([3, 1, null, null]);
  expect(lesser([5, null], [])).toEqual([5, null]);
  expect(most([null, 2], [7, null])).toBe(7);
  expect(most([null])).toBeNull();
  expect(least([3, null, -1])).toBe(-1);
  expect(logTop(14.4)).toBe(20);
  expect(logTop(19)).toBe(50);
  expect(logTop(95)).toBe(200);
  expect(logTop(0)).toBe(1);
  expect(decades(0.1, 50)).toEqual([0.1, 1, 10]);
  expect(decades(0.1, 100)).toEqual([0.1, 1, 10, 100]);
  expect(isolated([null, 1, null, 2, 3, null, 4])).toEqual([1, 6]);
});

it("places marks, near ones together", () => {
  const range = { from: 0, to: 1000 };
  const marks = [{ at: 500 }, { at: 100 }, { at: 104 }, { at: -1 }, { at: 1001 }, { at: 1000 }];
  expect(clusters(marks, range, 100, 5)).toEqual([
    { x: 10.2, marks: [{ at: 100 }, { at: 104 }] }, { x: 50, marks: [{ at: 500 }] }, { x: 100, marks: [{ at: 1000 }] },
  ]);
});

it("cuts gaps to what is shown", () => {
  expect(within([{ from: 0, to: 5 }, { from: 8, to: 20 }, { from: 30, to: 40 }], { from: 5, to: 10 })).toEqual([{ from: 8, to: 10 }]);
});

it("moves labels apart and keeps them inside", () => {
  expect(spread([10, 12, 50], 10, 0, 100)).toEqual([10, 20, 50]);
  expect(spread([98, 97], 10, 0, 100)).toEqual([100, 90]);
  expect(spread([-5], 10, 0, 100)).toEqual([0]);
});

it("finds the nearest point", () => {
  const at = [10, 20, 30];
  expect([0, 14, 16, 25, 99].map((x) => nearest(at, x))).toEqual([0, 0, 1, 1, 2]);
  expect(nearest([], 3)).toBe(-1);
});
