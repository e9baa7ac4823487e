import { expect, it } from "vitest";
import type { CatalogFile } from "@/api/types";
import { areWorkbookRules, byFolder, countedChanges, objectiveText, plural, whereOf, type Rule } from "./catalog.words";

it("writes objectives exactly", () => {
  expect(objectiveText({ numerator: 999, denominator: 1000 })).toBe("99.9 %");
  expect(objectiveText({ numerator: 99, denominator: 100 })).toBe("99 %");
  expect(objectiveText({ numerator: 99995, denominator: 100000 })).toBe("99.995 %");
  expect(objectiveText({ numerator: 2, denominator: 3 })).toBe("2/3");
});

const rule = (name: string, factor: number, long: string): Rule => ({
  name, factor, long_window: long, short_window: "5m", severity: "page", at_or_above: false, entry_delay: "0s", clear_delay: "0s", channels: [], notify_resolved: true, guarded: false,
});
const workbook = [rule("page-1h-5m", 14.4, "1h"), rule("page-6h-30m", 6, "6h"), rule("ticket-1d-2h", 3, "1d"), rule("ticket-3d-6h", 1, "3d")];

it("knows the workbook's pairs, scaled to the period, from rules of one's own", () => {
  expect(areWorkbookRules(workbook, "30d")).toBe(true);
  expect(areWorkbookRules(workbook, "7d")).toBe(false);
  expect(areWorkbookRules(workbook.slice(0, 2), "30d")).toBe(false);
  expect(areWorkbookRules([rule("page-1h-5m", 0.48, "1h"), rule("page-6h-30m", 0.2, "6h"), rule("ticket-1d-2h", 0.1, "1d")], "1d")).toBe(true);
  expect(areWorkbookRules([], "soon")).toBe(false);
});

it("counts changes", () => {
  const change = (kind: string, action: "added" | "changed") => ({ kind, name: "x", action, fields: [] });
  expect(countedChanges([change("SLO", "changed"), change("SLO", "changed"), change("Service", "added")])).toBe("2 SLOs changed, 1 service added");
  expect(countedChanges([])).toMatch(/^Nothing would change/);
  expect(plural(1, "entry", "entries")).toBe("1 entry");
});

it("says where a problem is, as far as that is known", () => {
  const at = { file: "a.yaml", line: 3, column: 7, code: "", rule: "", remedy: "" };
  expect(whereOf(at)).toBe("a.yaml:3:7");
  expect(whereOf({ ...at, column: 0 })).toBe("a.yaml:3");
  expect(whereOf({ ...at, line: 0 })).toBe("a.yaml");
});

it("puts files into their folders", () => {
  const file = (path: string): CatalogFile => ({ path, objects: [], problems: [], warnings: [] });
  expect(byFolder([file(""), file("z.yaml"), file("slos/b.yaml"), file("a.yaml"), file("slos/a.yaml")]).map((f) => [f.folder, f.files.map((x) => x.path)]))
    .toEqual([["", ["z.yaml", "a.yaml"]], ["slos", ["slos/b.yaml", "slos/a.yaml"]]]);
});
