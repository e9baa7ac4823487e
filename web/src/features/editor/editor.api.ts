import { queryOptions } from "@tanstack/react-query";
import { change } from "@/api/client";
import type { SloChart } from "@/api/types";
import type { CountUnit, Maybe } from "@/api/types.more";

export interface DraftProblem { field?: Maybe<string>; rule: string; remedy: string; line: number; column: number; severity: "error" | "warning" }
export interface DraftPage { rule: string; severity: string; at: string; until?: Maybe<string> }
export interface DraftSlo {
  name: string;
  objective?: string;
  budget_remaining?: Maybe<number>;
  burn_1h?: Maybe<number>;
  coverage?: Maybe<number>;
  unit: CountUnit;
  chart?: Maybe<SloChart>;
  /** Within the last week, newest first; `pages` counts all of them. */
  would_have_paged: DraftPage[];
  pages?: number;
  history: "own" | "same_indicator" | "none";
  why_empty: string;
}
export interface DraftPreview { problems: DraftProblem[]; slos: DraftSlo[]; left_out?: number }

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
