/** What the addresses of the backtest and of what-if hold: the range, what is tried, what is known, and what is looked at. */
import { oneOf, textOf } from "@/kit/url";
import { ranges, type Range, type Worth } from "./backtest.api";
import { decodeIncidents, encodeIncidents, type KnownIncident } from "./incidents";
import { decodeTrial, encodeTrial, isEmpty, type Trial } from "./trial";

export const worths = ["answers", "costly", "cheap"] as const satisfies readonly Worth[];
export const views = ["variant", "incidents"] as const;

export interface BacktestSearch {
  /** Without it: the 90 days that the server takes by itself. */
  range?: Range;
  /** Trials, with | between them. */
  v?: string;
  /** Known incidents. */
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

/** More would not be told apart, in the picture or in the table. */
export const mostTrials = 5;
export const trialsOf = (v: string | undefined): Trial[] => (v ?? "").split("|").map(decodeTrial).filter((t) => !isEmpty(t)).slice(0, mostTrials);
export const encodeTrials = (trials: readonly Trial[]): string | undefined => trials.map(encodeTrial).filter(Boolean).join("|") || undefined;
export const incidentsOf = (i: string | undefined): KnownIncident[] => (i ? decodeIncidents(i) : []);
export const encodeKnown = (items: readonly KnownIncident[]): string | undefined => encodeIncidents(items) || undefined;

/** What-if tries one thing; `as` is what the picture shows. */
export interface WhatIfSearch { v?: string; range?: Range }
export const readWhatIfSearch = (search: Record<string, unknown>): WhatIfSearch => ({ ...textOf(search, "v"), ...oneOf(search, "range", ranges) });
