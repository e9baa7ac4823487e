import { expect, it } from "vitest";
import type { BaselineCell, TargetSuggestion } from "./targets.api";
import { readTargetSearch, readTargetsSearch } from "./targets.url";
import { answer, barShare, cellWords, changeText, readNotice, reviewsText, stepOf, worstHours, writeNotice } from "./targets.words";

const suggestion = (over: Partial<TargetSuggestion>): TargetSuggestion => ({ objective: "99.9 %", tightest_affordable: "99.95 %", ...over }) as TargetSuggestion;
const cell = (weekday: number, hour: number, valid: number, bad: number): BaselineCell => ({ weekday, hour, valid, bad, sli: valid ? 1 - bad / valid : null });

it("says the answer first", () => {
  expect(answer(suggestion({}))).toEqual(["99.95 % is the tightest objective that its past affords; 99.9 % is promised."]);
  expect(answer(suggestion({ tightest_affordable: "99.9 %", loosest_noticed: "99.5 %" }))).toEqual(["What is promised, 99.9 %, is the tightest objective that its past affords.", "Anything looser than 99.5 % would call a window kept in which users noticed."]);
  expect(answer(suggestion({ tightest_affordable: null }))[0]).toMatch(/affords none/);
});

it("measures an hour by what the objective lets be bad", () => {
  expect([0, 1, 2, 10, 50, 101].map((bad) => stepOf(cell(0, 0, 1000, bad), 0.01))).toEqual([0, 0, 0, 1, 3, 4]);
  expect(stepOf(cell(0, 0, 0, 0), 0.01)).toBeNull();
});

it("names the worst hours, none that kept the objective", () => {
  const week = [cell(1, 9, 1000, 8), cell(2, 0, 1000, 1), cell(6, 23, 100, 5), cell(0, 0, 0, 0)];
  expect(worstHours(week, 0.001).map((c) => cellWords(c, "events"))).toEqual(["Sunday 23–00: 95.0 % good, 5 events bad", "Tuesday 09–10: 99.2 % good, 8 events bad"]);
});

it("reads from when on users notice, and writes it as the server reads it", () => {
  expect(readNotice("2% over 5m")).toEqual({ percent: 2, over: "5m" });
  expect(readNotice("0.5 % over 1h")).toEqual({ percent: 0.5, over: "1h" });
  expect([readNotice("0% over 5m"), readNotice("2% over never"), readNotice(undefined)]).toEqual([null, null, null]);
  expect(readNotice(writeNotice({ percent: 0.25, over: "15m" }))).toEqual({ percent: 0.25, over: "15m" });
});

it("draws bars against the limit, and to the end where there is none", () => {
  expect([barShare(0, 8), barShare(4, 8), barShare(99, 8), barShare(1, 0), barShare(0, 0)]).toEqual([0, 0.25, 1, 1, 0]);
});

it("says a proposal and its reviews shortly", () => {
  expect(changeText({ from: "99.5 %", to: "99.9 %", window: "28d" })).toBe("99.5 % → 99.9 %, over 28 d");
  const by = (verdict: string) => ({ by: "a", at: "", verdict, comment: "" });
  expect(reviewsText({ reviews: [by("agrees"), by("objects"), by("agrees")] })).toBe("2 agree, 1 objects");
  expect(reviewsText({ reviews: [] })).toBe("");
});

it("keeps in the address what is asked", () => {
  expect(readTargetSearch({ range: "30d", notice: "2% over 5m", most: "12", propose: 99.9, zone: "", level: 7 })).toEqual({ range: "30d", notice: "2% over 5m", most: 12, propose: "99.9", level: "7" });
  expect(readTargetsSearch({ state: "odd", slo: "x", id: 5 })).toEqual({ slo: "x", id: "5" });
});
