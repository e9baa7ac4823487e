/** What the address of the activity page holds: filters, sort, and the event that is open. */
import { numberOf, oneOf, textOf } from "@/kit/url";

export interface ActivitySearch {
  service?: string;
  slo?: string;
  actor?: string;
  /** A prefix: "paging.", "slo.AlertFired". */
  type?: string;
  /** Also what only machines do in between; without it, decisions and outcomes. */
  show?: "all";
  sort?: string;
  /** The event whose sheet is open. */
  seq?: number;
}

export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  return {
    ...textOf(search, "service"), ...textOf(search, "slo"), ...textOf(search, "actor"), ...textOf(search, "type"), ...oneOf(search, "show", ["all"] as const),
    ...textOf(search, "sort"), ...numberOf(search, "seq"),
  };
}
