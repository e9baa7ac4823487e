/** Policy states, the gate's answers and what they mean, in plain words. Pure. */
import type { PolicyState } from "@/api/types.more";
import type { Answer, Credit, DowntimeAsked, GateReason, Sla } from "./policy.api";

export const policyWords: Record<PolicyState, string> = { healthy: "healthy", caution: "caution", freeze: "freeze", breach: "breach", unknown: "cannot tell" };
export const policyHints: Record<PolicyState, string> = {
  healthy: "More of the budget is left than the caution line",
  caution: "Little of the budget is left: at or below the caution line",
  freeze: "Nearly all of the budget is spent: at or below the freeze line",
  breach: "The budget is spent",
  unknown: "Too little is measured to say; the state before it is held, never improved",
};
export const answerWords: Record<Answer, string> = { allowed: "allowed", refused: "refused", cannot_tell: "cannot tell" };
export const answerSentence: Record<Answer, string> = {
  allowed: "A release would be let through now.", refused: "A release would be refused now.", cannot_tell: "Whether a release is safe cannot be told now.",
};
export const stateSentence = (state: PolicyState): string => ({
  healthy: "There is budget to spend.", caution: "Little budget is left.", freeze: "Nearly all of the budget is spent.", breach: "The budget is spent.", unknown: "Too little is measured to say.",
})[state];

/** What decided comes first, what only informs last. */
export function inOrder(reasons: readonly GateReason[]): GateReason[] {
  const rank: Record<GateReason["effect"], number> = { refuses: 0, cannot_tell: 1, allows: 2, informs: 3 };
  return [...reasons].sort((a, b) => rank[a.effect] - rank[b.effect]);
}
export const effectWords: Record<GateReason["effect"], string> = { refuses: "refuses", cannot_tell: "cannot tell", allows: "allows", informs: "for the record" };

/** Where a contract stands: what a customer would be owed, or how near that is. */
export type SlaLevel = "broken" | "near" | "kept" | "unknown";
export function levelOf(sla: Pick<Sla, "headroom_share" | "headroom_events" | "credit_now">): SlaLevel {
  if (sla.credit_now || (sla.headroom_events ?? 0) < 0) return "broken";
  if (sla.headroom_share === null || sla.headroom_share === undefined) return "unknown";
  return sla.headroom_share < 0.25 ? "near" : "kept";
}
/** "1,200.00 EUR", or the share of the fee where none is written down. */
export const creditText = (credit: Credit): string => (credit.amount ? `${credit.amount.amount} ${credit.amount.currency}` : `${Number((credit.share * 100).toPrecision(6))} % of the fee`);
export const slaWords: Record<SlaLevel, string> = { broken: "a credit is owed", near: "little headroom", kept: "kept", unknown: "cannot tell" };

/** A ratio beside the objective that it is compared with: two digits finer, and cut rather than rounded, so that 99.499 % never reads as 99.5 %. */
export function ratioBeside(share: number | null | undefined, objective: string): string {
  if (share === null || share === undefined) return "–";
  const digits = (/\.(\d+)/.exec(objective)?.[1]?.length ?? 0) + 2;
  const by = 10 ** digits;
  return `${(Math.floor(share * 100 * by + 1e-6) / by).toFixed(digits)} %`;
}

/** What somebody types into the downtime calculator: an objective ("99.95 %"), or minutes of a month ("20 min"). null: neither. */
export function readDowntime(text: string): DowntimeAsked | null {
  const minutes = /^\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*min(?:utes)?\s*$/.exec(text)?.[1]?.replace(",", ".");
  if (minutes !== undefined) return Number(minutes) > 0 ? { minutes, period: "30d" } : null;
  const objective = readObjective(text);
  return objective === null ? null : { objective };
}

/** "99.95 %" -> "99.95"; null: no objective. */
export function readObjective(text: string): string | null {
  const found = /^\s*(\d{1,2}(?:\.\d{1,10})?)\s*%?\s*$/.exec(text.replace(",", "."));
  const value = Number(found?.[1]);
  return found && value > 0 && value < 100 ? (found[1] as string) : null;
}
