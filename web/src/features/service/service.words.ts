/** A service's tier and neighbours in words. Pure. */
import type { ServiceDetail, ServiceLine } from "@/api/types";
import { durationText } from "@/kit/format";

/** What the tier asks for: "back within 15 min, at most 1 min of data lost". Empty parts are left out. */
export function tierWords(tier: ServiceDetail["tier"]): string {
  if (!tier) return "";
  const set = (duration: string): boolean => duration !== "" && duration !== "0s" && duration !== "0";
  const parts = [];
  if (set(tier.rto)) parts.push(`back within ${durationText(tier.rto)} (RTO)`);
  if (set(tier.rpo)) parts.push(`at most ${durationText(tier.rpo)} of data lost (RPO)`);
  return parts.join(", ");
}

/** "tier-0: Without it nobody can buy. Back within 15 min (RTO)." */
export function tierSentence(tier: NonNullable<ServiceDetail["tier"]>): string {
  const asked = tierWords(tier);
  const said = [tier.description, asked && `${asked.charAt(0).toUpperCase()}${asked.slice(1)}.`].filter(Boolean).join(" ");
  return said ? `${tier.name}: ${said}` : "";
}

export interface Neighbour { name: string; line: ServiceLine | null }
/** Neighbours, the worst first as the overview orders them; one that the overview does not know comes last. */
export function neighbours(names: readonly string[], lines: readonly ServiceLine[]): Neighbour[] {
  const wanted = new Set(names);
  const known = lines.filter((line) => wanted.has(line.name)).map((line): Neighbour => ({ name: line.name, line }));
  const found = new Set(known.map((n) => n.name));
  return [...known, ...names.filter((name) => !found.has(name)).map((name): Neighbour => ({ name, line: null }))];
}
