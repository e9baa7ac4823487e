import { queryOptions } from "@tanstack/react-query";
import { change } from "@/api/client";
import type { SloChart } from "@/api/types";
import type { CountUnit, Maybe } from "@/api/types.more";

export interface DraftProblem { field?: Maybe<string>; rule: string; remedy: string; line: number; column: number; severity: "error" | "warning" }
export interface DraftSlo {
  name: string;
  budget_remaining?: Maybe<number>;
  burn_1h?: Maybe<number>;
  coverage?: Maybe<number>;
  unit: CountUnit;
  chart?: Maybe<SloChart>;
  would_have_paged: { rule: string; at: string; until?: Maybe<string> }[];
  history: "own" | "same_indicator" | "none";
  why_empty: string;
}
export interface DraftPreview { problems: DraftProblem[]; slos: DraftSlo[] }

/** Judged as if it applied; nothing is kept. The answer before it stays until the next one is there. */
export const draftQuery = (text: string, file: string) =>
  queryOptions({
    queryKey: ["draft", file, text],
    queryFn: () => change<DraftPreview>("POST", "/api/v1/slos/preview", { text, ...(file ? { file } : {}) }),
    enabled: text.trim() !== "",
    placeholderData: (before) => before,
    retry: false,
    staleTime: 30_000,
    gcTime: 60_000,
  });
