/**
 * One tooltip for the whole page: anything with `data-tip` (text) or `data-at` (an instant, epoch milliseconds) has one.
 * A table of 200 rows then costs one listener instead of hundreds of floating elements; the control itself is loaded when
 * something is first pointed at or focused.
 */
import { lazy, Suspense, useEffect, useState } from "react";

const TipAt = lazy(() => import("./TipAt").then((m) => ({ default: m.TipAt })));
const patience = 250;

export function Tips() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const wanted = (event: Event): void => {
      const found = (event.target as Element | null)?.closest?.<HTMLElement>("[data-tip],[data-at]") ?? null;
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => setTarget(found), found ? patience : 0);
    };
    const close = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setTarget(null);
    };
    document.addEventListener("pointerover", wanted);
    document.addEventListener("focusin", wanted);
    document.addEventListener("keydown", close);
    return () => {
      if (timer) clearTimeout(timer);
      document.removeEventListener("pointerover", wanted);
      document.removeEventListener("focusin", wanted);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return target?.isConnected ? <Suspense fallback={null}><TipAt key={keyOf(target)} target={target} /></Suspense> : null;
}

const keyOf = (target: HTMLElement): string => `${target.dataset.at ?? ""} ${target.dataset.tip ?? ""}`;
