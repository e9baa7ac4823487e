/** What burnt a budget, in a person's words and as parts that add up. Pure. */
import { counted } from "@/features/slo/unit";
import type { Part } from "@/kit/PartsBar";
import type { CauseKind, Episode, Episodes } from "./attribution.api";

export const causeWords: Record<CauseKind, string> = { incident: "incident", change: "change", dependency: "dependency", maintenance: "maintenance" };

/** The largest first; what still goes on stays among them. */
export const bySize = (episodes: readonly Episode[]): Episode[] => [...episodes].sort((a, b) => b.bad - a.bad);

/**
 * Every bad event once: what was charged, by cause; what is unexplained, within episodes and outside them. The parts are whole
 * numbers of the ledger and their sum is its sum; a server whose parts do not add up is told, not believed.
 */
export function partsOf(view: Pick<Episodes, "by_cause" | "background_bad" | "unexplained_bad" | "total" | "unit">): { parts: Part[]; missing: number } {
  const charged = view.by_cause.reduce((sum, c) => sum + c.bad, 0);
  const outside = Math.min(view.background_bad, view.unexplained_bad);
  const inside = view.unexplained_bad - outside;
  const said = (n: number): string => counted(n, view.unit);
  const parts: Part[] = [
    ...view.by_cause.map((c): Part => ({ key: `${c.kind} ${c.ref}`, label: c.title || c.ref || causeWords[c.kind], value: c.bad, said: said(c.bad) })),
    { key: "unexplained", label: "unexplained, in episodes", value: inside, said: said(inside), open: true },
    { key: "background", label: "background, outside episodes", value: outside, said: said(outside), open: true },
  ];
  return { parts: parts.filter((p) => p.value > 0), missing: view.total.bad - charged - view.unexplained_bad };
}

/** How much of an episode is charged, 0 to 1. */
export const chargedShare = (episode: Pick<Episode, "bad" | "unexplained_bad">): number => (episode.bad > 0 ? 1 - episode.unexplained_bad / episode.bad : 0);

/** "60 % of it", or nothing where all of it is charged. */
export const partsText = (parts: number): string => (parts >= 1_000_000 ? "" : `${Number((parts / 10_000).toPrecision(4))} % of it`);

/** From so much of the budget on an episode is worth a person's look. */
export const worthALook = 0.005;
/** Those that nobody explained yet, with a proposal that is likely right. */
export const waiting = (episodes: readonly Episode[]): Episode[] =>
  episodes.filter((e) => e.unexplained_bad > 0 && (e.budget_share ?? 1) >= worthALook && e.proposals.some((p) => p.strength === "strong"));

/** "the largest 20 burnt 83 % of what all of them did". */
export function largest(sorted: readonly Episode[], most: number): number | null {
  const sum = (list: readonly Episode[]): number => list.reduce((n, e) => n + e.bad, 0);
  const all = sum(sorted);
  return all > 0 ? sum(sorted.slice(0, most)) / all : null;
}

export interface Bar { id: string; x: number; width: number; height: number; open: boolean; charged: number }
/** Episodes on the time axis: as long as they lasted (but to be seen and hit), as high as the root of what they burnt. */
export function barsOf(episodes: readonly Episode[], range: { from: number; to: number }, width: number, height: number): Bar[] {
  const most = Math.max(1, ...episodes.map((e) => e.bad));
  const place = (at: number): number => ((Math.min(Math.max(at, range.from), range.to) - range.from) / Math.max(1, range.to - range.from)) * width;
  return episodes.map((e) => {
    const [x, end] = [place(Date.parse(e.start)), place(Date.parse(e.end))];
    const wide = Math.max(6, end - x);
    return { id: e.id, x: Math.min(x, width - wide), width: wide, height: Math.max(4, Math.sqrt(e.bad / most) * height), open: e.open, charged: chargedShare(e) };
  });
}

/** A likely name for a new charge's cause, by what is being charged. */
export const refHint: Record<CauseKind, string> = { incident: "INC-2041", change: "deploy 2026.11.3, or a commit", dependency: "payments", maintenance: "MW-12" };

