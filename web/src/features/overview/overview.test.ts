import { describe, expect, it } from "vitest";
import type { BurningNow, ServiceLine } from "@/api/types";
import { bySlo, deltaText, drawnText, grouped, headline, keepAlike, matches, steady, ticketsOnly } from "./overview.rows";
import { readOverviewSearch } from "./overview.url";

const line = (name: string, more: Partial<ServiceLine> = {}): ServiceLine => ({
  name, display_name: "", owner: "shop", tier: "critical", tier_rank: 0, state: "ok", slos: 1, slo: `${name}-availability`, objective: "99.9 %",
  period: "30d", budget_remaining: 0.5, budget_yesterday: 0.5, burn_1h: 1, thresholds: { caution: 0.5, freeze: 0.1 }, alerts_open: 0, why_empty: "", ...more,
} as ServiceLine);
const names = (lines: readonly ServiceLine[]): string => lines.map((l) => l.name).join("");

it("reads the address, and drops what means nothing", () => {
  expect(readOverviewSearch({ q: "pay", state: "burning", group: "owner", sort: "-burn", why: "a~slo.burn_rate" }))
    .toEqual({ q: "pay", state: "burning", group: "owner", sort: "-burn", why: "a~slo.burn_rate" });
  expect(readOverviewSearch({ q: 7, state: "sad", group: "moon", x: "y" })).toEqual({ q: "7" });
});

it("filters by every word, tier, owner and state", () => {
  const pay = line("payments", { display_name: "Card payments", owner: "pay-core", tier: "" });
  expect(matches(pay, {})).toBe(true);
  expect(matches(pay, { q: "card  PAY-core" })).toBe(true);
  expect(matches(pay, { q: "card shop" })).toBe(false);
  expect(matches(pay, { tier: "no tier" })).toBe(true);
  expect(matches(pay, { tier: "critical" })).toBe(false);
  expect(matches(pay, { owner: "shop" })).toBe(false);
  expect(matches(pay, { state: "burning" })).toBe(false);
});

it("groups tiers by rank and keeps the order within", () => {
  const lines = [line("a", { tier: "low", tier_rank: 2 }), line("b"), line("c", { tier: "", tier_rank: null as never }), line("d"), line("e", { tier: "low", tier_rank: 2 })];
  expect(names(grouped(lines, "tier"))).toBe("bdaec");
  expect(names(grouped(lines, undefined))).toBe("abcde");
});

describe("rows do not move while they are read", () => {
  const [a, b, c] = [line("a"), line("b"), line("c")] as [ServiceLine, ServiceLine, ServiceLine];
  it("holds the order and says that it is old", () => {
    expect(steady(["a", "b", "c"], [b, a, c])).toEqual({ rows: [a, b, c], moved: true, taken: false });
    expect(steady(["a", "b", "c"], [a, b, c])).toEqual({ rows: [a, b, c], moved: false, taken: false });
  });
  it("takes the new order when the set differs", () => {
    expect(steady(["a", "b"], [c, a, b])).toEqual({ rows: [c, a, b], moved: false, taken: true });
    expect(steady(["a", "x"], [b, a])).toEqual({ rows: [b, a], moved: false, taken: true });
  });
  it("keeps the object of a row that is drawn alike", () => {
    const close = line("a", { budget_remaining: 0.50001, as_of: "2026-11-21T14:00:00Z" });
    const far = line("b", { budget_remaining: 0.51 });
    const kept = keepAlike(new Map([["a", a], ["b", b]]), [close, far]);
    expect(kept[0]).toBe(a);
    expect(kept[1]).toBe(far);
    expect(drawnText(a)).not.toBe(drawnText(line("a", { burn_1h: 1.1 })));
  });
});

it("tells how far a budget went since yesterday", () => {
  expect(deltaText({ budget_remaining: 0.5, budget_yesterday: 0.531 })).toBe("−3.1");
  expect(deltaText({ budget_remaining: 0.5, budget_yesterday: 0.4 })).toBe("+10.0");
  expect(deltaText({ budget_remaining: 0.5, budget_yesterday: 0.5003 })).toBe("");
  expect(deltaText({ budget_remaining: null, budget_yesterday: 0.5 })).toBe("");
});

it("says the state of everything in one sentence", () => {
  const said = (lines: ServiceLine[]): string => headline(lines).map((p) => p.text).join(" · ");
  expect(said([line("a", { state: "burning" }), line("b", { state: "burning" }), line("c", { state: "stale" })])).toBe("2 services burn now · 1 stale");
  expect(said([line("a", { state: "breached" }), line("b")])).toBe("Nothing burns now · 1 overspent");
  expect(said([line("a", { policy_state: "freeze" }), line("b", { state: "breached", policy_state: "breach" })])).toBe("Nothing burns now · 1 overspent · 1 budget in freeze");
  expect(said([line("a", { state: "cannot_tell" })])).toBe("Nothing burns now · 1 cannot be told");
  expect(said([line("a"), line("b")])).toBe("2 services, nothing burns");
  expect(said([line("a")])).toBe("1 service, nothing burns");
  expect(said([])).toBe("No services yet");
});

it("tells the alerts of one SLO as one story, worst first", () => {
  const alert = (slo: string, rule: string): BurningNow => ({ slo, rule }) as BurningNow;
  const told = bySlo([alert("pay", "page-fast"), alert("search", "ticket"), alert("pay", "page-slow")]);
  expect(told.map((group) => group.map((a) => a.rule))).toEqual([["page-fast", "page-slow"], ["ticket"]]);
});

it("tells what only opens tickets from what wakes people", () => {
  const alert = (service: string, severity: string): BurningNow => ({ service, slo: `${service}-a`, severity }) as BurningNow;
  const now = [alert("pay", "page"), alert("pay", "ticket"), alert("search", "ticket"), alert("search", "ticket")];
  expect(ticketsOnly(now, "service")).toEqual(["search"]);
  expect(ticketsOnly(now, "slo")).toEqual(["search-a"]);
  expect(headline([line("a", { state: "burning" })], false)[0]?.level).toBe("caution");
  expect(headline([line("a", { state: "burning" })], true)[0]?.level).toBe("breach");
});
