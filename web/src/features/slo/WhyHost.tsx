/**
 * Stands once in the frame. Whatever carries `data-why` opens its defence sheet when it is clicked, or by `w` while it, its row
 * or nothing in particular has the focus. The open sheet is in the URL (`?why=`); the sheet is loaded when first wanted.
 */
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { isTyping } from "@/kit/keys";
import { decodeWhy, sloOfPath } from "./why.url";

const Why = lazy(() => import("./Why").then((m) => ({ default: m.Why })));

/** Sets or (empty) removes `?why=` and keeps the rest of the URL. For `slo`s and windows see why.url.ts. */
export function useOpenWhy(): (why: string) => void {
  const navigate = useNavigate();
  return (why) => void navigate({ to: ".", search: (before: Record<string, unknown>) => ({ ...before, why: why || undefined }), replace: why === "", resetScroll: false } as never);
}

/** What `w` means now: the focused figure, the first of the focused row, or the page's first. */
function wanted(): string | undefined {
  const focused = document.activeElement as HTMLElement | null;
  const own = focused?.closest<HTMLElement>("[data-why]") ?? focused?.closest("[data-row]")?.querySelector<HTMLElement>("[data-why]");
  return (own ?? document.querySelector<HTMLElement>("#main [data-why]"))?.dataset.why;
}

export function WhyHost() {
  const open = useOpenWhy();
  const { why } = useSearch({ strict: false }) as { why?: unknown };
  const pathname = useLocation({ select: (l) => l.pathname });
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const why = (event.target as Element | null)?.closest?.<HTMLElement>("[data-why]")?.dataset.why;
      if (why) open(why);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "w" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const why = wanted();
      if (why) open(why);
    };
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("keydown", onKey);
    };
  });
  const target = decodeWhy(why);
  const slo = target && (target.slo || sloOfPath(pathname));
  if (!target || !slo) return null;
  return <Suspense fallback={null}><Why slo={slo} measure={target.measure} window={target.window} onClose={() => open("")} /></Suspense>;
}
