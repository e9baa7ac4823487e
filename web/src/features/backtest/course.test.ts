import { expect, it } from "vitest";
import { columnsOf, silences } from "./course.options";

const at = (minutes: number): string => new Date(minutes * 60_000).toISOString();
const point = (minutes: number, remaining: number | null, burn_1h: number | null = 1) => ({ at: at(minutes), remaining, burn_1h });

it("puts courses on the instants of the first, without inventing points", () => {
  const first = { course: [point(0, 1), point(10, 0.9), point(20, null), point(30, 0.8)] };
  const same = { course: [point(0, 0.5), point(10, 0.4), point(20, 0.3), point(30, null)] };
  const other = { course: [point(12, 0.7)] };
  expect(columnsOf([first, same, other])).toEqual({ at: [0, 600_000, 1_200_000, 1_800_000], columns: [[1, 0.9, null, 0.8], [0.5, 0.4, 0.3, null], [null, 0.7, 0.7, null]] });
  expect(columnsOf([])).toEqual({ at: [], columns: [] });
});

it("finds where nothing was counted, by the hour that each point speaks of", () => {
  const hour = 3_600_000;
  expect(silences([point(60, 1), point(120, 1, null), point(150, 1, null), point(180, 1), point(400, 1, null)])).toEqual([{ from: hour, to: 2.5 * hour }, { from: 340 * 60_000, to: 400 * 60_000 }]);
  expect(silences([])).toEqual([]);
});
