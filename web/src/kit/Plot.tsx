/**
 * One uPlot chart in React: made again when its options change (theme, series), fed when its data do, resized with its place.
 * Never in a first page's chunk: load what uses it lazily.
 */
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Span } from "./charts";

export interface PlotProps {
  label: string;
  /** Without size and x range; a new object makes a new chart. */
  options: Omit<uPlot.Options, "width" | "height">;
  data: uPlot.AlignedData;
  range: Span;
  height: number;
  width: number;
}

export function Plot({ label, options, data, range, height, width }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef({ data, range, height, width });
  now.current = { data, range, height, width };
  useEffect(() => {
    if (!place.current) return;
    const { data, range, height, width } = now.current;
    const scales = { ...options.scales, x: { ...options.scales?.x, time: true } };
    const made = new uPlot({ ...options, scales, width, height, ms: 1, tzDate: (at) => uPlot.tzDate(new Date(at), "Etc/UTC") }, data, place.current);
    made.setScale("x", { min: range.from, max: range.to });
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [options]);
  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData(data, false);
      plot.current?.setScale("x", { min: range.from, max: range.to });
    });
  }, [data, range.from, range.to]);
  useEffect(() => {
    plot.current?.setSize({ width, height });
  }, [width, height]);
  return <div ref={place} role="img" aria-label={label} />;
}
