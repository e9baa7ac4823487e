/** What the address of the activity page holds: filters, sort, and the event that is open. */
import { numberOf, textOf } from "@/kit/url";

export interface ActivitySearch {
  service?: string;
  slo?: string;
  actor?: string;
  /** A prefix: "paging.", "slo.AlertFired". */
  type?: string;
  sort?: string;
  /** The event whose sheet is open. */
  seq?: number;
}

export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  return {
    ...textOf(search, "service"), ...textOf(search, "slo"), ...textOf(search, "actor"), ...textOf(search, "type"),
    ...textOf(search, "sort"), ...numberOf(search, "seq"),
  };
}
