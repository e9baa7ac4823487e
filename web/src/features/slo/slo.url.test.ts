import { expect, it } from "vitest";
import { chartRange, pan, readSloSearch, readSlosSearch, readSlotsSearch, scale, zoomTo } from "./slo.url";

it("keeps what it can read of the list's filters", () => {
  expect(readSlosSearch({ q: "pay", state: "burning", sort: "-burn", service: "", tier: 3, other: "x" })).toEqual({ q: "pay", state: "burning", sort: "-burn", tier: "3" });
});

it("reads a moving range or a fixed zoom, not both", () => {
  expect(readSloSearch({ range: "6h" })).toEqual({ range: "6h" });
  expect(readSloSearch({ range: "soon" })).toEqual({});
  expect(readSloSearch({ range: "6h", from: 1000, to: 2000, as: "table" })).toEqual({ from: 1000, to: 2000, as: "table" });
  expect(readSloSearch({ from: "2026-11-21T00:00:00Z", to: "1795219200001" })).toEqual({ from: 1795219200000, to: 1795219200001 });
  expect(readSloSearch({ from: 2000, to: 1000 })).toEqual({});
  expect(readSloSearch({ from: 1.5, to: -1 })).toEqual({});
  expect(readSlotsSearch({ from: 1000, to: 2000, step: "1m", page: 2 })).toEqual({ from: 1000, to: 2000, step: "1m", page: 2 });
  expect(readSlotsSearch({ step: "7m", page: 0 })).toEqual({});
});

it("asks the server for what the URL says", () => {
  expect(chartRange({}, 5000)).toEqual({});
  expect(chartRange({ range: "1h" }, 3_600_000)).toEqual({ from: 0, to: 3_600_000 });
  expect(chartRange({ range: "1h" }, null)).toEqual({});
  expect(chartRange({ from: 1, to: 2 }, 3)).toEqual({ from: 1, to: 2 });
});

it("zooms to whole slots, either way brushed, and pans no further than now", () => {
  expect(zoomTo(1_234_567, 2_345_678)).toEqual({ from: 1_230_000, to: 2_350_000 });
  expect(zoomTo(2_345_678, 1_234_567)).toEqual({ from: 1_230_000, to: 2_350_000 });
  expect(zoomTo(1_000_000, 1_000_001)).toEqual({ from: 1_000_000, to: 1_060_000 });
  const range = { from: 1_000_000, to: 2_000_000 };
  expect(pan(range, -0.5, 5_000_000)).toEqual({ from: 500_000, to: 1_500_000 });
  expect(pan(range, 0.5, 2_100_000)).toEqual({ from: 1_100_000, to: 2_100_000 });
  expect(scale(range, 0.5, 5_000_000)).toEqual({ from: 1_250_000, to: 1_750_000 });
  expect(scale(range, 2, 2_100_000)).toEqual({ from: 500_000, to: 2_100_000 });
});
