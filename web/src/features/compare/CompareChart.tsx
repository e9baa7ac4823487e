/** The budgets of two SLOs in one chart: the same instants under each other, told apart by colour and by dashes. */
import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import type { SloDetail } from "@/api/types";
import { budgetSplits, left, tickLabel } from "@/features/slo/chart.options";
import { budgetScale, rangeOf } from "@/features/slo/chart.prepare";
import { chartQuery } from "@/features/slo/slo.api";
import { presets, zoomTo } from "@/features/slo/slo.url";
import { nearest } from "@/kit/charts";
import { budget, durationText, utc } from "@/kit/format";
import { Plot } from "@/kit/Plot";
import { Loaded } from "@/kit/states";
import { useColours } from "@/kit/theme";
import { useWidth } from "@/kit/useWidth";
import type { SetSearch } from "./Compare";
import { together } from "./compare.chart";
import type { CompareSearch } from "./compare.url";
import classes from "./Compare.module.css";

export function CompareChart({ a, b, search, set }: { a: SloDetail; b: SloDetail; search: CompareSearch; set: SetSearch }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  // Without a range each would show its own period: both show the longer one.
  const longer = Date.parse(a.summary.as_of ?? "") && a.summary.period === b.summary.period ? undefined : "30d";
  const asked = search.from === undefined && !search.range && longer ? { range: longer } : search;
  const points = width > 0 && width < 500 ? 400 : 1000;
  const first = useQuery({ ...chartQuery(a.summary.name, asked, points), enabled: width > 0 });
  const second = useQuery({ ...chartQuery(b.summary.name, asked, points), enabled: width > 0 });
  const clear = { range: undefined, from: undefined, to: undefined };
  return (
    <div ref={place} className={classes.chart}>
      <div role="group" aria-label="Range" className={classes.presets}>
        {presets.map((p) => <UnstyledButton key={p} className={classes.preset} aria-pressed={search.range === p} onClick={() => set({ ...clear, range: p })}>{durationText(p)}</UnstyledButton>)}
        {(search.range || search.from !== undefined) && <UnstyledButton className={classes.preset} onClick={() => set(clear)}>Whole period</UnstyledButton>}
      </div>
      <Loaded query={first} rows={8}>
        {(x) => <Loaded query={second} rows={8}>{(y) => <Drawn first={x} second={y} width={width} search={search} onZoom={(from, to) => set({ ...clear, ...zoomTo(from, to) })} />}</Loaded>}
      </Loaded>
    </div>
  );
}

type Chart = Parameters<typeof rangeOf>[0];

function Drawn({ first, second, width, search, onZoom }: { first: Chart; second: Chart; width: number; search: CompareSearch; onZoom: (from: number, to: number) => void }) {
  const colours = useColours();
  const [at, setAt] = useState<number | null>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const joined = useMemo(() => together(first, second), [first, second]);
  const [low, high] = budgetScale([...first.remaining, ...second.remaining], first.thresholds);
  const options = useMemo((): Omit<uPlot.Options, "width" | "height"> => {
    const text = { stroke: colours("--quiet"), font: "11px 'Inter Variable', system-ui, sans-serif", ticks: { show: false }, grid: { stroke: colours("--border"), width: 1, dash: [2, 3] } };
    return {
      legend: { show: false }, padding: [8, 12, 0, 0], scales: { x: {}, y: { auto: false, range: [low === 0 ? -0.02 : low, high === 1 ? 1.02 : high] } },
      series: [{}, { stroke: colours("--line-1"), width: 2, spanGaps: false }, { stroke: colours("--line-2"), width: 2, dash: [6, 3], spanGaps: false }],
      axes: [
        { ...text, size: 26, space: 84, values: (u, splits) => splits.map((s) => tickLabel(s, (splits[1] ?? 0) - (splits[0] ?? 0), (u.scales.x?.max ?? 0) - (u.scales.x?.min ?? 0))) },
        { ...text, size: left, splits: () => budgetSplits(low, high), values: (_u, splits) => splits.map((n) => budget(n, 0)) },
      ],
      cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false, dist: 5 } },
      hooks: {
        setSelect: [(u) => {
          if (u.select.width < 5) return;
          const [from, to] = [u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")];
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          zoom.current(from, to);
        }],
        setCursor: [(u) => setAt((u.cursor.left ?? -1) < 0 ? null : u.posToVal(u.cursor.left as number, "x"))],
      },
    };
  }, [colours, low, high]);
  const range = search.from !== undefined && search.to !== undefined ? { from: search.from, to: search.to } : joined.range;
  const i = at === null ? -1 : nearest(joined.at, at);
  return (
    <>
      <p className={classes.readout} aria-live="off">
        {i >= 0 ? <><strong>{utc(joined.at[i] as number)}</strong> <span><i className={classes.swatch} data-line="a" aria-hidden /> {budget(joined.a[i] ?? null)}</span> <span><i className={classes.swatch} data-line="b" aria-hidden /> {budget(joined.b[i] ?? null)}</span></>
          : <span>{utc(range.from)} to {utc(range.to)}. Drag to zoom.</span>}
      </p>
      <Plot label={`Budget remaining of ${first.name} and ${second.name}`} options={options} data={[joined.at, joined.a, joined.b]} range={range} width={width} height={260} />
    </>
  );
}
