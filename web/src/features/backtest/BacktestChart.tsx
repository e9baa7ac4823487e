/** The past on one time axis: what harmed users as bands, each variant's budget as a line, its alerts as bars in a lane of its own. */
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type uPlot from "uplot";
import { nearest, within, type Span } from "@/kit/charts";
import { budget, burn, duration, ratio, utc } from "@/kit/format";
import { Plot } from "@/kit/Plot";
import { useColours } from "@/kit/theme";
import { useWidth } from "@/kit/useWidth";
import { budgetScale } from "@/features/slo/chart.prepare";
import type { Thresholds } from "@/api/types";
import type { Backtest, BacktestAlert, Loss, VariantResult } from "./backtest.api";
import { alertWords, lossTitle, lossTitles, worthWords } from "./backtest.words";
import { columnsOf, courseOptions, left, silences } from "./course.options";
import { named, packed } from "./lanes";
import { LineSwatch } from "./LineSwatch";
import classes from "./Backtest.module.css";

export interface BacktestChartProps {
  backtest: Backtest;
  thresholds: Thresholds;
  range: Span;
  /** What a drag over the chart does. */
  onSelect: (span: Span) => void;
  onAlert: (variant: number, alert: number) => void;
  /** What a press on a loss does, and how that is said. */
  onLoss: (span: Span) => void;
  lossDoes: string;
  /** Said while nothing is pointed at. */
  hint: ReactNode;
  /** Ranges that a trial leaves out. */
  leftOut?: readonly Span[];
  height?: number;
}

const inset = 12;
const names = 132;

export function BacktestChart(props: BacktestChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  return <div ref={place} className={classes.chart}>{width > 0 && <Drawn {...props} width={width} />}</div>;
}

function Drawn({ backtest, thresholds, range, onSelect, onAlert, onLoss, lossDoes, hint, leftOut = [], height = 260, width }: BacktestChartProps & { width: number }) {
  const colours = useColours();
  const [at, setAt] = useState<number | null>(null);
  const right = width >= 620 ? names : inset;
  const field = Math.max(1, width - left - right);
  const { variants, losses } = backtest;
  const select = useRef(onSelect);
  select.current = onSelect;
  const { at: instants, columns } = useMemo(() => columnsOf(variants), [variants]);
  const silent = useMemo(() => silences(variants[0]?.course ?? []), [variants]);
  const points = useMemo((): uPlot.AlignedData => [instants, ...columns], [instants, columns]);
  const [low, high] = budgetScale(columns.flat(), thresholds);
  const lineNames = variants.map((v) => v.name).join("\n");
  const { caution, freeze } = thresholds;
  const options = useMemo(() => courseOptions({
    colours, names: lineNames.split("\n"), scale: [low, high], thresholds: { caution, freeze }, right, onSelect: (span) => select.current(span), onCursor: setAt,
  }), [colours, lineNames, low, high, caution, freeze, right]);
  const i = at === null ? -1 : nearest(instants, at);
  const place = (t: number): number => ((t - range.from) / (range.to - range.from)) * field;
  return (
    <div className={classes.stack} style={{ "--left": `${left}px`, "--right": `${right}px` } as React.CSSProperties} onMouseLeave={() => setAt(null)}>
      <p className={classes.readout} aria-live="off">
        {i >= 0 ? <Readout backtest={backtest} at={instants[i] as number} values={columns.map((c) => c[i] ?? null)} /> : <span>{hint}</span>}
      </p>
      <div className={classes.body}>
        <div className={classes.bands} aria-hidden>
          {within(losses.map((l) => ({ from: Date.parse(l.start), to: Date.parse(l.end), id: l.id })), range).map((l) => <i key={l.id} className={classes.band} style={{ left: place(l.from), width: Math.max(1, place(l.to) - place(l.from)) }} />)}
          {within(silent, range).map((s) => <i key={s.from} className={classes.silent} style={{ left: place(s.from), width: Math.max(2, place(s.to) - place(s.from)) }}>{place(s.to) - place(s.from) > 96 && <span>nothing counted</span>}</i>)}
          {within(leftOut, range).map((s) => <i key={s.from} className={classes.out} style={{ left: place(s.from), width: Math.max(2, place(s.to) - place(s.from)) }} />)}
          {at !== null && <i className={classes.hair} style={{ left: place(at) }} />}
        </div>
        <Losses losses={losses} range={range} width={field} known={backtest.losses_are_known} does={lossDoes} onLoss={onLoss} />
        <Plot label={`Budget of ${variants.map((v) => `${v.name}, ${budget(v.budget_remaining)} at the end`).join("; ")}`} options={options} data={points} range={range} width={width} height={height} />
        {variants.map((v, n) => <Lane key={`${n} ${v.name}`} variant={v} index={n} losses={losses} range={range} width={field} onAlert={(a) => onAlert(n, a)} />)}
      </div>
      <Legend />
    </div>
  );
}

function Readout({ backtest, at, values }: { backtest: Backtest; at: number; values: readonly (number | null)[] }) {
  const titleOf = lossTitles(backtest.losses);
  const open = backtest.variants.flatMap((v, n) => v.alerts.filter((a) => Date.parse(a.fired_at) <= at && (!a.resolved_at || Date.parse(a.resolved_at) > at)).map((a) => ({ a, n })));
  const harm = backtest.losses.filter((l) => Date.parse(l.start) <= at && Date.parse(l.end) > at);
  return (
    <>
      <strong>{utc(at)}</strong>
      {backtest.variants.map((v, n) => <span key={n}><LineSwatch variant={n} /> {budget(values[n] ?? null)}{n === 0 ? "" : ` ${v.name}`}</span>)}
      {harm.map((l) => <span key={l.id}>during {titleOf(l.id)}</span>)}
      {open.slice(0, 3).map(({ a, n }, k) => <span key={k}><LineSwatch variant={n} /> {a.rule} open: {worthWords[a.worth]}, {ratio(a.cost)} of the budget</span>)}
      {open.length > 3 && <span>and {open.length - 3} more open</span>}
    </>
  );
}

function lossWords(loss: Loss): string {
  const lasted = duration(Date.parse(loss.end) - Date.parse(loss.start));
  return `${loss.title || "A loss"}\n${utc(Date.parse(loss.start))}, for ${lasted}\n${ratio(loss.share)} of the budget, at most ${burn(loss.peak_burn)}`;
}

function Losses({ losses, range, width, known, does, onLoss }: { losses: readonly Loss[]; range: Span; width: number; known: boolean; does: string; onLoss: (span: Span) => void }) {
  const { placed, rows } = useMemo(() => packed(losses.map((l) => ({ from: Date.parse(l.start), to: Date.parse(l.end), loss: l })), range, width, 5), [losses, range, width]);
  const titles = useMemo(() => named(placed.filter((p) => p.row === 0).map((p) => ({ x: p.x, title: lossTitle(p.item.loss), weight: p.item.loss.share, id: p.item.loss.id })), width), [placed, width]);
  return (
    <div className={classes.lane} aria-label={known ? "Known incidents" : "Losses"} role="group" style={{ height: 18 + Math.max(1, rows) * 7 }} onKeyDown={walk}>
      <span className={classes.laneName} aria-hidden>{known ? "incidents" : "losses"}</span>
      <div className={classes.field}>
        {[...titles].map(([t, x]) => <span key={t.id} className={classes.lossName} style={{ left: x }} aria-hidden>{t.title}</span>)}
        {placed.map((p, n) => (
          <button type="button" key={p.item.loss.id} tabIndex={n === 0 ? 0 : -1} className={classes.loss} style={{ left: p.x, width: p.width, top: 18 + p.row * 7 }} onClick={() => onLoss({ from: p.item.from, to: p.item.to })} data-tip={`${lossWords(p.item.loss)}\n${does}`} aria-label={`${lossWords(p.item.loss).replaceAll("\n", ", ")}; ${does}`} />
        ))}
        {losses.length === 0 && <span className={classes.none}>none in this range</span>}
      </div>
    </div>
  );
}

/** One stop of the Tab key for a lane; arrows walk its bars. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const bars = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = bars.indexOf(document.activeElement as HTMLElement);
  if (!by || at < 0) return;
  event.preventDefault();
  bars[Math.min(bars.length - 1, Math.max(0, at + by))]?.focus();
}

interface Bar extends Span { alert: BacktestAlert; index: number }
const sizes = { page: 11, ticket: 7 };

function Lane({ variant, index, losses, range, width, onAlert }: { variant: VariantResult; index: number; losses: readonly Loss[]; range: Span; width: number; onAlert: (alert: number) => void }) {
  const titleOf = useMemo(() => lossTitles(losses), [losses]);
  const { pages, tickets } = useMemo(() => {
    const bars = variant.alerts.map((alert, n): Bar => ({ from: Date.parse(alert.fired_at), to: alert.resolved_at ? Date.parse(alert.resolved_at) : range.to, alert, index: n }));
    return { pages: packed(bars.filter((b) => b.alert.severity === "page"), range, width, 4), tickets: packed(bars.filter((b) => b.alert.severity !== "page"), range, width, 4) };
  }, [variant, range, width]);
  const { score } = variant;
  const tops = { page: 0, ticket: pages.rows * sizes.page + (pages.rows > 0 ? 1 : 0) };
  const height = Math.max(10, tops.ticket + tickets.rows * sizes.ticket);
  const bar = (severity: "page" | "ticket") => ({ item, x, width: wide, row }: { item: Bar; x: number; width: number; row: number }, n: number) => (
    <button type="button" key={item.index} tabIndex={n === 0 && (severity === "page" || pages.placed.length === 0) ? 0 : -1} className={classes.alert} data-severity={severity} data-worth={item.alert.worth}
      style={{ left: x, width: wide, top: tops[severity] + row * sizes[severity] }} onClick={() => onAlert(item.index)} data-tip={alertWords(item.alert, titleOf)} aria-label={`${utc(item.from)}: ${alertWords(item.alert, titleOf).replaceAll("\n", ", ")}`} />
  );
  return (
    <section className={classes.lane} aria-label={`Alerts of ${variant.name}`} onKeyDown={walk}>
      <p className={classes.laneHead}><LineSwatch variant={index} /> <strong>{variant.name}</strong> <span className="caption">{score.pages === 1 ? "1 page" : `${score.pages} pages`}, {score.tickets === 1 ? "1 ticket" : `${score.tickets} tickets`}{variant.alerts_left_out > 0 ? `; ${variant.alerts_left_out} more are not drawn` : ""}</span></p>
      <div className={classes.field} style={{ height }}>
        {pages.placed.map(bar("page"))}
        {tickets.placed.map(bar("ticket"))}
      </div>
    </section>
  );
}

function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      <li><i className={classes.alert} data-severity="page" data-worth="answers" aria-hidden /> page that answers a loss</li>
      <li><i className={classes.alert} data-severity="page" data-worth="costly" aria-hidden /> costly, unexplained</li>
      <li><i className={classes.alert} data-severity="page" data-worth="cheap" aria-hidden /> cheap</li>
      <li><i className={classes.alert} data-severity="ticket" data-worth="answers" aria-hidden /> ticket, likewise</li>
    </ul>
  );
}
