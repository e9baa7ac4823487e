/** Promises and what a history says about them, in a person's words. Pure. */
import { durationText, parseDuration, ratio } from "@/kit/format";
import type { BaselineCell, BaselineDay, Level, Target, TargetState, TargetSuggestion } from "./targets.api";

export const stateWords: Record<TargetState, string> = { proposed: "proposed", approved: "approved", declined: "declined", withdrawn: "withdrawn", superseded: "replaced by a later one" };

export const plain = (objective: string): string => objective.replace(/\s*%$/, "");

/** The answer first: what is promised, what could be, and what users would have let pass. */
export function answer(s: TargetSuggestion): string[] {
  const best = s.tightest_affordable ?? null;
  const noticed = s.loosest_noticed ?? null;
  const said: string[] = [];
  if (best === null) said.push("Its past affords none of these objectives within the limits below.");
  else if (plain(best) === plain(s.objective)) said.push(`What is promised, ${s.objective}, is the tightest objective that its past affords.`);
  else said.push(`${best} is the tightest objective that its past affords; ${s.objective} is promised.`);
  if (noticed !== null) said.push(`Anything looser than ${noticed} would call a window kept in which users noticed.`);
  return said;
}

/**
 * Five steps by how much of what the objective lets be bad was bad: below a quarter, up to all of it, up to three times, up to ten
 * times, and above. null: nothing was counted.
 */
export type Step = 0 | 1 | 2 | 3 | 4;
export function stepOf(cell: Pick<BaselineCell, "valid" | "bad">, allowance: number): Step | null {
  if (cell.valid === 0) return null;
  const burn = cell.bad / cell.valid / allowance;
  if (burn < 0.25) return 0;
  if (burn <= 1) return 1;
  if (burn <= 3) return 2;
  return burn <= 10 ? 3 : 4;
}
export const stepWords: readonly string[] = ["hardly anything bad", "within the objective", "up to 3 times what it allows", "up to 10 times", "more"];

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const two = (n: number): string => String(n).padStart(2, "0");
export const hourName = (cell: Pick<BaselineCell, "weekday" | "hour">): string => `${weekdays[cell.weekday] ?? ""} ${two(cell.hour)}–${two((cell.hour + 1) % 24)}`;

/** "Tuesday 09–10: 99.2 % good, 391 bad". */
export const cellWords = (cell: BaselineCell, noun: string): string => `${hourName(cell)}: ${cell.valid === 0 ? "nothing counted" : `${ratio(cell.sli ?? null)} good, ${cell.bad.toLocaleString("en-US")} ${noun} bad`}`;
export const dayWords = (day: BaselineDay, noun: string): string =>
  `${new Date(`${day.day}T12:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "short", timeZone: "UTC" }).replace(",", "")}: ${day.valid === 0 ? "nothing counted" : `${ratio(day.sli ?? null)} good, ${day.bad.toLocaleString("en-US")} ${noun} bad`}`;

/** The hours of the week that delivered least, worst first, none that kept the objective. */
export const worstHours = (week: readonly BaselineCell[], allowance: number, most = 5): BaselineCell[] =>
  week.filter((c) => c.valid > 0 && c.bad / c.valid > allowance).sort((a, b) => b.bad / b.valid - a.bad / a.valid).slice(0, most);

/** A bar's length of a level among the others, on a scale that ends where nobody would go: twice the limit. */
export const barShare = (value: number, limit: number): number => (limit <= 0 ? (value > 0 ? 1 : 0) : Math.min(1, value / (2 * limit)));

export const timesWords = (times: number, length: string): string => (times === 0 ? "none" : `${times}, ${durationText(length)}`);
export const levelSaid = (level: Level): string => (level.affordable ? "affordable" : level.why_not || "not affordable");

/** "2% over 5m" as its parts; what cannot be read gives nothing. */
export interface Notice { percent: number; over: string }
export function readNotice(text: string | undefined): Notice | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*%\s*over\s+(\w+)\s*$/.exec(text ?? "");
  return found && Number(found[1]) > 0 && Number(found[1]) <= 100 && (parseDuration(found[2] as string) ?? 0) > 0 ? { percent: Number(found[1]), over: found[2] as string } : null;
}
export const writeNotice = ({ percent, over }: Notice): string => `${percent}% over ${over}`;

/** "99.5 % → 99.9 %, over 28 d". */
export const changeText = (t: Pick<Target, "from" | "to" | "window">): string => `${t.from} → ${t.to}${t.window ? `, over ${durationText(t.window)}` : ""}`;
export function reviewsText(t: Pick<Target, "reviews">): string {
  const agree = t.reviews.filter((r) => r.verdict === "agrees").length;
  const object = t.reviews.length - agree;
  return [agree > 0 && `${agree} ${agree === 1 ? "agrees" : "agree"}`, object > 0 && `${object} ${object === 1 ? "objects" : "object"}`].filter(Boolean).join(", ");
}
