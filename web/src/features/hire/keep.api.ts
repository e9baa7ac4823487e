import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";

const base = "/api/v1/hiring";

export const changeKeep = ({ candidate, until, reason }: { candidate: string; until: string; reason: string }) => change("POST", `${base}/candidates/${segment(candidate)}/keep`, { until, reason });
export const setHold = ({ candidate, reason }: { candidate: string; reason: string }) => change("POST", `${base}/candidates/${segment(candidate)}/hold`, { reason });
export const releaseHold = ({ candidate, reason }: { candidate: string; reason: string }) => change("POST", `${base}/candidates/${segment(candidate)}/release`, { reason });
export const erase = ({ candidate, reason }: { candidate: string; reason: "asked" | "mistake" }) => change("POST", `${base}/candidates/${segment(candidate)}/erase`, { reason });
export const issueLink = (application: string) => change<{ link_path: string; expires: string }>("POST", `${base}/applications/${segment(application)}/link`, {});
export const answerRequest = ({ application, request, followed, text }: { application: string; request: string; followed: boolean; text: string }) => change("POST", `${base}/applications/${segment(application)}/requests/${segment(request)}/answer`, { followed, text });
export const retentionQuery = queryOptions({
  queryKey: ["hire", "retention"],
  queryFn: ({ signal }) => get<{ items: unknown[] }>(`${base}/retention`, undefined, signal),
  meta: { live: ["hiring."] },
});
