/** One preview for all rows: opens when a load line is pointed at, or it or its row is reached by key. Loaded when first wanted. */
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type MouseEvent, type ReactNode, type SyntheticEvent } from "react";
import type { ServiceLine } from "@/api/types";

const BudgetPreview = lazy(() => import("./BudgetPreview").then((m) => ({ default: m.BudgetPreview })));

const patience = 220;

export function PreviewHost({ rows, className, onClick, children }: { rows: readonly ServiceLine[]; className?: string | undefined; onClick: (event: MouseEvent) => void; children: ReactNode }) {
  const [open, setOpen] = useState<{ name: string; anchor: DOMRect } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const wish = useCallback((place: HTMLElement | null) => {
    if (timer.current) clearTimeout(timer.current);
    const name = place?.closest<HTMLElement>("tr[data-row]")?.dataset.row;
    if (!place || !name) return setOpen(null);
    timer.current = setTimeout(() => setOpen({ name, anchor: place.getBoundingClientRect() }), patience);
  }, []);
  useEffect(() => {
    const close = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key === "Escape") wish(null);
    };
    window.addEventListener("scroll", close, { passive: true });
    document.addEventListener("keydown", close);
    return () => {
      window.removeEventListener("scroll", close);
      document.removeEventListener("keydown", close);
      if (timer.current) clearTimeout(timer.current);
    };
  }, [wish]);
  const over = (event: SyntheticEvent): void => wish((event.target as HTMLElement).closest<HTMLElement>("[data-preview]"));
  const focus = (event: SyntheticEvent): void => {
    const target = event.target as HTMLElement;
    if (target.matches(":focus-visible")) wish(target.closest<HTMLElement>("[data-preview]") ?? (target.matches("tr") ? target.querySelector<HTMLElement>("[data-preview]") : null));
  };
  const click = (event: MouseEvent): void => {
    wish(null);
    onClick(event);
  };
  const line = open ? rows.find((row) => row.name === open.name) : undefined;
  return (
    <div className={className} onPointerOver={over} onPointerLeave={() => wish(null)} onFocus={focus} onBlur={() => wish(null)} onClick={click}>
      {children}
      {open && line?.slo && <Suspense fallback={null}><BudgetPreview line={line} anchor={open.anchor} /></Suspense>}
    </div>
  );
}
