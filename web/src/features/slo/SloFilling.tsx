/** How far the past of an SLO is there, or from when it counts: nobody is paged for a part. */
import type { SloSummary } from "@/api/types";
import { FillingBar } from "@/features/sources/FillingBar";
import { sentence } from "./slo.words";
import classes from "./SloDetail.module.css";

export function SloFilling({ filling }: { filling: SloSummary["filling"] }) {
  if (!filling) return null;
  if (!filling.under_way) return <p className="caption">{sentence(filling.note)}</p>;
  return (
    <p className={classes.filling} role="status">
      <FillingBar done={filling.done} width={160} />
      <span>Its past is being read from where its counts are asked for; it is not judged, and pages nobody, until that is done.</span>
    </p>
  );
}
