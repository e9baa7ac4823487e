/** What the address of the catalogue page holds: its part, the file and line or the object that is open, and the search. */
import { numberOf, oneOf, textOf } from "@/kit/url";

export const catalogueTabs = ["files", "objects", "preview"] as const;
export type CatalogueTab = (typeof catalogueTabs)[number];
export const objectKinds = ["Service", "SLO", "Channel", "Tier", "ErrorBudgetPolicy", "SLA", "DataSource", "Probe"] as const;
export type ObjectKind = (typeof objectKinds)[number];

export interface CatalogueSearch {
  tab?: CatalogueTab;
  file?: string;
  line?: number;
  /** "SLO/checkout": the object whose resolved view is open. */
  object?: string;
  kind?: ObjectKind;
  q?: string;
  sort?: string;
}

export function readCatalogueSearch(search: Record<string, unknown>): CatalogueSearch {
  return {
    ...oneOf(search, "tab", catalogueTabs), ...textOf(search, "file"), ...numberOf(search, "line"), ...textOf(search, "object"),
    ...oneOf(search, "kind", objectKinds), ...textOf(search, "q"), ...textOf(search, "sort"),
  };
}

export function readObjectRef(text: string): { kind: ObjectKind; name: string } | null {
  const at = text.indexOf("/");
  const kind = objectKinds.find((k) => k === text.slice(0, at));
  return kind && at + 1 < text.length ? { kind, name: text.slice(at + 1) } : null;
}
