import { expect, it } from "vitest";
import type { FrontPoint } from "./backtest.api";
import { dotsOf, frameOf, steps } from "./front.geometry";

const point = (pages: number, seen: string | null, on_front = false, as_it_is = false): FrontPoint => ({ rules: [], budget_at_firing: 0.02, pages_per_month: pages, useless_pages_per_month: 0, recall: 1, detect_mean: seen, on_front, as_it_is });
const box = { left: 50, top: 10, width: 400, height: 200 };

it("has no place for a setting that saw nothing", () => {
  expect(dotsOf([point(1, null), point(2, "5m")]).map((d) => [d.index, d.seen])).toEqual([[1, 300_000]]);
});

it("keeps every point inside, the front to scale and the noisy ones at the edge", () => {
  const dots = dotsOf([point(0, "10h", true), point(3, "4m", true, true), point(400, "3m")]);
  const frame = frameOf(dots, box);
  for (const d of dots) {
    expect(frame.x(d.pages)).toBeGreaterThanOrEqual(50);
    expect(frame.x(d.pages)).toBeLessThanOrEqual(450);
    expect(frame.y(d.seen)).toBeGreaterThan(10);
    expect(frame.y(d.seen)).toBeLessThan(210);
  }
  expect(frame.x(400)).toBe(450);
  expect(frame.x(3)).toBeLessThan(450);
  expect(frame.seenTicks.length).toBeGreaterThan(2);
});

it("draws the front as steps from the quietest to the quickest", () => {
  const dots = dotsOf([point(2, "10m", true), point(0, "1h", true), point(1, "2h")]);
  const frame = frameOf(dots, box);
  const path = steps(dots, frame);
  expect(path.startsWith(`M${frame.x(0).toFixed(1)} `)).toBe(true);
  expect(path.match(/H/g)?.length).toBe(1);
});
