import { change } from "@/api/client";
import type { Schemas } from "@/api/types";

export type Converted = Schemas["Converted"];
export type Loss = Converted["losses"][number];
export type Fate = Loss["fate"];
export type Format = Converted["format"];

export interface InputFile { name: string; text: string }
export interface ImportQuestion { files: InputFile[]; from?: Format; data_source?: string; owner?: string }

/** Nothing is applied: documents and what was lost on the way come back. */
export const convert = (question: ImportQuestion) => change<Converted>("POST", "/api/v1/import/slo", question);
