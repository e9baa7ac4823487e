/**
 * A figure that answers "why?": value and unit, and a button that opens its defence sheet. The sheet's host (WhyHost) hears
 * the click through `data-why`, so a table of a thousand figures costs no handler each.
 */
import type { ReactNode } from "react";
import { inUnit, measureName, splitUnit } from "@/features/measure/measure.format";
import type { Measure } from "@/api/types";
import { absent } from "@/kit/format";
import { encodeWhy } from "./why.url";
import classes from "./Figure.module.css";

export interface WhyButtonProps {
  /** Left out on the SLO's own page. */
  slo?: string | undefined;
  measure: string;
  window?: string | undefined;
  /** Off where the name of the measure stands inside already. */
  named?: boolean;
  children: ReactNode;
}

/** Any figure's text as a button that opens "Why?". */
export function WhyButton({ slo, measure, window, named = true, children }: WhyButtonProps) {
  const name = measureName(measure);
  return (
    <button type="button" className={classes.why} data-why={encodeWhy({ slo, measure, window })} data-tip={`Why? ${name}${window ? ` over ${window}` : ""}`} aria-haspopup="dialog">
      {named && <span className={classes.said}>{name} </span>}{children}<span className={classes.said}>, why?</span>
    </button>
  );
}

/** Value and unit of a measure. `big`: for headers. */
export function Figure({ measure, slo, window, big = false }: { measure: Measure; slo?: string; window?: string; big?: boolean }) {
  const text = inUnit(measure.value, measure);
  const [number, unit] = splitUnit(text);
  return (
    <WhyButton slo={slo} measure={measure.id} window={window}>
      <span className={big ? classes.big : "tabular"} data-tip={text === absent ? measure.why_empty : undefined}>{number}{unit && <span className="unit">{unit}</span>}</span>
    </WhyButton>
  );
}
