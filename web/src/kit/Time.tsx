import { useSyncExternalStore } from "react";
import { lasting, relative } from "./format";

/** One clock for the whole page, so that a hundred ages cost one timer. Its value is kept to full ticks: stable between. */
const tick = 5000;
let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, tick);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** An instant so little ahead of this page's clock, which ticks slowly, is one that has just been. */
const ahead = 10_000;

export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

/** How long something has been so: "firing for 12 min". The exact instant on hover. */
export function Since({ at }: { at: string }) {
  const current = useNow();
  const ms = Date.parse(at);
  return <time dateTime={at} data-at={ms} className="tabular">{lasting(current - ms)}</time>;
}

/** An instant as its age, with the exact UTC and local time on hover. `at`: RFC 3339 or epoch milliseconds. */
export function Time({ at, absent = "–" }: { at: string | number | null | undefined; absent?: string }) {
  const current = useNow();
  if (at === null || at === undefined || at === "") return <span className="quiet">{absent}</span>;
  const ms = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(ms).toISOString()} data-at={ms} className="tabular">{relative(ms, ms > current && ms - current < ahead ? ms : current)}</time>
  );
}
