/** Parts as percentages of their sum that add up to exactly 100.0 %: largest remainders get the last tenths. Pure. */
export interface Share { share: number; text: string }

export function sharesOf(values: readonly number[]): Share[] {
  const whole = values.reduce((sum, n) => sum + n, 0);
  if (!(whole > 0)) return values.map(() => ({ share: 0, text: "0 %" }));
  const exact = values.map((n) => (n / whole) * 1000);
  const tenths = exact.map(Math.floor);
  const order = exact.map((n, i) => ({ i, rest: n - Math.floor(n) })).sort((a, b) => b.rest - a.rest);
  let missing = 1000 - tenths.reduce((sum, n) => sum + n, 0);
  for (const { i } of order) {
    if (missing <= 0) break;
    tenths[i] = (tenths[i] as number) + 1;
    missing -= 1;
  }
  return values.map((n, i) => ({ share: n / whole, text: said(n, tenths[i] as number) }));
}

/** A part that is there is never said to be nothing. */
const said = (n: number, tenths: number): string => (n > 0 && tenths === 0 ? "< 0.1 %" : tenths === 0 ? "0 %" : tenths === 1000 ? "100 %" : `${(tenths / 10).toFixed(1)} %`);
