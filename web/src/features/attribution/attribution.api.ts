import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type Episodes = Schemas["Episodes"];
export type Episode = Episodes["episodes"][number];
export type Charge = Episode["charges"][number];
export type Proposal = Episode["proposals"][number];
export type Cause = Charge["cause"];
export type CauseKind = Cause["kind"];
export type CauseShare = Episodes["by_cause"][number];

export const wholeMillion = 1_000_000;

/** Read again by its own pace: the newest episode grows while one looks. */
const pace = 30_000;
export const episodesQuery = (slo: string) =>
  queryOptions({
    queryKey: ["episodes", slo],
    queryFn: ({ signal }) => get<Episodes>(`/api/v1/slos/${segment(slo)}/episodes`, undefined, signal),
    refetchInterval: pace,
    meta: { live: ["attribution.", "exclusions.", "slo.Alert"] },
  });

export type NewCharge = Schemas["ChargeBody"];
export const charge = ({ slo, body }: { slo: string; body: NewCharge }) => change<Charge>("POST", `/api/v1/slos/${segment(slo)}/charges`, body);
export const withdrawCharge = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/charges/${segment(id)}/withdraw`, { reason });

export type DependencyBudgets = Schemas["DependencyBudgets"];
export type DependencyItem = DependencyBudgets["items"][number];
export const dependencyBudgetsQuery = (service: string) =>
  queryOptions({
    queryKey: ["service", service, "dependency budgets"],
    queryFn: ({ signal }) => get<DependencyBudgets>(`/api/v1/services/${segment(service)}/dependency-budgets`, undefined, signal),
    meta: { live: ["catalog."] },
  });
