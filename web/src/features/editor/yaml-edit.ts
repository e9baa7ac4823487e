/** Reading and changing single values of a YAML text by their path; everything else stays as it was written. Pure. */
import { type Node, type YamlList, type YamlMap } from "./yaml-tree";

export type Path = readonly (string | number)[];

const child = (node: Node, step: string | number): Node | undefined => {
  if (node.kind === "map" && typeof step === "string") return node.entries.find((e) => e.key === step)?.value;
  return node.kind === "list" && typeof step === "number" ? node.items[step]?.value : undefined;
};

export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) node = node && child(node, step);
  return node;
}

/** The scalar there; "" where there is none. */
export function valueAt(root: Node, path: Path): string {
  const node = nodeAt(root, path);
  return node?.kind === "scalar" ? node.value : "";
}

/** A text as YAML that reads back as the same text. */
export function scalarText(value: string): string {
  const plain = /^[A-Za-z_/][\w ./%+-]*$/.test(value) && !/\s$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  const number = /^\d+(\.\d+)?(ms|[smhdwMQY])?$/.test(value);
  if (plain || number) return value;
  return /[\n\\]/.test(value) || /[^\x20-\x7e\u00a0-\uffff]/.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}
const keyText = (key: string): string => (/^[\w./-]+$/.test(key) ? key : JSON.stringify(key));

/** What stands for a path that is not there yet: {"a", "b"} and x become "a: {b: x}". */
function nested(path: Path, raw: string): string {
  const [step, ...rest] = path;
  if (typeof step === "number") return `[${rest.length > 0 ? `{${nested(rest, raw)}}` : raw}]`;
  const value = rest.length === 0 ? raw : typeof rest[0] === "number" ? nested(rest, raw) : `{${nested(rest, raw)}}`;
  return `${keyText(String(step))}: ${value}`;
}

/** `raw`: YAML as it is to stand there (see scalarText). null: the path cannot be made, since something else stands in its way. */
export function setAt(text: string, root: Node, path: Path, raw: string): string | null {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const next = child(node, step);
    if (next === undefined) return insert(text, node, path.slice(depth), raw);
    node = next;
  }
  if (node.kind === "nothing") return `${text.slice(0, node.from)} ${raw}${text.slice(node.to)}`;
  return text.slice(0, node.from) + raw + text.slice(node.to);
}

function insert(text: string, node: Node, rest: Path, raw: string): string | null {
  if (node.kind === "nothing") {
    const made = typeof rest[0] === "number" ? nested(rest, raw) : `{${nested(rest, raw)}}`;
    return `${text.slice(0, node.from)} ${made}${text.slice(node.to)}`;
  }
  if (node.kind === "map" && typeof rest[0] === "string") return intoMap(text, node, nested(rest, raw));
  if (node.kind === "list" && rest[0] === node.items.length) return intoList(text, node, rest.length > 1 ? `{${nested(rest.slice(1), raw)}}` : raw);
  return null;
}

function intoMap(text: string, map: YamlMap, entry: string): string {
  if (!map.flow) return afterLine(text, map.to, `${" ".repeat(map.indent)}${entry}`);
  const last = map.entries.at(-1);
  return last ? `${text.slice(0, last.value.to)}, ${entry}${text.slice(last.value.to)}` : `${text.slice(0, map.from)}{${entry}}${text.slice(map.to)}`;
}

function intoList(text: string, list: YamlList, item: string): string {
  if (!list.flow) return afterLine(text, list.to, `${" ".repeat(list.indent)}- ${item}`);
  const last = list.items.at(-1);
  return last ? `${text.slice(0, last.value.to)}, ${item}${text.slice(last.value.to)}` : `${text.slice(0, list.from)}[${item}]${text.slice(list.to)}`;
}

function afterLine(text: string, at: number, line: string): string {
  const end = text.indexOf("\n", at);
  return end < 0 ? `${text}\n${line}\n` : `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}

/** Takes a key out, with its value. A map that is empty then stays as `{}`. */
export function removeAt(text: string, root: Node, path: Path): string {
  const parent = nodeAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (parent?.kind !== "map") return text;
  const at = parent.entries.findIndex((e) => e.key === key);
  const entry = parent.entries[at];
  if (!entry) return text;
  if (parent.flow) {
    const [before, after] = [parent.entries[at - 1], parent.entries[at + 1]];
    if (after) return text.slice(0, entry.from) + text.slice(after.from);
    return before ? text.slice(0, before.value.to) + text.slice(entry.value.to) : text.slice(0, parent.from) + "{}" + text.slice(parent.to);
  }
  if (parent.entries.length === 1) return `${text.slice(0, parent.from)}{}${text.slice(parent.to)}`;
  const lineFrom = text.lastIndexOf("\n", entry.from) + 1;
  const lineTo = text.indexOf("\n", entry.value.to);
  // The first key of a list's item shares its line with the dash: the dash stays.
  const from = /^\s*-/.test(text.slice(lineFrom, entry.from)) ? entry.from : lineFrom;
  const after = parent.entries[at + 1];
  if (from === entry.from && after) return text.slice(0, entry.from) + text.slice(after.from);
  return text.slice(0, from) + (lineTo < 0 ? "" : text.slice(lineTo + 1));
}
