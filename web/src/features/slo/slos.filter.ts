import type { SloState, SloSummary } from "@/api/types";
import { burn } from "@/kit/format";
import type { SlosSearch } from "./slo.url";

/** By consequence: what a person must look at first. */
export const stateOrder: readonly SloState[] = ["burning", "breached", "frozen", "stale", "cannot_tell", "no_data", "ok"];

/** Where a budget stands against its thresholds; a budget that burns is in question whatever is left of it. As the overview orders. */
function level(s: SloSummary): number {
  if (s.state === "burning") return 0;
  const left = s.budget_remaining;
  if (left === null || left === undefined) return 3;
  if (left < 0 || left <= s.thresholds.freeze) return 0;
  return left <= s.thresholds.caution ? 1 : 2;
}

/** Worst first: state, where the budget stands, tier, burn (from 1x on: slower than that it lasts), and what is left. */
export function worstFirst(slos: readonly SloSummary[]): SloSummary[] {
  const rank = (s: SloSummary): number => s.tier_rank ?? 1e6;
  const fast = (s: SloSummary): number => ((s.burn_1h ?? 0) >= 1 ? (s.burn_1h ?? 0) : 0);
  return [...slos].sort((a, b) =>
    stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || level(a) - level(b) || rank(a) - rank(b) || fast(b) - fast(a) ||
    (a.budget_remaining ?? 2) - (b.budget_remaining ?? 2) || a.name.localeCompare(b.name, "en"));
}

/** Every word of `q` must be found in a name, the service, the owner. */
export function filterSlos(slos: readonly SloSummary[], search: SlosSearch): SloSummary[] {
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return slos.filter((s) => {
    if (s.group_of && search.groups !== "all") return false;
    if (search.service && s.service !== search.service) return false;
    if (search.tier && s.tier !== search.tier) return false;
    if (search.state && s.state !== search.state) return false;
    if (words.length === 0) return true;
    const within = `${s.name} ${s.display_name} ${s.service} ${s.owner}`.toLowerCase();
    return words.every((word) => within.includes(word));
  });
}

export const choices = (slos: readonly SloSummary[]): { services: string[]; tiers: string[]; states: SloState[] } => {
  const unique = (of: (s: SloSummary) => string): string[] => [...new Set(slos.map(of))].filter(Boolean).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return { services: unique((s) => s.service), tiers: unique((s) => s.tier), states: stateOrder.filter((state) => slos.some((s) => s.state === state)) };
};

/** What the eye sees of a row: rows with the same text need not be drawn again, though every reading moves their last digits. */
export function drawnText(s: SloSummary): string {
  const share = (value: number | null | undefined): string => (value === null || value === undefined ? "" : value.toFixed(3));
  return [
    s.name, s.display_name, s.service, s.owner, s.tier, s.objective, s.period, s.state, share(s.budget_remaining), share(s.projected_end),
    share(s.projected_low), share(s.projected_high), share(s.coverage), burn(s.burn_1h), s.thresholds.caution, s.thresholds.freeze, s.alerts_open, s.why_empty,
  ].join("\t");
}

/** `next` in the order of `held` and with the objects of `before` where they are drawn alike; another set of rows takes its own order. */
export function keepStill(before: readonly SloSummary[], next: readonly SloSummary[]): SloSummary[] {
  const fresh = new Map(next.map((s) => [s.name, s]));
  const alike = before.length === next.length && before.every((s) => fresh.has(s.name));
  if (!alike) return [...next];
  return before.map((old) => {
    const now = fresh.get(old.name) as SloSummary;
    return drawnText(old) === drawnText(now) ? old : now;
  });
}
