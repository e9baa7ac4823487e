import { expect, it } from "vitest";
import { readActivitySearch } from "./activity.url";

it("reads filters and the open event", () => {
  expect(readActivitySearch({ service: "shop", type: "paging.", actor: "ana", slo: "checkout", sort: "when", seq: "1234" }))
    .toEqual({ service: "shop", type: "paging.", actor: "ana", slo: "checkout", sort: "when", seq: 1234 });
  expect(readActivitySearch({ seq: "-1", service: "", type: null })).toEqual({});
});
