/** Which services the overview shows and in what order, and what it says of them all. Pure. */
import type { BurningNow, Overview, ServiceLine, ServiceState } from "@/api/types";
import { budget, burn } from "@/kit/format";
import type { OverviewSearch } from "./overview.url";

/** A service without a tier is shown after those that have one. */
export const noTier = "no tier";
export const noOwner = "no owner";
export const tierOf = (line: ServiceLine): string => line.tier || noTier;
export const ownerOf = (line: ServiceLine): string => line.owner || noOwner;

export const stateWords: Record<ServiceState, string> = {
  burning: "burning", breached: "overspent", frozen: "frozen", stale: "stale", cannot_tell: "cannot tell", no_data: "no data", ok: "ok", no_slo: "no SLO",
};
export const stateHints: Record<ServiceState, string> = {
  burning: "An alert fires: the budget burns faster than its rules allow",
  breached: "The budget of the window is spent",
  frozen: "An alert fired and cannot be judged now, for lack of data",
  stale: "Data came until a while ago; the figures show their age",
  cannot_tell: "Too few events, or too much of the window unmeasured, to say whether the budget burns",
  no_data: "Nothing was measured yet",
  ok: "Within its budget, and nothing burns",
  no_slo: "No SLO is declared for this service",
};

export function matches(line: ServiceLine, search: OverviewSearch): boolean {
  if (search.tier !== undefined && tierOf(line) !== search.tier) return false;
  if (search.owner !== undefined && ownerOf(line) !== search.owner) return false;
  if (search.state !== undefined && line.state !== search.state) return false;
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const within = `${line.name} ${line.display_name} ${line.owner} ${line.slo} ${line.tier}`.toLowerCase();
  return words.every((word) => within.includes(word));
}

/** The groups' order: tiers by rank, owners by name; what has none comes last. */
export function groupOrder(line: ServiceLine, group: OverviewSearch["group"]): [number, string] {
  if (group === "tier") return [line.tier ? (line.tier_rank ?? 1e6) : 1e7, tierOf(line)];
  if (group === "owner") return [line.owner ? 0 : 1, ownerOf(line)];
  return [0, ""];
}

/** Rows of one group together, in the order they came within it. */
export function grouped(lines: readonly ServiceLine[], group: OverviewSearch["group"]): readonly ServiceLine[] {
  if (!group) return lines;
  const keyed = lines.map((line) => ({ line, key: groupOrder(line, group) }));
  keyed.sort((a, b) => a.key[0] - b.key[0] || a.key[1].localeCompare(b.key[1], "en", { numeric: true }));
  return keyed.map((k) => k.line);
}

/**
 * What the eye sees of a row. Two readings with the same text are the same row: only rows that differ are drawn again, though
 * every reading moves every figure's last digits.
 */
export function drawnText(line: ServiceLine): string {
  const share = (value: number | null | undefined): string => (value === null || value === undefined ? "" : value.toFixed(3));
  return [
    line.name, line.display_name, line.owner, line.tier, line.state, line.slo, line.slos, line.alerts_open, line.why_empty,
    share(line.budget_remaining), share(line.budget_yesterday), burn(line.burn_1h), share(line.projected_end),
    share(line.projected_low), share(line.projected_high), share(line.coverage), line.thresholds.caution, line.thresholds.freeze,
    line.state === "stale" ? line.as_of : "",
  ].join("\t");
}

/** `next` with the objects of `before` wherever they are drawn alike. */
export function keepAlike(before: ReadonlyMap<string, ServiceLine>, next: readonly ServiceLine[]): ServiceLine[] {
  return next.map((line) => {
    const old = before.get(line.name);
    return old && drawnText(old) === drawnText(line) ? old : line;
  });
}

/**
 * Rows in the order that is held, while the same rows are asked for in the same way; else as they come. So that a row does not
 * move while it is read. `moved`: the order that is held is no longer the true one. `taken`: the rows' own order is, from now.
 */
export function steady(held: readonly string[], rows: readonly ServiceLine[]): { rows: readonly ServiceLine[]; moved: boolean; taken: boolean } {
  const byName = new Map(rows.map((row) => [row.name, row]));
  if (held.length !== rows.length || !held.every((name) => byName.has(name))) return { rows, moved: false, taken: true };
  return { rows: held.map((name) => byName.get(name) as ServiceLine), moved: held.some((name, i) => rows[i]?.name !== name), taken: false };
}

/** How far the budget went since yesterday, in points of a percent; null where that cannot be said. */
export function movedOf({ budget_remaining: now, budget_yesterday: then }: Pick<ServiceLine, "budget_remaining" | "budget_yesterday">): number | null {
  if (now === null || now === undefined || then === null || then === undefined) return null;
  return Math.round((now - then) * 1000) / 10;
}

/** The same as text: "−3.1"; empty when it did not move visibly. */
export function deltaText(line: Pick<ServiceLine, "budget_remaining" | "budget_yesterday">): string {
  const points = movedOf(line);
  if (points === null || points === 0) return "";
  return `${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`;
}

export interface HeadlinePart {
  text: string;
  state?: ServiceState;
  /** Of what leads to the portfolio instead of to rows. */
  policy?: true;
  level?: "breach" | "caution";
}

const several = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`);

/** The state of everything in one sentence, worst first; calm when there is nothing to do. `pages`: something that fires wakes a person. */
export function headline(services: readonly ServiceLine[], pages = true): HeadlinePart[] {
  const n = (state: ServiceState): number => services.filter((line) => line.state === state).length;
  if (services.length === 0) return [{ text: "No services yet" }];
  const parts: HeadlinePart[] = [];
  const say = (state: ServiceState, text: (count: number) => string, level?: "breach" | "caution"): void => {
    const count = n(state);
    if (count > 0) parts.push({ text: text(count), state, ...(level ? { level } : {}) });
  };
  say("burning", (c) => several(c, "service burns now", "services burn now"), pages ? "breach" : "caution");
  say("breached", (c) => several(c, "overspent", "overspent"), "breach");
  // What their policies hold back though nothing else is told of them: what is overspent is told already.
  const stopped = services.filter((line) => line.policy_state === "freeze" || (line.policy_state === "breach" && line.state !== "breached")).length;
  if (stopped > 0) parts.push({ text: several(stopped, "budget in freeze", "budgets in freeze"), policy: true });
  say("frozen", (c) => several(c, "frozen", "frozen"), "caution");
  say("stale", (c) => several(c, "stale", "stale"), "caution");
  say("cannot_tell", (c) => `${c} cannot be told`);
  say("no_data", (c) => several(c, "without data", "without data"));
  if (n("burning") === 0) parts.unshift({ text: parts.length > 0 ? "Nothing burns now" : several(services.length, "service, nothing burns", "services, nothing burns") });
  return parts;
}

/** What burns only so slowly that tickets are opened and nobody is woken: names of services or of SLOs, sorted. */
export function ticketsOnly(burning: readonly BurningNow[], of: "service" | "slo"): string[] {
  const pages = new Set(burning.filter((b) => b.severity === "page").map((b) => b[of]));
  return [...new Set(burning.map((b) => b[of]))].filter((name) => !pages.has(name)).sort();
}

/** Alerts of one SLO together, the worst of them first, in the order that the worst came: one burn is one story. */
export function bySlo(items: readonly BurningNow[]): [BurningNow, ...BurningNow[]][] {
  const groups = new Map<string, [BurningNow, ...BurningNow[]]>();
  for (const item of items) {
    const group = groups.get(item.slo);
    if (group) group.push(item);
    else groups.set(item.slo, [item]);
  }
  return [...groups.values()];
}

/** The table's row as text, for what is copied. */
export const budgetCsv = (value: number | null | undefined): string => (value === null || value === undefined ? "" : budget(value).replace("−", "-"));
export const namesOf = (line: ServiceLine): { title: string; name: string } =>
  line.display_name && line.display_name.toLowerCase() !== line.name.toLowerCase() ? { title: line.display_name, name: line.name } : { title: line.display_name || line.name, name: "" };
export const choicesOf = (overview: Overview): { tiers: string[]; owners: string[]; states: ServiceState[] } => ({
  tiers: [...new Set(grouped(overview.services, "tier").map(tierOf))],
  owners: [...new Set(grouped(overview.services, "owner").map(ownerOf))],
  states: (Object.keys(stateWords) as ServiceState[]).filter((state) => overview.services.some((line) => line.state === state)),
});
