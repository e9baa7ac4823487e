/**
 * YAML with the place of every value, so that a form can change one of them and leave the rest of a person's text as it is.
 *
 * Reads what catalogues are written in: block and flow maps and lists, plain and quoted scalars, block scalars. A text beyond
 * that (anchors, tags, keys over several lines) is refused: the form then stands aside, the text remains.
 */
export interface Scalar { kind: "scalar"; value: string; from: number; to: number; editable: boolean }
export interface Entry { key: string; from: number; value: Node }
export interface YamlMap { kind: "map"; flow: boolean; indent: number; entries: Entry[]; from: number; to: number }
export interface YamlList { kind: "list"; flow: boolean; indent: number; items: { from: number; value: Node }[]; from: number; to: number }
/** A key that has no value yet. */
export interface Nothing { kind: "nothing"; from: number; to: number }
export type Node = Scalar | YamlMap | YamlList | Nothing;

export class Unreadable extends Error {}

interface Line { from: number; indent: number; body: string }

/** Documents of a file as ranges of its text, without their `---`. */
export function documentsOf(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (const mark of text.matchAll(/^---[ \t]*(?:#.*)?(?:\r?\n|$)/gm)) {
    if (text.slice(from, mark.index).trim() !== "") found.push({ from, to: mark.index });
    from = mark.index + mark[0].length;
  }
  if (text.slice(from).trim() !== "" || found.length === 0) found.push({ from, to: text.length });
  return found;
}

/** Throws Unreadable. */
export function parseYaml(text: string, range = { from: 0, to: text.length }): Node {
  const lines = linesOf(text, range);
  if (lines.length === 0) return { kind: "nothing", from: range.from, to: range.from };
  const reader = new Reader(text, range.to, lines);
  const { node, next } = reader.block(0);
  if (next < lines.length) throw new Unreadable(`line ${lineOf(text, lines[next]?.from ?? 0)} stands apart from what is before it`);
  return node;
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split("\n").length;

function linesOf(text: string, range: { from: number; to: number }): Line[] {
  const lines: Line[] = [];
  let at = range.from;
  for (const raw of text.slice(range.from, range.to).split("\n")) {
    const indent = /^ */.exec(raw)?.[0].length ?? 0;
    const body = raw.slice(indent).replace(/\r$/, "");
    if (body.startsWith("\t")) throw new Unreadable("tabs cannot indent");
    if (body.trim() !== "" && !body.startsWith("#")) lines.push({ from: at + indent, indent, body });
    at += raw.length + 1;
  }
  return lines;
}

const keyAt = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>%@`{}[\],"'-][^:#]*?|-[^\s:#]+)\s*:(?=\s|$)/;
const unquoted = (text: string): string => (/^"/.test(text) ? doubleQuoted(text) : /^'/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text);
function doubleQuoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new Unreadable("an escape that JSON does not have");
  }
}

class Reader {
  constructor(private readonly text: string, private readonly end: number, private readonly lines: Line[]) {}

  /** The block node that begins with line `at`. */
  block(at: number): { node: Node; next: number } {
    const line = this.lines[at] as Line;
    if (/^-(\s|$)/.test(line.body)) return this.list(at, line.indent);
    if (keyAt.test(line.body)) return this.map(at, line.indent);
    return this.inline(at, line.from, line.indent);
  }

  private list(at: number, indent: number): { node: Node; next: number } {
    const list: YamlList = { kind: "list", flow: false, indent, items: [], from: (this.lines[at] as Line).from, to: 0 };
    while (at < this.lines.length) {
      const line = this.lines[at] as Line;
      const found = /^-(\s+|$)/.exec(line.body);
      if (line.indent !== indent || !found) break;
      const rest = line.body.slice(found[0].length);
      const from = line.from + found[0].length;
      let got: { node: Node; next: number };
      if (rest === "" || rest.startsWith("#")) {
        const below = this.lines[at + 1];
        got = below && below.indent > indent ? this.block(at + 1) : { node: { kind: "nothing", from: line.from + 1, to: line.from + 1 }, next: at + 1 };
      } else {
        // What follows the dash is a line of its own, further in.
        this.lines[at] = { from, indent: indent + found[0].length, body: rest };
        got = this.block(at);
        this.lines[at] = line;
      }
      list.items.push({ from: line.from, value: got.node });
      list.to = got.node.to;
      at = got.next;
    }
    return { node: list, next: at };
  }

  private map(at: number, indent: number): { node: Node; next: number } {
    const map: YamlMap = { kind: "map", flow: false, indent, entries: [], from: (this.lines[at] as Line).from, to: 0 };
    while (at < this.lines.length) {
      const line = this.lines[at] as Line;
      const found = keyAt.exec(line.body);
      if (line.indent !== indent || !found) break;
      const got = this.valueAfter(at, line, found[0].length);
      const key = unquoted(found[1] as string);
      if (map.entries.some((e) => e.key === key)) throw new Unreadable(`${key} stands twice`);
      map.entries.push({ key, from: line.from, value: got.node });
      map.to = got.node.to;
      at = got.next;
    }
    const line = this.lines[at];
    if (line && line.indent > indent) throw new Unreadable(`line ${lineOf(this.text, line.from)} is indented further than its neighbours`);
    return { node: map, next: at };
  }

  /** What follows "key:" on its line or below it. */
  private valueAfter(at: number, line: Line, used: number): { node: Node; next: number } {
    const rest = line.body.slice(used);
    const lead = /^\s*/.exec(rest)?.[0].length ?? 0;
    const said = rest.slice(lead);
    const from = line.from + used + lead;
    if (said === "" || said.startsWith("#")) {
      const below = this.lines[at + 1];
      const inside = below && (below.indent > line.indent || (below.indent === line.indent && /^-(\s|$)/.test(below.body)));
      return inside ? this.block(at + 1) : { node: { kind: "nothing", from: line.from + used, to: line.from + used }, next: at + 1 };
    }
    if (/^[|>]/.test(said)) return this.blockScalar(at, line.indent, from);
    return this.inline(at, from, line.indent);
  }

  private blockScalar(at: number, indent: number, from: number): { node: Node; next: number } {
    let next = at + 1;
    while (next < this.lines.length && (this.lines[next] as Line).indent > indent) next += 1;
    const last = this.lines[next - 1] as Line;
    const to = next === at + 1 ? this.endOfLine(from) : last.from + last.body.length;
    const value = this.text.slice(this.endOfLine(from) + 1, to).split("\n").map((l) => l.trim()).join("\n");
    return { node: { kind: "scalar", value, from, to, editable: true }, next };
  }

  /** A scalar or a flow collection at `from`; the latter and quoted ones may go on below. */
  private inline(at: number, from: number, indent: number): { node: Node; next: number } {
    const first = this.text[from] as string;
    if (/[&*!]/.test(first)) throw new Unreadable("anchors and tags");
    if (/[{["']/.test(first)) {
      const { node, to } = this.flow(from);
      if (!/^\s*(#|$)/.test(this.text.slice(to, this.endOfLine(to)))) throw new Unreadable(`line ${lineOf(this.text, to)} goes on after its value`);
      const next = this.lines.findIndex((l) => l.from >= to);
      return { node, next: next < 0 ? this.lines.length : Math.max(next, at + 1) };
    }
    let [to, next] = [this.plainEnd(from), at + 1];
    const words = [this.text.slice(from, to)];
    while (next < this.lines.length && (this.lines[next] as Line).indent > indent && !keyAt.test((this.lines[next] as Line).body)) {
      const more = this.lines[next] as Line;
      to = this.plainEnd(more.from);
      words.push(this.text.slice(more.from, to));
      next += 1;
    }
    return { node: { kind: "scalar", value: words.join(" "), from, to, editable: true }, next };
  }

  private endOfLine(at: number): number {
    const found = this.text.indexOf("\n", at);
    return found < 0 || found > this.end ? this.end : found;
  }
  private plainEnd(from: number): number {
    const line = this.text.slice(from, this.endOfLine(from));
    const comment = line.search(/\s#/);
    return from + (comment < 0 ? line : line.slice(0, comment)).trimEnd().length;
  }

  private skip(at: number): number {
    for (;;) {
      while (at < this.end && /\s/.test(this.text[at] as string)) at += 1;
      if (this.text[at] !== "#") return at;
      at = this.endOfLine(at);
    }
  }

  private flow(at: number): { node: Node; to: number } {
    const first = this.text[at];
    if (first === "{") return this.flowMap(at);
    if (first === "[") return this.flowList(at);
    if (first === '"' || first === "'") return this.quoted(at);
    const found = /^[^,\]}\n]*?(?=\s*[,\]}\n]|\s#|$)/.exec(this.text.slice(at, this.end));
    const value = found?.[0] ?? "";
    return { node: { kind: "scalar", value, from: at, to: at + value.length, editable: true }, to: at + value.length };
  }

  private quoted(from: number): { node: Scalar; to: number } {
    const found = (this.text[from] === '"' ? /^"(?:[^"\\]|\\.)*"/s : /^'(?:[^']|'')*'/s).exec(this.text.slice(from, this.end));
    if (!found) throw new Unreadable(`a quote of line ${lineOf(this.text, from)} has no end`);
    const to = from + found[0].length;
    return { node: { kind: "scalar", value: unquoted(found[0].replace(/\s*\n\s*/g, " ")), from, to, editable: true }, to };
  }

  private flowMap(from: number): { node: Node; to: number } {
    const map: YamlMap = { kind: "map", flow: true, indent: 0, entries: [], from, to: 0 };
    let at = this.skip(from + 1);
    while (this.text[at] !== "}") {
      if (at >= this.end) throw new Unreadable(`the { of line ${lineOf(this.text, from)} has no }`);
      const found = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,:{}[\]][^,:{}[\]]*?)\s*:(?=[\s,}\]]|$)/.exec(this.text.slice(at, this.end));
      if (!found) throw new Unreadable(`line ${lineOf(this.text, at)} is no "key: value"`);
      const entryFrom = at;
      at = this.skip(at + found[0].length);
      const empty = /[,}]/.test(this.text[at] ?? "");
      const got: { node: Node; to: number } = empty ? { node: { kind: "nothing", from: entryFrom + found[0].length, to: entryFrom + found[0].length }, to: at } : this.flow(at);
      map.entries.push({ key: unquoted(found[1] as string), from: entryFrom, value: got.node });
      at = this.skip(got.to);
      if (this.text[at] === ",") at = this.skip(at + 1);
      else if (this.text[at] !== "}") throw new Unreadable(`line ${lineOf(this.text, at)} lacks a comma or a }`);
    }
    map.to = at + 1;
    return { node: map, to: at + 1 };
  }

  private flowList(from: number): { node: Node; to: number } {
    const list: YamlList = { kind: "list", flow: true, indent: 0, items: [], from, to: 0 };
    let at = this.skip(from + 1);
    while (this.text[at] !== "]") {
      if (at >= this.end) throw new Unreadable(`the [ of line ${lineOf(this.text, from)} has no ]`);
      const got = this.flow(at);
      list.items.push({ from: at, value: got.node });
      at = this.skip(got.to);
      if (this.text[at] === ",") at = this.skip(at + 1);
      else if (this.text[at] !== "]") throw new Unreadable(`line ${lineOf(this.text, at)} lacks a comma or a ]`);
    }
    list.to = at + 1;
    return { node: list, to: at + 1 };
  }
}
