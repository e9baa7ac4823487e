/** Which two SLOs are compared, and the range that both charts show. */
import { textOf } from "@/kit/url";
import { readSloSearch, type SloSearch } from "@/features/slo/slo.url";

export interface CompareSearch extends Pick<SloSearch, "range" | "from" | "to"> { a?: string; b?: string }

export function readCompareSearch(search: Record<string, unknown>): CompareSearch {
  const { range, from, to } = readSloSearch(search);
  return { ...textOf(search, "a"), ...textOf(search, "b"), ...(range === undefined ? {} : { range }), ...(from === undefined || to === undefined ? {} : { from, to }) };
}
