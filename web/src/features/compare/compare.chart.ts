/** Two charts on one axis: every instant of either; what one did not measure there is its newest value of no more than a step before. Pure. */
import type { SloChart } from "@/api/types";
import { parseDuration } from "@/kit/format";

type Column = Pick<SloChart, "at" | "remaining" | "step" | "range">;
export interface Joined { at: number[]; a: (number | null)[]; b: (number | null)[]; range: { from: number; to: number } }

export function together(first: Column, second: Column): Joined {
  const at = [...new Set([...first.at, ...second.at])].sort((x, y) => x - y);
  const range = {
    from: Math.min(Date.parse(first.range.start), Date.parse(second.range.start)), to: Math.max(Date.parse(first.range.end), Date.parse(second.range.end)),
  };
  return { at, a: onAxis(first, at), b: onAxis(second, at), range };
}

function onAxis(chart: Column, at: readonly number[]): (number | null)[] {
  const step = parseDuration(chart.step) ?? 0;
  let i = -1;
  return at.map((instant) => {
    while (i + 1 < chart.at.length && (chart.at[i + 1] as number) <= instant) i += 1;
    return i >= 0 && instant - (chart.at[i] as number) < Math.max(step, 1) ? (chart.remaining[i] ?? null) : null;
  });
}
