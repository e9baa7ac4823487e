/** The candidate's own copy. The code is the link's; it travels in a header, so that it stands in no address. */
import { request } from "@/api/client";
import type { Schemas } from "@/api/types";

export type CandidateCopy = Schemas["CandidateCopy"];

/** What a candidate may declare of themselves, and did: attribute to choice. */
export interface Declaration { attributes: { id: string; question: string; choices: { id: string; text: string }[] }[]; values: Record<string, string>; notice: string }

const headers = (code: string): Record<string, string> => ({ "X-Candidate-Code": code });
const read = async (reply: Promise<Response>): Promise<CandidateCopy> => (await (await reply).json()) as CandidateCopy;

const declaration = async (reply: Promise<Response>): Promise<Declaration> => (await (await reply).json()) as Declaration;

export const readDeclaration = (code: string, signal?: AbortSignal) => declaration(request("GET", "/api/v1/candidate/declaration", undefined, headers(code), signal));
export const declare = (code: string, values: Record<string, string>) => declaration(request("PUT", "/api/v1/candidate/declaration", { values }, headers(code)));
export const openCopy = (code: string, signal?: AbortSignal) => read(request("GET", "/api/v1/candidate", undefined, headers(code), signal));
export const ask = (code: string, what: "correction" | "erasure", text: string) => read(request("POST", "/api/v1/candidate/requests", { what, text }, headers(code)));
