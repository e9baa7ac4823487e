/** Exclusions and annotations in a person's words. Pure. */
import { duration, utc } from "@/kit/format";
import { wallClock } from "@/kit/zones";
import type { Annotation, Exclusion, ExclusionKind, ExclusionState } from "./exclusions.api";
import { repeatWords } from "./recurrence";

export const kindWords: Record<ExclusionKind, string> = { maintenance: "maintenance", correction: "correction" };
export const stateWords: Record<ExclusionState, string> = { requested: "asked for", approved: "left out", refused: "refused", withdrawn: "withdrawn", expired: "expired undecided" };
export const categories: Record<ExclusionKind, readonly [string, string][]> = {
  maintenance: [["planned", "planned work"], ["deploy", "a deploy"], ["migration", "a migration"], ["dependency", "a dependency's work"], ["other", "something else"]],
  correction: [["measurement_error", "measured wrongly"], ["not_our_fault", "not our fault"], ["load_test", "a load test"], ["attack", "an attack"], ["other", "something else"]],
};
export const categoryWords = (category: string): string => [...categories.maintenance, ...categories.correction].find(([id]) => id === category)?.[1] ?? category.replaceAll("_", " ");
export const annotationWords: Record<Annotation["category"], string> = { change: "change", incident: "incident", dependency: "dependency", maintenance: "maintenance", note: "note" };

/** What it covers: "checkout-availability, all of payments". */
export const coversText = (of: Pick<Exclusion, "slos" | "services">): string => [...of.slos, ...of.services.map((s) => `all of ${s}`)].join(", ");

/** "21 Nov 2026 14:05:00 UTC, for 2 h; every week on Sunday (01:00 Europe/Berlin)". */
export function whenText(of: Pick<Exclusion, "range"> & { recurrence?: { rule: string; zone: string } | null }): string {
  const [from, to] = [Date.parse(of.range.start), Date.parse(of.range.end)];
  const again = of.recurrence ? `; ${repeatWords(of.recurrence.rule)} (${wallClock(from, of.recurrence.zone).slice(11)} ${of.recurrence.zone})` : "";
  return `${utc(from)}, for ${duration(to - from)}${again}`;
}

/** Waiting ones first, then what counts, then what does not; the newest first within each. */
export function inOrder(items: readonly Exclusion[]): Exclusion[] {
  const rank: Record<ExclusionState, number> = { requested: 0, approved: 1, refused: 2, withdrawn: 2, expired: 2 };
  return [...items].sort((a, b) => rank[a.state] - rank[b.state] || Date.parse(b.requested_at) - Date.parse(a.requested_at));
}
