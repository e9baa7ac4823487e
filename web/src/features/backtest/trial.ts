/** What is tried of an SLO: only what differs from it, as the address keeps it and as the server is asked. Pure. */
import type { Schemas } from "@/api/types";
import type { Span } from "@/kit/charts";
import { burn, duration, durationText, parseDuration } from "@/kit/format";
import type { Rule } from "./backtest.api";

export interface RuleDraft { name: string; severity: "page" | "ticket"; factor: number; long: string; short: string }
export interface Trial {
  name?: string;
  /** Percent, as it is typed: "99.95". */
  objective?: string;
  window?: string;
  rules?: RuleDraft[];
  /** Times as much, good and bad alike. */
  traffic?: number;
  /** Ranges that do not count, besides those that do not already. */
  leaveOut?: Span[];
}

export const draftOf = (rule: Pick<Rule, "name" | "severity" | "factor" | "long_window" | "short_window">): RuleDraft => ({ name: rule.name, severity: rule.severity, factor: rule.factor, long: rule.long_window, short: rule.short_window });

type AskedVariant = NonNullable<Schemas["BacktestRequest"]["variants"]>[number];
type AskedRule = NonNullable<AskedVariant["rules"]>[number];

/** A rule that the SLO has keeps what the trial does not speak of: channels, delays, how it compares. */
export function ruleOf(draft: RuleDraft, was: readonly Rule[]): AskedRule {
  const own = was.find((r) => r.name === draft.name);
  return { ...own, name: draft.name, severity: draft.severity, factor: draft.factor, long_window: draft.long, short_window: draft.short };
}

export function variantOf(trial: Trial, was: readonly Rule[]): AskedVariant {
  return {
    name: trial.name ?? "", traffic: trial.traffic ?? 1,
    leave_out: (trial.leaveOut ?? []).map((s) => ({ start: new Date(s.from).toISOString(), end: new Date(s.to).toISOString() })),
    ...(trial.objective === undefined ? {} : { objective: trial.objective.trim().replace(",", ".").replace(/\s*%$/, "") }),
    ...(trial.window === undefined ? {} : { window: trial.window }),
    ...(trial.rules === undefined ? {} : { rules: trial.rules.map((r) => ruleOf(r, was)) }),
  };
}

/** A change with what is the same as the SLO taken out of it. */
export function onlyChanges(trial: Trial, was: { objective: string; window: string; rules: readonly Rule[] }): Trial {
  const { name, objective, window, rules, traffic, leaveOut } = trial;
  const sameRules = rules && rules.length === was.rules.length && rules.every((r, i) => sameRule(r, was.rules[i]));
  return {
    ...(name ? { name } : {}),
    ...(objective !== undefined && objective.trim() !== was.objective ? { objective } : {}),
    ...(window !== undefined && parseDuration(window) !== parseDuration(was.window) ? { window } : {}),
    ...(rules && !sameRules ? { rules } : {}),
    ...(traffic !== undefined && traffic !== 1 ? { traffic } : {}),
    ...(leaveOut && leaveOut.length > 0 ? { leaveOut } : {}),
  };
}
const sameRule = (draft: RuleDraft, rule: Rule | undefined): boolean =>
  rule !== undefined && draft.name === rule.name && draft.severity === rule.severity && draft.factor === rule.factor && parseDuration(draft.long) === parseDuration(rule.long_window) && parseDuration(draft.short) === parseDuration(rule.short_window);
export const isEmpty = (trial: Trial): boolean => !trial.objective && !trial.window && !trial.rules && trial.traffic === undefined && !trial.leaveOut?.length;

const factorText = (factor: number): string => burn(factor).replace(".0x", "x");
const windowsText = (r: Pick<RuleDraft, "long" | "short">): string => `${durationText(r.long)}${(parseDuration(r.short) ?? 0) > 0 ? ` and ${durationText(r.short)}` : ""}`;
/** "page above 14.4x over 1 h and 5 min". */
export const ruleText = (r: RuleDraft): string => `${r.severity} above ${factorText(r.factor)} over ${windowsText(r)}`;

/** What a trial changes, each in a few words. */
export function changeWords(trial: Trial, was: readonly Rule[]): string[] {
  const said: string[] = [];
  if (trial.objective) said.push(`${trial.objective.replace(/\s*%$/, "")} %`);
  if (trial.window) said.push(`over ${durationText(trial.window)}`);
  if (trial.rules) said.push(...rulesWords(trial.rules, was));
  if (trial.traffic !== undefined) said.push(`${trial.traffic}x traffic`);
  if (trial.leaveOut?.length) said.push(`without ${trial.leaveOut.length === 1 ? duration((trial.leaveOut[0] as Span).to - (trial.leaveOut[0] as Span).from) : `${trial.leaveOut.length} ranges`}`);
  return said;
}
function rulesWords(rules: readonly RuleDraft[], was: readonly Rule[]): string[] {
  const found = rules.flatMap((r): string[] => {
    const own = was.find((w) => w.name === r.name);
    if (!own) return [ruleText(r)];
    if (sameRule(r, own)) return [];
    const before = draftOf(own);
    const windows = windowsText(before) === windowsText(r) ? "" : ` over ${windowsText(r)}`;
    return [`${r.name} ${before.severity === r.severity ? "" : `${r.severity} `}${factorText(r.factor)}${windows}`];
  });
  const gone = was.filter((w) => !rules.some((r) => r.name === w.name)).map((w) => `no ${w.name}`);
  return [...found, ...gone];
}

const seconds = (ms: number): number => Math.round(ms / 1000);
/** "o99.95;w28d;rpage-fast:p:14.4:1h:5m;t2;x1763000000-1763003600": short enough to be sent to somebody. */
export function encodeTrial(trial: Trial): string {
  const parts: string[] = [];
  if (trial.name) parts.push(`n${encodeURIComponent(trial.name)}`);
  if (trial.objective) parts.push(`o${encodeURIComponent(trial.objective)}`);
  if (trial.window) parts.push(`w${encodeURIComponent(trial.window)}`);
  if (trial.rules) parts.push(`r${trial.rules.map((r) => [encodeURIComponent(r.name), r.severity[0], r.factor, r.long, r.short].join(":")).join(",")}`);
  if (trial.traffic !== undefined) parts.push(`t${trial.traffic}`);
  if (trial.leaveOut?.length) parts.push(`x${trial.leaveOut.map((s) => `${seconds(s.from)}-${seconds(s.to)}`).join(",")}`);
  return parts.join(";");
}

/** What cannot be read is left out: an address that somebody mangled still opens its page. */
export function decodeTrial(text: string): Trial {
  const trial: Trial = {};
  for (const part of text.split(";")) {
    const value = part.slice(1);
    if (part[0] === "n") trial.name = unescaped(value);
    if (part[0] === "o") trial.objective = unescaped(value);
    if (part[0] === "w" && parseDuration(unescaped(value))) trial.window = unescaped(value);
    if (part[0] === "r") trial.rules = value === "" ? [] : value.split(",").flatMap(decodeRule);
    if (part[0] === "t" && Number(value) > 0) trial.traffic = Number(value);
    if (part[0] === "x") trial.leaveOut = value.split(",").flatMap(decodeSpan);
  }
  return trial;
}
function decodeRule(text: string): RuleDraft[] {
  const [name = "", severity, factor, long = "", short = "0s"] = text.split(":");
  if (!(Number(factor) > 0) || parseDuration(long) === null) return [];
  return [{ name: unescaped(name), severity: severity === "t" ? "ticket" : "page", factor: Number(factor), long, short: parseDuration(short) === null ? "0s" : short }];
}
function decodeSpan(text: string): Span[] {
  const [from, to] = text.split("-").map((n) => Number(n) * 1000);
  return from && to && from < to && to < 8.64e15 ? [{ from, to }] : [];
}
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // cut in the middle of an escape: as it stands
  }
}

/** Ranges joined where they touch, in order. */
export function joined(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else found.push({ ...span });
  }
  return found;
}

/** An objective by the place of a slider: how many nines. Two digits of what may fail. */
export function objectiveOfNines(nines: number): string {
  const percent = Number((100 * 10 ** -nines).toPrecision(2));
  return (100 - percent).toFixed(Math.max(0, 2 - Math.ceil(Math.log10(percent) + 1e-9))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
export function ninesOf(objective: string): number {
  const left = 100 - Number(objective.trim().replace(",", ".").replace(/\s*%$/, ""));
  return left > 0 && left < 100 ? -Math.log10(left / 100) : NaN;
}
/** No burn can be above it: everything is bad. */
export const ceilingOf = (objective: string): number => 10 ** ninesOf(objective);
/** Two significant digits, for sliders of factors. */
export const rounded = (n: number, digits = 2): number => Number(n.toPrecision(digits));
