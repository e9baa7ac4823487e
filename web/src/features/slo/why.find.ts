import type { Measure } from "@/api/types";

/**
 * The sheet of a measure, by its window where it exists once a window. A young SLO's windows are shorter than their names and
 * may be equal; the server lists them shortest first, so the longest that is not longer than the name is the one meant.
 */
export function nearestWindow<T extends { measure: Measure }>(sheets: readonly T[], id: string, window: number | null): T | null {
  const same = sheets.filter((s) => s.measure.id === id);
  if (window === null || same.length < 2) return same[0] ?? null;
  const length = (s: T): number => Date.parse(s.measure.window.end) - Date.parse(s.measure.window.start);
  let best: T | null = null;
  for (const sheet of same) {
    // The window ends with the open slot, so it may be a step longer than its name.
    if (length(sheet) <= window + slack && (best === null || length(sheet) > length(best))) best = sheet;
  }
  return best;
}
const slack = 60_000;
