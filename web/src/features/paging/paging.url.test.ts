import { expect, it } from "vitest";
import { readPagingSearch, readSilenceSubject } from "./paging.url";

it("reads a full address and leaves out what it does not know", () => {
  const full = { tab: "pages", state: "dead_lettered", channel: "ops", page: "page-1", alert: "checkout/fast/1", sort: "-at" };
  expect(readPagingSearch(full)).toEqual(full);
  expect(readPagingSearch({ tab: "nonsense", state: "lost", page: "", extra: 1 })).toEqual({});
});

it("opens the silence form for what the address names", () => {
  expect(readSilenceSubject("alert:checkout/fast:x/1")).toEqual({ kind: "alert", name: "checkout/fast:x/1" });
  expect(readSilenceSubject("service:shop")).toEqual({ kind: "service", name: "shop" });
  expect(readSilenceSubject("new")).toEqual({ kind: "slo", name: "" });
});
