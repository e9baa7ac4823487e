import { expect, it } from "vitest";
import { named, packed } from "./lanes";

it("puts bars that would lie over each other into rows", () => {
  const { placed, rows } = packed([{ from: 0, to: 50 }, { from: 25, to: 75 }, { from: 60, to: 100 }], { from: 0, to: 100 }, 100, 4);
  expect(placed.map((p) => p.row)).toEqual([0, 1, 0]);
  expect(rows).toBe(2);
});

it("draws what is short wide enough to be seen, within the field, and leaves out what is outside", () => {
  const { placed } = packed([{ from: 99, to: 99.1 }, { from: -20, to: -1 }, { from: -5, to: 10 }], { from: 0, to: 100 }, 100, 4);
  expect(placed.map((p) => [p.x, p.width])).toEqual([[0, 10], [96, 4]]);
});

it("no two bars of a row ever touch", () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let run = 0; run < 50; run += 1) {
    const items = Array.from({ length: 40 }, () => {
      const from = next() * 1000;
      return { from, to: from + next() * 60 };
    });
    const { placed } = packed(items, { from: 100, to: 900 }, 300, 4);
    for (const a of placed) for (const b of placed) if (a !== b && a.row === b.row) expect(a.x + a.width <= b.x || b.x + b.width <= a.x).toBe(true);
    for (const a of placed) expect(a.x >= 0 && a.x + a.width <= 300.001).toBe(true);
  }
});

it("names the heaviest first, and none over another", () => {
  const items = [{ x: 10, title: "small one", weight: 1 }, { x: 20, title: "large one", weight: 9 }, { x: 290, title: "at the edge", weight: 2 }];
  const found = named(items, 300);
  expect([...found.keys()].map((i) => i.title)).toEqual(["large one", "at the edge"]);
  expect(found.get(items[2]!)! + "at the edge".length * 6.2).toBeLessThanOrEqual(300);
});
