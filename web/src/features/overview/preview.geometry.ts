/** Where the preview's line runs. Pure. */
export interface PreviewPoint { at: number; remaining: number | null | undefined }

/** The range of shares that is drawn: 0 and 100 % always, and what is overspent down to the clip. */
export function shareRange(values: readonly (number | null | undefined)[]): [number, number] {
  let low = 0;
  for (const value of values) if (value !== null && value !== undefined && value < low) low = value;
  return [Math.max(-1, low), 1];
}

/** Runs of measured points, as SVG paths. A gap ends a run: what was not measured is not drawn. A lone point is a short dash. */
export function runs(points: readonly PreviewPoint[], x: (at: number) => number, y: (share: number) => number): string[] {
  const out: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length === 1) run.push("h1");
    if (run.length > 0) out.push(run.join(""));
    run = [];
  };
  for (const { at, remaining } of points) {
    if (remaining === null || remaining === undefined) {
      close();
      continue;
    }
    run.push(`${run.length === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(Math.max(-1, Math.min(1, remaining))).toFixed(1)}`);
  }
  close();
  return out;
}

/** Stretches without a measured point, as pairs of x. */
export function gapsOf(points: readonly PreviewPoint[], x: (at: number) => number): [number, number][] {
  const out: [number, number][] = [];
  for (let i = 0; i < points.length; i += 1) {
    if (points[i]?.remaining !== null && points[i]?.remaining !== undefined) continue;
    const from = points[i - 1] ?? points[i];
    while (i + 1 < points.length && (points[i + 1]?.remaining === null || points[i + 1]?.remaining === undefined)) i += 1;
    const to = points[i + 1] ?? points[i];
    if (from && to) out.push([x(from.at), x(to.at)]);
  }
  return out;
}
