/** What the address of the paging page holds: its part, filters, and what is open. */
import { oneOf, textOf } from "@/kit/url";

export const pagingTabs = ["alerts", "pages", "channels", "silences"] as const;
export type PagingTab = (typeof pagingTabs)[number];
export const pageStates = ["waiting", "sending", "merged", "delivered", "dropped", "dead_lettered"] as const;

export interface PagingSearch {
  tab?: PagingTab;
  /** Of pages. */
  state?: (typeof pageStates)[number];
  channel?: string;
  service?: string;
  sort?: string;
  /** The page whose sheet is open. */
  page?: string;
  /** The alert whose sheet is open. */
  alert?: string;
  /** The form for a new silence is open: "new", or what it begins with: "alert:…", "slo:…", "service:…". */
  silence?: string;
  /** The test page that is being followed. */
  test?: string;
  /** The pager's figure that is asked "why?". */
  why?: string;
}

export function readPagingSearch(search: Record<string, unknown>): PagingSearch {
  return {
    ...oneOf(search, "tab", pagingTabs), ...oneOf(search, "state", pageStates), ...textOf(search, "channel"), ...textOf(search, "service"),
    ...textOf(search, "sort"), ...textOf(search, "page"), ...textOf(search, "alert"), ...textOf(search, "silence"), ...textOf(search, "test"), ...textOf(search, "why"),
  };
}

export type SilenceKind = "slo" | "service" | "alert";
/** What a silence form begins with, as the address says it. */
export function readSilenceSubject(text: string): { kind: SilenceKind; name: string } {
  const found = /^(slo|service|alert):(.+)$/.exec(text);
  return found ? { kind: found[1] as SilenceKind, name: found[2] as string } : { kind: "slo", name: "" };
}
