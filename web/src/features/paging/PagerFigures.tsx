/** How well the pager keeps its own promise; each figure answers "why?". */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Figure } from "@/features/slo/Figure";
import { pagingMeasuresQuery } from "./paging.api";
import classes from "./Paging.module.css";

const WhyMeasureSheet = lazy(() => import("@/features/measure/WhyMeasureSheet").then((m) => ({ default: m.WhyMeasureSheet })));

const labels: Record<string, string> = {
  "paging.delivered_share": "delivered", "paging.dead_letters": "dead letters", "paging.receipt_time_p50": "receipt, median", "paging.receipt_time_p90": "receipt, 9 of 10 within",
};

export function PagerFigures({ why, onClose }: { why: string | undefined; onClose: () => void }) {
  const { data } = useQuery(pagingMeasuresQuery);
  const asked = data?.measures.find((m) => m.id === why);
  return (
    <div className={classes.figures} aria-label="The pager's own figures over 30 days" role="group">
      {(data?.measures ?? []).map((measure) => (
        <span key={measure.id} className={classes.figure} data-tone={measure.id === "paging.dead_letters" && (measure.value ?? 0) > 0 ? "breach" : undefined}>
          <Figure measure={measure} /> <span className="caption">{labels[measure.id] ?? measure.id}</span>
        </span>
      ))}
      {data && <span className="caption">over 30 days, tests left out</span>}
      {asked && <Suspense fallback={null}><WhyMeasureSheet measure={asked} of="the pager" onClose={onClose} /></Suspense>}
    </div>
  );
}
