import { expect, it } from "vitest";
import { readExclusionsSearch } from "./exclusions.url";

it("keeps what it can read", () => {
  expect(readExclusionsSearch({ tab: "annotations", state: "requested", slo: "checkout", id: "ex-1", form: "correction", other: 1 }))
    .toEqual({ tab: "annotations", state: "requested", slo: "checkout", id: "ex-1", form: "correction" });
  expect(readExclusionsSearch({ tab: "x", state: "soon", slo: "", form: true })).toEqual({});
});
