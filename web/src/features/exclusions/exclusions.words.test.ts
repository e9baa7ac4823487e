import { expect, it } from "vitest";
import type { Exclusion } from "./exclusions.api";
import { categoryWords, coversText, inOrder, whenText } from "./exclusions.words";

it("says what is covered and when", () => {
  expect(coversText({ slos: ["a"], services: ["pay"] })).toBe("a, all of pay");
  const range = { start: "2026-11-22T00:00:00Z", end: "2026-11-22T02:00:00Z" };
  expect(whenText({ range })).toBe("22 Nov 2026 00:00:00 UTC, for 2 h");
  expect(whenText({ range, recurrence: { rule: "FREQ=WEEKLY;BYDAY=SU", zone: "Europe/Berlin" } })).toBe("22 Nov 2026 00:00:00 UTC, for 2 h; every week on Sunday (01:00 Europe/Berlin)");
  expect(categoryWords("measurement_error")).toBe("measured wrongly");
  expect(categoryWords("some_new")).toBe("some new");
});

it("puts what waits for a decision first", () => {
  const one = (id: string, state: Exclusion["state"], at: string): Exclusion => ({ id, state, requested_at: at }) as Exclusion;
  const sorted = inOrder([one("a", "refused", "2026-11-03T00:00:00Z"), one("b", "approved", "2026-11-01T00:00:00Z"), one("c", "requested", "2026-11-02T00:00:00Z"), one("d", "approved", "2026-11-02T00:00:00Z")]);
  expect(sorted.map((e) => e.id).join("")).toBe("cdba");
});
