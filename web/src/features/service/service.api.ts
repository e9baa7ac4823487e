import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { LogPage, ServiceDetail } from "@/api/types";

export const serviceQuery = (name: string) =>
  queryOptions({
    queryKey: ["service", name],
    queryFn: ({ signal }) => get<ServiceDetail>(`/api/v1/services/${segment(name)}`, undefined, signal),
    meta: { live: ["catalog."] },
  });

export const recentShown = 20;
export const recentQuery = (service: string) =>
  queryOptions({
    queryKey: ["log", "of service", service],
    queryFn: ({ signal }) => get<LogPage>("/api/v1/log", { service, limit: 5 * recentShown }, signal),
    meta: { live: ["slo.", "paging.", "catalog."] },
  });
