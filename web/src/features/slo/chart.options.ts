/** How the three charts of an SLO are drawn: shared axes and cursor, direct labels, gaps as hatched bands. */
import type uPlot from "uplot";
import { decades, isolated, onLog, spread, within, type Span } from "@/kit/charts";
import { burn, countShort, duration } from "@/kit/format";
import type { Colours } from "@/kit/theme";
import { burnFloor, type BurnLine, type EventBars } from "./chart.prepare";

type Options = Omit<uPlot.Options, "width" | "height">;
export interface Shared {
  colours: Colours;
  syncKey: string;
  gaps: readonly Span[];
  /** What the SLO does not answer for. */
  leftOut: readonly { from: number; to: number; title: string }[];
  /** Alerts fired: hairlines through all charts, amber for what only opened a ticket. */
  fired: readonly { at: number; ticket: boolean }[];
  onZoom: (from: number, to: number) => void;
  /** The instant under the cursor; null when it left. */
  onCursor: (at: number | null) => void;
  /** Pixels to the right of the plot, for the labels of lines. */
  right: number;
  last: boolean;
  /** Gaps are named once, on the first chart. */
  labelGaps: boolean;
  bars?: (align: -1) => uPlot.Series.PathBuilder;
}
export const left = 52;
const font = "11px 'Inter Variable', system-ui, sans-serif";
const ratioOf = (u: uPlot): number => u.bbox.width / Math.max(1, u.over.clientWidth);

/** Bands where nothing was measured, behind everything, with their words where these fit. */
function drawGaps(u: uPlot, shared: Shared): void {
  const { ctx, bbox } = u;
  const px = ratioOf(u);
  const range = { from: u.scales.x?.min ?? 0, to: u.scales.x?.max ?? 0 };
  ctx.save();
  ctx.setLineDash([]);
  let labelledTo = 0;
  for (const gap of within(shared.gaps, range)) {
    const x0 = u.valToPos(gap.from, "x", true);
    const x1 = Math.max(u.valToPos(gap.to, "x", true), x0 + px);
    ctx.fillStyle = shared.colours("--gap");
    ctx.fillRect(x0, bbox.top, x1 - x0, bbox.height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(x0, bbox.top, x1 - x0, bbox.height);
    ctx.clip();
    ctx.strokeStyle = shared.colours("--border");
    ctx.lineWidth = px;
    ctx.beginPath();
    for (let x = x0 - bbox.height; x < x1; x += 7 * px) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
    if (shared.labelGaps) labelledTo = labelGap(u, shared, `no data for ${duration(gap.to - gap.from)}`, x0, x1, labelledTo);
  }
  for (const out of within(shared.leftOut, range)) {
    const x0 = u.valToPos(out.from, "x", true);
    const x1 = Math.max(u.valToPos(out.to, "x", true), x0 + px);
    ctx.fillStyle = `${shared.colours("--accent")}1f`;
    ctx.fillRect(x0, bbox.top, x1 - x0, bbox.height);
    ctx.strokeStyle = shared.colours("--accent");
    ctx.lineWidth = px;
    ctx.setLineDash([2 * px, 3 * px]);
    for (const x of [x0, x1]) {
      ctx.beginPath();
      ctx.moveTo(Math.round(x) + 0.5, bbox.top);
      ctx.lineTo(Math.round(x) + 0.5, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (shared.labelGaps) labelledTo = labelGap(u, shared, `left out: ${out.title}`, x0, x1, labelledTo);
  }
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = px;
  for (const { at, ticket } of shared.fired) {
    if (at < range.from || at > range.to) continue;
    ctx.strokeStyle = shared.colours(ticket ? "--load-caution" : "--load-breach");
    const x = Math.round(u.valToPos(at, "x", true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** Within its band where it fits, else beside it; left out where it would run into another. Returns how far labels go now. */
function labelGap(u: uPlot, shared: Shared, label: string, x0: number, x1: number, before: number): number {
  const { ctx, bbox } = u;
  const px = ratioOf(u);
  ctx.font = font.replace("11px", `${11 * px}px`);
  const wide = ctx.measureText(label).width + 8 * px;
  const fits = wide < x1 - x0;
  const roomRight = x1 + wide < bbox.left + bbox.width;
  const from = fits ? (x0 + x1 - wide) / 2 : roomRight ? x1 + px : x0 - wide - px;
  if (from < before || from < bbox.left) return before;
  if (fits) {
    ctx.fillStyle = shared.colours("--page");
    ctx.fillRect(from, bbox.top + 4 * px, wide, 15 * px);
  }
  ctx.fillStyle = shared.colours("--quiet");
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(label, from + 4 * px, bbox.top + 11.5 * px);
  return from + wide;
}

export interface Level { value: number; label: string; colour: string; dash?: number[]; strong?: boolean }

/** Horizontal lines with their names at the right end, moved apart where they would touch. */
function drawLevels(u: uPlot, levels: readonly Level[], shared: Shared): void {
  const { ctx, bbox } = u;
  const px = ratioOf(u);
  const shown = levels.filter((l) => l.value >= (u.scales.y?.min ?? 0) && l.value <= (u.scales.y?.max ?? 0));
  const places = shown.map((l) => u.valToPos(l.value, "y", true));
  const labels = spread(places, 13 * px, bbox.top + 5 * px, bbox.top + bbox.height - 1 * px);
  ctx.save();
  ctx.font = font.replace("11px", `${11 * px}px`);
  ctx.textBaseline = "middle";
  shown.forEach((level, i) => {
    const y = Math.round(places[i] as number) + 0.5;
    ctx.strokeStyle = level.colour;
    ctx.fillStyle = level.colour;
    ctx.lineWidth = (level.strong ? 1.5 : 1) * px;
    ctx.setLineDash((level.dash ?? []).map((d) => d * px));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    const inside = shared.right < 60;
    ctx.textAlign = inside ? "right" : "left";
    ctx.fillText(level.label, inside ? bbox.left + bbox.width - 4 * px : bbox.left + bbox.width + 7 * px, inside ? (labels[i] as number) - 7 * px : (labels[i] as number));
  });
  ctx.restore();
}

const day = 86_400_000;
/** Times in UTC, as short as the range lets them be; the date where a day begins. */
export function tickLabel(at: number, stepMs: number, length: number): string {
  const d = new Date(at);
  const date = `${d.getUTCDate()} ${d.toLocaleString("en-GB", { month: "short", timeZone: "UTC" })}`;
  if (stepMs >= day) return date;
  const two = (n: number): string => String(n).padStart(2, "0");
  const time = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}${stepMs < 60_000 ? `:${two(d.getUTCSeconds())}` : ""}`;
  return time === "00:00" || time === "00:00:00" ? date : length > 3 * day ? `${date} ${time}` : time;
}

function frame(shared: Shared, levels: readonly Level[], y: { scale: uPlot.Scale; splits?: (u: uPlot) => number[]; values: (n: number) => string }): Options {
  const { colours } = shared;
  const grid = { stroke: colours("--border"), width: 1, dash: [2, 3] };
  const text = { stroke: colours("--quiet"), font, ticks: { show: false } };
  return {
    padding: [8, shared.right, shared.last ? 0 : 4, 0],
    legend: { show: false },
    scales: { x: {}, y: y.scale },
    series: [],
    axes: [
      {
        ...text, grid: { ...grid, show: true }, size: shared.last ? 26 : 6, space: 84,
        values: (u, splits) => {
          if (!shared.last) return splits.map(() => "");
          const step = (splits[1] ?? 0) - (splits[0] ?? 0);
          return splits.map((s) => tickLabel(s, step, (u.scales.x?.max ?? 0) - (u.scales.x?.min ?? 0)));
        },
      },
      { ...text, grid, size: left, ...(y.splits ? { splits: y.splits } : {}), values: (_u, splits) => splits.map(y.values) },
    ],
    cursor: {
      x: true, y: false, points: { size: 6 },
      drag: { x: true, y: false, setScale: false, dist: 5 },
      sync: { key: shared.syncKey, setSeries: false, scales: ["x", null] },
    },
    hooks: {
      drawClear: [(u) => drawGaps(u, shared)],
      draw: [(u) => drawLevels(u, levels, shared)],
      setSelect: [(u) => {
        if (u.select.width < 5) return;
        const [from, to] = [u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")];
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        // Each synced chart reports the same selection; the one under the pointer speaks.
        if (u.over.matches(":hover")) shared.onZoom(from, to);
      }],
      setCursor: [(u) => {
        if (!u.over.matches(":hover")) return;
        const x = u.cursor.left ?? -1;
        shared.onCursor(x < 0 ? null : u.posToVal(x, "x"));
      }],
    },
  };
}

const onlyIsolated = (colour: string): uPlot.Series.Points => ({ show: true, size: 4, fill: colour, stroke: colour, filter: (u, s) => isolated((u.data[s] ?? []) as (number | null)[]) });

/** A vertical gradient with hard edges: the line has the colour of the stretch of budget that it runs through. */
function byLevel(u: uPlot, caution: number, freeze: number, colours: Colours): string | CanvasGradient {
  const { top, height } = u.bbox;
  const [low, high] = [u.scales.y?.min ?? 0, u.scales.y?.max ?? 1];
  if (!height || !Number.isFinite(top)) return colours("--load-plain");
  const gradient = u.ctx.createLinearGradient(0, top, 0, top + height);
  const place = (share: number): number => Math.min(1, Math.max(0, (high - share) / (high - low)));
  const stops: [number, string][] = [[0, "--load-plain"], [place(caution), "--load-plain"], [place(caution), "--load-caution"], [place(freeze), "--load-caution"], [place(freeze), "--load-breach"], [1, "--load-breach"]];
  for (const [at, name] of stops) gradient.addColorStop(at, colours(name));
  return gradient;
}

export function budgetOptions(shared: Shared, scale: readonly [number, number], thresholds: { caution: number; freeze: number }): Options {
  const { colours } = shared;
  const levels: Level[] = [
    { value: thresholds.caution, label: `caution ${Math.round(thresholds.caution * 100)} %`, colour: colours("--caution-text"), dash: [5, 4] },
    ...(thresholds.freeze > 0 ? [{ value: thresholds.freeze, label: `freeze ${Math.round(thresholds.freeze * 100)} %`, colour: colours("--breach-text"), dash: [5, 4] }] : []),
    { value: 0, label: "spent", colour: colours("--text"), strong: true },
  ];
  const options = frame(shared, levels, {
    scale: { auto: false, range: [scale[0] === 0 ? -0.02 : scale[0], scale[1] === 1 ? 1.02 : scale[1]] },
    splits: () => budgetSplits(scale[0], scale[1]),
    values: (n) => `${n < 0 ? "−" : ""}${Math.abs(Math.round(n * 100))} %`,
  });
  const { caution, freeze } = thresholds;
  options.series = [{}, {
    stroke: (u) => byLevel(u, caution, freeze, colours), fill: `${colours("--load-plain")}1c`, fillTo: Math.max(0, scale[0]), width: 2,
    points: onlyIsolated(colours("--load-plain")),
  }];
  return options;
}

/** Round steps from zero, and up to all of the budget where there is room to tell it from zero; on a closer scale about five. */
export function budgetSplits(low: number, high = 1): number[] {
  const close = [0.05, 0.1, 0.2, 0.25].find((n) => (high - low) / n <= 6) ?? 0.5;
  const step = low < -4 ? 5 : low < -1 ? 1 : high - low < 0.9 ? close : 0.5;
  const found: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= (step > 1 ? 0 : high) + 1e-9; n += 1) found.push(Math.round(n * step * 100) / 100 + 0);
  return found;
}

/** Faint while far from the rule's threshold, full from half of it: noise stays in the background, what matters stands out. */
function byNearness(u: uPlot, factor: number, colour: string): string | CanvasGradient {
  const { top, height } = u.bbox;
  if (!height || !Number.isFinite(top) || u.scales.y?.min === null || u.scales.y?.min === undefined) return colour;
  const place = (v: number): number => Math.min(1, Math.max(0, (u.valToPos(v, "y", true) - top) / height));
  const gradient = u.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, colour);
  gradient.addColorStop(place(factor * 0.5), colour);
  gradient.addColorStop(place(factor * 0.25), `${colour}59`);
  gradient.addColorStop(1, `${colour}59`);
  return gradient;
}

export function burnOptions(shared: Shared, lines: readonly BurnLine[], levels: readonly Level[], top: number, of: (index: number) => { colour: string; factor: number }): Options {
  const options = frame(shared, levels, {
    scale: { auto: false, distr: 3, log: 10, range: [burnFloor, top] },
    splits: () => decades(burnFloor, top),
    values: (n) => (n <= burnFloor ? `≤ ${burnFloor}x` : burn(n).replace(".0x", "x")),
  });
  options.series = [{}, ...lines.map((line): uPlot.Series => {
    const { colour, factor } = of(line.index);
    return { stroke: (u) => byNearness(u, factor, colour), width: line.kind === "long" ? 2 : 1.25, points: onlyIsolated(colour) };
  })];
  return options;
}
export const burnData = (lines: readonly BurnLine[]): (number | null)[][] => lines.map((l) => onLog(l.values, burnFloor));

/** Good up, bad down, what the objective allows as a line: each with its name at its end. */
export function eventOptions(shared: Shared, topGood: number, topBad: number): Options {
  const { colours } = shared;
  const up = goodShare * 2;
  const levels: Level[] = [{ value: 0, label: "", colour: colours("--border") }];
  const options = frame(shared, levels, {
    scale: { auto: false, range: [-1, up] },
    splits: () => [-1 / 1.06, 0, up / 2 / 1.06, up / 1.06],
    values: (n) => (n < 0 ? countShort(Math.round(-n * topBad)) : countShort(Math.round((n / up) * topGood))),
  });
  const paths = shared.bars?.(-1);
  const bar = (colour: string): uPlot.Series => ({ fill: colour, stroke: colour, width: 0, points: { show: false }, ...(paths ? { paths } : {}) });
  options.series = [
    {}, bar(`${colours("--load-plain")}59`), bar(colours("--load-plain")), bar(colours("--load-breach")),
    { stroke: colours("--quiet"), width: 1, dash: [3, 3], points: { show: false } },
  ];
  options.cursor = { ...options.cursor, points: { show: false } };
  options.hooks?.draw?.push((u) => {
    if (shared.right < 60) return;
    const px = ratioOf(u);
    const x = u.bbox.left + u.bbox.width + 7 * px;
    u.ctx.save();
    u.ctx.font = font.replace("11px", `${11 * px}px`);
    u.ctx.textBaseline = "middle";
    u.ctx.textAlign = "left";
    u.ctx.fillStyle = colours("--quiet");
    const allowed = (u.data[4] ?? []).at(-1) ?? 0;
    const names: [number, string][] = [[up / 2, "good"], [Math.max(-0.5, allowed), "allowed"], [-0.86, "bad"]];
    const places = spread(names.map(([v]) => u.valToPos(v, "y", true)), 13 * px, u.bbox.top, u.bbox.top + u.bbox.height);
    names.forEach(([, name], i) => u.ctx.fillText(name, x, places[i] as number));
    u.ctx.restore();
  });
  return options;
}
/** Good events have so much of the height. */
const goodShare = 0.6;
export const eventData = (at: number[], bars: EventBars): uPlot.AlignedData => [at, bars.good.map((n) => n * goodShare * 2), bars.within, bars.over, bars.allowed];
