/** How the words of practising are said on its pages. */
import type { FigureField, StoryKind, StoryLine } from "./workbook";

export const roleWords = { sre: "SRE", senior: "senior SRE", staff: "staff SRE", manager: "manager", director: "director" } as const;
export const plain = (word: string): string => (word === "security_ai" ? "security and AI" : word.replaceAll("_", " "));

export const kindWords: Record<StoryKind, string> = {
  reliability_win: "Reliability win", hard_feedback: "Hard feedback", influence: "Influence across teams", weakness: "A weakness", leaving: "Why you move", other: "Another story",
};
export const lineAsks: Record<StoryLine, string> = {
  context: "Where was it, what was at stake, what was your role?", problem: "What was wrong, and for whom?", action: "What did you do yourself, and what did you choose against?",
  result: "What changed, in a figure that you can defend?", learning: "What do you do differently since, and what stayed?",
};
export const leavingAsks: Record<StoryLine, string> = {
  context: "What do you do now, in a sentence?", problem: "What do you look for that is not there? No complaint.", action: "What did you do about it where you are?", result: "What are you going to: which work, which scope?", learning: "What do you bring along?",
};
export const fieldWords: Record<FigureField, [string, string]> = {
  claim: ["Claim", "Cut time to restore by 40 %"], baseline: ["Before", "90 min"], after: ["After", "54 min"], formula: ["Formula", "median of restored minus detected"], window: ["Window", "Q1 against Q3, 13 weeks each"],
  sample: ["Out of how many", "31 incidents before, 28 after"], included: ["Counted", "SEV-1 and SEV-2 of all services"], excluded: ["Left out", "drills, and two outages of the provider"], mechanism: ["What moved it", "rollback became one command"],
  caveats: ["What speaks against it", "traffic fell by a tenth"], rework: ["Done again", "5 %"], confidence: ["How sure", "fairly; 30 to 45 %"],
};

/** 83 is "1:23"; what is over runs on: "+0:12". */
export function clockText(left: number): string {
  const over = left < 0;
  const s = Math.abs(left);
  return `${over ? "+" : ""}${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}
/** What the clock says to who cannot see it, seldom enough not to be in the way. */
export const spokenClock = (left: number): string => (left === 60 ? "60 seconds left" : left === 30 ? "30 seconds left" : left === 10 ? "10 seconds left" : left === 0 ? "The time is over; finish your sentence" : "");
