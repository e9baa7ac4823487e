import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { AlertView, PageView, Schemas, SloChart, SloDetail, SloExplain, SloSlots, SloSummary, SloVersions } from "@/api/types";
import { parseDuration } from "@/kit/format";
import { chartRange, type SloSearch } from "./slo.url";

export interface SlosFilter { service?: string; state?: string }

/** At most so many in one list; beyond it the list says that it is cut. */
export const slosMost = 5000;
interface SloPage { items: SloSummary[]; next_cursor: string }
async function allSlos(filter: SlosFilter, signal: AbortSignal): Promise<SloPage> {
  const all: SloPage = { items: [], next_cursor: "" };
  do {
    const page = await get<SloPage>("/api/v1/slos", { ...filter, limit: 1000, cursor: all.next_cursor }, signal);
    all.items.push(...page.items);
    all.next_cursor = page.next_cursor;
  } while (all.next_cursor !== "" && all.items.length < slosMost);
  return all;
}

export const slosQuery = (filter: SlosFilter) =>
  queryOptions({
    queryKey: ["slos", filter],
    queryFn: ({ signal }) => allSlos(filter, signal),
    meta: { live: ["figures", "slo.", "catalog."] },
  });

export const sloQuery = (name: string) =>
  queryOptions({
    queryKey: ["slo", name],
    queryFn: ({ signal }) => get<SloDetail>(`/api/v1/slos/${segment(name)}`, undefined, signal),
    meta: { live: ["figures", "slo.", "catalog."] },
  });

export const explainQuery = (name: string) =>
  queryOptions({
    queryKey: ["slo", name, "explain"],
    queryFn: ({ signal }) => get<SloExplain>(`/api/v1/slos/${segment(name)}/explain`, undefined, signal),
    meta: { live: ["figures"] },
  });

/** How often a chart can look different: a point of a month lasts 43 minutes, one of an hour 10 s. */
export function chartPace(step: string | undefined): number {
  const ms = parseDuration(step ?? "") ?? 0;
  return Math.min(60_000, Math.max(5_000, ms / 4));
}

/** Read again by its own pace rather than with every figure; an alert's mark comes with its event. */
export const chartQuery = (name: string, search: SloSearch, points: number) => {
  const { range, from, to } = search;
  return queryOptions<SloChart>({
    queryKey: ["slo", name, "chart", { range, from, to, points }],
    queryFn: ({ signal }) =>
      get<SloChart>(`/api/v1/slos/${segment(name)}/chart`, { ...chartRange(search, Date.now()), points: points === 1000 ? undefined : points }, signal),
    // While a zoom loads, the chart before it stays: its points are drawn on the new range.
    placeholderData: (before) => (before?.name === name ? before : undefined),
    refetchInterval: (query) => (from === undefined ? chartPace(query.state.data?.step) : false),
    meta: { live: ["slo.", "catalog."] },
  });
};

export const slotsQuery = (name: string, from: number, to: number, step: string | undefined) =>
  queryOptions({
    queryKey: ["slo", name, "slots", { from, to, step }],
    queryFn: ({ signal }) => get<SloSlots>(`/api/v1/slos/${segment(name)}/slots`, { from, to, step }, signal),
  });

export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ["slo", name, "versions"],
    queryFn: ({ signal }) => get<SloVersions>(`/api/v1/slos/${segment(name)}/versions`, undefined, signal),
    meta: { live: ["catalog."] },
  });

export type Forecast = Schemas["SloForecast"];
/** By the hour: it stands on weeks of history. */
export const forecastQuery = (name: string) =>
  queryOptions({
    queryKey: ["slo", name, "forecast"],
    queryFn: ({ signal }) => get<Forecast>(`/api/v1/slos/${segment(name)}/forecast`, undefined, signal),
    refetchInterval: 5 * 60_000,
    meta: { live: ["catalog.", "exclusions."] },
  });

export const debugQuery = (name: string) =>
  queryOptions({
    queryKey: ["slo", name, "debug"],
    queryFn: ({ signal }) => get<Schemas["SloDebug"]>(`/api/v1/slos/${segment(name)}/debug`, undefined, signal),
    meta: { live: ["figures"] },
  });

export const sloAlertsQuery = (name: string) =>
  queryOptions({
    queryKey: ["alerts", { slo: name }],
    queryFn: ({ signal }) => get<{ items: AlertView[] }>("/api/v1/alerts", { slo: name, limit: 200 }, signal),
    meta: { live: ["slo."] },
  });

/** The server has no filter by SLO here: the newest pages of all, from which the caller takes those of its alerts. */
export const recentPagesQuery = queryOptions({
  queryKey: ["pages", { limit: 500 }],
  queryFn: ({ signal }) => get<{ items: PageView[] }>("/api/v1/pages", { limit: 500 }, signal),
  meta: { live: ["paging."] },
});
