/** What the addresses of Hire hold. */
import { oneOf, textOf } from "@/kit/url";
import { stages } from "./hire.words";
import type { Stage } from "./hire.api";

export interface ApplicationsSearch { opening?: string; stage?: Stage; q?: string; sort?: string; add?: string }
export const readApplicationsSearch = (search: Record<string, unknown>): ApplicationsSearch => ({
  ...textOf(search, "opening"), ...oneOf(search, "stage", stages), ...textOf(search, "q"), ...textOf(search, "sort"), ...textOf(search, "add"),
});
export interface OpeningsSearch { form?: string; sort?: string }
export const readOpeningsSearch = (search: Record<string, unknown>): OpeningsSearch => ({ ...textOf(search, "form"), ...textOf(search, "sort") });
export interface ApplicationSearch { plan?: string; decide?: string }
export const readApplicationSearch = (search: Record<string, unknown>): ApplicationSearch => ({ ...textOf(search, "plan"), ...textOf(search, "decide") });
export interface FunnelSearch { opening?: string }
export const readFunnelSearch = (search: Record<string, unknown>): FunnelSearch => textOf(search, "opening");
export interface AgreementSearch { kit?: string }
export const readAgreementSearch = (search: Record<string, unknown>): AgreementSearch => textOf(search, "kit");
export interface FairnessSearch { stage?: Stage }
export const readFairnessSearch = (search: Record<string, unknown>): FairnessSearch => oneOf(search, "stage", stages);
