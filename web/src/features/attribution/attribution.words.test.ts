import { expect, it } from "vitest";
import type { Episode } from "./attribution.api";
import { barsOf, bySize, chargedShare, largest, partsOf, partsText, waiting } from "./attribution.words";

const unit = { noun: "events", per_one: 1 };
const cause = (ref: string, bad: number) => ({ kind: "incident" as const, ref, title: `title of ${ref}`, bad, share: 0 });
const episode = (over: Partial<Episode>): Episode => ({ id: "e", start: "2026-11-01T00:00:00Z", end: "2026-11-01T01:00:00Z", open: false, valid: 100, bad: 10, charges: [], unexplained_bad: 10, proposals: [], burn: 1, peak_burn: 2, peak_at: "2026-11-01T00:30:00Z", without_data: "0s", ...over });

it("counts every bad event once: charged, unexplained, background", () => {
  const { parts, missing } = partsOf({ by_cause: [cause("INC-1", 60)], unexplained_bad: 40, background_bad: 15, total: { valid: 1000, bad: 100 }, unit });
  expect(parts.map((p) => [p.label, p.value, p.open ?? false])).toEqual([["title of INC-1", 60, false], ["unexplained, in episodes", 25, true], ["background, outside episodes", 15, true]]);
  expect(parts.reduce((sum, p) => sum + p.value, 0)).toBe(100);
  expect(missing).toBe(0);
});

it("tells parts that do not add up to the ledger", () => {
  expect(partsOf({ by_cause: [cause("INC-1", 60)], unexplained_bad: 30, background_bad: 0, total: { valid: 1000, bad: 100 }, unit }).missing).toBe(10);
});

it("orders by size and says how much is charged", () => {
  expect(bySize([episode({ id: "a", bad: 1 }), episode({ id: "b", bad: 9 })]).map((e) => e.id)).toEqual(["b", "a"]);
  expect(chargedShare(episode({ bad: 10, unexplained_bad: 4 }))).toBeCloseTo(0.6);
  expect(chargedShare(episode({ bad: 0, unexplained_bad: 0 }))).toBe(0);
  expect(partsText(1_000_000)).toBe("");
  expect(partsText(333_333)).toBe("33.33 % of it");
});

it("looks for what is unexplained although somebody could", () => {
  const strong = [{ cause: { kind: "change" as const, ref: "v1", title: "v1" }, reason: "just before", strength: "strong" as const }];
  expect(waiting([episode({ id: "a", proposals: strong }), episode({ id: "b" }), episode({ id: "c", proposals: strong, unexplained_bad: 0 }), episode({ id: "d", proposals: strong, budget_share: 0.0001 })]).map((e) => e.id)).toEqual(["a"]);
  expect(largest([episode({ bad: 75 }), episode({ bad: 20 }), episode({ bad: 5 })], 2)).toBe(0.95);
  expect(largest([], 2)).toBeNull();
});

it("draws episodes where they were, wide enough to be hit, within the axis", () => {
  const range = { from: Date.parse("2026-11-01T00:00:00Z"), to: Date.parse("2026-11-02T00:00:00Z") };
  const bars = barsOf([episode({ id: "long", bad: 100 }), episode({ id: "short", start: "2026-11-01T23:59:00Z", end: "2026-11-02T00:30:00Z", bad: 25 })], range, 240, 40);
  expect(bars[0]).toMatchObject({ x: 0, width: 10, height: 40 });
  expect(bars[1]).toMatchObject({ x: 234, width: 6, height: 20 });
});
