import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type SourceView = Schemas["SourceList"]["items"][number];
export type SourceState = SourceView["state"];
export type SourceDetail = Schemas["SourceDetail"];
export type SourceFilling = SourceDetail["filling"][number];
export type SourceMetric = Schemas["SourceMetricPage"]["items"][number];
export type Proposal = Schemas["ProposalList"]["items"][number];

const every = 5000;
const live = ["catalog."];
const path = (name: string, part = ""): string => `/api/v1/sources/${segment(name)}${part}`;

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => get<Schemas["SourceList"]>("/api/v1/sources", undefined, signal),
  refetchInterval: every,
  meta: { live },
});
export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ["sources", "one", name],
    queryFn: ({ signal }) => get<SourceDetail>(path(name), undefined, signal),
    refetchInterval: every,
    meta: { live },
  });
/** Of a source that is asked this costs the source a question: it is not repeated by itself. */
export const metricsQuery = (name: string, search: string) =>
  queryOptions({
    queryKey: ["sources", "metrics", name, search],
    queryFn: ({ signal }) => get<Schemas["SourceMetricPage"]>(path(name, "/metrics"), { search }, signal),
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: false,
  });
export const proposalsQuery = (name: string) =>
  queryOptions({
    queryKey: ["sources", "proposals", name],
    queryFn: ({ signal }) => get<Schemas["ProposalList"]>(path(name, "/proposals"), undefined, signal),
    staleTime: 300_000,
    retry: false,
  });
