/** Just enough of YAML's shape to make it easier to read: comments, keys, and the rest. Pure; a line at a time. */
export interface Piece { text: string; kind: "plain" | "key" | "comment" | "mark" }

const key = /^(\s*(?:- +)*)([\w./$-]+|"[^"]*"|'[^']*')(:)(?=\s|$)(.*)$/;

/** Where a comment begins: a # at the start or after a space, outside quotes. -1: there is none. */
function commentAt(line: string): number {
  let quote = "";
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i] as string;
    if (quote) {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "#" && (i === 0 || /\s/.test(line[i - 1] as string))) return i;
  }
  return -1;
}

/** The pieces' texts joined are the line. */
export function piecesOf(line: string): Piece[] {
  if (/^(---|\.\.\.)\s*$/.test(line)) return [{ text: line, kind: "mark" }];
  const at = commentAt(line);
  const said = at < 0 ? line : line.slice(0, at);
  const pieces: Piece[] = [];
  const found = key.exec(said);
  if (found) {
    pieces.push({ text: found[1] ?? "", kind: "plain" }, { text: found[2] ?? "", kind: "key" }, { text: `${found[3] ?? ""}${found[4] ?? ""}`, kind: "plain" });
  } else pieces.push({ text: said, kind: "plain" });
  if (at >= 0) pieces.push({ text: line.slice(at), kind: "comment" });
  return pieces.filter((piece) => piece.text !== "");
}

export const linesOf = (text: string): string[] => {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines;
};

/** Lines around one, for a quotation: [first line number, lines]. A line that is not there quotes the last ones. */
export function excerptOf(text: string, line: number, around = 2): { first: number; lines: string[] } {
  const all = linesOf(text);
  const at = Math.min(Math.max(line, 1), all.length);
  const first = Math.max(1, at - around);
  return { first, lines: all.slice(first - 1, at + around) };
}
