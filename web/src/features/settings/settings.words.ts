/** Rights, browsers and expiries in a person's words. Pure. */
import type { Right, SessionRow, TokenView } from "@/api/types";

export const rightWords: Record<Right, string> = {
  view: "Read everything that is not a secret",
  ingest: "Write samples and slots",
  respond: "Acknowledge and silence pages, replay dead letters, test channels",
  edit: "Apply the catalogue",
  admin: "Manage people, tokens and sessions; includes every right but interview and hire",
  practise: "Read the question bank, practise and match for oneself",
  interview: "See the candidates of one's own interviews, and write cards",
  hire: "See every candidate with all that was written about them; decide and erase",
};
export const allRights = Object.keys(rightWords) as Right[];

/** Tokens that work before those that no longer do, by name. */
export const inTokenOrder = (tokens: readonly TokenView[]): TokenView[] =>
  [...tokens].sort((a, b) => Number(b.works) - Number(a.works) || a.name.localeCompare(b.name, "en", { numeric: true }));
/** This browser's session first, then those that were seen last. */
export const inSessionOrder = (sessions: readonly SessionRow[]): SessionRow[] =>
  [...sessions].sort((a, b) => Number(b.current) - Number(a.current) || Date.parse(b.last_seen) - Date.parse(a.last_seen));

const systems: [RegExp, string][] = [[/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X|Macintosh/, "macOS"], [/CrOS/, "ChromeOS"], [/Linux|X11/, "Linux"]];
const browsers: [RegExp, string][] = [[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\/|FxiOS/, "Firefox"], [/Chrom(e|ium)\/|CriOS/, "Chrome"], [/Safari\//, "Safari"], [/^curl\//, "curl"], [/plimsoll/i, "plimsoll CLI"]];

/** "Firefox on Linux" from a browser's own words; what is not known is shown as it came, cut short. */
export function agentWords(agent: string): string {
  const of = (table: [RegExp, string][]): string => table.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
  const [browser, system] = [of(browsers), of(systems)];
  if (browser && system) return `${browser} on ${system}`;
  return browser || system || (agent.length > 40 ? `${agent.slice(0, 40)}…` : agent) || "not told";
}

export const lifetimes = [["30", "30 days"], ["90", "90 days"], ["365", "a year"], ["", "no end"]] as const;
/** When a token of so many days ends; undefined: never. */
export const expiryOf = (days: string, now: number): string | undefined => (days === "" ? undefined : new Date(now + Number(days) * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z"));

/** What shows at once that the token works, with the least right that it has. */
export function tokenExample(origin: string, secret: string, rights: readonly Right[]): string {
  const header = `-H 'Authorization: Bearer ${secret}'`;
  const reads = rights.some((right) => right === "view" || right === "admin");
  if (reads) return `curl ${header} ${origin}/api/v1/overview`;
  if (rights.includes("ingest")) return `curl -i -X POST ${header} ${origin}/api/v1/write`;
  return `curl ${header} ${origin}/api/v1/session`;
}

/** "resident_memory" -> "Resident memory". */
export function factName(name: string): string {
  const words = name.replaceAll("_", " ").replace(/\bslos\b/, "SLOs");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
