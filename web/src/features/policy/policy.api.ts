import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { TimeRange } from "@/api/types";
import type { CountUnit, Maybe, PolicyState } from "@/api/types.more";

export type Answer = "allowed" | "refused" | "cannot_tell";
export interface GateReason { code: string; text: string; slo: string; effect: "refuses" | "cannot_tell" | "allows" | "informs" }
export interface GateSlo { slo: string; state: PolicyState; budget?: Maybe<number>; coverage?: Maybe<number>; alerts_open: number }
export interface PolicyException { id: string; service: string; owner: string; reason: string; ends: string; allows: string[]; granted_by: string; granted_at: string; ended_at?: Maybe<string>; ended_by: string; end_reason: string }
export interface GateDecision {
  id: string;
  service: string;
  at: string;
  actor: string;
  answer: Answer;
  reasons: GateReason[];
  state: PolicyState;
  /** That let it through. */
  exception?: Maybe<Pick<PolicyException, "id" | "owner" | "reason" | "ends">>;
  slos: GateSlo[];
  /** "policy critical", "default of tier rank 0" */
  policy?: string;
  policy_version: string;
  seq: number;
}
export interface Replay { decision: GateDecision; replayed: GateDecision; same: boolean }

export interface PolicySlo {
  slo: string;
  state: PolicyState;
  why?: string;
  since?: Maybe<string>;
  budget?: Maybe<number>;
  budget_without_exclusions?: Maybe<number>;
  coverage?: Maybe<number>;
  thresholds: { caution: number; freeze: number };
  hysteresis: number;
}
export interface PolicyStanding {
  service: string;
  policy?: Maybe<string>;
  source?: string;
  state: PolicyState;
  since?: Maybe<string>;
  slos: PolicySlo[];
  consequences: string[];
  told: string[];
  exceptions: PolicyException[];
  breaches: { slo: string; at: string; until?: Maybe<string> }[];
  chronic: boolean;
  chronic_breaches?: number;
  chronic_within?: string;
  longest_exception?: string;
}

const live = ["policy.", "slo.Alert", "catalog."];
export const policyQuery = (service: string) =>
  queryOptions({
    queryKey: ["service", service, "policy"],
    queryFn: ({ signal }) => get<PolicyStanding>(`/api/v1/services/${segment(service)}/policy`, undefined, signal),
    meta: { live: [...live, "figures"] },
  });

/** Asking the gate is recorded, so a page asks only when a person does. */
export const askGate = (service: string) => get<GateDecision>(`/api/v1/services/${segment(service)}/gate`);

interface Decisions { items: GateDecision[]; next_cursor: string }
export interface DecisionsFilter { service?: string; answer?: string }
export const decisionsQuery = (filter: DecisionsFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ["gate", "decisions", filter, limit],
    queryFn: ({ pageParam, signal }) => get<Decisions>("/api/v1/gate/decisions", { ...filter, limit, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last: Decisions) => last.next_cursor || null,
    meta: { live: ["policy.GateDecided"] },
  });
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ["gate", "decision", id],
    queryFn: ({ signal }) => get<{ decision: GateDecision }>(`/api/v1/gate/decisions/${segment(id)}`, undefined, signal),
    staleTime: Infinity,
  });
export const replayDecision = (id: string) => get<Replay>(`/api/v1/gate/decisions/${segment(id)}/replay`);

export interface NewException { service: string; owner: string; reason: string; ends: string; allows: string[] }
export const makeException = (body: NewException) => change<PolicyException>("POST", "/api/v1/policy-exceptions", body);
export const endException = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/policy-exceptions/${segment(id)}/end`, { reason });

/** Decimal, as it is paid. */
export interface Money { amount: string; currency: string }
export interface Credit { below: string; share: number; amount?: Maybe<Money> }
export interface SlaWindow { range: TimeRange; valid: number; bad: number; ratio?: Maybe<number>; coverage?: Maybe<number>; broken: boolean; credit?: Maybe<Credit> }
export interface Sla {
  name: string;
  customer: string;
  description: string;
  slo: string;
  service: string;
  objective: string;
  window: string;
  zone_database: string;
  unit: CountUnit;
  as_of?: Maybe<string>;
  range: TimeRange;
  to_date: SlaWindow;
  credit_now?: Maybe<Credit>;
  /** Whole ones, signed. */
  headroom_events?: Maybe<number>;
  headroom_share?: Maybe<number>;
  slo_objective: string;
  slo_remaining?: Maybe<number>;
  between_events?: Maybe<number>;
  past: SlaWindow[];
  why_empty: string;
}
export const slasQuery = queryOptions({
  queryKey: ["slas"],
  queryFn: ({ signal }) => get<{ items: Sla[] }>("/api/v1/slas", undefined, signal),
  refetchInterval: 60_000,
  meta: { live: ["catalog.", "exclusions."] },
});

export interface Downtime { objective: string; rounded_down?: boolean; rows: { period: string; allowed_seconds: number; allowed_words: string }[]; events?: Maybe<number>; year?: string }
export interface DowntimeAsked { objective?: string; minutes?: string; period?: string }
export const downtimeQuery = (asked: DowntimeAsked | null) =>
  queryOptions({
    queryKey: ["downtime", asked],
    queryFn: ({ signal }) => get<Downtime>("/api/v1/downtime", { ...asked }, signal),
    enabled: asked !== null,
    placeholderData: (before) => before,
    staleTime: Infinity,
    retry: false,
  });
