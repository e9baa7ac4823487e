/** One formatting function per kind of value, so that 99.95 % looks the same on every screen. Pure: `now` is handed in. */

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
/** What stands for an absent figure. Its reason is told beside it, or by "why?". */
export const absent = "–";

/** 4117 -> "4,117". */
export const count = (n: number): string => grouped.format(n);

/** 4700120 -> "4.70 M": for places too narrow for every digit. */
export function countShort(n: number): string {
  const size = Math.abs(n);
  if (size >= 1e9) return `${(n / 1e9).toFixed(2)} G`;
  if (size >= 1e6) return `${(n / 1e6).toFixed(2)} M`;
  if (size >= 1e4) return `${(n / 1e3).toFixed(1)} k`;
  return count(n);
}

/** A share of the budget, signed: 0.124 -> "12.4 %", -0.41 -> "−41.0 %". */
export function budget(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined) return absent;
  const text = (Math.abs(share) * 100).toFixed(digits);
  const negative = share < 0 && Number(text) !== 0;
  return `${negative ? "−" : ""}${text} %`;
}

/** A share from 0 to 1, kept from rounding up to "100 %" or down to "0 %" when it is neither. */
export function ratio(share: number | null | undefined): string {
  if (share === null || share === undefined) return absent;
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = share * 100;
  for (const digits of [1, 2, 3, 4, 5]) {
    const text = percent.toFixed(digits);
    if (Number(text) < 100 && Number(text) > 0) return `${text} %`;
  }
  return share > 0.5 ? "> 99.99999 %" : "< 0.00001 %";
}

/** 14.9 -> "14.9x". */
export function burn(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return absent;
  if (rate >= 1000) return `${count(Math.round(rate))}x`;
  return `${rate.toFixed(rate >= 100 ? 0 : 1)}x`;
}

/** Minutes of budget, signed: 17.06 -> "17 min", 4.32 -> "4.3 min", -130 -> "−2 h 10 min". */
export function minutes(value: number | null | undefined): string {
  if (value === null || value === undefined) return absent;
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size < 10) return `${sign}${size.toFixed(1)} min`;
  return sign + duration(Math.round(size) * 60_000);
}

/** The two largest parts: "3 d 4 h", "45 s". */
export function duration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 86400), "d"],
    [Math.floor((seconds % 86400) / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return ms === 0 ? "0 s" : "< 1 s";
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(" ");
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The server's durations ("30d", "1h30m", "250ms") in milliseconds; null if it is not one. */
export function parseDuration(text: string): number | null {
  let total = 0;
  let rest = text.trim();
  if (rest === "0") return 0;
  if (rest === "") return null;
  while (rest !== "") {
    const found = /^(\d+)(ms|s|m|h|d|w)/.exec(rest);
    const unit = found ? unitMs[found[2] as string] : undefined;
    if (!found || unit === undefined) return null;
    total += Number(found[1]) * unit;
    rest = rest.slice(found[0].length);
  }
  return total;
}

/** "30d" -> "30 d"; what cannot be read is shown as it is. */
export function durationText(text: string): string {
  const ms = parseDuration(text);
  return ms === null ? text : duration(ms);
}

/** "4 min ago", "in 3 d 4 h", "just now". */
export function relative(at: number, now: number): string {
  const gap = now - at;
  if (Math.abs(gap) < 5000) return "just now";
  // From a minute on nobody reads the seconds, and a text that does not flicker is calmer.
  const size = Math.abs(gap) < 60_000 ? gap : Math.trunc(gap / 60_000) * 60_000;
  return gap > 0 ? `${duration(size)} ago` : `in ${duration(size)}`;
}

/** "for 12 min": from a minute on without seconds, as ages are. */
export function lasting(ms: number): string {
  if (ms < 5000) return "since just now";
  return `for ${duration(ms < 60_000 ? ms : Math.trunc(ms / 60_000) * 60_000)}`;
}

const pad = (n: number, width = 2): string => String(n).padStart(width, "0");

/** "21 Nov 14:05:10 UTC": exact, in the zone that incident notes are written in. */
export function utc(at: number): string {
  const d = new Date(at);
  const month = d.toLocaleString("en-GB", { month: "short", timeZone: "UTC" });
  return `${d.getUTCDate()} ${month} ${d.getUTCFullYear()} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())} UTC`;
}

/** The time of day in UTC: "14:05:10". */
export function clock(at: number): string {
  const d = new Date(at);
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
}

/** A day in UTC as a heading: "Today, Saturday 21 November 2026". */
export function day(at: number, now: number): string {
  const text = new Date(at).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).replace(",", "");
  const ago = Math.floor(now / 86_400_000) - Math.floor(at / 86_400_000);
  return ago === 0 ? `Today, ${text}` : ago === 1 ? `Yesterday, ${text}` : text;
}

/** The same instant on the reader's own clock. */
export function local(at: number): string {
  return new Date(at).toLocaleString("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
  });
}

/** Bytes with a binary unit. */
export function bytes(n: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  let value = n;
  while (Math.abs(value) >= 1024 && at < units.length - 1) {
    value /= 1024;
    at += 1;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
