/**
 * Which figure "Why?" explains, as one search parameter that every page carries: `why=<measure>`, `why=<measure>~<window>` and, on
 * pages that are not the SLO's own, `why=<slo>~<measure>` or `why=<slo>~<measure>~<window>`. A measure's id has a dot, a window
 * never does, and no name has a tilde: the last part with a dot is the measure.
 */
export interface WhyTarget {
  /** Empty: the SLO of the page. */
  slo: string;
  measure: string;
  /** "1h", where a measure exists once a window; empty: the first of that id. */
  window: string;
}

export function encodeWhy(target: { slo?: string | undefined; measure: string; window?: string | undefined }): string {
  return [target.slo, target.measure, target.window].filter(Boolean).join("~");
}

/** null: the text names no measure. */
export function decodeWhy(text: unknown): WhyTarget | null {
  if (typeof text !== "string" || text.length > 200) return null;
  const parts = text.split("~");
  const at = parts.map((part) => part.includes(".")).lastIndexOf(true);
  if (at < 0 || at > 1 || parts.length > at + 2 || parts.some((part) => part === "")) return null;
  return { slo: at === 1 ? (parts[0] ?? "") : "", measure: parts[at] ?? "", window: parts[at + 1] ?? "" };
}

/** The SLO whose own page this is; empty elsewhere. */
export function sloOfPath(pathname: string): string {
  const found = /^\/slos\/([^/]+)/.exec(pathname);
  return found ? decodeURIComponent(found[1] as string) : "";
}
