export interface CatalogueSearch {
  sort?: string;
}
export function readCatalogueSearch(search: Record<string, unknown>): CatalogueSearch {
  return typeof search.sort === "string" ? { sort: search.sort } : {};
}
