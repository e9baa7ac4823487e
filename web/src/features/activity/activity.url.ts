export interface ActivitySearch {
  sort?: string;
}
export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  return typeof search.sort === "string" ? { sort: search.sort } : {};
}
