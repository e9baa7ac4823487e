import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type ProbeView = Schemas["ProbeDetail"];
export type Check = ProbeView["results"][number];
export type CheckStep = Check["steps"][number];

export const probeQuery = (name: string) =>
  queryOptions({
    queryKey: ["probes", name],
    queryFn: ({ signal }) => get<ProbeView>(`/api/v1/probes/${segment(name)}`, undefined, signal),
    refetchInterval: 5000,
  });
