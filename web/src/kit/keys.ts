/** Keys for whoever does not want the mouse. One sequence table for the page, shown by `?`. */
import { useEffect } from "react";

/** The focus is in a field: letters belong to it. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

const patience = 900;

/** `keys`: "g o" (one after the other) or "/" to what it does. The table must be stable between renders. */
export function useKeys(table: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    let before = "";
    let at = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const sequence = before && event.timeStamp - at < patience ? `${before} ${event.key}` : event.key;
      const run = table[sequence] ?? table[event.key];
      before = run ? "" : event.key;
      at = event.timeStamp;
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [table]);
}
