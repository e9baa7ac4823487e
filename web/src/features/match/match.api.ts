/** Two documents, and what one shows of the other. Nothing of it is kept: neither by the server nor here once the page is left. */
import { queryOptions } from "@tanstack/react-query";
import { change, get } from "@/api/client";
import type { Schemas } from "@/api/types";

export type MatchReply = Schemas["MatchReply"];
export type MatchLimits = Schemas["MatchLimits"];
export type Report = MatchReply["report"];
export type Row = Report["rows"][number];
export type Label = Row["label"];
export type Evidence = Row["evidence"][number];
export type Span = Evidence["at"];
export type Gate = Report["gates"][number];
export type NotCounted = Report["denied"][number];
export type Advice = Report["advice"][number];
export type Probe = Report["plan"][number];
export type ReadText = MatchReply["resume"];
export type ReadLine = ReadText["lines"][number];

/** What somebody gave for one of the two: a file, or pasted words. */
export interface Given { name: string; size: number; content?: string; text: string }
export const nothing: Given = { name: "", size: 0, text: "" };
export const isGiven = (given: Given): boolean => given.content !== undefined || given.text.trim() !== "";

/** Base64 of a file, without a copy of it as one long list of arguments. */
export async function fileGiven(file: File): Promise<Given> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, size: file.size, content: btoa(binary), text: "" };
}

const sent = (given: Given) => (given.content === undefined ? { text: given.text } : { name: given.name, content: given.content });

export const ask = (resume: Given, job: Given): Promise<MatchReply> => change<MatchReply>("POST", "/api/v1/match", { resume: sent(resume), job: sent(job) });

export const limitsQuery = queryOptions({
  queryKey: ["match", "limits"],
  queryFn: ({ signal }) => get<MatchLimits>("/api/v1/match/limits", undefined, signal),
  staleTime: 300_000,
});
