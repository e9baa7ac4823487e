/** The course of the budget of each variant on one time axis: own lines, names at their ends, what is selected given back. */
import type uPlot from "uplot";
import type { Span } from "@/kit/charts";
import { nearest, spread } from "@/kit/charts";
import { budget } from "@/kit/format";
import type { Colours } from "@/kit/theme";
import { budgetSplits, tickLabel } from "@/features/slo/chart.options";
import type { VariantResult } from "./backtest.api";
import { lineOf } from "./LineSwatch";

export const left = 52;
const font = (px: number): string => `${11 * px}px 'Inter Variable', system-ui, sans-serif`;

type Course = Pick<VariantResult, "course">;
/** All courses on the instants of the first. One that stands on others gives its nearest point, none beyond a point's width. */
export function columnsOf(variants: readonly Course[]): { at: number[]; columns: (number | null)[][] } {
  const at = (variants[0]?.course ?? []).map((p) => Date.parse(p.at));
  const width = at.length > 1 ? ((at.at(-1) as number) - (at[0] as number)) / (at.length - 1) : 0;
  const columns = variants.map(({ course }) => {
    const own = course.map((p) => Date.parse(p.at));
    if (own.length === at.length && own.every((t, i) => t === at[i])) return course.map((p) => p.remaining ?? null);
    return at.map((t) => {
      const i = nearest(own, t);
      return i >= 0 && Math.abs((own[i] as number) - t) <= width ? (course[i]?.remaining ?? null) : null;
    });
  });
  return { at, columns };
}

const hour = 3_600_000;
/** Where nothing was counted: a burn over an hour that cannot be said speaks of the hour before it. */
export function silences(course: VariantResult["course"]): Span[] {
  const found: Span[] = [];
  for (const point of course) {
    if (point.burn_1h !== null && point.burn_1h !== undefined) continue;
    const to = Date.parse(point.at);
    const last = found.at(-1);
    if (last && to - hour <= last.to) last.to = to;
    else found.push({ from: to - hour, to });
  }
  return found;
}

export interface CourseShared {
  colours: Colours;
  names: readonly string[];
  scale: readonly [number, number];
  thresholds: { caution: number; freeze: number };
  right: number;
  onSelect: (span: Span) => void;
  onCursor: (at: number | null) => void;
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Names at the right end of their lines, moved apart where they would touch. */
function drawNames(u: uPlot, { colours, names, right }: CourseShared): void {
  if (right < 60) return;
  const { ctx, bbox } = u;
  const px = bbox.width / Math.max(1, u.over.clientWidth);
  const ends = names.map((_, i) => {
    const column = (u.data[i + 1] ?? []) as (number | null)[];
    const last = column.filter((v) => v !== null && v !== undefined).at(-1);
    return last === null || last === undefined ? null : u.valToPos(last, "y", true);
  });
  const shown = ends.flatMap((y, i) => (y === null ? [] : [{ y, i }]));
  const places = spread(shown.map((s) => s.y), 13 * px, bbox.top + 5 * px, bbox.top + bbox.height - 3 * px);
  ctx.save();
  ctx.font = font(px);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  shown.forEach(({ i }, at) => {
    ctx.fillStyle = colours(lineOf(i).colour);
    ctx.fillText(cut(names[i] ?? "", Math.floor((right - 10) / 6)), bbox.left + bbox.width + 7 * px, places[at] as number);
  });
  ctx.restore();
}

function drawLevels(u: uPlot, { colours, thresholds, right }: CourseShared): void {
  const { ctx, bbox } = u;
  const px = bbox.width / Math.max(1, u.over.clientWidth);
  const levels: [number, string, string, boolean][] = [[thresholds.caution, "caution", "--caution-text", true], [thresholds.freeze, "freeze", "--breach-text", true], [0, "spent", "--text", false]];
  ctx.save();
  ctx.font = font(px);
  ctx.textBaseline = "bottom";
  ctx.textAlign = "left";
  for (const [value, label, colour, dashed] of levels) {
    if (value < (u.scales.y?.min ?? 0) || value > (u.scales.y?.max ?? 0) || (label === "freeze" && value <= 0)) continue;
    const y = Math.round(u.valToPos(value, "y", true)) + 0.5;
    ctx.strokeStyle = ctx.fillStyle = colours(colour);
    ctx.lineWidth = px;
    ctx.setLineDash(dashed ? [4 * px, 4 * px] : []);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (right >= 60 || label === "spent") ctx.fillText(`${label}${value === 0 ? "" : ` ${budget(value, 0)}`}`, bbox.left + 4 * px, y - 2 * px);
  }
  ctx.restore();
}

export function courseOptions(shared: CourseShared): Omit<uPlot.Options, "width" | "height"> {
  const { colours, names, scale: [low, high], right } = shared;
  const text = { stroke: colours("--quiet"), font: font(1), ticks: { show: false }, grid: { stroke: colours("--border"), width: 1, dash: [2, 3] } };
  return {
    legend: { show: false }, padding: [8, right, 0, 0],
    scales: { x: {}, y: { auto: false, range: [low === 0 ? -0.02 : low, high === 1 ? 1.02 : high] } },
    series: [{}, ...names.map((_, i): uPlot.Series => {
      const { colour, dash, width, faint } = lineOf(i);
      return { stroke: `${colours(colour)}${faint ? "80" : ""}`, width, spanGaps: false, points: { show: false }, ...(dash ? { dash } : {}) };
    })],
    axes: [
      { ...text, size: 26, space: 84, values: (u, splits) => splits.map((s) => tickLabel(s, (splits[1] ?? 0) - (splits[0] ?? 0), (u.scales.x?.max ?? 0) - (u.scales.x?.min ?? 0))) },
      { ...text, size: left, splits: () => budgetSplits(low, high), values: (_u, splits) => splits.map((n) => budget(n, 0)) },
    ],
    cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false, dist: 5 } },
    hooks: {
      drawClear: [(u) => drawLevels(u, shared)],
      draw: [(u) => drawNames(u, shared)],
      setSelect: [(u) => {
        if (u.select.width < 5) return;
        const [from, to] = [u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")];
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        shared.onSelect({ from, to });
      }],
      setCursor: [(u) => shared.onCursor((u.cursor.left ?? -1) < 0 ? null : u.posToVal(u.cursor.left as number, "x"))],
    },
  };
}
