/** What the addresses of the backtest and of what-if hold: the range, what is tried, what is known, and what is looked at. */
import { oneOf, textOf } from "@/kit/url";
import type { Worth } from "./backtest.api";

/** How far back is asked: as much as the server takes by itself, or all that it has. */
export const ranges = ["30d", "60d", "90d", "all"] as const;
export type Range = (typeof ranges)[number];
export const worths = ["answers", "costly", "cheap"] as const satisfies readonly Worth[];

export interface BacktestSearch {
  /** Without it: the 90 days that the server takes by itself. */
  range?: Range;
  /** Trials, as trials.ts writes them. */
  v?: string;
  /** Known incidents, as incidents.ts writes them. */
  i?: string;
  /** Settings are looked for. */
  find?: "rules";
  /** Alerts of one worth. */
  worth?: Worth;
  /** What is zoomed into, epoch milliseconds. */
  from?: number;
  to?: number;
  /** The alert whose sheet is open: "variant:index". */
  alert?: string;
}

const instant = (value: unknown): number | undefined => {
  const ms = Number(value);
  return (typeof value === "number" || typeof value === "string") && Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
};

export function readBacktestSearch(search: Record<string, unknown>): BacktestSearch {
  const [from, to] = [instant(search.from), instant(search.to)];
  return {
    ...oneOf(search, "range", ranges), ...textOf(search, "v"), ...textOf(search, "i"), ...oneOf(search, "find", ["rules"] as const), ...oneOf(search, "worth", worths),
    ...textOf(search, "alert"), ...(from !== undefined && to !== undefined && from < to ? { from, to } : {}),
  };
}

/** What-if tries one thing. */
export interface WhatIfSearch { v?: string; range?: Range }
export const readWhatIfSearch = (search: Record<string, unknown>): WhatIfSearch => ({ ...textOf(search, "v"), ...oneOf(search, "range", ranges) });
