import { expect, it } from "vitest";
import { readRecent, remembered } from "./palette.recent";

it("keeps the five newest, each once", () => {
  expect(remembered(["a", "b"], "b")).toEqual(["b", "a"]);
  expect(remembered(["a", "b", "c", "d", "e"], "f")).toEqual(["f", "a", "b", "c", "d"]);
});

it("reads what it wrote, and nothing else", () => {
  expect(readRecent("a\nslo checkout")).toEqual(["a", "slo checkout"]);
  expect(readRecent(null)).toEqual([]);
  expect(readRecent(`${"x".repeat(301)}\n\na`)).toEqual(["a"]);
});
