/** A long list in pieces: the first at once, the rest while the page stays answerable. */
import { startTransition, useEffect, useState } from "react";

/** As many as fill any screen several times over. */
const first = 200;
const step = 100;

/** How many of `total` are drawn by now. Never fewer than before: rows that are there stay. */
export function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(first);
  useEffect(() => {
    if (drawn >= total) return;
    const timer = setTimeout(() => startTransition(() => setDrawn((n) => n + step)), 0);
    return () => clearTimeout(timer);
  }, [drawn, total]);
  return Math.min(drawn, total);
}
