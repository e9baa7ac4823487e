/**
 * Spans of a report laid over the lines of a document. Spans count bytes of UTF-8 and lines are texts, so that every cut is looked
 * up once a line; spans lie over each other where several labels stand on the same words.
 */
import type { ReadLine, Span } from "./match.api";

export interface Mark { at: Span; row: number }
/** A piece of a line, and the rows that stand on it; none: plain. */
export interface Piece { text: string; rows: readonly number[] }

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

export function byteLength(text: string): number {
  let bytes = 0;
  for (const c of text) bytes += bytesOf(c.codePointAt(0) ?? 0);
  return bytes;
}

/** Where in `text` each of the bytes, ascending, stands: an index of its characters, never within one. */
export function indexesOf(text: string, bytes: readonly number[]): number[] {
  const out: number[] = [];
  let byte = 0;
  let index = 0;
  for (const c of text) {
    while (out.length < bytes.length && (bytes[out.length] ?? 0) <= byte) out.push(index);
    if (out.length === bytes.length) return out;
    byte += bytesOf(c.codePointAt(0) ?? 0);
    index += c.length;
  }
  while (out.length < bytes.length) out.push(index);
  return out;
}

function cut(line: ReadLine, marks: readonly Mark[]): Piece[] {
  const size = byteLength(line.text);
  const here = marks.map((m) => ({ row: m.row, from: Math.max(0, m.at.begin - line.begin), to: Math.min(size, m.at.end - line.begin) })).filter((m) => m.from < m.to);
  if (here.length === 0) return [{ text: line.text, rows: [] }];
  const cuts = [...new Set([0, size, ...here.flatMap((m) => [m.from, m.to])])].sort((a, b) => a - b);
  const at = indexesOf(line.text, cuts);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < cuts.length; ++i) {
    const from = cuts[i] ?? 0;
    const rows = [...new Set(here.filter((m) => m.from <= from && from < m.to).map((m) => m.row))].sort((a, b) => a - b);
    const text = line.text.slice(at[i], at[i + 1]);
    if (text !== "") pieces.push({ text, rows });
  }
  return pieces;
}

/** The pieces of each line, in their order. A span is of a line when it names the same source and reaches over its bytes. */
export function laid(lines: readonly ReadLine[], marks: readonly Mark[]): Piece[][] {
  const bySource = new Map<string, Mark[]>();
  for (const mark of marks) bySource.set(mark.at.source, [...(bySource.get(mark.at.source) ?? []), mark]);
  return lines.map((line) => {
    const end = line.begin + byteLength(line.text);
    return cut(line, (bySource.get(line.source) ?? []).filter((m) => m.at.begin < end && m.at.end > line.begin));
  });
}

/** The line that holds the first byte of a span; -1: none does. */
export function lineOf(lines: readonly ReadLine[], at: Pick<Span, "begin" | "source">): number {
  let found = -1;
  lines.forEach((line, i) => { if (line.source === at.source && line.begin <= at.begin) found = i; });
  return found;
}
