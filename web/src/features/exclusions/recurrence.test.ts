import { expect, it } from "vitest";
import { repeatOf, repeatWords, ruleOf, weekdayOf, type Repeat } from "./recurrence";

it("writes and reads the rules that its fields can say", () => {
  const all: [Repeat, string, string][] = [
    [{ freq: "DAILY", interval: 1, days: [] }, "FREQ=DAILY", "every day"],
    [{ freq: "WEEKLY", interval: 1, days: ["SU"] }, "FREQ=WEEKLY;BYDAY=SU", "every week on Sunday"],
    [{ freq: "WEEKLY", interval: 2, days: ["MO", "FR"] }, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "every 2 weeks on Monday and Friday"],
    [{ freq: "MONTHLY", interval: 1, days: ["FR"], nth: -1 }, "FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"],
    [{ freq: "MONTHLY", interval: 3, days: [], monthDay: 22 }, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22", "every 3 months on the 22nd"],
  ];
  for (const [repeat, rule, words] of all) {
    expect(ruleOf(repeat)).toBe(rule);
    expect(repeatOf(rule)).toEqual(repeat);
    expect(repeatWords(rule)).toBe(words);
  }
});

it("shows a rule beyond its fields as it is", () => {
  for (const rule of ["FREQ=YEARLY", "FREQ=HOURLY", "FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "nonsense"]) {
    expect(repeatOf(rule)).toBeNull();
    expect(repeatWords(rule)).toBe(rule);
  }
});

it("knows the weekday of a date", () => {
  expect(weekdayOf("2026-11-22T23:30")).toBe("SU");
  expect(weekdayOf("2026-11-23T00:00")).toBe("MO");
});
