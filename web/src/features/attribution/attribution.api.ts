import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { TimeRange } from "@/api/types";
import type { CountUnit, Maybe } from "@/api/types.more";

export type CauseKind = "incident" | "change" | "dependency" | "maintenance";
export interface Cause { kind: CauseKind; ref: string; title: string }
export interface Charge {
  id: string;
  slo: string;
  start: string;
  end: string;
  cause: Cause;
  /** Of a million. */
  parts: number;
  bad: number;
  by: string;
  at: string;
  reason: string;
  /** The sentence that was accepted; empty: by hand. */
  from_proposal: string;
  earlier_definition?: boolean;
}
export interface Proposal { cause: Cause; reason: string; strength: "strong" | "weak" }
export interface Episode {
  id: string;
  start: string;
  end: string;
  open: boolean;
  peak_burn?: Maybe<number>;
  peak_at?: Maybe<string>;
  valid: number;
  bad: number;
  budget_share?: Maybe<number>;
  charges: Charge[];
  unexplained_bad: number;
  proposals: Proposal[];
}
export interface CauseShare extends Cause { bad: number; share: number; budget_share?: Maybe<number> }
export interface Episodes {
  name: string;
  as_of?: Maybe<string>;
  range: TimeRange;
  unit: CountUnit;
  allowance: number;
  total: { valid: number; bad: number };
  excluded: { valid: number; bad: number };
  episodes: Episode[];
  /** Those beyond the largest 500, in one line. */
  smaller?: { count: number; bad: number; unexplained_bad: number };
  background_bad: number;
  by_cause: CauseShare[];
  unexplained_bad: number;
  unexplained_share?: Maybe<number>;
  note: string;
}

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

export interface NewCharge { start: string; end: string; cause: Cause; parts?: number; reason: string; from_proposal?: string }
export const charge = ({ slo, body }: { slo: string; body: NewCharge }) => change<Charge>("POST", `/api/v1/slos/${segment(slo)}/charges`, body);
export const withdrawCharge = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/charges/${segment(id)}/withdraw`, { reason });

export interface DependencyItem {
  service: string;
  slo: string;
  share: number;
  required: string;
  promised: string;
  promised_enough?: Maybe<boolean>;
  spent?: Maybe<number>;
  overspent?: Maybe<boolean>;
  coverage?: Maybe<number>;
  why_empty: string;
}
export interface DependencyBudgets { service: string; slo: string; objective: string; allowance: number; own_share: number; items: DependencyItem[]; why_empty: string }
export const dependencyBudgetsQuery = (service: string) =>
  queryOptions({
    queryKey: ["service", service, "dependency budgets"],
    queryFn: ({ signal }) => get<DependencyBudgets>(`/api/v1/services/${segment(service)}/dependency-budgets`, undefined, signal),
    meta: { live: ["catalog."] },
  });
