/** What sources are called on the screen. Pure. */
import { countShort, duration } from "@/kit/format";
import type { SourceState, SourceView } from "./sources.api";

export const stateWords: Record<SourceState, string> = { failing: "fails", silent: "silent", late: "late", waiting: "waiting", named: "named only", ok: "delivers" };

const kinds: Record<string, string> = {
  prometheus: "Prometheus API", scrape: "scraped", access_log: "access log", probe: "probe", remote_write: "remote write", otlp: "OTLP", events: "events API",
};
export const kindWords = (kind: string): string => kinds[kind] ?? kind;

/** Below a second nobody minds; beyond it the two largest parts. */
export function lagText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  return seconds < 1 ? "< 1 s" : duration(Math.round(seconds) * 1000);
}

/** "12.5", "3.2 k": samples a second. */
export function rateText(view: Pick<SourceView, "deliveries" | "samples_per_second">): string {
  if (view.deliveries === 0) return "–";
  const rate = view.samples_per_second;
  return rate >= 100 ? countShort(Math.round(rate)) : rate.toFixed(1);
}

const worst: [SourceState, string, string][] = [
  ["failing", "source fails", "sources fail"], ["silent", "source is silent", "sources are silent"], ["late", "source is late", "sources are late"],
  ["waiting", "source was not heard yet", "sources were not heard yet"], ["ok", "source delivers", "sources deliver"],
];
/** "1 source fails · 7 sources deliver" */
export function headline(items: readonly Pick<SourceView, "state">[]): string {
  return worst.flatMap(([state, one, many]) => {
    const n = items.filter((s) => s.state === state).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  }).join(" · ");
}

/** "being filled, 43 %": rounded down, so that 100 % is only said at the end. */
export const fillingText = (done: number): string => `being filled, ${Math.min(99, Math.floor(done * 100))} %`;

/** About how many events a day a proposal would count. */
export function trafficText(events: number | null | undefined): string {
  if (events === null || events === undefined) return "";
  if (events < 0.5) return "nothing in the last day";
  return `about ${countShort(Math.round(events))} events in the last day`;
}
