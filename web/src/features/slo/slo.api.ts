import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { SloDetail, SloExplain, SloSummary } from "@/api/types";

export interface SlosFilter { service?: string; state?: string }

export const slosQuery = (filter: SlosFilter) =>
  queryOptions({
    queryKey: ["slos", filter],
    queryFn: ({ signal }) => get<{ items: SloSummary[]; next_cursor: string }>("/api/v1/slos", { ...filter, limit: 1000 }, signal),
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
