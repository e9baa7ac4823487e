import { expect, it } from "vitest";
import { draftOf, emptyDraft } from "./exclusion.draft";

const now = Date.parse("2026-11-21T14:20:00Z");

it("begins maintenance with the next hour and a correction with the last", () => {
  expect(emptyDraft("maintenance", now, "Europe/Berlin", "checkout")).toMatchObject({ start: "2026-11-21T16:00", end: "2026-11-21T17:00", slos: ["checkout"], services: [], category: "planned" });
  expect(emptyDraft("correction", now, "UTC", undefined, "shop")).toMatchObject({ start: "2026-11-21T13:00", end: "2026-11-21T14:00", services: ["shop"], category: "measurement_error" });
});

it("says what is missing, and previews without words", () => {
  const draft = emptyDraft("maintenance", now, "UTC", "checkout");
  expect(draftOf(draft, false)).toEqual({ body: null, missing: ["a title", "a reason"] });
  expect(draftOf(draft, true).body).toMatchObject({ start: "2026-11-21T15:00:00.000Z", end: "2026-11-21T16:00:00.000Z", slos: ["checkout"] });
  expect(draftOf({ ...draft, end: draft.start }, true).missing).toEqual(["an end after its start"]);
  expect(draftOf({ ...draft, slos: [] }, true).missing).toEqual(["an SLO or a service"]);
});

it("repeats on the zone's clocks, until a day's end there", () => {
  const draft = { ...emptyDraft("maintenance", now, "Europe/Berlin", "checkout"), title: "t", reason: "r", again: { repeat: { freq: "WEEKLY" as const, interval: 1, days: ["SU" as const] }, until: "2027-01-31" } };
  expect(draftOf(draft, false).body?.recurrence).toEqual({ rule: "FREQ=WEEKLY;BYDAY=SU", zone: "Europe/Berlin", until: "2027-01-31T22:59:00.000Z" });
  expect(draftOf({ ...draft, kind: "correction" }, false).body?.recurrence).toBeUndefined();
  expect(draftOf({ ...draft, again: { ...draft.again, until: "" } }, false).missing).toEqual(["until when it repeats"]);
});
