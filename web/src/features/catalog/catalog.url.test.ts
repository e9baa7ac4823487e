import { expect, it } from "vitest";
import { readCatalogueSearch, readObjectRef } from "./catalog.url";

it("reads a full address and leaves out what it does not know", () => {
  expect(readCatalogueSearch({ tab: "objects", file: "a/b.yaml", line: "12", object: "SLO/checkout", kind: "SLO", q: "pay" }))
    .toEqual({ tab: "objects", file: "a/b.yaml", line: 12, object: "SLO/checkout", kind: "SLO", q: "pay" });
  expect(readCatalogueSearch({ tab: "x", line: "first", kind: "Pod" })).toEqual({});
});

it("takes an object's reference apart at the first slash", () => {
  expect(readObjectRef("SLO/a/b")).toEqual({ kind: "SLO", name: "a/b" });
  for (const broken of ["SLO", "SLO/", "/x", "Pod/x"]) expect(readObjectRef(broken)).toBeNull();
});
