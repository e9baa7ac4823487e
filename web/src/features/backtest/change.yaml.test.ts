import { expect, it } from "vitest";
import { documentsOf, parseYaml } from "@/features/editor/yaml-tree";
import { valueAt } from "@/features/editor/yaml-edit";
import type { Rule } from "./backtest.api";
import { changesDefinition, ruleLine, withTrial } from "./change.yaml";

const was: Rule[] = [{ name: "page-fast", severity: "page", long_window: "1h", short_window: "5m", factor: 14.4, at_or_above: false, entry_delay: "2m", clear_delay: "0s", channels: ["pager"], notify_resolved: true, guarded: false }];
const text = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout   # the shop's
spec:
  service: shop
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: x}
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
`;

it("changes the objective and the window where they stand, and nothing else", () => {
  const next = withTrial(text, { objective: "99.5", window: "28d" }, "checkout", was);
  expect(next).toBe(text.replace("0.999", "0.995").replace("duration: 30d", "duration: 28d"));
});

it("puts changed rules into a burn policy of the SLO's own, in the place of those it had", () => {
  const next = withTrial(text, { rules: [{ name: "page-fast", severity: "page", factor: 10, long: "1h", short: "5m" }, { name: "slow", severity: "ticket", factor: 1, long: "3d", short: "0s" }] }, "checkout", was);
  const [slo, policy] = documentsOf(next).map((range) => parseYaml(next, range));
  expect(valueAt(slo!, ["metadata", "annotations", "plimsoll.dev/burn-policy"])).toBe("checkout-rules");
  expect(next).not.toContain("alertPolicies");
  expect(next).toContain("name: checkout   # the shop's");
  expect(valueAt(policy!, ["metadata", "name"])).toBe("checkout-rules");
  expect(valueAt(policy!, ["spec", "rules", 0, "factor"])).toBe("10");
  expect(valueAt(policy!, ["spec", "rules", 0, "entryDelay"])).toBe("2m");
  expect(valueAt(policy!, ["spec", "rules", 1, "long"])).toBe("3d");
});

it("changes none of several objectives or windows, each of which is a promise of its own", () => {
  const both = text.replace("[{target: 0.999}]", "[{target: 0.999}, {target: 0.99}]");
  expect(() => withTrial(both, { objective: "99.5" }, "checkout", was)).toThrow(/several objectives/);
  expect(withTrial(both, { window: "28d" }, "checkout", was)).toBe(both.replace("duration: 30d", "duration: 28d"));
  const windows = text.replace("[{duration: 30d, isRolling: true}]", "[{duration: 30d, isRolling: true}, {duration: 7d, isRolling: true}]");
  expect(() => withTrial(windows, { window: "28d" }, "checkout", was)).toThrow(/several windows/);
});

it("writes of a rule only what is not its default", () => {
  expect(ruleLine({ name: "slow", severity: "ticket", factor: 1, long: "3d", short: "0s" }, was)).toBe("- {name: slow, severity: ticket, long: 3d, factor: 1}");
});

it("knows that traffic and time left out are no part of a definition", () => {
  expect(changesDefinition({ traffic: 2, leaveOut: [{ from: 0, to: 1 }] })).toBe(false);
  expect(changesDefinition({ rules: [] })).toBe(true);
});
