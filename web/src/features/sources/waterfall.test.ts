import { expect, it } from "vitest";
import { endOf, fallsOf } from "./waterfall";

const step = (name: string, parts: [string, string, string, string, string]) => ({ name, good: true, dns: parts[0], connect: parts[1], tls: parts[2], first_byte: parts[3], total: parts[4] });

it("lays phases after each other, what is left is receiving", () => {
  const falls = fallsOf([step("a", ["2ms", "5ms", "0s", "10ms", "20ms"])]);
  expect(falls[0]?.pieces).toEqual([{ phase: 0, from: 0, to: 2 }, { phase: 1, from: 2, to: 7 }, { phase: 3, from: 7, to: 17 }, { phase: 4, from: 17, to: 20 }]);
});

it("lets steps follow each other", () => {
  const falls = fallsOf([step("a", ["0s", "5ms", "0s", "5ms", "10ms"]), step("b", ["0s", "0s", "0s", "1s", "1s"])]);
  expect(falls.map((f) => [f.from, f.to])).toEqual([[0, 10], [10, 1010]]);
  expect(endOf(falls)).toBe(1010);
});

it("is never shorter than its parts, and empty without steps", () => {
  expect(endOf(fallsOf([step("a", ["5ms", "5ms", "0s", "0s", "1ms"])]))).toBe(10);
  expect(endOf([])).toBe(0);
});
