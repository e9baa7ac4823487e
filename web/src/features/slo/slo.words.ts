/** An SLO in a person's words. Pure. */
import type { AlertView, RuleView, SloDefinition, SloState, SloSummary } from "@/api/types";
import { burn, durationText, parseDuration } from "@/kit/format";
import { instantsAsUtc } from "@/kit/Words";

/** "30d" -> "30 days": a promise is read as a sentence. */
export function periodWords(period: string): string {
  const ms = parseDuration(period);
  if (ms === null) return period;
  const units: [number, string][] = [[7 * 86_400_000, "week"], [86_400_000, "day"], [3_600_000, "hour"], [60_000, "minute"]];
  for (const [unit, word] of units.slice(ms % units[0]![0] === 0 && ms < 28 * 86_400_000 ? 0 : 1))
    if (ms % unit === 0) return ms === unit ? `1 ${word}` : `${ms / unit} ${word}s`;
  return durationText(period);
}

/** {region: "eu", tier: "gold"} -> "region eu, tier gold". */
export const groupWords = (group: Readonly<Record<string, string>> | undefined): string => Object.entries(group ?? {}).map(([label, value]) => `${label} ${value || "(empty)"}`).join(", ") || "(no labels)";

type Windowed = Pick<SloSummary, "period"> & Partial<Pick<SloSummary, "window">>;
type Promised = Pick<SloSummary, "objective" | "service"> & Windowed & Partial<Pick<SloSummary, "kind" | "method">>;
type Cut = Partial<Pick<SloDefinition, "slicing" | "composite">>;

/** "over any 30 days", "in each month (Europe/Berlin)". */
export function windowWords(slo: Windowed): string {
  const calendar = slo.window && !/rolling/.test(slo.window) ? slo.window.split(", ") : null;
  return calendar ? `in each ${calendar[0]}${calendar[1] ? ` (${calendar[1]})` : ""}` : `over any ${periodWords(slo.period)}`;
}

/** "99.95 % of valid checkout events are good, over any 30 days". */
export function promise(slo: Promised, definition: Cut = {}): string {
  const slice = definition.slicing ? durationText(definition.slicing.length) : "";
  const target = definition.slicing && definition.slicing.target.numerator > 0 ? ` (at least ${percentOf(definition.slicing.target)} of what happens in it)` : "";
  const said = slo.kind === "composite" && definition.composite ? `${slo.objective} holds for ${membersWords[definition.composite.rule]} ${definition.composite.members.length} SLOs`
    : slo.method === "timeslices" ? `${slo.objective} of slices of ${slice || "time"} are good${target}`
    : slo.method === "ratio_timeslices" ? `the share of good events, averaged over slices of ${slice || "time"}, is ${slo.objective}`
    : slo.kind === "threshold" || slo.kind === "freshness" ? `${slo.objective} of ${slo.service}'s samples are within the bound`
    : `${slo.objective} of valid ${slo.service} events are good`;
  return `${said}, ${windowWords(slo)}`;
}
const percentOf = ({ numerator, denominator }: { numerator: number; denominator: number }): string => `${Number(((numerator / denominator) * 100).toPrecision(8))} %`;

type Rule = NonNullable<SloDefinition["composite"]>["rule"];
const membersWords: Record<Rule, string> = {
  all: "all at once of", any: "at least one of", weighted: "the weighted mean of", burn: "the weighted burn of", worst: "the worst, slice by slice, of", shortfall: "the weighted shortfall of",
};
export const compositeWords: Record<Rule, string> = {
  all: "Every member must work: what any of them lacks is lacking here.", any: "One member that works is enough.",
  weighted: "Error ratios are averaged by weight, over the members that have data.", burn: "Burn rates add up by weight.",
  worst: "A slice is bad if it is bad for any member.", shortfall: "Error ratios add up by weight, slice by slice.",
};

/** The state as one sentence with what it means, for the SLO's own page. */
export function stateSentence(state: SloState, rules: readonly RuleView[]): string {
  const firing = rules.filter((r) => r.state === "firing" || r.state === "clearing").map((r) => r.definition.name);
  switch (state) {
    case "burning": return firing.length > 0 ? `${list(firing)} ${firing.length === 1 ? "is" : "are"} firing: the budget burns faster than ${firing.length === 1 ? "the rule allows" : "the rules allow"}.` : "The budget burns faster than its rules allow.";
    case "breached": return "The budget of the period is spent. Nothing fires now: what is bad now burns slower than its rules allow.";
    case "frozen": return "An alert fired and then its data stopped, so nobody can say whether it is over. It stays open, without paging again, until data is back or a person resolves it.";
    case "stale": return "Data came until a while ago. The figures below are as of then; what happened since is not known.";
    case "cannot_tell": return "Too little is measured to say whether the budget burns: few events, or much of the window missing. No alert fires on a guess, and none is resolved by one.";
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
  inactive: "quiet", pending: "about to fire", firing: "firing", frozen: "frozen", clearing: "clearing", cannot_tell: "cannot tell",
};

/** When the budget is spent, as words and instants: likeliest, and at the earliest where that is another. */
export function spentWords(f: { exhausted_at?: string | null | undefined; exhausted_low?: string | null | undefined; exhausted_high?: string | null | undefined }): (string | { at: string })[] {
  const { exhausted_at: at, exhausted_low: low } = f;
  if (!at) return low ? ["It holds in all likelihood; at the worst it is spent ", { at: low }, "."] : ["It is not spent by then, even at the worst."];
  return low && low !== at ? ["Spent ", { at }, ", at the earliest ", { at: low }, "."] : ["Spent ", { at }, "."];
}

/** How long an alert lasted, or has lasted. */
export const alertLength = (alert: Pick<AlertView, "fired_at" | "resolved_at">, now: number): number =>
  (alert.resolved_at ? Date.parse(alert.resolved_at) : now) - Date.parse(alert.fired_at);

/** A link that a catalogue may name: web pages only, never a script. */
export function safeLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** The server's clause as a sentence, its instants as people write them. */
export function sentence(clause: string): string {
  const said = instantsAsUtc(clause);
  return said.charAt(0).toUpperCase() + said.slice(1) + (/[.!?]$/.test(said) ? "" : ".");
}
