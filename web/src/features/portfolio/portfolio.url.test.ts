import { expect, it } from "vitest";
import { readPortfolioSearch } from "./portfolio.url";

it("keeps what it can read", () => {
  expect(readPortfolioSearch({ tab: "gate", service: "checkout", answer: "refused", id: "gd-1", objective: 99.95 })).toEqual({ tab: "gate", service: "checkout", answer: "refused", id: "gd-1", objective: "99.95" });
  expect(readPortfolioSearch({ tab: "other", answer: "maybe", objective: "" })).toEqual({});
});
