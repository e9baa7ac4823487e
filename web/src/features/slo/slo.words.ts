/** An SLO in a person's words. Pure. */
import type { AlertView, RuleView, SloDefinition, SloState, SloSummary } from "@/api/types";
import { burn, durationText, parseDuration } from "@/kit/format";

/** "30d" -> "30 days": a promise is read as a sentence. */
export function periodWords(period: string): string {
  const ms = parseDuration(period);
  if (ms === null) return period;
  const units: [number, string][] = [[7 * 86_400_000, "week"], [86_400_000, "day"], [3_600_000, "hour"], [60_000, "minute"]];
  for (const [unit, word] of units.slice(ms % units[0]![0] === 0 && ms < 28 * 86_400_000 ? 0 : 1))
    if (ms % unit === 0) return ms === unit ? `1 ${word}` : `${ms / unit} ${word}s`;
  return durationText(period);
}

/** "99.95 % of valid checkout events are good over 30 days". */
export const promise = (slo: Pick<SloSummary, "objective" | "service" | "period">): string =>
  `${slo.objective} of valid ${slo.service} events are good, over any ${periodWords(slo.period)}`;

/** The state as one sentence with what it means, for the SLO's own page. */
export function stateSentence(state: SloState, rules: readonly RuleView[]): string {
  const firing = rules.filter((r) => r.state === "firing" || r.state === "clearing").map((r) => r.definition.name);
  switch (state) {
    case "burning": return firing.length > 0 ? `${list(firing)} ${firing.length === 1 ? "is" : "are"} firing: the budget burns faster than ${firing.length === 1 ? "the rule allows" : "the rules allow"}.` : "The budget burns faster than its rules allow.";
    case "breached": return "The budget of the period is spent. Nothing fires now: what is bad now burns slower than its rules allow.";
    case "frozen": return "An alert fired and then its data stopped, so nobody can say whether it is over. It stays open, without paging again, until data is back or a person resolves it.";
    case "stale": return "Data came until a while ago. The figures below are as of then; what happened since is not known.";
    case "no_data": return "Nothing was measured yet.";
    case "ok": return "Within its budget, and nothing burns.";
  }
}
/** A page is red; what only opens tickets is a caution. */
export const pagesNow = (rules: readonly RuleView[]): boolean => rules.some((r) => r.definition.severity === "page" && r.state !== "inactive" && r.state !== "pending");

const list = (words: readonly string[]): string => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

/** "burn over 1 h and over 5 min above 14.4x". */
export function ruleWords(rule: SloDefinition["rules"][number]): string {
  const short = (parseDuration(rule.short_window) ?? 0) > 0;
  return `burn over ${durationText(rule.long_window)}${short ? ` and over ${durationText(rule.short_window)}` : ""} ${rule.at_or_above ? "at or above" : "above"} ${burn(rule.factor).replace(".0x", "x")}`;
}

/** What a rule's windows burn now, the decisive one last: the lesser. null without events. */
export function burnNow(rule: Pick<RuleView, "evidence">): number | null {
  const burns = rule.evidence.map((e) => e.burn);
  if (burns.length === 0 || burns.some((b) => b === null || b === undefined)) return null;
  return Math.min(...(burns as number[]));
}

export const ruleStateWords: Record<RuleView["state"], string> = {
  inactive: "quiet", pending: "about to fire", firing: "firing", frozen: "frozen", clearing: "clearing",
};

/** How long an alert lasted, or has lasted. */
export const alertLength = (alert: Pick<AlertView, "fired_at" | "resolved_at">, now: number): number =>
  (alert.resolved_at ? Date.parse(alert.resolved_at) : now) - Date.parse(alert.fired_at);

/** A link that a catalogue may name: web pages only, never a script. */
export function safeLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
