/** Preparing figures for charts, without any domain word and without a canvas: all of it is tested. Instants in epoch milliseconds. */

export interface Span { from: number; to: number }
export type Values = readonly (number | null)[];

/** Neighbouring points put together so that at most `most` bars are drawn. Sums, so nothing is lost; a bin ends with its last point. */
export function bins(at: readonly number[], columns: readonly (readonly number[])[], most: number): { at: number[]; columns: number[][] } {
  const each = Math.max(1, Math.ceil(at.length / Math.max(1, most)));
  const ends: number[] = [];
  const sums: number[][] = columns.map(() => []);
  // Counted from the end: the newest bar is always a full one.
  const first = at.length % each === 0 ? each : at.length % each;
  for (let end = first, start = 0; end <= at.length && start < at.length; start = end, end += each) {
    ends.push(at[end - 1] as number);
    columns.forEach((column, c) => sums[c]?.push(column.slice(start, end).reduce((sum, n) => sum + n, 0)));
  }
  return { at: ends, columns: sums };
}

/** A logarithmic scale has no zero: what is below the floor is drawn on it. Absent stays absent. */
export const onLog = (values: Values, floor: number): (number | null)[] => values.map((v) => (v === null ? null : Math.max(v, floor)));

/** The lesser of two columns; absent where either is. An empty second column: the first alone. */
export const lesser = (a: Values, b: Values): (number | null)[] =>
  b.length === 0 ? [...a] : a.map((v, i) => (v === null || b[i] === null || b[i] === undefined ? null : Math.min(v, b[i])));

export function most(...columns: Values[]): number | null {
  let found: number | null = null;
  for (const column of columns) for (const v of column) if (v !== null && (found === null || v > found)) found = v;
  return found;
}
export function least(...columns: Values[]): number | null {
  const negated = most(...columns.map((c) => c.map((v) => (v === null ? null : -v))));
  return negated === null ? null : -negated;
}

/** Top of a logarithmic scale: the next of 1, 2, 5 × 10^n above everything that must be seen. */
export function logTop(highest: number): number {
  if (!(highest > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((n) => n * decade).find((n) => n >= highest * 1.15) ?? decade * 20;
}

/** Decades within a scale, for its grid: 0.1, 1, 10. */
export function decades(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); 10 ** power <= high * (1 + 1e-9); power += 1) found.push(Number((10 ** power).toPrecision(1)));
  return found;
}

/** Points with an absent neighbour on both sides: a line would not show them. */
export function isolated(values: Values): number[] {
  const gone = (i: number): boolean => values[i] === null || values[i] === undefined;
  return values.flatMap((v, i) => (v !== null && gone(i - 1) && gone(i + 1) ? [i] : []));
}

export interface Cluster<Mark> { x: number; marks: Mark[] }

/** Marks within `range` on a width in pixels; those closer than `apart` to the first of a cluster stand together in its middle. */
export function clusters<Mark extends { at: number }>(marks: readonly Mark[], range: Span, width: number, apart: number): Cluster<Mark>[] {
  const place = (at: number): number => ((at - range.from) / (range.to - range.from)) * width;
  const found: (Cluster<Mark> & { first: number })[] = [];
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    if (mark.at < range.from || mark.at > range.to) continue;
    const x = place(mark.at);
    const last = found.at(-1);
    if (last && x - last.first < apart) {
      last.marks.push(mark);
      last.x = (last.first + x) / 2;
    } else found.push({ x, first: x, marks: [mark] });
  }
  return found.map(({ x, marks: own }) => ({ x, marks: own }));
}

/** The part of each span that lies within `range`. */
export function within<S extends Span>(spans: readonly S[], range: Span): S[] {
  return spans
    .map((s) => ({ ...s, from: Math.max(s.from, range.from), to: Math.min(s.to, range.to) }))
    .filter((s) => s.to > s.from);
}

/** Label heights moved apart to at least `gap`, in the order of their places, kept between `low` and `high`. */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  let before = low - gap;
  for (const label of order) before = label.y = Math.max(label.y, before + gap, low);
  let after = high + gap;
  for (const label of order.reverse()) after = label.y = Math.min(label.y, after - gap);
  const moved = [...places];
  for (const label of order) moved[label.i] = label.y;
  return moved;
}

/** The index of the point nearest to an instant; -1 for no points. `at` ascends. */
export function nearest(at: readonly number[], instant: number): number {
  if (at.length === 0) return -1;
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low > 0 && instant - (at[low - 1] as number) <= (at[low] as number) - instant ? low - 1 : low;
}
