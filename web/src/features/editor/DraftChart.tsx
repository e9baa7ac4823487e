/** The burn-down of a draft on real history, with hairlines where it would have fired. */
import { useMemo, useRef, useState } from "react";
import { budgetOptions } from "@/features/slo/chart.options";
import { budgetScale, gapsOf, rangeOf } from "@/features/slo/chart.prepare";
import type { SloChart } from "@/api/types";
import { Plot } from "@/kit/Plot";
import { useColours } from "@/kit/theme";
import { useWidth } from "@/kit/useWidth";
import type { DraftSlo } from "./editor.api";
import classes from "./Editor.module.css";

const height = 190;

export function DraftChart({ chart, pages }: { chart: SloChart; pages: DraftSlo["would_have_paged"] }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  const colours = useColours();
  const [low, high] = budgetScale(chart.remaining, chart.thresholds);
  const { caution, freeze } = chart.thresholds;
  const options = useMemo(() => budgetOptions({
    colours, syncKey: `draft ${chart.name}`, gaps: gapsOf(chart), leftOut: [], fired: pages.map((p) => ({ at: Date.parse(p.at), ticket: p.severity === "ticket" })),
    onZoom: () => undefined, onCursor: () => undefined, right: width >= 420 ? 92 : 12, last: true, labelGaps: true,
  }, [low, high], { caution, freeze }), [colours, chart, pages, width, low, high, caution, freeze]);
  const data = useMemo((): [number[], (number | null)[]] => [chart.at, chart.remaining], [chart]);
  return <div ref={place} className={classes.chart}>{width > 0 && <Plot label="Budget remaining as the draft would judge it" options={options} data={data} range={rangeOf(chart)} width={width} height={height} />}</div>;
}
