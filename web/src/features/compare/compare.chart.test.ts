import { expect, it } from "vitest";
import { together } from "./compare.chart";

const range = { start: "1970-01-01T00:00:00Z", end: "1970-01-01T00:05:00Z" };

it("puts two charts on one axis without inventing points", () => {
  const first = { at: [0, 60_000, 120_000], remaining: [1, 0.9, null], step: "1m", range };
  const second = { at: [30_000, 180_000], remaining: [0.5, 0.4], step: "1m", range };
  expect(together(first, second)).toEqual({
    at: [0, 30_000, 60_000, 120_000, 180_000], a: [1, 1, 0.9, null, null], b: [null, 0.5, 0.5, null, 0.4], range: { from: 0, to: 300_000 },
  });
});
