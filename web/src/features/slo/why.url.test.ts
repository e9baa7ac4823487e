import { expect, it } from "vitest";
import { decodeWhy, encodeWhy, sloOfPath } from "./why.url";

it("names a measure, its window, and its SLO where the page does not", () => {
  const targets = [
    { slo: "", measure: "slo.budget_remaining", window: "" },
    { slo: "", measure: "slo.burn_rate", window: "1h" },
    { slo: "checkout", measure: "slo.coverage", window: "" },
    { slo: "checkout", measure: "slo.burn_rate", window: "5m" },
    { slo: "checkout.fast", measure: "slo.burn_rate", window: "5m" },
    { slo: "checkout.fast.30d@eu,a%2Fb", measure: "slo.coverage", window: "" },
  ];
  for (const target of targets) expect(decodeWhy(encodeWhy(target))).toEqual(target);
  expect(encodeWhy({ slo: "checkout", measure: "slo.burn_rate", window: "5m" })).toBe("checkout~slo.burn_rate~5m");
});

it("takes what names no measure for nothing", () => {
  for (const broken of [undefined, 3, "", "checkout", "a~b~slo.x", "slo.x~1h~y", "~slo.x", "slo.x~", `slo.${"x".repeat(300)}`])
    expect(decodeWhy(broken)).toBeNull();
});

it("knows the SLO of a page", () => {
  expect(sloOfPath("/slos/checkout")).toBe("checkout");
  expect(sloOfPath("/slos/checkout/slots")).toBe("checkout");
  expect(sloOfPath("/slos")).toBe("");
  expect(sloOfPath("/services/checkout")).toBe("");
});
