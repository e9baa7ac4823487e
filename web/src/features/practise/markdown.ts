/** The Markdown of answers as blocks: paragraphs, lists, tables, code. Nothing in it is ever HTML. Pure. */

export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "table"; head: string[]; rows: string[][] }
  | { kind: "code"; text: string };

const cells = (line: string): string[] => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
const item = /^\s*(?:(-)|(\d+)\.)\s+(.*)$/;

export function blocks(markdown: string): Block[] {
  const out: Block[] = [];
  let open: Block | null = null;
  const close = () => {
    if (open) out.push(open);
    open = null;
  };
  let code: string[] | null = null;
  for (const line of markdown.split("\n")) {
    if (/^\s*```/.test(line)) {
      if (code) out.push({ kind: "code", text: code.join("\n") });
      else close();
      code = code ? null : [];
    } else if (code) {
      code.push(line);
    } else if (line.trim() === "") {
      close();
    } else if (/^\s*\|/.test(line)) {
      const row = cells(line);
      const rule = row.every((cell) => /^:?-+:?$/.test(cell));
      const table = open as Block | null;
      if (table?.kind !== "table") {
        close();
        open = { kind: "table", head: row, rows: [] };
      } else if (!rule) table.rows.push(row);
    } else {
      const found = item.exec(line);
      const before = open as Block | null;
      if (found) {
        const ordered = found[2] !== undefined;
        if (before?.kind === "list" && before.ordered === ordered) before.items.push(found[3] ?? "");
        else {
          close();
          open = { kind: "list", ordered, items: [found[3] ?? ""] };
        }
      } else if (before?.kind === "paragraph") before.text += ` ${line.trim()}`;
      else if (before?.kind === "list") before.items[before.items.length - 1] += ` ${line.trim()}`;
      else {
        close();
        open = { kind: "paragraph", text: line.trim() };
      }
    }
  }
  if (code) out.push({ kind: "code", text: code.join("\n") });
  close();
  return out;
}

export interface Piece { kind: "plain" | "code" | "strong"; text: string }
/** `code` and **strong** within a line. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (found.index > at) out.push({ kind: "plain", text: text.slice(at, found.index) });
    out.push(found[1] !== undefined ? { kind: "code", text: found[1] } : { kind: "strong", text: found[2] ?? "" });
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push({ kind: "plain", text: text.slice(at) });
  return out;
}
