/** What the address of Match holds: never a document. */
import { oneOf } from "@/kit/url";

export const matchTabs = ["advice", "plan"] as const;
export interface MatchSearch { tab?: (typeof matchTabs)[number] }
export const readMatchSearch = (search: Record<string, unknown>): MatchSearch => ({ ...oneOf(search, "tab", matchTabs) });
