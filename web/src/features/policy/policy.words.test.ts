import { expect, it } from "vitest";
import { creditText, readDowntime, inOrder, levelOf, ratioBeside, readObjective } from "./policy.words";

it("puts what decided first", () => {
  const reason = (code: string, effect: "refuses" | "informs" | "allows" | "cannot_tell") => ({ code, text: "", slo: "", effect });
  expect(inOrder([reason("a", "informs"), reason("b", "allows"), reason("c", "refuses"), reason("d", "cannot_tell")]).map((r) => r.code).join("")).toBe("cdba");
});

it("tells how near a contract is to being broken", () => {
  expect(levelOf({ headroom_share: 0.4, headroom_events: 10, credit_now: null })).toBe("kept");
  expect(levelOf({ headroom_share: 0.1, headroom_events: 10 })).toBe("near");
  expect(levelOf({ headroom_share: -0.1, headroom_events: -2 })).toBe("broken");
  expect(levelOf({ headroom_share: null, headroom_events: null })).toBe("unknown");
  expect(levelOf({ headroom_share: 0.4, headroom_events: 10, credit_now: { below: "99 %", share: 0.1, amount: null } })).toBe("broken");
});

it("never rounds a broken contract up to a kept one", () => {
  expect(ratioBeside(0.99499, "99.5 %")).toBe("99.499 %");
  expect(ratioBeside(0.9949999, "99.5 %")).toBe("99.499 %");
  expect(ratioBeside(0.995, "99.5 %")).toBe("99.500 %");
  expect(ratioBeside(0.99, "99 %")).toBe("99.00 %");
  expect(ratioBeside(null, "99 %")).toBe("–");
});

it("reads minutes as well as an objective", () => {
  expect(readDowntime("99.95")).toEqual({ objective: "99.95" });
  expect(readDowntime(" 4,32 min ")).toEqual({ minutes: "4.32", period: "30d" });
  for (const broken of ["0 min", "min", "20", "-1 min"]) expect(readDowntime(broken)?.minutes).toBeUndefined();
});

it("says a credit in money where it can", () => {
  expect(creditText({ below: "99 %", share: 0.1, amount: { amount: "1200.00", currency: "EUR" } })).toBe("1200.00 EUR");
  expect(creditText({ below: "99 %", share: 0.125, amount: null })).toBe("12.5 % of the fee");
});

it("reads an objective as a person writes it", () => {
  expect(readObjective("99.95")).toBe("99.95");
  expect(readObjective(" 99,9 % ")).toBe("99.9");
  for (const broken of ["", "100", "0", "99.", "ninety", "-1", "999"]) expect(readObjective(broken)).toBeNull();
});
