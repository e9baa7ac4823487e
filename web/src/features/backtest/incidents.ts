/** Known incidents as lines that somebody pastes: start,end,title. Pure. */
export interface KnownIncident { title: string; start: number; end: number }

/** More of them do not fit an address that can be sent; the command line takes a file. */
export const mostIncidents = 50;
export interface ReadIncidents { items: KnownIncident[]; problems: string[] }

/** Splits a line of CSV; fields in quotes may hold commas and doubled quotes. */
function fieldsOf(line: string): string[] {
  const found: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest);
    const plain = /^([^,]*)(?:,|$)/.exec(rest) as RegExpExecArray;
    const taken = quoted ?? plain;
    found.push(quoted ? (quoted[1] as string).replaceAll('""', '"') : (plain[1] as string).trim());
    const ended = !taken[0].endsWith(",");
    rest = rest.slice(taken[0].length);
    if (ended) return found;
  }
}

/** A time without a zone is UTC, as notes of incidents are. */
function instant(text: string): number {
  const plain = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text);
  return Date.parse(plain ? `${text.replace(" ", "T")}${text.length > 10 ? "Z" : ""}` : text);
}

export function readIncidents(text: string): ReadIncidents {
  const lines = text.split(/\r?\n/);
  let columns = ["start", "end", "title"];
  const found: ReadIncidents = { items: [], problems: [] };
  lines.forEach((line, at) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const fields = fieldsOf(line);
    const names = fields.map((f) => f.trim().toLowerCase());
    if (found.items.length === 0 && names.includes("start") && names.includes("end")) {
      columns = names;
      return;
    }
    const field = (name: string): string => fields[columns.indexOf(name)] ?? "";
    const [start, end] = [instant(field("start")), instant(field("end"))];
    if (Number.isNaN(start) || Number.isNaN(end)) found.problems.push(`Line ${at + 1}: ${Number.isNaN(start) ? "the start" : "the end"} is no time. Write 2026-11-03T14:05:00Z,2026-11-03T14:47:00Z,what happened.`);
    else if (end <= start) found.problems.push(`Line ${at + 1}: it ends before it starts.`);
    else found.items.push({ start, end, title: field("title") || `incident of ${new Date(start).toISOString().slice(0, 10)}` });
  });
  if (found.items.length > mostIncidents) found.problems.push(`${found.items.length} incidents: a page takes ${mostIncidents}. \`plimsoll backtest --incidents FILE\` takes 1,000.`);
  found.items.sort((a, b) => a.start - b.start);
  return found;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
export const writeIncidents = (items: readonly KnownIncident[]): string => items.map((i) => `${iso(i.start)},${iso(i.end)},${quoted(i.title)}`).join("\n");

export const encodeIncidents = (items: readonly KnownIncident[]): string => items.map((i) => `${Math.round(i.start / 1000)}-${Math.round(i.end / 1000)}-${encodeURIComponent(i.title)}`).join("|");
export function decodeIncidents(text: string): KnownIncident[] {
  return text.split("|").flatMap((part): KnownIncident[] => {
    const found = /^(\d{6,12})-(\d{6,12})-(.*)$/.exec(part);
    if (!found) return [];
    const [start, end] = [Number(found[1]) * 1000, Number(found[2]) * 1000];
    let title = found[3] as string;
    try {
      title = decodeURIComponent(title);
    } catch {
      // cut in the middle of an escape: as it stands
    }
    return end > start ? [{ start, end, title }] : [];
  }).slice(0, mostIncidents);
}
