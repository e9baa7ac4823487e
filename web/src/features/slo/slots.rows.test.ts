import { expect, it } from "vitest";
import { rowsOf, sumsOf } from "./slots.rows";

it("reads slots, newest first, and keeps missing apart from zero", () => {
  const rows = rowsOf({
    name: "a", range: { start: "", end: "" }, step: "10s", start: "1970-01-01T00:00:10Z",
    valid: [5, null, 0], bad: [1, null, 0], measured: [1, 0, 1], reporting: [2, null, 2], live: [2, null, 2],
  });
  expect(rows.map((r) => [r.at, r.valid])).toEqual([[30_000, 0], [20_000, null], [10_000, 5]]);
  expect(sumsOf(rows)).toEqual({ valid: 5, bad: 1, missing: 1 });
});
