import type { Label, Report, Row, Span } from "./match.api";

export const labelWords: Record<Label, string> = { strong: "strong", weak: "weak", related: "related", missing: "missing", contradicted: "contradicted", unreadable: "not readable" };
/** What each label says of the resume, for who hovers or reads with a screen reader. */
export const labelMeaning: Record<Label, string> = {
  strong: "Done in a dated post or a project, with a figure, two posts or 12 months, and used lately",
  weak: "Named, but only in a list, a course or a certificate, or used long ago",
  related: "Only something close to it is named",
  missing: "Nothing in the resume names it",
  contradicted: "Named only to say that it is not there",
  unreadable: "Not found, and the resume could not be read well enough to call it missing",
};
export const askedWords: Record<Row["asked"], string> = { required: "required", responsibilities: "a responsibility", preferred: "a plus", general: "mentioned", left_out: "not asked" };
export const gateWords: Record<Report["gates"][number]["result"], string> = { pass: "met", unknown: "unknown", fail: "not met" };
export const formatWords: Record<string, string> = { text: "text", json_resume: "JSON Resume", pdf: "PDF", docx: "Word" };

/** "page 2, line 14", "line 7", "/work/0/summary". */
export function where(at: Span): string {
  if (at.source) return at.source;
  return at.page > 1 ? `page ${at.page}, line ${at.line}` : `line ${at.line}`;
}

/** "3 strong, 1 weak, 2 missing": how many of each label there are, in the order of the labels. */
export function tally(rows: readonly Row[]): string {
  const order = Object.keys(labelWords) as Label[];
  return order.flatMap((label) => {
    const n = rows.filter((row) => row.label === label).length;
    return n === 0 ? [] : [`${n} ${labelWords[label]}`];
  }).join(", ");
}

export function retryText(seconds: number): string {
  return seconds < 90 ? `in ${seconds} seconds` : `in ${Math.round(seconds / 60)} minutes`;
}

/** A row's reasons as a sentence. */
export function reasons(row: Pick<Row, "reasons" | "last_used">): string {
  const all = [...row.reasons];
  if (row.last_used && !all.some((r) => r.includes("last used"))) all.push(`last used ${row.last_used === "now" ? "now" : `in ${row.last_used}`}`);
  const text = all.join("; ");
  return text === "" ? "" : `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}.`;
}
