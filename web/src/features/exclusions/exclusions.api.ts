import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { TimeRange } from "@/api/types";
import type { CountUnit, Maybe } from "@/api/types.more";

export type ExclusionKind = "maintenance" | "correction";
export type ExclusionState = "requested" | "approved" | "refused" | "withdrawn" | "expired";
export interface Recurrence { rule: string; zone: string; until?: Maybe<string> }
export interface Exclusion {
  id: string;
  kind: ExclusionKind;
  category: string;
  title: string;
  reason: string;
  slos: string[];
  services: string[];
  range: TimeRange;
  recurrence?: Maybe<Recurrence>;
  occurrences: TimeRange[];
  state: ExclusionState;
  requested_by: string;
  requested_at: string;
  decided_by: string;
  decided_at?: Maybe<string>;
  decision_reason: string;
  expires_at?: Maybe<string>;
  self_approved: boolean;
  may_decide: boolean;
  withdrawn_by?: string;
  withdrawn_at?: Maybe<string>;
  withdrawal_reason?: string;
  /** What it covers from then on counts again. */
  counts_again_from?: Maybe<string>;
  /** SLOs of the catalogue. */
  covers?: number;
}
/** The budget with the time left out, and as if it counted. */
export interface Effect { slo: string; budget_with?: Maybe<number>; budget_without?: Maybe<number>; valid: number; bad: number; unit: CountUnit; why_empty?: string }
export interface ExclusionDetail extends Exclusion { effects?: Maybe<Effect[]> }
export interface ExclusionPage { items: Exclusion[]; next_cursor: string; corrected_share: { slo: string; share?: Maybe<number> }[] }
export interface NewExclusion {
  kind: ExclusionKind;
  category: string;
  title: string;
  reason: string;
  slos: string[];
  services: string[];
  start: string;
  end: string;
  recurrence?: Recurrence;
}

const live = ["exclusions."];
export interface ExclusionsFilter { slo?: string; service?: string; state?: string }

export const exclusionsQuery = (filter: ExclusionsFilter) =>
  queryOptions({
    queryKey: ["exclusions", filter],
    queryFn: ({ signal }) => get<ExclusionPage>("/api/v1/exclusions", { ...filter, limit: 500 }, signal),
    meta: { live },
  });
export const exclusionQuery = (id: string) =>
  queryOptions({
    queryKey: ["exclusions", "one", id],
    queryFn: ({ signal }) => get<ExclusionDetail>(`/api/v1/exclusions/${segment(id)}`, undefined, signal),
    meta: { live },
  });
/** What it would do, without asking for it. */
export const effectsQuery = (body: NewExclusion | null) =>
  queryOptions({
    queryKey: ["exclusions", "preview", body],
    queryFn: () => change<{ effects: Effect[]; covers?: number }>("POST", "/api/v1/exclusions/preview", body),
    enabled: body !== null,
    retry: false,
  });

export const requestExclusion = (body: NewExclusion) => change<Exclusion>("POST", "/api/v1/exclusions", body);
export type Decision = "approve" | "refuse" | "withdraw";
export const decideExclusion = ({ id, decision, reason }: { id: string; decision: Decision; reason: string }) =>
  change<Exclusion>("POST", `/api/v1/exclusions/${segment(id)}/${decision}`, { reason });

export interface Annotation {
  id: string;
  slos: string[];
  services: string[];
  start: string;
  end?: Maybe<string>;
  category: "change" | "incident" | "dependency" | "maintenance" | "note";
  title: string;
  text: string;
  url: string;
  by: string;
  at: string;
  retracted: boolean;
}
export type NewAnnotation = Pick<Annotation, "slos" | "services" | "start" | "category" | "title" | "text" | "url"> & { end?: string };

export const annotationsQuery = (filter: { slo?: string; service?: string }) =>
  queryOptions({
    queryKey: ["annotations", filter],
    queryFn: ({ signal }) => get<{ items: Annotation[] }>("/api/v1/annotations", { ...filter }, signal),
    meta: { live },
  });
export const annotate = (body: NewAnnotation) => change<Annotation>("POST", "/api/v1/annotations", body);
export const retract = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/annotations/${segment(id)}/retract`, { reason });
