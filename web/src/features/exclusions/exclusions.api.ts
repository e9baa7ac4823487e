import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas, Whole } from "@/api/types";

export type Exclusion = Whole<Schemas["Exclusion"]>;
export type ExclusionKind = Exclusion["kind"];
export type ExclusionState = Exclusion["state"];
export type ExclusionPage = Whole<Schemas["ExclusionPage"]>;
export type NewExclusion = Schemas["ExclusionBody"];
/** The budget with the time left out, and as if it counted. */
export type Effect = Schemas["EffectList"]["effects"][number];

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
    queryFn: ({ signal }) => get<Exclusion>(`/api/v1/exclusions/${segment(id)}`, undefined, signal),
    meta: { live },
  });
/** What it would do, without asking for it. */
export const effectsQuery = (body: NewExclusion | null) =>
  queryOptions({
    queryKey: ["exclusions", "preview", body],
    queryFn: () => change<Schemas["EffectList"]>("POST", "/api/v1/exclusions/preview", body),
    enabled: body !== null,
    retry: false,
  });

export const requestExclusion = (body: NewExclusion) => change<Exclusion>("POST", "/api/v1/exclusions", body);
export type Decision = "approve" | "refuse" | "withdraw";
export const decideExclusion = ({ id, decision, reason }: { id: string; decision: Decision; reason: string }) =>
  change<Exclusion>("POST", `/api/v1/exclusions/${segment(id)}/${decision}`, { reason });

export type Annotation = Schemas["Annotation"];
export type NewAnnotation = Schemas["AnnotationBody"];

export const annotationsQuery = (filter: { slo?: string; service?: string }) =>
  queryOptions({
    queryKey: ["annotations", filter],
    queryFn: ({ signal }) => get<Schemas["AnnotationPage"]>("/api/v1/annotations", { ...filter }, signal),
    meta: { live },
  });
export const annotate = (body: NewAnnotation) => change<Annotation>("POST", "/api/v1/annotations", body);
export const retract = ({ id, reason }: { id: string; reason: string }) => change("POST", `/api/v1/annotations/${segment(id)}/retract`, { reason });
