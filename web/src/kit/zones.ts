/** Wall-clock times of a zone and instants. Pure but for the browser's own zone database. */

export function zoneNames(): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return ["UTC", ...known.filter((zone) => zone !== "UTC")];
}
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false; // the browser knows no such zone
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const found = formats.get(zone) ?? new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  });
  formats.set(zone, found);
  return found;
}

/** "2026-11-21T14:05" on the zone's clocks: what a datetime-local field holds. */
export function wallClock(at: number, zone: string): string {
  const part = Object.fromEntries(formatOf(zone).formatToParts(at).map((p) => [p.type, p.value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offset(at: number, zone: string): number {
  const part = Object.fromEntries(formatOf(zone).formatToParts(at).map((p) => [p.type, Number(p.value)]));
  const shown = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * The instant at which the zone's clocks show `local` ("2026-11-21T14:05"). Shown twice: the first of the two. Skipped by a
 * clock change: as much later as the clocks jump. null: that is no time.
 */
export function instantOf(local: string, zone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local) || !isZone(zone)) return null;
  const naive = Date.parse(`${local}Z`);
  if (Number.isNaN(naive)) return null;
  const day = 86_400_000;
  const [before, after] = [offset(naive - day, zone), offset(naive + day, zone)];
  for (const by of before >= after ? [before, after] : [after, before]) if (offset(naive - by, zone) === by) return naive - by;
  return naive - before;
}

/** Hours of the date's day on the zone's clocks: 23 or 25 where they change. */
export function hoursOfDay(date: string, zone: string): number {
  const [from, to] = [instantOf(`${date}T00:00`, zone), instantOf(`${nextDate(date)}T00:00`, zone)];
  return from === null || to === null ? 24 : (to - from) / 3_600_000;
}

/** The date after "2026-11-30": "2026-12-01". */
export function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
