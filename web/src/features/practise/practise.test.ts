import { expect, it } from "vitest";
import { clockText, plain, spokenClock } from "./practise.words";
import { readDrillSearch, readItemSearch, readQuestionsSearch } from "./practise.url";

it("shows a clock that runs on and never scolds", () => {
  expect([90, 60, 9, 0, -5, -75].map(clockText)).toEqual(["1:30", "1:00", "0:09", "0:00", "+0:05", "+1:15"]);
  expect([90, 30, 0, -5].map(spokenClock)).toEqual(["", "30 seconds left", "The time is over; finish your sentence", ""]);
});

it("reads addresses that somebody mangled", () => {
  expect(readQuestionsSearch({ q: "budget", competency: "magic", level: "basic" })).toEqual({ q: "budget", level: "basic" });
  expect(readDrillSearch({ by: "random", competency: "toil", x: 1 })).toEqual({ by: "random", competency: "toil" });
  expect(readItemSearch({ id: "s1" })).toEqual({ id: "s1" });
  expect(plain("security_ai")).toBe("security and AI");
});
