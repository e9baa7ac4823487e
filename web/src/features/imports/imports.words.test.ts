import { expect, it } from "vitest";
import type { Loss } from "./imports.api";
import { asOneText, byObject, formats, formatWords, summary } from "./imports.words";

const loss = (object: string, fate: Loss["fate"], line: number, file = "a.yaml"): Loss => ({ object, field: `f${line}`, line, fate, why: "", instead: "", file });

it("says what became of the whole in a line", () => {
  const whole = { format: "sloth" as const, objects: 4, slos: 1, losses: [loss("a", "changed", 1), loss("a", "changed", 2), loss("b", "dropped", 3)] };
  expect(summary(whole)).toBe("Sloth: 4 objects read, 1 SLO made; 2 fields changed, 1 left out");
  expect(summary({ ...whole, losses: [] })).toBe("Sloth: 4 objects read, 1 SLO made; nothing was lost");
});

it("groups by object, what is left out first", () => {
  const groups = byObject([loss("a", "changed", 1), loss("b", "changed", 9), loss("a", "dropped", 5), loss("a", "changed", 1, "b.yaml")]);
  expect(groups.map((g) => [g.file, g.object, g.losses.map((l) => l.line)])).toEqual([["a.yaml", "a", [5, 1]], ["a.yaml", "b", [9]], ["b.yaml", "a", [1]]]);
});

it("joins documents so that they can be parted again", () => {
  expect(asOneText([{ path: "a.yaml", yaml: "kind: A\n" }, { path: "b.yaml", yaml: "kind: B" }])).toBe("# a.yaml\nkind: A\n---\n# b.yaml\nkind: B\n");
});

it("has a word for every format", () => {
  expect(formats.every((f) => formatWords[f].length > 0)).toBe(true);
});
