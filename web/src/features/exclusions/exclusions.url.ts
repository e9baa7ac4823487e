/** What the address of the exclusions page holds: filters, what is open, and what a new request begins with. */
import { oneOf, textOf } from "@/kit/url";

export const exclusionStates = ["requested", "approved", "refused", "withdrawn", "expired"] as const;
export const exclusionForms = ["maintenance", "correction", "annotation"] as const;

export interface ExclusionsSearch {
  tab?: "annotations";
  state?: (typeof exclusionStates)[number];
  slo?: string;
  service?: string;
  sort?: string;
  /** The one whose sheet is open. */
  id?: string;
  /** A form is open; `slo` and `service` are what it begins with. */
  form?: (typeof exclusionForms)[number];
}

export function readExclusionsSearch(search: Record<string, unknown>): ExclusionsSearch {
  return {
    ...oneOf(search, "tab", ["annotations"] as const), ...oneOf(search, "state", exclusionStates), ...textOf(search, "slo"), ...textOf(search, "service"),
    ...textOf(search, "sort"), ...textOf(search, "id"), ...oneOf(search, "form", exclusionForms),
  };
}
