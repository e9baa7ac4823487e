import { expect, it } from "vitest";
import type { SloSummary } from "@/api/types";
import { choices, filterSlos, keepStill, worstFirst } from "./slos.filter";

const slo = (name: string, over: Partial<SloSummary>): SloSummary => ({ name, display_name: "", service: "shop", tier: "tier-1", tier_rank: 1, owner: "team", state: "ok", burn_1h: 0, budget_remaining: 1, thresholds: { caution: 0.5, freeze: 0.1 }, ...over }) as SloSummary;
const all = [
  slo("a", {}), slo("b", { state: "burning", burn_1h: 2 }), slo("c", { state: "burning", burn_1h: 9 }), slo("d", { state: "burning", tier_rank: 0, tier: "tier-0" }),
  slo("e", { budget_remaining: 0.2, service: "pay" }), slo("f", { state: "stale", tier_rank: null, tier: "" }),
];
const names = (slos: readonly SloSummary[]): string => slos.map((s) => s.name).join("");

it("puts the worst first", () => {
  expect(names(worstFirst(all))).toBe("dcbfea");
});

it("filters by every word and choice", () => {
  expect(names(filterSlos(all, { q: "TEAM pay" }))).toBe("e");
  expect(names(filterSlos(all, { state: "burning", tier: "tier-1" }))).toBe("bc");
  expect(names(filterSlos(all, { service: "pay" }))).toBe("e");
  expect(names(filterSlos(all, {}))).toBe("abcdef");
  expect(choices(all)).toEqual({ services: ["pay", "shop"], tiers: ["tier-0", "tier-1"], states: ["burning", "stale", "ok"] });
});

it("keeps rows still while they are read", () => {
  const [a, b] = [slo("a", { budget_remaining: 0.50001 }), slo("b", {})];
  const moved = [slo("b", { state: "burning" }), slo("a", { budget_remaining: 0.50002 })];
  const still = keepStill([a, b], moved);
  expect(names(still)).toBe("ab");
  expect(still[0]).toBe(a);
  expect(still[1]).toBe(moved[0]);
  expect(names(keepStill([a], moved))).toBe("ba");
});
