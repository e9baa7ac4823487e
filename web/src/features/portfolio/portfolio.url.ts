/** What the address of the portfolio holds: its part, and in the gate's answers the filters and the one that is open. */
import { oneOf, textOf } from "@/kit/url";

export const portfolioTabs = ["tiers", "gate", "slas", "downtime"] as const;
export type PortfolioTab = (typeof portfolioTabs)[number];
export const answers = ["allowed", "refused", "cannot_tell"] as const;

export interface PortfolioSearch {
  tab?: PortfolioTab;
  service?: string;
  answer?: (typeof answers)[number];
  /** The decision whose sheet is open. */
  id?: string;
  /** Of the downtime calculator: "99.95". */
  objective?: string;
}

export function readPortfolioSearch(search: Record<string, unknown>): PortfolioSearch {
  return { ...oneOf(search, "tab", portfolioTabs), ...textOf(search, "service"), ...oneOf(search, "answer", answers), ...textOf(search, "id"), ...textOf(search, "objective") };
}
