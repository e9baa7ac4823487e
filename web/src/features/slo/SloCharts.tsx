/**
 * How an SLO's budget went, on one time axis: the budget, the burn of its rules, its events. Brushing one zooms all. Everything
 * the pointer does, buttons and keys do too, and a table says the same as the pictures.
 */
import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from "react";
import uPlot from "uplot";
import type { SloChart } from "@/api/types";
import type { CountUnit } from "@/api/types.more";
import { bins, nearest, type Span } from "@/kit/charts";
import { budget, burn, duration, durationText, parseDuration, utc } from "@/kit/format";
import { Plot } from "@/kit/Plot";
import { Empty, Loaded } from "@/kit/states";
import { useColours } from "@/kit/theme";
import { useWidth } from "@/kit/useWidth";
import { budgetOptions, burnData, burnOptions, eventData, eventOptions, left, type Shared } from "./chart.options";
import { allMarks, budgetScale, burnLines, burnTop, eventBars, gapsOf, inUnits, leftOutOf, rangeOf, readout } from "./chart.prepare";
import { ChartMarks } from "./ChartMarks";
import { ChartTable } from "./ChartTable";
import { chartQuery, sloAlertsQuery, versionsQuery } from "./slo.api";
import { pan, presets, scale, zoomTo, type SloSearch } from "./slo.url";
import { events } from "./unit";
import classes from "./SloCharts.module.css";

export interface SloChartsProps {
  name: string;
  period: string;
  /** 1 - objective. */
  allowance: number;
  unit?: CountUnit | undefined;
  search: SloSearch;
  onSearch: (search: SloSearch) => void;
}

export function SloCharts({ name, period, allowance, unit = events, search, onSearch }: SloChartsProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  const query = useQuery({ ...chartQuery(name, search, width > 0 && width < 500 ? 400 : 1000), enabled: width > 0 });
  const chart = useMemo(() => query.data && inUnits(query.data, unit.per_one), [query.data, unit.per_one]);
  const range = chart ? (search.from !== undefined && search.to !== undefined ? { from: search.from, to: search.to } : rangeOf(chart)) : null;
  const zoom = useCallback((next: Span) => onSearch({ ...search, range: undefined, ...next } as SloSearch), [onSearch, search]);
  const reset = (): void => onSearch(search.as ? { as: search.as } : {});
  const onKey = (event: KeyboardEvent): void => {
    if (!range || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const end = Math.max(range.to, Date.parse(chart?.as_of ?? "") || 0);
    const moves: Record<string, () => void> = {
      ArrowLeft: () => zoom(pan(range, -0.25, end)), ArrowRight: () => zoom(pan(range, 0.25, end)),
      "+": () => zoom(scale(range, 0.5, end)), "=": () => zoom(scale(range, 0.5, end)), "-": () => zoom(scale(range, 2, end)), "0": reset,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  const zoomed = search.from !== undefined;
  return (
    <section aria-label="How the budget went" className={classes.charts} tabIndex={0} onKeyDown={onKey}>
      <div className={classes.tools}>
        <div role="group" aria-label="Range" className={classes.presets}>
          {presets.filter((p) => p !== period).map((p) => (
            <UnstyledButton key={p} className={classes.preset} aria-pressed={search.range === p} onClick={() => onSearch({ ...(search.as ? { as: search.as } : {}), range: p })}>{durationText(p)}</UnstyledButton>
          ))}
          <UnstyledButton className={classes.preset} aria-pressed={!zoomed && !search.range} onClick={reset}>{durationText(period)}, whole period</UnstyledButton>
        </div>
        {zoomed && range && (
          <span className={classes.zoomed}><span className="caption">{duration(range.to - range.from)} to {utc(range.to)}</span> <Button size="compact-xs" variant="default" onClick={reset}>Reset zoom</Button></span>
        )}
        <Button className={classes.as} size="compact-xs" variant="default" aria-pressed={search.as === "table"} onClick={() => {
          const { as, ...rest } = search;
          onSearch(as ? rest : { ...rest, as: "table" });
        }}>{search.as === "table" ? "Show charts" : "Show as table"}</Button>
      </div>
      <div ref={place} className={classes.place}>
        <Loaded query={{ ...query, data: chart }} rows={12}>
          {(chart) => chart.at.length === 0
            ? <Empty title="Nothing to draw yet">The charts begin with the first slot that is measured.</Empty>
            : search.as === "table" ? <ChartTable chart={chart} />
            : <Charts chart={chart} noun={unit.noun} allowance={allowance} range={range ?? rangeOf(chart)} width={width} onZoom={zoom} />}
        </Loaded>
      </div>
    </section>
  );
}

/** Heights that tell the story in a first screen: the budget is the picture, the others explain it. */
const heights = { budget: 230, burn: 190, events: 160 };
/** On a wide screen the same curves need more height to keep their slopes. */
const wide = 1500;
const taller = 1.3;
const colourNames = ["--line-1", "--line-2", "--line-3", "--line-4"];

function Charts({ chart, noun, allowance, range, width, onZoom }: { chart: SloChart; noun: string; allowance: number; range: Span; width: number; onZoom: (span: Span) => void }) {
  const colours = useColours();
  const [rule, setRule] = useState<string>();
  const [at, setAt] = useState<number | null>(null);
  const right = width >= 560 ? 104 : 12;
  const versions = useQuery(versionsQuery(chart.name)).data;
  const alerts = useQuery(sloAlertsQuery(chart.name)).data;
  const marks = useMemo(() => allMarks(chart, versions?.items ?? [], new Map(alerts?.items.map((a) => [a.id, a.severity]))), [chart, versions, alerts]);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const gapKey = chart.gaps.map((g) => g.start + g.end).join();
  const leftOutKey = chart.exclusions?.map((e) => e.id + e.range.start + e.range.end).join();
  const firedKey = marks.filter((m) => m.kind === "alert_fired").map((m) => `${m.severity} ${m.at}`).join();
  const shared = useMemo((): Shared => ({
    colours, right, syncKey: `slo ${chart.name}`, last: false, labelGaps: false,
    gaps: gapsOf(chart), leftOut: leftOutOf(chart), fired: firedKey ? firedKey.split(",").map((key) => ({ at: Date.parse(key.slice(key.indexOf(" ") + 1)), ticket: key.startsWith("ticket") })) : [],
    onZoom: (from, to) => zoom.current(zoomTo(from, to)),
    onCursor: setAt,
    bars: (align) => (uPlot.paths.bars as NonNullable<typeof uPlot.paths.bars>)({ size: [0.86, 40], align }),
    // The gaps' own key: a chart read again with the same ones keeps its canvas.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }), [colours, right, chart.name, gapKey, leftOutKey, firedKey]);

  const [low, high] = budgetScale(chart.remaining, chart.thresholds);
  const { caution, freeze } = chart.thresholds;
  const budgetPlot = useMemo(() => budgetOptions({ ...shared, labelGaps: true }, [low, high], { caution, freeze }), [shared, low, high, caution, freeze]);
  const budgetPoints = useMemo((): uPlot.AlignedData => [chart.at, chart.remaining], [chart]);

  const lines = useMemo(() => burnLines(chart.rules, rule), [chart, rule]);
  const top = burnTop(lines, chart.rules);
  const shape = chart.rules.map((r) => `${r.rule} ${r.factor} ${r.severity}`).join();
  const burnPlot = useMemo(() => {
    const of = (i: number) => ({ colour: colours(colourNames[i % colourNames.length] as string), factor: chart.rules[i]?.factor ?? 1 });
    const levels = chart.rules.flatMap((r, i) => rule && r.rule !== rule ? [] : [{ value: r.factor, label: `${r.rule} ${burn(r.factor).replace(".0x", "x")}`, colour: of(i).colour, dash: [5, 4] }]);
    return burnOptions(shared, lines, levels, top, of);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shared, rule, top, shape, lines.length]);
  const burnPoints = useMemo((): uPlot.AlignedData => [chart.at, ...burnData(lines)], [chart, lines]);

  const bars = useMemo(() => {
    const { at, columns: [valid = [], bad = []] } = bins(chart.at, [chart.valid, chart.bad], Math.max(30, Math.floor((width - left - right) / 5)));
    return { at, ...eventBars(valid, bad, allowance) };
  }, [chart, width, right, allowance]);
  const { topGood, topBad } = bars;
  const eventPlot = useMemo(() => eventOptions({ ...shared, last: true }, topGood, topBad), [shared, topGood, topBad]);
  const eventPoints = useMemo(() => eventData(bars.at, bars), [bars]);

  const pointEvery = parseDuration(chart.step) ?? 0;
  const words = at === null ? null : readout(chart, nearest(chart.at, at));
  const tall = (height: number): number => (width >= wide ? Math.round(height * taller) : height);
  const common = { range, width };
  return (
    <div onMouseLeave={() => setAt(null)}>
      <p className={classes.readout} aria-live="off">
        {words ? words.map((w, i) => <span key={i} className={i === 0 ? classes.when : undefined}>{w}</span>)
          : <span>{utc(range.from)} to {utc(range.to)}. Drag to zoom; with the focus here, arrows pan, + and − zoom, 0 resets.</span>}
      </p>
      <div className={classes.titles}>
        <h3 className={classes.title}>Budget remaining</h3>
        {high - low < 0.99 && <span className="caption">a closer scale: {budget(low, 0)} to {budget(high, 0)}</span>}
      </div>
      <ChartMarks marks={marks} range={range} left={left} width={width - left - right} onZoom={onZoom} />
      <Plot label={`Budget remaining from ${utc(range.from)} to ${utc(range.to)}`} options={budgetPlot} data={budgetPoints} height={tall(heights.budget)} {...common} />
      <div className={classes.titles}>
        <h3 className={classes.title}>Burn rate</h3>
        <div role="group" aria-label="Rules" className={classes.rules}>
          {chart.rules.map((r, i) => (
            <UnstyledButton key={r.rule} className={classes.rule} aria-pressed={rule === r.rule} onClick={() => setRule(rule === r.rule ? undefined : r.rule)}
              data-tip={`${r.severity === "page" ? "Pages" : "Opens a ticket"} while burn over ${durationText(r.long_window)}${r.short_burn.length ? ` and over ${durationText(r.short_window)}` : ""} is above ${burn(r.factor)}.\nSelect it to see both windows.`}>
              <i className={classes.swatch} data-line={i % colourNames.length} aria-hidden /> {r.rule}
            </UnstyledButton>
          ))}
        </div>
        <span className="caption">{rule ? "both windows: thick the long one, thin the short one" : "the lesser of each rule's two windows, which is what decides"}{pointEvery >= longStep ? `; each point is the burn at that instant, one every ${duration(pointEvery)}: zoom in for peaks between them` : ""}</span>
      </div>
      <Plot label="Burn rates of the rules against their thresholds, on a logarithmic scale" options={burnPlot} data={burnPoints} height={tall(heights.burn)} {...common} />
      <div className={classes.titles}>
        <h3 className={classes.title}>{noun.charAt(0).toUpperCase() + noun.slice(1)}</h3>
        <span className="caption">{barWords(bars.at)} a bar; good up, bad down on a scale of its own, red where it is more than the objective allows</span>
      </div>
      <Plot label={`Good and bad ${noun}`} options={eventPlot} data={eventPoints} height={tall(heights.events)} {...common} />
    </div>
  );
}

/** From here on a burst can pass between two points. */
const longStep = 5 * 60_000;
const barWords = (at: readonly number[]): string => (at.length > 2 ? duration((at[at.length - 2] as number) - (at[at.length - 3] as number)) : "all");
