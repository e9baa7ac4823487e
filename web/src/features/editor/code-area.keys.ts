/** What keys do to a text that is code. Pure: a range that is replaced, by what, and where the caret is then. */
export interface Edit { from: number; to: number; text: string; caret: [number, number] }

const step = "  ";

/** A new line is indented as the one before it, further below a key or a dash that opens something. */
export function newLine(text: string, from: number, to: number): Edit {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const opens = /:\s*(#.*)?$/.test(line) || /[:\s][|>]\s*$/.test(line);
  const listed = /^\s*-\s+\S/.test(line) && !opens ? step : "";
  const added = `\n${indent}${opens ? step : listed}`;
  return { from, to, text: added, caret: [from + added.length, from + added.length] };
}

/** Every line of the selection, in or out by one step. null: nothing to take away. */
export function indentBy(text: string, from: number, to: number, by: 1 | -1): Edit | null {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const found = text.indexOf("\n", to > from && text[to - 1] === "\n" ? to - 1 : to);
  const end = found < 0 ? text.length : found;
  const before = text.slice(start, end);
  const lines = before.split("\n").map((line) => (by > 0 ? (line === "" ? "" : step + line) : line.replace(/^ {1,2}/, "")));
  const after = lines.join("\n");
  if (after === before) return null;
  const first = (lines[0]?.length ?? 0) - (before.split("\n")[0]?.length ?? 0);
  return { from: start, to: end, text: after, caret: [Math.max(start, from + first), to + after.length - before.length] };
}
