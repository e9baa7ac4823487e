/** Hiring's closed vocabularies as people read them. */
import type { Outcome, Source, Stage } from "./hire.api";

export const stageWords: Record<Stage, string> = { applied: "applied", screen: "screening", interview: "interviews", decision: "decision", offer: "offer", hired: "hired", rejected: "turned down", withdrawn: "withdrew" };
/** In the order of the funnel; the last three end an application. */
export const stages = Object.keys(stageWords) as Stage[];
export const ended = (stage: Stage): boolean => stage === "hired" || stage === "rejected" || stage === "withdrawn";
export const sourceWords: Record<Source, string> = { applied: "applied", referral: "referred by somebody here", sourced: "approached by us", agency: "an agency", internal: "moves inside", other: "another way" };
export const outcomeWords: Record<Outcome, string> = { hire: "Hire", no_hire: "Do not hire", hold: "Hold" };

export const recommendations = ["strong_yes", "yes", "no_decision", "no", "definitely_not"] as const;
export type Recommendation = (typeof recommendations)[number];
export const recommendationWords: Record<Recommendation, string> = { strong_yes: "Strong yes", yes: "Yes", no_decision: "Cannot say", no: "No", definitely_not: "Definitely not" };

export const pointWords = ["", "below", "mixed", "meets", "excellent"] as const;

/** Whom a page names where the name is gone. */
export const nameOf = (person: { id: string; name: string }, gone = "erased"): string => person.name || gone;
export const initials = (name: string): string => name.split(/\s+/).filter(Boolean).map((w) => w[0]).slice(0, 2).join("").toUpperCase();

/** A date field's value of today, on the clock of whoever looks. */
export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}
