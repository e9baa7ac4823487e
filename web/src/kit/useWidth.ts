import { useEffect, type RefObject } from "react";

/** The width of an element as it changes; 0 before it is known. */
export function useWidth(ref: RefObject<HTMLElement | null>, set: (width: number) => void): void {
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) set(Math.floor(entry.contentRect.width));
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref, set]);
}
