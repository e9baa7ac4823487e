export interface OverviewSearch {
  sort?: string;
}
export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return typeof search.sort === "string" ? { sort: search.sort } : {};
}
