import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { AlertView, ChannelView, LogPage, Measure, PageDetail, PageView, Schemas } from "@/api/types";

export type SilenceView = Schemas["SilenceList"]["items"][number];
export type Acknowledgement = Schemas["Acknowledgement"];
interface Paged<T> { items: T[]; next_cursor: string }

const alertEvents = ["slo.Alert", "slo.Clearing", "paging.AlertOver"];

export const openAlertsQuery = queryOptions({
  queryKey: ["alerts", "open"],
  queryFn: ({ signal }) => get<Paged<AlertView>>("/api/v1/alerts", { state: "open", limit: 500 }, signal),
  meta: { live: alertEvents },
});
export const resolvedAlertsQuery = infiniteQueryOptions({
  queryKey: ["alerts", "resolved"],
  queryFn: ({ pageParam, signal }) => get<Paged<AlertView>>("/api/v1/alerts", { state: "resolved", limit: 25, cursor: pageParam }, signal),
  initialPageParam: "",
  getNextPageParam: (last: Paged<AlertView>) => last.next_cursor || null,
  meta: { live: ["slo.AlertResolved"] },
});
export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ["alerts", "one", id],
    queryFn: ({ signal }) => get<AlertView>(`/api/v1/alerts/${segment(id)}`, undefined, signal),
    meta: { live: alertEvents },
  });
export const acknowledgementsQuery = queryOptions({
  queryKey: ["acknowledgements"],
  queryFn: ({ signal }) => get<{ items: Acknowledgement[] }>("/api/v1/acknowledgements", undefined, signal),
  meta: { live: ["paging.AlertAcknowledged", "paging.AlertOver"] },
});
export const silencesQuery = queryOptions({
  queryKey: ["silences"],
  queryFn: ({ signal }) => get<{ items: SilenceView[] }>("/api/v1/silences", undefined, signal),
  meta: { live: ["paging.Silence"] },
});

/** Names of those who acknowledged and silenced: the replies hold ids, the log tells names. */
export const responderNamesQuery = queryOptions({
  queryKey: ["log", "responders"],
  queryFn: async ({ signal }) => {
    const types = ["paging.AlertAcknowledged", "paging.SilenceStarted"];
    const found = await Promise.all(types.map((type) => get<LogPage>("/api/v1/log", { type, limit: 200 }, signal)));
    return new Map(found.flatMap((page) => page.items).map((entry) => [entry.actor, entry.actor_name]));
  },
  staleTime: 60_000,
  meta: { live: ["paging.AlertAcknowledged", "paging.SilenceStarted"] },
});

export interface PagesFilter { state?: string; channel?: string }
export const pagesQuery = (filter: PagesFilter) =>
  infiniteQueryOptions({
    queryKey: ["pages", "list", filter],
    queryFn: ({ pageParam, signal }) => get<Paged<PageView>>("/api/v1/pages", { ...filter, limit: 100, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last: Paged<PageView>) => last.next_cursor || null,
    meta: { live: ["paging."] },
  });
export const deadLettersQuery = queryOptions({
  queryKey: ["pages", "dead"],
  queryFn: ({ signal }) => get<Paged<PageView>>("/api/v1/pages", { state: "dead_lettered", limit: 500 }, signal),
  meta: { live: ["paging.PageDeadLettered", "paging.PageReplayed"] },
});
/** The newest 500: enough to tell what an alert of today said to whom. */
export const recentPagesQuery = queryOptions({
  queryKey: ["pages", "recent"],
  queryFn: ({ signal }) => get<Paged<PageView>>("/api/v1/pages", { limit: 500 }, signal),
  meta: { live: ["paging."] },
});
export const pageQuery = (id: string) =>
  queryOptions({
    queryKey: ["pages", "one", id],
    queryFn: ({ signal }) => get<PageDetail>(`/api/v1/pages/${segment(id)}`, undefined, signal),
    meta: { live: ["paging."] },
  });
export const channelsQuery = queryOptions({
  queryKey: ["channels"],
  queryFn: ({ signal }) => get<{ items: ChannelView[] }>("/api/v1/channels", undefined, signal),
  meta: { live: ["paging.", "catalog."] },
});
export const pagingMeasuresQuery = queryOptions({
  queryKey: ["paging", "measures"],
  queryFn: ({ signal }) => get<{ measures: Measure[] }>("/api/v1/paging/measures", undefined, signal),
  meta: { live: ["paging.PageDelivered", "paging.PageDeadLettered", "paging.PageReplayed"] },
});

export interface NewSilence { slo?: string; service?: string; alert?: string; lasts: string; reason: string }
export const acknowledge = (alert: string) => change<Acknowledgement>("POST", "/api/v1/acknowledgements", { alert });
export const startSilence = (body: NewSilence) => change<SilenceView>("POST", "/api/v1/silences", body);
export const endSilence = (id: string) => change("DELETE", `/api/v1/silences/${segment(id)}`);
export const replay = (page: string) => change<PageDetail>("POST", `/api/v1/pages/${segment(page)}/replay`);
export const testChannel = (name: string) => change<PageView>("POST", `/api/v1/channels/${segment(name)}/test`);
