import { expect, it } from "vitest";
import { documentAt, fileWith, textOf } from "./source";

const file = "a: 1\n---\nb: 2\nc: 3\n---\nd: 4\n";

it("finds the document of a line, and puts another in its place", () => {
  expect([1, 3, 4, 6].map((line) => textOf(documentAt("x.yaml", file, line)))).toEqual(["a: 1\n", "b: 2\nc: 3\n", "b: 2\nc: 3\n", "d: 4\n"]);
  expect(fileWith(documentAt("x.yaml", file, 3), "b: 9")).toBe("a: 1\n---\nb: 9\n---\nd: 4\n");
  expect(fileWith(documentAt("x.yaml", file, 99), "e: 5\n")).toBe("a: 1\n---\nb: 2\nc: 3\n---\ne: 5\n");
});
