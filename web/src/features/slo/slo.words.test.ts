import { expect, it } from "vitest";
import type { RuleView } from "@/api/types";
import { alertLength, burnNow, periodWords, promise, ruleWords, safeLink, stateSentence, groupWords, sentence, spentWords, windowWords } from "./slo.words";

it("makes a sentence of a clause", () => {
  expect(sentence("its data begins at 2026-11-09T00:00:00Z")).toBe("Its data begins at 9 Nov 2026 00:00:00 UTC.");
  expect(sentence("Done!")).toBe("Done!");
});

it("reads a promise aloud", () => {
  expect(periodWords("30d")).toBe("30 days");
  expect(periodWords("28d")).toBe("28 days");
  expect(periodWords("7d")).toBe("1 week");
  expect(periodWords("14d")).toBe("2 weeks");
  expect(periodWords("1d")).toBe("1 day");
  expect(periodWords("12h")).toBe("12 hours");
  expect(periodWords("90d")).toBe("90 days");
  expect(periodWords("soon")).toBe("soon");
  expect(promise({ objective: "99.95 %", service: "checkout", period: "30d" })).toBe("99.95 % of valid checkout events are good, over any 30 days");
});

const rule = (over: object): RuleView => ({ definition: { name: "page-fast", long_window: "1h", short_window: "5m", factor: 14.4, at_or_above: false }, state: "firing", evidence: [], ...over }) as unknown as RuleView;

it("says what a rule waits for and how far it is", () => {
  expect(ruleWords(rule({}).definition)).toBe("burn over 1 h and over 5 min above 14.4x");
  expect(ruleWords({ ...rule({}).definition, short_window: "0s", at_or_above: true })).toBe("burn over 1 h at or above 14.4x");
  expect(burnNow(rule({ evidence: [{ burn: 20 }, { burn: 3 }] }))).toBe(3);
  expect(burnNow(rule({ evidence: [{ burn: 20 }, { burn: null }] }))).toBeNull();
  expect(burnNow(rule({}))).toBeNull();
});

it("says a state as a sentence", () => {
  expect(stateSentence("burning", [rule({}), rule({ state: "inactive" })])).toMatch(/^page-fast is firing:/);
  expect(stateSentence("burning", [rule({}), rule({ definition: { name: "b" } })])).toMatch(/^page-fast and b are firing:/);
  expect(stateSentence("frozen", [])).toContain("stays open");
});

it("measures alerts and trusts web links only", () => {
  expect(alertLength({ fired_at: "2026-11-21T00:00:00Z", resolved_at: "2026-11-21T01:00:00Z" }, 0)).toBe(3_600_000);
  expect(alertLength({ fired_at: "1970-01-01T00:00:01Z", resolved_at: null }, 5000)).toBe(4000);
  expect(safeLink("https://runbooks.example.com/x")).toBe("https://runbooks.example.com/x");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "runbook", "", "ftp://x/y", "//x"]) expect(safeLink(bad)).toBeNull();
});

it("says when a budget is spent, and how sure that is", () => {
  expect(spentWords({})).toEqual(["It is not spent by then, even at the worst."]);
  expect(spentWords({ exhausted_low: "2026-11-29T00:00:00Z" })).toEqual(["It holds in all likelihood; at the worst it is spent ", { at: "2026-11-29T00:00:00Z" }, "."]);
  expect(spentWords({ exhausted_at: "b", exhausted_low: "a" })).toEqual(["Spent ", { at: "b" }, ", at the earliest ", { at: "a" }, "."]);
  expect(spentWords({ exhausted_at: "a", exhausted_low: "a" })).toEqual(["Spent ", { at: "a" }, "."]);
});

it("says windows and groups in words", () => {
  expect(windowWords({ period: "30d" })).toBe("over any 30 days");
  expect(windowWords({ period: "30d", window: "30 d rolling" })).toBe("over any 30 days");
  expect(windowWords({ period: "30d", window: "month, Europe/Berlin" })).toBe("in each month (Europe/Berlin)");
  expect(groupWords({ region: "eu", tier: "" })).toBe("region eu, tier (empty)");
  expect(groupWords({})).toBe("(no labels)");
});

it("promises what is counted", () => {
  const slo = { objective: "99.9 %", service: "shop", period: "30d" };
  expect(promise({ ...slo, method: "timeslices" }, { slicing: { length: "5m", target: { numerator: 99, denominator: 100 }, empty: "gap" } }))
    .toBe("99.9 % of slices of 5 min are good (at least 99 % of what happens in it), over any 30 days");
  expect(promise({ ...slo, kind: "composite" }, { composite: { rule: "all", members: [{ slo: "a", weight: 1 }, { slo: "b", weight: 1 }], journey: "" } }))
    .toBe("99.9 % holds for all at once of 2 SLOs, over any 30 days");
  expect(promise({ ...slo, kind: "threshold", window: "week, UTC" })).toBe("99.9 % of shop's samples are within the bound, in each week (UTC)");
});
