import { expect, it } from "vitest";
import type { CalendarDay } from "./calendar.api";
import { burntText, dayName, kindOf, levelOf, monthName, weeksOf } from "./calendar.grid";

const day = (date: string, over: Partial<CalendarDay> = {}): CalendarDay => ({ date, range: { start: `${date}T00:00:00Z`, end: `${date}T24:00:00Z` }, excluded: false, coverage: 1, ...over });
const month = (year: number, month: number): CalendarDay[] => {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: days }, (_, i) => day(`${year}-${String(month).padStart(2, "0")}-${String(i + 1).padStart(2, "0")}`));
};

it("puts each day under its weekday, Monday first", () => {
  for (let m = 1; m <= 12; m += 1) {
    const weeks = weeksOf(month(2026, m));
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    for (const week of weeks) week.forEach((d, i) => d && expect((new Date(`${d.date}T00:00:00Z`).getUTCDay() + 6) % 7).toBe(i));
    expect(weeks.flat().filter(Boolean)).toHaveLength(month(2026, m).length);
  }
  expect(weeksOf([])).toEqual([]);
  expect(weeksOf(month(2026, 2))).toHaveLength(5);
  expect(weeksOf(month(2027, 2))).toHaveLength(4);
});

it("grows with what burnt", () => {
  expect([0, 0.005, 0.02, 0.09, 0.3, 0.4].map((b) => levelOf(b, 30))).toEqual([0, 0, 1, 2, 3, 4]);
});

it("writes percents that fit a cell and never say nothing for something", () => {
  expect([0, 0.00001, 0.0004, 0.032, 0.123, 1.5].map(burntText)).toEqual(["0", "< 0.01", "0.04", "3.2", "12", "150"]);
});

it("tells days to come from days without data", () => {
  expect(kindOf(day("2026-11-22", { coverage: null }), "2026-11-21")).toBe("ahead");
  expect(kindOf(day("2026-11-20", { coverage: null }), "2026-11-21")).toBe("gap");
  expect(kindOf(day("2026-11-01", { coverage: 0 }), "2026-11-21")).toBe("gap");
  expect(kindOf(day("2026-11-01", { coverage: 0.4 }), "2026-11-21")).toBe("thin");
  expect(kindOf(day("2026-11-01"), "2026-11-21")).toBe("measured");
  expect(monthName("2026-11")).toBe("November 2026");
  expect(dayName("2026-11-21")).toBe("Saturday 21 November 2026");
});
