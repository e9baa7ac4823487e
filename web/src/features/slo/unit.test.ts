import { expect, it } from "vitest";
import { counted, countIn } from "./unit";

it("shows counts in their unit", () => {
  expect(countIn(4117)).toBe("4,117");
  expect(counted(1, { noun: "slices", per_one: 1 })).toBe("1 slice");
  expect(counted(0)).toBe("0 events");
  expect(counted(12_345, { noun: "events", per_one: 100 })).toBe("123.5 events");
  expect(countIn(3, { noun: "samples", per_one: 1_000_000 })).toBe("0.000003");
  expect(countIn(null)).toBe("–");
});
