/** What stands on a candidate's own page, in plain words. Pure. */
import type { CandidateCopy } from "./candidate.api";

export const stageWords: Record<CandidateCopy["stage"], string> = {
  applied: "Your application arrived",
  screen: "It is being read",
  interview: "Interviews",
  decision: "The decision is being made",
  offer: "You have an offer",
  hired: "You are hired",
  rejected: "Ended: somebody else, or nobody, was chosen",
  withdrawn: "Ended: withdrawn",
};

export const outcomeWords = { hire: "The decision is to hire you", no_hire: "The decision is not to hire you this time", hold: "The decision waits" } as const;

/** "2027-11-22" as a person writes it: 22 November 2027. */
export function dayWords(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? date : at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** "365d" as a person says it: 365 days. */
const lengthWords = (length: string): string => length.replace(/^(\d+)d$/, (_, n: string) => `${n} day${n === "1" ? "" : "s"}`);

/** Until when everything is kept, in one sentence. */
export function keptWords(copy: Pick<CandidateCopy, "kept_until" | "held" | "keep">): string {
  if (copy.held) return "A legal duty forbids erasing it for now. Once that ends, the usual time applies.";
  if (copy.kept_until) return `It is kept until the end of ${dayWords(copy.kept_until)}, then erased by itself.`;
  return `It is kept while your application goes on and ${lengthWords(copy.keep)} after it ended, then erased by itself.`;
}

/** The copy as a file, as it came. */
export const fileOf = (copy: CandidateCopy): string => `${JSON.stringify(copy, null, 2)}\n`;
