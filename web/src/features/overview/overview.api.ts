import { queryOptions } from "@tanstack/react-query";
import { get, segment } from "@/api/client";
import type { Overview, SloChart } from "@/api/types";
import { keepAlike } from "./overview.rows";

/** A new reading keeps the row objects that would be drawn the same, so that only what differs is drawn again. */
function share(before: unknown, next: unknown): unknown {
  const [old, fresh] = [before as Overview | undefined, next as Overview];
  return old ? { ...fresh, services: keepAlike(new Map(old.services.map((line) => [line.name, line])), fresh.services) } : fresh;
}

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => get<Overview>("/api/v1/overview", undefined, signal),
  structuralSharing: share,
  meta: { live: ["figures", "slo.", "catalog."] },
});

const previewPoints = 60;
/** The budget over the window, coarse: for a glance. */
export const previewQuery = (slo: string) =>
  queryOptions({
    queryKey: ["slo", slo, "preview"],
    queryFn: ({ signal }) => get<SloChart>(`/api/v1/slos/${segment(slo)}/chart`, { points: previewPoints }, signal),
    staleTime: 60_000,
  });
