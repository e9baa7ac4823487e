/** What the addresses of the sources' pages hold. */
import { oneOf, textOf } from "@/kit/url";

export interface SourcesSearch {
  tab?: "connect";
  sort?: string;
}
export function readSourcesSearch(search: Record<string, unknown>): SourcesSearch {
  return { ...oneOf(search, "tab", ["connect"] as const), ...textOf(search, "sort") };
}

export interface WizardSearch {
  /** The proposal that is looked at: the SLO's name. */
  pick?: string;
  /** Part of metrics' names. */
  search?: string;
}
export function readWizardSearch(search: Record<string, unknown>): WizardSearch {
  return { ...textOf(search, "pick"), ...textOf(search, "search") };
}
