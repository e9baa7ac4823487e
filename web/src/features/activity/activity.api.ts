import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import { eventTypes } from "@/api/live.types";
import type { ChainState, LogEntryDetail, LogPage } from "@/api/types";

export interface LogFilter { service?: string; slo?: string; actor?: string; type?: string }
export const pageSize = 100;

/** Every module that writes to the log, as type prefixes: "slo.", "paging.". */
export const modules = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf(".") + 1)))];

/**
 * Not live on purpose: rows that somebody reads do not move. What came since is counted by `newestQuery` and shown when asked
 * for. The server scans a bounded piece of the log for each page, so a page may be empty and still go on.
 */
export const logQuery = (filter: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ["log", "list", filter],
    queryFn: ({ pageParam, signal }) => get<LogPage>("/api/v1/log", { ...filter, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last: LogPage) => last.next_cursor || null,
    staleTime: Infinity,
    gcTime: 60_000,
  });

export const newestQuery = (filter: LogFilter) =>
  queryOptions({
    queryKey: ["log", "newest", filter],
    queryFn: ({ signal }) => get<LogPage>("/api/v1/log", { ...filter, limit: pageSize }, signal),
    meta: { live: filter.type ? [filter.type] : modules },
  });

export const eventQuery = (seq: number) =>
  queryOptions({
    queryKey: ["log", "event", seq],
    queryFn: ({ signal }) => get<LogEntryDetail>(`/api/v1/log/${seq}`, undefined, signal),
    staleTime: Infinity,
  });

export const chainQuery = queryOptions({
  queryKey: ["log", "chain"],
  queryFn: ({ signal }) => get<ChainState>("/api/v1/audit/chain", undefined, signal),
  refetchInterval: 15_000,
  meta: { live: modules },
});

export const serviceNamesQuery = queryOptions({
  queryKey: ["activity", "services"],
  queryFn: async ({ signal }) => (await get<{ items: { name: string }[] }>("/api/v1/services", { limit: 1000 }, signal)).items.map((s) => s.name),
  staleTime: 60_000,
  meta: { live: ["catalog."] },
});
