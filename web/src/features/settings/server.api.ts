import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { ServerHealth } from "@/api/types";

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => get<ServerHealth>("/api/v1/health", undefined, signal),
  refetchInterval: 10_000,
});
