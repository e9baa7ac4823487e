import { describe, expect, it } from "vitest";
import type { Rule } from "./backtest.api";
import { ceilingOf, changeWords, decodeTrial, encodeTrial, joined, ninesOf, objectiveOfNines, onlyChanges, variantOf, type Trial } from "./trial";

const rule = (name: string, over: Partial<Rule> = {}): Rule => ({
  name, severity: "page", long_window: "1h", short_window: "5m", factor: 14.4, at_or_above: true, entry_delay: "2m", clear_delay: "0s", channels: ["pager"], notify_resolved: true, guarded: false, ...over,
});
const was = [rule("page-fast"), rule("page, slow|x", { long_window: "6h", short_window: "30m", factor: 6 })];

describe("the address of a trial", () => {
  it("gives back what went into it", () => {
    const trials: Trial[] = [
      { objective: "99.95" }, { window: "28d", traffic: 0.5 }, { rules: [] }, { name: "a;b|c,d:e" },
      { rules: [{ name: "page, slow|x", severity: "ticket", factor: 0.5, long: "1h30m", short: "0s" }], leaveOut: [{ from: 1_763_000_000_000, to: 1_763_003_600_000 }, { from: 1_763_100_000_000, to: 1_763_100_060_000 }] },
    ];
    for (const trial of trials) expect(decodeTrial(encodeTrial(trial))).toEqual(trial);
  });
  it("leaves out what it cannot read", () => {
    expect(decodeTrial("o%E0;t-1;wnever;rx:p:none:1h:5m;x5-3;zz")).toEqual({ objective: "%E0", rules: [], leaveOut: [] });
    expect(decodeTrial("")).toEqual({});
  });
});

it("keeps of a rule what the trial does not speak of", () => {
  const [first, fresh] = variantOf({ rules: [{ name: "page-fast", severity: "page", factor: 10, long: "2h", short: "5m" }, { name: "new", severity: "ticket", factor: 1, long: "3d", short: "6h" }] }, was).rules ?? [];
  expect(first).toEqual(rule("page-fast", { factor: 10, long_window: "2h" }));
  expect(fresh).toEqual({ name: "new", severity: "ticket", factor: 1, long_window: "3d", short_window: "6h" });
});

it("writes an objective as the server reads it", () => {
  expect(variantOf({ objective: " 99,5 %" }, was)).toEqual({ name: "", traffic: 1, leave_out: [], objective: "99.5" });
});

it("takes out what is the same as the SLO", () => {
  const base = { objective: "99.9", window: "30d", rules: was };
  const same = was.map((r) => ({ name: r.name, severity: r.severity, factor: r.factor, long: r.long_window, short: r.short_window }));
  expect(onlyChanges({ objective: "99.9", window: "720h", rules: same, traffic: 1, leaveOut: [] }, base)).toEqual({});
  expect(onlyChanges({ objective: "99.95", rules: same.slice(1) }, base)).toEqual({ objective: "99.95", rules: same.slice(1) });
});

it("says a trial in words", () => {
  expect(changeWords({ objective: "99.5", window: "28d", traffic: 2, leaveOut: [{ from: 0, to: 3_600_000 }] }, was)).toEqual(["99.5 %", "over 28 d", "2x traffic", "without 1 h"]);
  expect(changeWords({ rules: [{ name: "page-fast", severity: "page", factor: 10, long: "1h", short: "5m" }, { name: "n", severity: "ticket", factor: 1, long: "3d", short: "0s" }] }, was)).toEqual(["page-fast 10x", "ticket above 1x over 3 d", "no page, slow|x"]);
});

it("joins ranges that touch", () => {
  expect(joined([{ from: 5, to: 9 }, { from: 0, to: 3 }, { from: 3, to: 4 }, { from: 6, to: 7 }])).toEqual([{ from: 0, to: 4 }, { from: 5, to: 9 }]);
});

it("walks objectives by their nines, with two digits of what may fail", () => {
  expect([1, 2, 3, 4, 5].map(objectiveOfNines)).toEqual(["90", "99", "99.9", "99.99", "99.999"]);
  expect(objectiveOfNines(2.3)).toBe("99.5");
  expect(objectiveOfNines(2.96)).toBe("99.89");
  for (let n = 1; n <= 5; n += 0.01) expect(Math.abs(ninesOf(objectiveOfNines(n)) - n)).toBeLessThan(0.03);
  expect(ninesOf("100")).toBeNaN();
  expect(ceilingOf("99.9")).toBeCloseTo(1000, 6);
});
