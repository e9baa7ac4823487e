/** Where a plain time axis has its marks: whole days or hours in UTC, as many as there is room for. Pure. */
export interface Tick { x: number; label: string; anchor: "start" | "middle" | "end" }

const hour = 3_600_000;
const steps = [hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour, 2 * 24 * hour, 7 * 24 * hour, 14 * 24 * hour, 30 * 24 * hour, 90 * 24 * hour];
const room = 84;

export function ticksOf(range: { from: number; to: number }, width: number): Tick[] {
  const length = range.to - range.from;
  if (!(length > 0) || width <= 0) return [];
  const step = steps.find((s) => (s / length) * width >= room) ?? (steps.at(-1) as number);
  const found: Tick[] = [];
  for (let at = Math.ceil(range.from / step) * step; at <= range.to; at += step) {
    const x = Math.round(((at - range.from) / length) * width);
    const date = new Date(at);
    const day = `${date.getUTCDate()} ${date.toLocaleString("en-GB", { month: "short", timeZone: "UTC" })}`;
    const midnight = at % (24 * hour) === 0;
    found.push({ x, label: midnight ? day : `${String(date.getUTCHours()).padStart(2, "0")}:00`, anchor: x < 24 ? "start" : x > width - 24 ? "end" : "middle" });
  }
  return found;
}
