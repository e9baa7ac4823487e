import { expect, it } from "vitest";
import { hunks, lineDiff } from "./line-diff";

const short = (before: string, after: string): string => lineDiff(before.split(""), after.split("")).map((l) => ({ same: "", gone: "-", new: "+" })[l.kind] + l.text).join("");

it("tells what went and what came", () => {
  expect(short("abc", "abc")).toBe("abc");
  expect(short("abc", "axc")).toBe("a-b+xc");
  expect(short("", "ab")).toBe("+a+b");
  expect(short("ab", "")).toBe("-a-b");
  expect(short("abcd", "bd")).toBe("-ab-cd");
});

it("numbers the lines of both sides", () => {
  expect(lineDiff(["a", "b"], ["a", "c", "b"])).toEqual([
    { kind: "same", text: "a", before: 1, after: 1 }, { kind: "new", text: "c", before: null, after: 2 }, { kind: "same", text: "b", before: 2, after: 3 },
  ]);
});

it("gives back both texts, whatever they are", () => {
  let seed = 3;
  const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 300; round += 1) {
    const make = (): string[] => Array.from({ length: next(12) }, () => "abcd"[next(4)] as string);
    const [before, after] = [make(), make()];
    const lines = lineDiff(before, after);
    expect(lines.filter((l) => l.kind !== "new").map((l) => l.text)).toEqual(before);
    expect(lines.filter((l) => l.kind !== "gone").map((l) => l.text)).toEqual(after);
  }
});

it("leaves out what stayed, far from what changed", () => {
  const lines = lineDiff([..."aaaaaaaaaX"], [..."aaaaaaaaaY"]);
  expect(hunks(lines, 1).map((h) => (h.kind === "skipped" ? `(${h.count})` : h.text)).join("")).toBe("(8)aXY");
});
