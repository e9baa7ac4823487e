import { expect, it } from "vitest";
import { ticksOf } from "./timeline.ticks";

const at = (text: string): number => Date.parse(text);

it("marks days and hours in UTC, no more than there is room for", () => {
  const month = { from: at("2026-10-22T10:00:00Z"), to: at("2026-11-21T10:00:00Z") };
  expect(ticksOf(month, 900).map((t) => t.label)).toEqual(["22 Oct", "29 Oct", "5 Nov", "12 Nov", "19 Nov"].filter((l) => l !== "22 Oct"));
  expect(ticksOf({ from: at("2026-11-21T00:00:00Z"), to: at("2026-11-21T12:00:00Z") }, 400).map((t) => t.label)).toEqual(["21 Nov", "03:00", "06:00", "09:00", "12:00"]);
  expect(ticksOf(month, 0)).toEqual([]);
  for (const width of [100, 400, 1200, 2500]) {
    const xs = ticksOf(month, width).map((t) => t.x);
    for (let i = 1; i < xs.length; i += 1) expect((xs[i] as number) - (xs[i - 1] as number)).toBeGreaterThanOrEqual(83);
  }
});
