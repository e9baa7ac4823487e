import { queryOptions } from "@tanstack/react-query";
import { change } from "@/api/client";
import type { Schemas } from "@/api/types";

export type DraftPreview = Schemas["SloDraftPreview"];
export type DraftProblem = DraftPreview["problems"][number];
export type DraftSlo = DraftPreview["slos"][number];

/** Judged as if it stood in the catalogue in the place of the objects that it names; nothing is kept. The answer before it stays until the next one is there. */
export const draftQuery = (text: string) =>
  queryOptions({
    queryKey: ["draft", text],
    queryFn: () => change<DraftPreview>("POST", "/api/v1/slos/preview", { text, file: "" }),
    enabled: text.trim() !== "",
    placeholderData: (before) => before,
    retry: false,
    staleTime: 30_000,
    gcTime: 60_000,
  });
