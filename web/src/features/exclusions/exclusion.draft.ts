/** A request while it is written: fields as they are typed, and what they make. Pure. */
import { instantOf, wallClock } from "@/kit/zones";
import type { ExclusionKind, NewExclusion } from "./exclusions.api";
import { categories } from "./exclusions.words";
import { ruleOf, type Repeat } from "./recurrence";

export interface Draft {
  kind: ExclusionKind;
  category: string;
  title: string;
  reason: string;
  slos: string[];
  services: string[];
  /** Local times, "2026-11-22T01:00", on the clocks of `zone`. */
  start: string;
  end: string;
  zone: string;
  again: { repeat: Repeat | null; until: string };
}

const hour = 3_600_000;

/** Maintenance begins with the next full hour; a correction is of the last one. */
export function emptyDraft(kind: ExclusionKind, now: number, zone: string, slo?: string, service?: string): Draft {
  const next = Math.ceil(now / hour) * hour;
  const from = kind === "maintenance" ? next : next - 2 * hour;
  return {
    kind, category: categories[kind][0]?.[0] ?? "other", title: "", reason: "", slos: slo ? [slo] : [], services: service && !slo ? [service] : [],
    start: wallClock(from, zone), end: wallClock(from + hour, zone), zone, again: { repeat: null, until: "" },
  };
}

/** `body`: null while something that it needs is missing. `early`: for a preview, which needs no words. */
export function draftOf(draft: Draft, early: boolean): { body: NewExclusion | null; missing: string[] } {
  const [from, to] = [instantOf(draft.start, draft.zone), instantOf(draft.end, draft.zone)];
  const until = draft.again.until ? instantOf(`${draft.again.until}T23:59`, draft.zone) : null;
  const repeat = draft.kind === "maintenance" ? draft.again.repeat : null;
  const missing = [
    draft.slos.length + draft.services.length === 0 && "an SLO or a service", (from === null || to === null) && "from and to", from !== null && to !== null && to <= from && "an end after its start",
    repeat && until === null && "until when it repeats", !early && draft.title.trim() === "" && "a title", !early && draft.reason.trim() === "" && "a reason",
  ].filter((m): m is string => typeof m === "string");
  if (missing.length > 0 || from === null || to === null) return { body: null, missing };
  const body: NewExclusion = {
    kind: draft.kind, category: draft.category as NewExclusion["category"], title: draft.title.trim() || (early ? "preview" : ""), reason: draft.reason.trim() || (early ? "preview" : ""), slos: draft.slos, services: draft.services,
    start: new Date(from).toISOString(), end: new Date(to).toISOString(),
  };
  if (repeat && until !== null) body.recurrence = { rule: ruleOf(repeat), zone: draft.zone, until: new Date(until).toISOString() };
  return { body, missing };
}
