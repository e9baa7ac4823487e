/** The document of an SLO within its file, and the file with that document replaced. Pure. */
import { documentsOf } from "./yaml-tree";

export interface Source { path: string; file: string; from: number; to: number }

/** The document that holds a line (from 1) of a file. */
export function documentAt(path: string, file: string, line: number): Source {
  const at = file.split("\n").slice(0, line - 1).join("\n").length;
  const all = documentsOf(file);
  const found = all.find((d) => at < d.to) ?? all.at(-1) ?? { from: 0, to: file.length };
  return { path, file, from: found.from, to: found.to };
}
export const textOf = (source: Source): string => source.file.slice(source.from, source.to);

/** The whole file with the document as it is now. */
export function fileWith(source: Source, text: string): string {
  const ended = source.to < source.file.length && !text.endsWith("\n") ? `${text}\n` : text;
  return source.file.slice(0, source.from) + ended + source.file.slice(source.to);
}
