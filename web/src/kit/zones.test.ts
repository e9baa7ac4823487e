import { expect, it } from "vitest";
import { hoursOfDay, instantOf, isZone, nextDate, wallClock } from "./zones";

const at = (text: string): number => Date.parse(text);

it("reads and writes a zone's clocks", () => {
  expect(wallClock(at("2026-11-21T13:05:59Z"), "Europe/Berlin")).toBe("2026-11-21T14:05");
  expect(instantOf("2026-11-21T14:05", "Europe/Berlin")).toBe(at("2026-11-21T13:05:00Z"));
  expect(instantOf("2026-11-21T14:05", "UTC")).toBe(at("2026-11-21T14:05:00Z"));
  for (const broken of ["", "2026-11-21", "2026-13-45T00:00"]) expect(instantOf(broken, "UTC")).toBeNull();
  expect(instantOf("2026-11-21T14:05", "Nowhere/At_all")).toBeNull();
  expect(isZone("Nowhere/At_all")).toBe(false);
});

it("takes the first of a time that comes twice, and goes on where one is skipped", () => {
  expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe(at("2026-10-25T00:30:00Z"));
  expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe(at("2026-03-29T01:30:00Z"));
});

it("agrees with itself at every quarter of an hour around clock changes", () => {
  const zones: [string, string][] = [["America/New_York", "2026-03-08"], ["America/New_York", "2026-11-01"], ["Australia/Lord_Howe", "2026-04-05"], ["Australia/Lord_Howe", "2026-10-04"], ["Africa/Cairo", "2026-10-30"]];
  for (const [zone, date] of zones)
    for (let t = at(`${date}T00:00:00Z`) - 24 * 3_600_000; t < at(`${date}T00:00:00Z`) + 48 * 3_600_000; t += 900_000) {
      const back = instantOf(wallClock(t, zone), zone) as number;
      expect(wallClock(back, zone)).toBe(wallClock(t, zone));
      expect(back).toBeLessThanOrEqual(t);
    }
});

it("knows days of 23 and 25 hours", () => {
  expect(hoursOfDay("2026-03-29", "Europe/Berlin")).toBe(23);
  expect(hoursOfDay("2026-10-25", "Europe/Berlin")).toBe(25);
  expect(hoursOfDay("2026-10-04", "Australia/Lord_Howe")).toBe(23.5);
  expect(hoursOfDay("2026-11-21", "Europe/Berlin")).toBe(24);
  expect(nextDate("2026-12-31")).toBe("2027-01-01");
});
