import { queryOptions } from "@tanstack/react-query";
import { change, get } from "@/api/client";
import type { CatalogFiles, CatalogFileText, CatalogObject, CatalogPreview, CatalogSummary, LogPage, Schemas } from "@/api/types";

const live = ["catalog."];

export const catalogQuery = queryOptions({
  queryKey: ["catalog"],
  queryFn: ({ signal }) => get<CatalogSummary>("/api/v1/catalog", undefined, signal),
  meta: { live },
});
/** As the folder stands on the server's disk: read again now and then, for a file changes before any event says so. */
export const filesQuery = queryOptions({
  queryKey: ["catalog", "files"],
  queryFn: ({ signal }) => get<CatalogFiles>("/api/v1/catalog/files", undefined, signal),
  refetchInterval: 10_000,
  meta: { live },
});
export const fileQuery = (path: string) =>
  queryOptions({
    queryKey: ["catalog", "file", path],
    queryFn: ({ signal }) => get<CatalogFileText>("/api/v1/catalog/file", { path }, signal),
    refetchInterval: 10_000,
    meta: { live },
  });

const mostPages = 20;
/** Every object, up to 20,000: `more` says that there are others. */
export const objectsQuery = queryOptions({
  queryKey: ["catalog", "objects"],
  queryFn: async ({ signal }) => {
    const items: CatalogObject[] = [];
    let cursor = "";
    for (let page = 0; page < mostPages; page += 1) {
      const reply: { items: CatalogObject[]; next_cursor: string } = await get("/api/v1/catalog/objects", { limit: 1000, cursor }, signal);
      items.push(...reply.items);
      cursor = reply.next_cursor;
      if (!cursor) break;
    }
    return { items, more: cursor !== "" };
  },
  meta: { live },
});

/** Who applied the version that applies: the log knows the name of the commit's author. */
export const appliedByQuery = (version: number) =>
  queryOptions({
    queryKey: ["catalog", "applied by", version],
    queryFn: async ({ signal }) => (await get<LogPage>("/api/v1/log", { type: "catalog.CatalogApplied", limit: 1 }, signal)).items[0] ?? null,
    staleTime: Infinity,
  });

export interface DraftFile { path: string; text: string }
export const applyFolder = (allowDeletes: boolean) => change<Schemas["CatalogApplyReply"]>("POST", "/api/v1/catalog/apply", { allow_deletes: allowDeletes });
export const previewChange = (files: readonly DraftFile[]) => change<CatalogPreview>("POST", "/api/v1/catalog/preview", { files });
