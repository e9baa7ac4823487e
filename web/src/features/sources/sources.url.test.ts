import { expect, it } from "vitest";
import { readSourcesSearch, readWizardSearch } from "./sources.url";

it("keeps what it can read", () => {
  expect(readSourcesSearch({ tab: "connect", sort: "-lag" })).toEqual({ tab: "connect", sort: "-lag" });
  expect(readSourcesSearch({ tab: "other", sort: "" })).toEqual({});
  expect(readWizardSearch({ pick: "shop-availability", search: "http", more: 1 })).toEqual({ pick: "shop-availability", search: "http" });
});
