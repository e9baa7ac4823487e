/** Types of events in words, and in the groups that people ask for. */
import { eventTypes } from "@/api/live.types";

const groups: [prefix: string, label: string][] = [
  ["slo.", "Alerts and figures"], ["paging.", "Paging"], ["catalog.", "Catalogue"], ["exclusions.", "Exclusions and annotations"], ["attribution.", "Charges"], ["policy.", "Policy and gate"], ["access.", "People and access"],
];

/** "PageDeadLettered" -> "page dead lettered". */
export function typeInWords(type: string): string {
  const name = type.slice(type.lastIndexOf(".") + 1);
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().replace(/\bslos?\b|\bsli\b/g, (word) => word.toUpperCase().replace("SLOS", "SLOs"));
}

/** The server itself acts under names such as "system:paging". */
export function actorInWords(name: string): string {
  const part = /^system(?::(.+))?$/.exec(name);
  return part ? `Plimsoll${part[1] ? `, ${part[1]}` : ""}` : name;
}

/**
 * What machines do between two things that a person would tell: each attempt, each rule that is about to fire or to clear, series
 * that began unseen, what is withheld. Whatever somebody decided, and whatever began, ended or failed for good, is not here.
 */
const technical: ReadonlySet<string> = new Set([
  "paging.PageIntended", "paging.AttemptStarted", "paging.AttemptFailed", "paging.AlertOver", "slo.PendingBegan", "slo.PendingEnded", "slo.ClearingBegan",
  "slo.ClearingEnded", "slo.SliAnomalySeen", "access.SessionsExpired", "hiring.Withheld",
]);
export const isTechnical = (type: string): boolean => technical.has(type);

export interface TypeChoice { value: string; label: string }
/** Choices of the type filter: each module as a whole, then each of its events. */
export function typeChoices(): { group: string; items: TypeChoice[] }[] {
  const known = new Set(groups.map(([prefix]) => prefix));
  const others = [...new Set(eventTypes.map((t) => t.slice(0, t.indexOf(".") + 1)))].filter((p) => !known.has(p)).map((p): [string, string] => [p, p.slice(0, -1)]);
  return [...groups, ...others].map(([prefix, label]) => ({
    group: label,
    items: [{ value: prefix, label: `${label}: all` }, ...eventTypes.filter((t) => t.startsWith(prefix)).map((t) => ({ value: t, label: typeInWords(t) }))],
  }));
}
