/** How wide a table's load lines are, by the room that the window gives: one listener for all tables. */
import { useSyncExternalStore } from "react";

const phone = 640;
/** Room of a phone's row beside the line: the page's margins and the figures at its end. */
const beside = 124;

/** Pure: the same window has the same line everywhere. In steps, so that resizing does not draw a thousand rows at each pixel. */
export function lineWidth(window: number): number {
  if (window <= phone) return Math.min(400, Math.max(160, Math.floor((window - beside) / 10) * 10));
  if (window >= 2300) return 720;
  return window >= 1800 ? 380 : 220;
}

function watch(changed: () => void): () => void {
  window.addEventListener("resize", changed, { passive: true });
  return () => window.removeEventListener("resize", changed);
}
const now = (): number => lineWidth(window.innerWidth);

export const useLineWidth = (): number => useSyncExternalStore(watch, now);
