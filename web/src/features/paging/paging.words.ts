/** Alerts and pages in a person's words. Pure. */
import type { AlertView, ChannelView, PageDetail, PageView } from "@/api/types";
import { budget, burn, durationText } from "@/kit/format";

export const pageStateWords: Record<PageView["state"], string> = {
  waiting: "waiting", sending: "being sent", merged: "in a digest", delivered: "delivered", dropped: "not owed any more", dead_lettered: "dead letter",
};
export const reasonWords: Record<PageView["reason"], string> = {
  fired: "alert fired", resolved: "alert resolved", repeat: "still firing", digest: "several pages in one", test: "test",
  entered: "budget entered a state", chronic: "in breach again and again",
};
export const alertStateWords: Record<AlertView["state"], string> = { firing: "firing", frozen: "frozen", clearing: "clearing", resolved: "resolved" };
export const healthWords: Record<ChannelView["health"], string> = { good: "good", failing: "failing", unknown: "not used yet" };

const dropWords: Record<string, string> = {
  alert_over: "the alert was over before anybody was told", acknowledged: "somebody took the alert on", silenced: "a silence covers it",
  never_told: "this channel was never told that it fired",
};
/** Why nothing was sent; what the server says is shown as it is if it is none of ours. */
export const whyDropped = (end: string): string => dropWords[end] ?? end;

/** How a page ended, or what happens to it next. */
export function endInWords(page: Pick<PageView, "state" | "end" | "attempts">): string {
  if (page.state === "dropped") return whyDropped(page.end);
  if (page.state === "merged") return "went out within a digest";
  if (page.state === "waiting") return page.attempts > 0 ? "tried, waits for the next attempt" : "waits for its first attempt";
  return page.state === "sending" ? "an attempt is under way" : page.end;
}

/** What was measured when it fired: "15.5x over 1 h and 71.3x over 5 min". */
export function alertInWords(alert: Pick<AlertView, "kind" | "evidence">): string {
  if (alert.kind === "stale") return "No data";
  const measured = alert.evidence.filter((e) => e.burn !== null && e.burn !== undefined);
  return measured.map((e) => `${burn(e.burn)} over ${durationText(e.window)}`).join(" and ") || "Burnt above its threshold";
}
/** The rule that fired, with its threshold: "page-fast, above 14.4x". */
export function ruleInWords(alert: Pick<AlertView, "kind" | "rule" | "factor">): string {
  return alert.kind === "stale" ? alert.rule : `${alert.rule}, above ${burn(alert.factor)}`;
}

export interface PageStep { at: string | null; what: string; detail: string; tone: "plain" | "good" | "bad" | "now" }

/** A page from its intent to its end, attempt by attempt. Only the last ten attempts are known here. */
export function stepsOf(detail: PageDetail): PageStep[] {
  const { page, history } = detail;
  const steps: PageStep[] = [{ at: page.intended_at, what: "Due", detail: reasonWords[page.reason], tone: "plain" }];
  const first = history[0]?.attempt ?? 1;
  if (first > 1) steps.push({ at: null, what: `${first - 1} earlier ${first === 2 ? "attempt" : "attempts"}`, detail: "each is in the log", tone: "plain" });
  for (const attempt of history) {
    const last = attempt === history.at(-1);
    const delivered = last && page.state === "delivered";
    const running = !attempt.ended_at;
    steps.push({
      at: attempt.ended_at ?? attempt.started_at,
      what: running ? `Attempt ${attempt.attempt} is under way` : delivered ? `Attempt ${attempt.attempt} received` : `Attempt ${attempt.attempt} failed`,
      detail: attempt.outcome, tone: running ? "now" : delivered ? "good" : "bad",
    });
  }
  if (page.state === "waiting" && page.next_attempt_at) steps.push({ at: page.next_attempt_at, what: page.attempts ? "Next attempt" : "First attempt", detail: "", tone: "now" });
  if (page.state === "dropped") steps.push({ at: page.ended_at ?? null, what: "Not sent", detail: whyDropped(page.end), tone: "plain" });
  if (page.state === "dead_lettered") steps.push({ at: page.ended_at ?? null, what: "Given up: a dead letter", detail: page.end === history.at(-1)?.outcome ? "" : page.end, tone: "bad" });
  if (page.state === "merged") steps.push({ at: null, what: "Went out within a digest", detail: "", tone: "plain" });
  return steps;
}

/** An alert from its condition to its end, in the order in which it happened. */
export function stepsOfAlert(alert: AlertView, taken?: { at: string; by: string } | undefined): PageStep[] {
  const open = alert.state !== "resolved";
  const left = alert.budget_remaining;
  const steps: PageStep[] = [
    { at: alert.since, what: "The condition began to hold", detail: "", tone: "plain" },
    { at: alert.fired_at, what: "Fired", detail: left === null || left === undefined ? "" : `budget remaining ${budget(left)}`, tone: "bad" },
  ];
  if (taken) steps.push({ at: taken.at, what: `Taken on by ${taken.by}`, detail: "repeats stop", tone: "plain" });
  if (alert.frozen_since) steps.push({ at: alert.frozen_since, what: "Frozen", detail: "its data stopped, so it cannot be judged", tone: open ? "now" : "plain" });
  if (alert.clearing_since) steps.push({ at: alert.clearing_since, what: "The condition no longer holds", detail: "", tone: open ? "now" : "plain" });
  if (alert.resolved_at) steps.push({ at: alert.resolved_at, what: "Resolved", detail: alert.why_resolved, tone: "good" });
  return steps.sort((a, b) => Date.parse(a.at ?? "") - Date.parse(b.at ?? ""));
}

interface SilenceScope { slo: string; service: string; alert: string; until: string }
/** The silence that keeps an alert quiet for longest; it must fit by every field that it names. */
export function silenceOf<S extends SilenceScope>(alert: Pick<AlertView, "id" | "slo" | "service">, silences: readonly S[]): S | undefined {
  const fits = (s: S): boolean => (!s.alert || s.alert === alert.id) && (!s.slo || s.slo === alert.slo) && (!s.service || s.service === alert.service);
  return silences.filter(fits).sort((a, b) => Date.parse(b.until) - Date.parse(a.until))[0];
}
