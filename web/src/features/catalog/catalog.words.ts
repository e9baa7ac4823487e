/** The catalogue in a person's words. Pure. */
import type { CatalogChange, CatalogFile, CatalogObject, CatalogProblem } from "@/api/types";
import { count, durationText, parseDuration } from "@/kit/format";

type Slo = NonNullable<CatalogObject["slo"]>;
export type Rule = Slo["rules"][number];

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** 999/1000 -> "99.9 %", exactly: an objective is never rounded. */
export function objectiveText({ numerator, denominator }: { numerator: number; denominator: number }): string {
  const scaled = BigInt(numerator) * 100n;
  const by = BigInt(denominator);
  let digits = "";
  let rest = scaled % by;
  for (let i = 0; i < 12 && rest > 0n; i += 1) {
    rest *= 10n;
    digits += (rest / by).toString();
    rest %= by;
  }
  if (rest > 0n) return `${count(numerator)}/${count(denominator)}`;
  return `${scaled / by}${digits ? `.${digits}` : ""} %`;
}

const pairs = [["page-1h-5m", 2, "1h"], ["page-6h-30m", 5, "6h"], ["ticket-1d-2h", 10, "1d"], ["ticket-3d-6h", 10, "3d"]] as const;

/** The rules are what an SLO has that names no policy: the pairs of the SRE Workbook, scaled to its period. */
export function areWorkbookRules(rules: readonly Rule[], period: string): boolean {
  const length = parseDuration(period);
  if (!length) return false;
  const wanted = pairs.filter(([, , window]) => (parseDuration(window) ?? 0) <= length);
  return rules.length === wanted.length && wanted.every(([name, percent, window], at) => {
    const rule = rules[at];
    const factor = (percent * length) / (100 * (parseDuration(window) ?? 1));
    return rule?.name === name && Math.abs(rule.factor - factor) < 1e-9 && !rule.at_or_above && parseDuration(rule.long_window) === parseDuration(window);
  });
}

export const defaultStaleAfter = "10m";

/** "over 30 d", "in each month (Europe/Berlin)". */
export function windowOf({ calendar, period }: Pick<Slo, "calendar" | "period">): string {
  return calendar ? `in each ${calendar.count > 1 ? `${calendar.count} ${calendar.unit}s` : calendar.unit} (${calendar.zone})` : `over ${durationText(period)}`;
}

/** What a list says of an object, beside its name. */
export function summaryOf(object: CatalogObject): string {
  if (object.slo) return `${objectiveText(object.slo.objective)} ${windowOf(object.slo)}, ${object.slo.service}`;
  if (object.policy) return [...object.policy.tiers, ...object.policy.services].join(", ");
  if (object.sla) return `${object.sla.customer}: ${objectiveText(object.sla.objective)} of ${object.sla.slo}`;
  if (object.service) return [object.service.tier, object.service.owner, object.service.dependencies.length > 0 && `depends on ${plural(object.service.dependencies.length, "service")}`].filter(Boolean).join(", ");
  if (object.channel) return object.channel.type === "email" ? `email to ${object.channel.to.join(", ")}` : object.channel.type;
  return object.tier ? `rank ${object.tier.rank}` : "";
}

export const whereOf = (problem: CatalogProblem): string => [problem.file, problem.line || "", problem.line ? problem.column || "" : ""].filter(Boolean).join(":");

/** "1 SLO changed, 2 services added"; "nothing would change". */
export function countedChanges(changes: readonly CatalogChange[]): string {
  if (changes.length === 0) return "Nothing would change: the files say what already applies";
  const groups = new Map<string, number>();
  for (const change of changes) {
    const key = `${change.kind} ${change.action}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const said = [...groups].map(([key, n]) => {
    const [kind = "", action = ""] = key.split(" ");
    const noun = kind === "SLO" ? kind : kind.toLowerCase();
    return `${plural(n, noun)} ${action}`;
  });
  return said.join(", ");
}

/** Files by folder, folders in order, the catalogue's own folder first. */
export function byFolder(files: readonly CatalogFile[]): { folder: string; files: CatalogFile[] }[] {
  const folders = new Map<string, CatalogFile[]>();
  for (const file of files) {
    if (file.path === "") continue;
    const at = file.path.lastIndexOf("/");
    const folder = at < 0 ? "" : file.path.slice(0, at);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return [...folders].sort(([a], [b]) => a.localeCompare(b, "en")).map(([folder, list]) => ({ folder, files: list }));
}
