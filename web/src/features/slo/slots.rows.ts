import type { SloSlots } from "@/api/types";
import { parseDuration } from "@/kit/format";

export interface SlotRow { at: number; valid: number | null; bad: number | null; measured: number | null; reporting: number | null; live: number | null }

/** The server's columns as rows, newest first: what is looked for is usually late. */
export function rowsOf(slots: SloSlots): SlotRow[] {
  const start = Date.parse(slots.start);
  const step = parseDuration(slots.step) ?? 0;
  return slots.valid
    .map((valid, i): SlotRow => ({ at: start + i * step, valid, bad: slots.bad[i] ?? null, measured: slots.measured[i] ?? null, reporting: slots.reporting[i] ?? null, live: slots.live[i] ?? null }))
    .reverse();
}

/** Missing is not zero: it is counted apart. */
export function sumsOf(rows: readonly SlotRow[]): { valid: number; bad: number; missing: number } {
  const sum = { valid: 0, bad: 0, missing: 0 };
  for (const row of rows) {
    sum.valid += row.valid ?? 0;
    sum.bad += row.bad ?? 0;
    if (row.valid === null) sum.missing += 1;
  }
  return sum;
}
