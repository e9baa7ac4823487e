import { expect, it } from "vitest";
import { indentBy, newLine, type Edit } from "./code-area.keys";

const done = (text: string, edit: Edit | null): string => (edit ? text.slice(0, edit.from) + edit.text + text.slice(edit.to) : text);
const enter = (text: string): string => done(text, newLine(text, text.length, text.length));

it("indents a new line as what is before it asks", () => {
  expect(enter("a: 1")).toBe("a: 1\n");
  expect(enter("  a: 1")).toBe("  a: 1\n  ");
  expect(enter("spec:")).toBe("spec:\n  ");
  expect(enter("spec: # x")).toBe("spec: # x\n  ");
  expect(enter("  - target: 1")).toBe("  - target: 1\n    ");
  expect(enter("  text: |")).toBe("  text: |\n    ");
  expect(enter("")).toBe("\n");
});

it("moves whole lines in and out", () => {
  const text = "a\nb\nc";
  expect(done(text, indentBy(text, 0, 3, 1))).toBe("  a\n  b\nc");
  expect(indentBy(text, 0, 3, -1)).toBeNull();
  const back = "  a\n  b\nc";
  expect(done(back, indentBy(back, 4, 7, -1))).toBe("  a\nb\nc");
  expect(indentBy(text, 0, 2, 1)).toMatchObject({ from: 0, to: 1, text: "  a" });
});
