export interface SlosSearch {
  sort?: string;
}
export function readSlosSearch(search: Record<string, unknown>): SlosSearch {
  return typeof search.sort === "string" ? { sort: search.sort } : {};
}
export interface SloSearch {
  why?: string;
}
export function readSloSearch(search: Record<string, unknown>): SloSearch {
  return typeof search.why === "string" ? { why: search.why } : {};
}
