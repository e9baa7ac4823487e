import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { Schemas } from "@/api/types";

export type Funnel = Schemas["FunnelView"];
export type FunnelStage = Funnel["stages"][number];
export type WaitFigure = Funnel["time_to_fill"];
export type HiringPlan = Schemas["HiringPlan"];
export type PlannedPost = HiringPlan["posts"][number];
export type Agreement = Schemas["AgreementPage"];
export type AgreementReport = Agreement["overall"];
export type Coefficient = AgreementReport["alpha"];
export type RaterHabits = Agreement["raters"][number];
export type Fairness = Schemas["FairnessPage"];

const base = "/api/v1/hiring";
const meta = { live: ["hiring."] };

export const funnelQuery = (filter: { opening?: string }) =>
  queryOptions({ queryKey: ["hire", "funnel", filter], queryFn: ({ signal }) => get<Funnel>(`${base}/funnel`, { ...filter }, signal), placeholderData: (before) => before, meta });
export const planQuery = queryOptions({ queryKey: ["hire", "plan"], queryFn: ({ signal }) => get<HiringPlan>(`${base}/plan`, undefined, signal), meta });
export const agreementQuery = (kit: string) =>
  queryOptions({ queryKey: ["hire", "agreement", kit], queryFn: ({ signal }) => get<Agreement>(`${base}/agreement`, { kit }, signal), placeholderData: (before) => before, meta });
export const fairnessQuery = (filter: { stage?: string }) =>
  queryOptions({ queryKey: ["hire", "fairness", filter], queryFn: ({ signal }) => get<Fairness>(`${base}/fairness`, { ...filter }, signal), placeholderData: (before) => before, retry: false });
