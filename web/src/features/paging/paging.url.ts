export interface PagingSearch {
  sort?: string;
}
export function readPagingSearch(search: Record<string, unknown>): PagingSearch {
  return typeof search.sort === "string" ? { sort: search.sort } : {};
}
