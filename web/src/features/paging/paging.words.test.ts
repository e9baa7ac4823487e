import { expect, it } from "vitest";
import type { AlertView, PageDetail } from "@/api/types";
import { alertInWords, endInWords, ruleInWords, silenceOf, stepsOf, stepsOfAlert } from "./paging.words";

const evidence = (window: string, burn: number | null) => ({ window, valid: 100, bad: 10, missing_slots: 0, burn });

it("says what an alert is about", () => {
  expect(alertInWords({ kind: "burn", evidence: [evidence("1h", 15.52), evidence("5m", 20)] })).toBe("15.5x over 1 h and 20.0x over 5 min");
  expect(alertInWords({ kind: "burn", evidence: [evidence("6h", null)] })).toBe("Burnt above its threshold");
  expect(alertInWords({ kind: "stale", evidence: [] })).toBe("No data");
  expect(ruleInWords({ kind: "burn", rule: "page-fast", factor: 14.4 })).toBe("page-fast, above 14.4x");
  expect(ruleInWords({ kind: "stale", rule: "stale", factor: 0 })).toBe("stale");
});

it("says how a page ended", () => {
  expect(endInWords({ state: "dropped", end: "silenced", attempts: 0 })).toBe("a silence covers it");
  expect(endInWords({ state: "dropped", end: "something new", attempts: 0 })).toBe("something new");
  expect(endInWords({ state: "delivered", end: "HTTP 204", attempts: 1 })).toBe("HTTP 204");
  expect(endInWords({ state: "waiting", end: "", attempts: 2 })).toBe("tried, waits for the next attempt");
});

function detail(page: Partial<PageDetail["page"]>, history: PageDetail["history"]): PageDetail {
  return {
    page: { page: "pg", state: "waiting", channel: "ops", reason: "fired", summary: "", alert: "", slo: "", service: "", severity: "page",
      intended_at: "2026-11-21T08:00:00Z", attempts: history.length, end: "", merged_into: "", replayed_by: "", ...page },
    subject: {}, history, parts: [],
  };
}
const attempt = (n: number, outcome: string, ended = true) => ({
  attempt: n, started_at: "2026-11-21T08:00:01Z", ...(ended ? { ended_at: "2026-11-21T08:00:02Z" } : {}), outcome,
});

it("tells a page's way attempt by attempt", () => {
  const steps = stepsOf(detail({ state: "delivered", end: "250 ok" }, [attempt(1, "connection refused"), attempt(2, "250 ok")]));
  expect(steps.map((s) => [s.what, s.tone])).toEqual([["Due", "plain"], ["Attempt 1 failed", "bad"], ["Attempt 2 received", "good"]]);
});

it("tells what comes next, what was given up, and that old attempts are elsewhere", () => {
  expect(stepsOf(detail({ state: "waiting", next_attempt_at: "2026-11-21T08:01:00Z", attempts: 1 }, [attempt(1, "HTTP 503")])).at(-1))
    .toMatchObject({ what: "Next attempt", tone: "now" });
  expect(stepsOf(detail({ state: "dead_lettered", end: "HTTP 410", ended_at: "2026-11-21T08:00:02Z" }, [attempt(1, "HTTP 410")])).at(-1))
    .toMatchObject({ what: "Given up: a dead letter", detail: "", tone: "bad" });
  expect(stepsOf(detail({ state: "dead_lettered", end: "given up after 24 h", ended_at: "2026-11-21T08:00:02Z" }, [attempt(1, "HTTP 503")])).at(-1)?.detail)
    .toBe("given up after 24 h");
  expect(stepsOf(detail({ state: "sending" }, [attempt(14, "", false)])).map((s) => s.what)).toEqual(["Due", "13 earlier attempts", "Attempt 14 is under way"]);
  expect(stepsOf(detail({ state: "dropped", end: "acknowledged" }, [])).map((s) => s.what)).toEqual(["Due", "Not sent"]);
});

it("tells an alert in the order in which it happened", () => {
  const alert: AlertView = {
    id: "a", slo: "checkout", service: "shop", rule: "page-fast", kind: "burn", severity: "page", state: "frozen", since: "2026-11-21T08:00:00Z", as_of: "2026-11-21T08:01:00Z",
    fired_at: "2026-11-21T08:01:00Z", frozen_since: "2026-11-21T08:02:00Z", why_resolved: "", frozen_why: "", condition: "", factor: 14.4, evidence: [], budget_remaining: -0.1,
    definition_version: "v", channels: [], fired_seq: 1,
  };
  expect(stepsOfAlert(alert, { at: "2026-11-21T08:03:00Z", by: "Ana" }).map((s) => [s.what, s.detail, s.tone])).toEqual([
    ["The condition began to hold", "", "plain"], ["Fired", "budget remaining −10.0 %", "bad"], ["Frozen", "its data stopped, so it cannot be judged", "now"], ["Taken on by Ana", "repeats stop", "plain"],
  ]);
  const over = stepsOfAlert({ ...alert, state: "resolved", resolved_at: "2026-11-21T09:00:00Z", why_resolved: "the burn fell" });
  expect(over.at(-1)).toMatchObject({ what: "Resolved", detail: "the burn fell", tone: "good" });
  expect(over.some((s) => s.tone === "now")).toBe(false);
});

it("finds the silence that covers an alert, by every field that it names", () => {
  const alert = { id: "checkout/fast/1", slo: "checkout", service: "shop" };
  const silence = (part: object, until: string) => ({ slo: "", service: "", alert: "", until, ...part });
  const short = silence({ slo: "checkout" }, "2026-11-21T09:00:00Z");
  const long = silence({ service: "shop" }, "2026-11-21T10:00:00Z");
  expect(silenceOf(alert, [short, long])).toBe(long);
  expect(silenceOf(alert, [silence({ slo: "checkout", service: "other" }, "2026-11-21T10:00:00Z")])).toBeUndefined();
  expect(silenceOf(alert, [])).toBeUndefined();
});
