import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas, Whole } from "@/api/types";

export type GateDecision = Whole<Schemas["GateDecision"]>;
export type Answer = GateDecision["answer"];
export type GateReason = GateDecision["reasons"][number];
export type Replay = Whole<Schemas["GateReplay"]>;
export type PolicyStanding = Schemas["ServicePolicy"];
export type PolicySlo = PolicyStanding["slos"][number];
export type PolicyException = PolicyStanding["exceptions"][number];

const live = ["policy.", "slo.Alert", "catalog."];
export const policyQuery = (service: string) =>
  queryOptions({
    queryKey: ["service", service, "policy"],
    queryFn: ({ signal }) => get<PolicyStanding>(`/api/v1/services/${segment(service)}/policy`, undefined, signal),
    meta: { live: [...live, "figures"] },
  });

/** Asking the gate is recorded, so a page asks only when a person does. */
export const askGate = (service: string) => get<GateDecision>(`/api/v1/services/${segment(service)}/gate`);

type Decisions = Whole<Schemas["GateDecisionPage"]>;
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

export type NewException = Schemas["PolicyExceptionBody"];
export const makeException = (body: NewException) => change<PolicyException>("POST", "/api/v1/policy-exceptions", body);
export const endException = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/policy-exceptions/${segment(id)}/end`, { reason });

export type Sla = Schemas["SlaView"];
export type SlaWindow = Sla["past"][number];
export type Credit = NonNullable<Sla["credit_now"]>;
export const slasQuery = queryOptions({
  queryKey: ["slas"],
  queryFn: ({ signal }) => get<Schemas["SlaList"]>("/api/v1/slas", undefined, signal),
  refetchInterval: 60_000,
  meta: { live: ["catalog.", "exclusions."] },
});

export type Downtime = Schemas["Downtime"];
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
