import { describe, expect, it } from "vitest";
import { clock, day, budget, burn, bytes, count, countShort, duration, durationText, minutes, parseDuration, ratio, relative, utc } from "./format";

describe("figures read the same everywhere", () => {
  it("groups counts", () => {
    expect(count(4117)).toBe("4,117");
    expect(countShort(4_700_120)).toBe("4.70 M");
    expect(countShort(-12_345)).toBe("-12.3 k");
    expect(countShort(9_999)).toBe("9,999");
  });
  it("signs a budget, and never shows minus zero", () => {
    expect(budget(0.124)).toBe("12.4 %");
    expect(budget(-0.41)).toBe("−41.0 %");
    expect(budget(-0.0001)).toBe("0.0 %");
    expect(budget(null)).toBe("–");
  });
  it("never rounds a ratio to all or nothing", () => {
    expect(ratio(1)).toBe("100 %");
    expect(ratio(0)).toBe("0 %");
    expect(ratio(0.99999)).toBe("99.999 %");
    expect(ratio(0.0001)).toBe("0.01 %");
    expect(ratio(0.999)).toBe("99.9 %");
    expect(ratio(0.999999999)).toBe("> 99.99999 %");
  });
  it("shows burn and minutes", () => {
    expect(burn(14.94)).toBe("14.9x");
    expect(burn(1000)).toBe("1,000x");
    expect(burn(0)).toBe("0.0x");
    expect(minutes(4.32)).toBe("4.3 min");
    expect(minutes(-130)).toBe("−2 h 10 min");
  });
  it("shows the two largest parts of a duration", () => {
    expect(duration(3 * 86_400_000 + 4 * 3_600_000 + 59_000)).toBe("3 d 4 h");
    expect(duration(45_000)).toBe("45 s");
    expect(duration(86_400_000 + 1000)).toBe("1 d");
    expect(duration(0)).toBe("0 s");
  });
  it("reads the server's durations", () => {
    expect(parseDuration("30d")).toBe(30 * 86_400_000);
    expect(parseDuration("1h30m")).toBe(5_400_000);
    expect(parseDuration("250ms")).toBe(250);
    for (const broken of ["", "d", "1x", "1h x", "-1h"]) expect(parseDuration(broken)).toBeNull();
    expect(durationText("90m")).toBe("1 h 30 min");
    expect(durationText("soon")).toBe("soon");
  });
  it("tells time relatively, with the exact instant at hand", () => {
    expect(relative(0, 240_000)).toBe("4 min ago");
    expect(relative(3_600_000, 0)).toBe("in 1 h");
    expect(relative(1000, 0)).toBe("just now");
    expect(relative(0, 740_000)).toBe("12 min ago");
    expect(relative(0, 45_000)).toBe("45 s ago");
    expect(utc(Date.UTC(2026, 10, 21, 14, 5, 10))).toBe("21 Nov 2026 14:05:10 UTC");
  });
  it("heads days and tells the time of day in UTC", () => {
    const noon = Date.UTC(2026, 10, 21, 12, 0, 7);
    expect(clock(noon)).toBe("12:00:07");
    expect(day(noon, noon)).toBe("Today, Saturday 21 November 2026");
    expect(day(noon, noon + 12 * 3_600_000)).toBe("Yesterday, Saturday 21 November 2026");
    expect(day(noon, noon + 36 * 3_600_000)).toBe("Saturday 21 November 2026");
  });
  it("shows bytes", () => {
    expect(bytes(512)).toBe("512 B");
    expect(bytes(1536)).toBe("1.5 KiB");
  });
});
