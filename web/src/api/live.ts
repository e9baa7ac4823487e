/**
 * Live figures for the pages: which queries are read again when the server says that something moved.
 *
 * A query names in `meta.live` what it depends on: "figures", or prefixes of log event types. At most one re-read a second.
 */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { openStream, type LiveMessage } from "./live.stream";

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { live?: readonly string[] };
  }
}

export type LiveState = { word: "connecting" | "live" | "reconnecting" | "off"; since: number | null };

let state: LiveState = { word: "connecting", since: null };
const watchers = new Set<() => void>();
function become(next: LiveState): void {
  state = next;
  for (const watcher of watchers) watcher();
}

/** The state of the live stream, for the frame. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

const pace = 1000;
const retryAfter = 5000;

/** Gathers what moved and reads again what depends on it, at most once a second. */
class Refresher {
  private moved = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private lastAt = 0;
  constructor(private readonly queries: QueryClient) {}

  note(what: string): void {
    this.moved.add(what);
    if (this.timer) return;
    this.timer = setTimeout(() => this.run(), Math.max(0, this.lastAt + pace - Date.now()));
  }
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }
  private run(): void {
    this.timer = null;
    this.lastAt = Date.now();
    const moved = [...this.moved];
    this.moved.clear();
    void this.queries.invalidateQueries({
      predicate: (query) => (query.meta?.live ?? []).some((on) => moved.some((what) => what.startsWith(on))),
    });
  }
}

function connect(say: (message: LiveMessage) => void): { retry(): void; close(): void } {
  if (typeof SharedWorker === "undefined") {
    let stream = openStream(say);
    return {
      retry: () => {
        stream.close();
        stream = openStream(say);
      },
      close: () => stream.close(),
    };
  }
  const worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), { type: "module", name: "plimsoll-live" });
  worker.port.onmessage = (event: MessageEvent<LiveMessage>) => say(event.data);
  return {
    retry: () => worker.port.postMessage("retry"),
    close: () => {
      worker.port.postMessage("close");
      worker.port.close();
    },
  };
}

/** Mounted once, while somebody is signed in. */
export function useLive(wanted: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!wanted) return undefined;
    const refresher = new Refresher(queries);
    let retry: ReturnType<typeof setTimeout> | null = null;
    const connection = connect((message) => {
      switch (message.kind) {
        case "open":
          if (state.word === "reconnecting" || state.word === "off") void queries.invalidateQueries();
          return become({ word: "live", since: null });
        case "lost":
          return become({ word: "reconnecting", since: state.since ?? message.since });
        case "refused":
          // Perhaps this session has ended: whatever is read now finds out, and leads to the sign-in page.
          if (state.word !== "off") void queries.invalidateQueries();
          become({ word: "off", since: state.since ?? message.since });
          retry ??= setTimeout(() => {
            retry = null;
            connection.retry();
          }, retryAfter);
          return;
        case "reset":
          return void queries.invalidateQueries();
        case "figures":
          return refresher.note("figures");
        case "event":
          return refresher.note(message.type);
        case "connecting":
          return;
      }
    });
    const leave = (): void => connection.close();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      if (retry) clearTimeout(retry);
      refresher.stop();
      connection.close();
    };
  }, [queries, wanted]);
}
