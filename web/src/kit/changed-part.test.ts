import { expect, it } from "vitest";
import { changedPart } from "./changed-part";

it("marks the words that differ and leaves the rest readable", () => {
  expect(changedPart("99.9 %", "99.95 %")).toEqual({ head: "", before: "99.9", after: "99.95", tail: " %" });
  expect(changedPart('sum(rate(a{code="5.."}[5m]))', 'sum(rate(b{code="5.."}[5m]))')).toEqual({
    head: "sum(rate(", before: "a", after: "b", tail: '{code="5.."}[5m]))',
  });
});

it("loses nothing, also where the middle repeats or one side only grew", () => {
  for (const [before, after] of [["a a", "a a a"], ["", "x"], ["x", ""], ["same", "same"], ["1 2 3", "1 4 3"], ["é,b", "é;b"], ["naïve — x", "naïve — y"]] as const) {
    const part = changedPart(before, after);
    expect(part.head + part.before + part.tail).toBe(before);
    expect(part.head + part.after + part.tail).toBe(after);
  }
});
