import { expect, it } from "vitest";
import { fits, rank } from "./palette.match";
import { titleOf } from "./title";

it("finds entries by every word", () => {
  const entry = { label: "Settings: tokens", description: "Machines", keywords: "secret api" };
  expect(fits(entry, "settings tok")).toBe(true);
  expect(fits(entry, "tok api")).toBe(true);
  expect(fits(entry, "tok people")).toBe(false);
  expect(fits(entry, "")).toBe(true);
  expect([rank(entry, "sett"), rank(entry, "tok"), rank(entry, "ing")]).toEqual([0, 1, 2]);
});

it("names the tab by the page's subject", () => {
  expect(titleOf("/")).toBe("Overview · Plimsoll");
  expect(titleOf("/slos")).toBe("SLOs · Plimsoll");
  expect(titleOf("/slos/checkout%2Forders")).toBe("checkout/orders · Plimsoll");
  expect(titleOf("/sources")).toBe("Sources · Plimsoll");
  expect(titleOf("/sources/probe%20home")).toBe("probe home · Plimsoll");
  expect(titleOf("/sources/prod/wizard")).toBe("What could be promised · Plimsoll");
  expect(titleOf("/settings/people")).toBe("Settings · Plimsoll");
  expect(titleOf("/sign-in")).toBe("Plimsoll");
});
