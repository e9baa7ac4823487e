/**
 * One event stream for all tabs of this browser: a shared worker holds it and tells every tab. The browser's EventSource
 * resumes by Last-Event-ID, so no log event is missed while the connection is made again.
 */
import { openStream, type LiveMessage } from "./live.stream";

const ports = new Set<MessagePort>();
let last: LiveMessage = { kind: "connecting" };
const say = (message: LiveMessage): void => {
  if (message.kind === "open" || message.kind === "lost" || message.kind === "refused") last = message;
  for (const port of ports) port.postMessage(message);
};
let stream: { close(): void } | null = null;
const open = (): void => {
  stream?.close();
  stream = openStream(say);
};

(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  ports.add(port);
  port.onmessage = (message: MessageEvent<"close" | "retry">) => {
    if (message.data === "retry") return open();
    ports.delete(port);
    if (ports.size === 0) {
      stream?.close();
      stream = null;
    }
  };
  if (!stream) open();
  port.postMessage(last);
};
