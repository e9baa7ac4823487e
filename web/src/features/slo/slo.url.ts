/** What the SLO pages keep in their URLs. Anything that cannot be read is left out: an old link opens the page all the same. */
import { parseDuration } from "@/kit/format";

export interface SlosSearch {
  sort?: string;
  q?: string;
  service?: string;
  tier?: string;
  state?: string;
  /** Groups as rows of their own. */
  groups?: "all";
}

export const sloTabs = ["budget", "spend", "calendar", "parts"] as const;
export type SloTab = (typeof sloTabs)[number];

/**
 * Time on the SLO page is either `range` (a length that ends now and moves on) or `from` with `to` (epoch milliseconds, a zoom
 * that stands still). Neither: the whole period.
 */
export interface SloSearch {
  range?: string;
  from?: number;
  to?: number;
  /** Charts as tables. */
  as?: "table";
  tab?: SloTab;
  /** Of the calendar: whose days they are. */
  zone?: string;
  /** The episode that is open. */
  episode?: string;
}

export interface SlotsSearch {
  from?: number;
  to?: number;
  step?: "10s" | "1m" | "5m";
  page?: number;
}

export const presets = ["1h", "6h", "1d", "3d", "7d", "30d"] as const;

type Raw = Record<string, unknown>;
/** A name made of digits comes out of the URL as a number. */
const text = (value: unknown): string | undefined => {
  const read = typeof value === "number" ? String(value) : value;
  return typeof read === "string" && read !== "" && read.length <= 200 ? read : undefined;
};
const instant = (value: unknown): number | undefined => {
  const ms = typeof value === "string" ? (/^\d+$/.test(value) ? Number(value) : Date.parse(value)) : value;
  return typeof ms === "number" && Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
};
function given<T extends object>(all: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}

export function readSlosSearch(search: Raw): SlosSearch {
  return given<SlosSearch>({ sort: text(search.sort), q: text(search.q), service: text(search.service), tier: text(search.tier), state: text(search.state), groups: search.groups === "all" ? "all" : undefined });
}

export function readSloSearch(search: Raw): SloSearch {
  const from = instant(search.from);
  const to = instant(search.to);
  const zoomed = from !== undefined && to !== undefined && from < to;
  const range = text(search.range);
  const known = !zoomed && range !== undefined && (parseDuration(range) ?? 0) > 0;
  return given<SloSearch>({
    range: known ? range : undefined, from: zoomed ? from : undefined, to: zoomed ? to : undefined, as: search.as === "table" ? "table" : undefined,
    tab: sloTabs.find((tab) => tab === search.tab && tab !== "budget"), zone: text(search.zone), episode: text(search.episode),
  });
}

export function readSlotsSearch(search: Raw): SlotsSearch {
  const { from, to } = readSloSearch(search);
  const step = (["10s", "1m", "5m"] as const).find((s) => s === search.step);
  const page = typeof search.page === "number" && Number.isSafeInteger(search.page) && search.page > 1 ? search.page : undefined;
  return given<SlotsSearch>({ from, to, step, page });
}

/** What to ask the server for. Empty: its own default, the period up to the newest figures. */
export function chartRange(search: SloSearch, now: number | null): { from?: number; to?: number } {
  if (search.from !== undefined && search.to !== undefined) return { from: search.from, to: search.to };
  const length = search.range ? parseDuration(search.range) : null;
  return length && now !== null ? { from: now - length, to: now } : {};
}

/** A brushed range, in whole 10 s slots and never shorter than a few of them. */
export function zoomTo(from: number, to: number): { from: number; to: number } {
  const slot = 10_000;
  const start = Math.floor(Math.min(from, to) / slot) * slot;
  return { from: start, to: Math.max(start + 6 * slot, Math.ceil(Math.max(from, to) / slot) * slot) };
}

/** The next zoom: moved by a share of its length, never past `end`. */
export function pan(range: { from: number; to: number }, share: number, end: number): { from: number; to: number } {
  const by = Math.min((range.to - range.from) * share, end - range.to);
  return zoomTo(range.from + by, range.to + by);
}

/** In (factor below 1) or out around the middle, never past `end`. */
export function scale(range: { from: number; to: number }, factor: number, end: number): { from: number; to: number } {
  const half = ((range.to - range.from) / 2) * factor;
  const middle = (range.from + range.to) / 2;
  return zoomTo(middle - half, Math.min(end, middle + half));
}
