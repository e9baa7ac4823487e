/** Server-sent events as messages. Runs in the shared worker, or in the page where there are no shared workers. */
import { eventTypes } from "./live.types";

export type LiveMessage =
  | { kind: "connecting" }
  | { kind: "open" }
  /** The connection was lost; the browser makes it again and goes on after the last event it saw. */
  | { kind: "lost"; since: number }
  /** The server ended it for good: signed out, too many streams, or this reader fell behind. */
  | { kind: "refused"; since: number }
  /** This reader fell behind: everything must be read anew. */
  | { kind: "reset" }
  | { kind: "figures"; revision: number }
  | { kind: "event"; type: string; seq: number };

export function openStream(say: (message: LiveMessage) => void): { close(): void } {
  const source = new EventSource("/api/v1/events?figures=true");
  source.onopen = () => say({ kind: "open" });
  source.onerror = () => say({ kind: source.readyState === EventSource.CLOSED ? "refused" : "lost", since: Date.now() });
  source.addEventListener("figures", (event: MessageEvent<string>) => {
    const body = JSON.parse(event.data) as { revision: number };
    say({ kind: "figures", revision: body.revision });
  });
  source.addEventListener("reset", () => {
    source.close();
    say({ kind: "reset" });
    say({ kind: "refused", since: Date.now() });
  });
  for (const type of eventTypes)
    source.addEventListener(type, (event: MessageEvent<string>) =>
      say({ kind: "event", type, seq: Number(event.lastEventId) }),
    );
  return { close: () => source.close() };
}
