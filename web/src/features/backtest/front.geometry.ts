/** Where the settings that were tried stand: pages in 30 days to the right, time to detection upwards on a logarithmic scale. Pure. */
import { parseDuration } from "@/kit/format";
import type { FrontPoint } from "./backtest.api";

export interface Dot { point: FrontPoint; index: number; pages: number; seen: number }
/** A setting that found nothing has no place. */
export const dotsOf = (front: readonly FrontPoint[]): Dot[] =>
  front.flatMap((point, index) => {
    const seen = point.detect_mean === null || point.detect_mean === undefined ? null : parseDuration(point.detect_mean);
    return seen === null ? [] : [{ point, index, pages: point.pages_per_month, seen: Math.max(seen, 1000) }];
  });

export interface Frame { x: (pages: number) => number; y: (seen: number) => number; pagesTicks: number[]; seenTicks: number[] }
const minute = 60_000;
const marks = [10_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, 60 * minute, 180 * minute, 360 * minute, 720 * minute, 1440 * minute, 4320 * minute, 10_080 * minute, 43_200 * minute];

function step(most: number): number {
  const rough = Math.max(most, 1) / 5;
  const decade = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * decade).find((n) => n >= rough) ?? decade * 10;
}

/** The largest counts of pages are what nobody wants: beyond `mostPages` of the front's own end, points stand at the edge. */
export function frameOf(dots: readonly Dot[], box: { left: number; top: number; width: number; height: number }): Frame {
  const onFront = dots.filter((d) => d.point.on_front || d.point.as_it_is).map((d) => d.pages);
  const end = Math.max(1, Math.max(0, ...onFront) * 1.15);
  const most = Math.min(Math.max(1, ...dots.map((d) => d.pages)), Math.max(end, 4));
  const by = step(most);
  const right = Math.ceil(most / by) * by;
  const [low, high] = [Math.min(...dots.map((d) => d.seen), 5 * minute), Math.max(...dots.map((d) => d.seen), 10 * minute)];
  const [a, b] = [Math.log10(low * 0.8), Math.log10(high * 1.25)];
  return {
    x: (pages) => box.left + (Math.min(pages, right) / right) * box.width,
    y: (seen) => box.top + box.height * (1 - (Math.log10(seen) - a) / (b - a)),
    pagesTicks: Array.from({ length: Math.round(right / by) + 1 }, (_, i) => Number((i * by).toPrecision(6))),
    seenTicks: marks.filter((m) => m >= low * 0.8 && m <= high * 1.25),
  };
}

/** The front as a stepped line: with so many pages, no setting detects sooner. */
export function steps(dots: readonly Dot[], frame: Frame): string {
  const front = dots.filter((d) => d.point.on_front).sort((a, b) => a.pages - b.pages || b.seen - a.seen);
  return front.map((d, i) => (i === 0 ? `M${frame.x(d.pages).toFixed(1)} ${frame.y(d.seen).toFixed(1)}` : `H${frame.x(d.pages).toFixed(1)}V${frame.y(d.seen).toFixed(1)}`)).join("");
}
