/** Where the time of a check went, as places on one scale. Pure. */
import { parseDuration } from "@/kit/format";

export const phases = ["name", "connection", "certificate", "waiting", "receiving"] as const;
export type Phase = (typeof phases)[number];

interface Step { name: string; good: boolean; dns: string; connect: string; tls: string; first_byte: string; total: string }
export interface Piece { phase: number; from: number; to: number }
export interface Fall { step: string; good: boolean; from: number; to: number; pieces: Piece[] }

const ms = (text: string): number => parseDuration(text) ?? 0;

/** Steps follow each other; each phase of one takes its own time, and what is left of the step's is receiving. In milliseconds. */
export function fallsOf(steps: readonly Step[]): Fall[] {
  let at = 0;
  return steps.map((step) => {
    const from = at;
    const parts = [ms(step.dns), ms(step.connect), ms(step.tls), ms(step.first_byte)];
    const total = Math.max(ms(step.total), parts.reduce((sum, n) => sum + n, 0));
    const pieces: Piece[] = [];
    [...parts, total - parts.reduce((sum, n) => sum + n, 0)].forEach((length, phase) => {
      if (length > 0) pieces.push({ phase, from: at, to: at + length });
      at += Math.max(0, length);
    });
    at = from + total;
    return { step: step.name, good: step.good, from, to: at, pieces };
  });
}

export const endOf = (falls: readonly Fall[]): number => falls.at(-1)?.to ?? 0;
