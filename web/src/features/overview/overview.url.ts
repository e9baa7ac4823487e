/** What the address of the overview holds: filters, grouping, sort, and the figure that is asked "why?". */
import { oneOf, textOf } from "@/kit/url";

export const serviceStates = ["burning", "breached", "frozen", "stale", "cannot_tell", "no_data", "ok", "no_slo"] as const;
export const groupings = ["tier", "owner"] as const;

export interface OverviewSearch {
  /** In names of services, their SLOs or owners. */
  q?: string;
  tier?: string;
  owner?: string;
  state?: (typeof serviceStates)[number];
  group?: (typeof groupings)[number];
  sort?: string;
  /** "<slo>~<measure>" */
  why?: string;
}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return {
    ...textOf(search, "q"), ...textOf(search, "tier"), ...textOf(search, "owner"), ...oneOf(search, "state", serviceStates),
    ...oneOf(search, "group", groupings), ...textOf(search, "sort"), ...textOf(search, "why"),
  };
}
