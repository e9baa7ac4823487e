import { expect, it } from "vitest";
import { instantsAsUtc } from "./Words";

it("writes instants as people do, and leaves the rest", () => {
  expect(instantsAsUtc("a has no data since 2026-11-21T14:14:25Z")).toBe("a has no data since 21 Nov 2026 14:14:25 UTC");
  expect(instantsAsUtc("version 2026-11-21 applied")).toBe("version 2026-11-21 applied");
});
