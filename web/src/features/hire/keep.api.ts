import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type RetentionItem = Schemas["Retention"]["items"][number];

const base = "/api/v1/hiring";

export const changeKeep = ({ candidate, until, reason }: { candidate: string; until: string; reason: string }) => change("PUT", `${base}/candidates/${segment(candidate)}/keep`, { until, reason });
export const setHold = ({ candidate, reason }: { candidate: string; reason: string }) => change("PUT", `${base}/candidates/${segment(candidate)}/hold`, { reason });
export const releaseHold = ({ candidate, reason }: { candidate: string; reason: string }) => change("POST", `${base}/candidates/${segment(candidate)}/hold/release`, { reason });
export const erase = ({ candidate, reason }: { candidate: string; reason: "asked" | "mistake" }) => change("POST", `${base}/candidates/${segment(candidate)}/erase`, { reason });
export const issueLink = (application: string) => change<Schemas["CopyLinkIssued"]>("POST", `${base}/applications/${segment(application)}/link`, {});
export const answerRequest = ({ application, request, followed, text }: { application: string; request: string; followed: boolean; text: string }) => change("POST", `${base}/applications/${segment(application)}/requests/${segment(request)}/answer`, { followed, text });
export const retentionQuery = queryOptions({
  queryKey: ["hire", "retention"],
  queryFn: ({ signal }) => get<Schemas["Retention"]>(`${base}/retention`, undefined, signal),
  meta: { live: ["hiring."] },
});
