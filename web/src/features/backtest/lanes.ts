/** Alerts and losses as bars on a time axis: which row each stands in, and which names have room. Pure; pixels. */
import type { Span } from "@/kit/charts";

export interface Placed<Item> { item: Item; x: number; width: number; row: number }

/** Spans within `range` on `width` pixels, at least `least` wide, none over another: each in the first row that has room. */
export function packed<Item extends Span>(items: readonly Item[], range: Span, width: number, least: number): { placed: Placed<Item>[]; rows: number } {
  const scale = width / Math.max(1, range.to - range.from);
  const ends: number[] = [];
  const placed: Placed<Item>[] = [];
  for (const item of [...items].sort((a, b) => a.from - b.from)) {
    if (item.to <= range.from || item.from >= range.to) continue;
    const x = Math.max(0, (item.from - range.from) * scale);
    const length = Math.max(least, Math.min(width, (item.to - range.from) * scale) - x);
    const at = Math.min(x, Math.max(0, width - length));
    let row = ends.findIndex((end) => end + 1 <= at);
    if (row < 0) row = ends.length;
    ends[row] = at + length;
    placed.push({ item, x: at, width: length, row });
  }
  return { placed, rows: ends.length };
}

/** Names beside the begin of what they name, where they do not run into the one before or over the edge; the longest first come. */
export function named<Item extends { x: number; title: string; weight: number }>(items: readonly Item[], width: number, letter = 6.2): Map<Item, number> {
  const taken: [number, number][] = [];
  const found = new Map<Item, number>();
  for (const item of [...items].sort((a, b) => b.weight - a.weight)) {
    const long = Math.min(item.title.length * letter + 6, 180);
    const from = Math.max(0, Math.min(item.x, width - long));
    if (taken.some(([a, b]) => from < b + 6 && a < from + long + 6)) continue;
    taken.push([from, from + long]);
    found.set(item, from);
  }
  return found;
}
