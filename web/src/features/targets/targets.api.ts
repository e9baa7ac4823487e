import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type TargetSuggestion = Schemas["TargetSuggestion"];
export type Baseline = TargetSuggestion["baseline"];
export type BaselineCell = Baseline["week"][number];
export type BaselineDay = Baseline["days"][number];
export type Level = TargetSuggestion["levels"][number];
export type Target = Schemas["Target"];
export type TargetState = Target["state"];
export type TargetPage = Schemas["TargetPage"];
export type DueReview = TargetPage["due_reviews"][number];
export type Proposal = Schemas["TargetProposalBody"];

const live = ["targets.", "catalog."];

export interface TargetQuestion { from?: string; level?: string; notice?: string; most_pages?: number; zone?: string }
/** The answer before it stays until the next one is there. It stands on months: what moves by the second does not move it. */
export const suggestionQuery = (slo: string, question: TargetQuestion) =>
  queryOptions<TargetSuggestion>({
    queryKey: ["target", slo, question],
    queryFn: ({ signal }) => get<TargetSuggestion>(`/api/v1/slos/${segment(slo)}/target`, { ...question }, signal),
    placeholderData: (before) => (before?.slo === slo ? before : undefined),
    staleTime: 60_000,
    retry: false,
    meta: { live: ["catalog."] },
  });

export interface TargetsFilter { slo?: string; state?: string }
export const targetsQuery = (filter: TargetsFilter) =>
  queryOptions({
    queryKey: ["targets", filter],
    queryFn: ({ signal }) => get<TargetPage>("/api/v1/targets", { ...filter }, signal),
    meta: { live },
  });
export const targetQuery = (id: string) =>
  queryOptions({
    queryKey: ["targets", "one", id],
    queryFn: ({ signal }) => get<Target>(`/api/v1/targets/${segment(id)}`, undefined, signal),
    meta: { live },
  });

export const propose = (body: Proposal) => change<Target>("POST", "/api/v1/targets", body);
export const review = ({ id, verdict, comment }: { id: string; verdict: "agrees" | "objects"; comment: string }) => change<Target>("POST", `/api/v1/targets/${segment(id)}/review`, { verdict, comment });
export const approve = ({ id, comment, review_on }: { id: string; comment: string; review_on?: string }) => change<Target>("POST", `/api/v1/targets/${segment(id)}/approve`, { comment, ...(review_on ? { review_on } : {}) });
export type Ending = "decline" | "withdraw";
export const end = ({ id, ending, comment }: { id: string; ending: Ending; comment: string }) => change<Target>("POST", `/api/v1/targets/${segment(id)}/${ending}`, { comment });
