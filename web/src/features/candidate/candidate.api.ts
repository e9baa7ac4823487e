/** The candidate's own copy. The code is the link's; it travels in a header, so that it stands in no address. */
import { request } from "@/api/client";
import type { Schemas } from "@/api/types";

export type CandidateCopy = Schemas["CandidateCopy"];

const headers = (code: string): Record<string, string> => ({ "X-Candidate-Code": code });
const read = async (reply: Promise<Response>): Promise<CandidateCopy> => (await (await reply).json()) as CandidateCopy;

export const openCopy = (code: string, signal?: AbortSignal) => read(request("GET", "/api/v1/candidate", undefined, headers(code), signal));
export const ask = (code: string, what: "correction" | "erasure", text: string) => read(request("POST", "/api/v1/candidate/requests", { what, text }, headers(code)));
