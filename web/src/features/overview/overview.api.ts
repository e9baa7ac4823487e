import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { Overview } from "@/api/types";

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => get<Overview>("/api/v1/overview", undefined, signal),
  meta: { live: ["figures", "slo.", "catalog."] },
});
