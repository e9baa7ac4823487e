import classes from "./Backtest.module.css";

/** A variant's line: its colour and its dashes tell it apart, and its name stands beside it. */
export interface LineStyle { colour: string; dash?: number[]; width: number }
const dashes: readonly (number[] | undefined)[] = [undefined, [7, 3], [2, 3], [9, 3, 2, 3], undefined];
export const lineOf = (variant: number): LineStyle => {
  if (variant === 0) return { colour: "--quiet", width: 1.5 };
  const dash = dashes[(variant - 1) % dashes.length];
  return { colour: `--line-${((variant - 1) % 4) + 1}`, width: 2, ...(dash ? { dash } : {}) };
};

export function LineSwatch({ variant }: { variant: number }) {
  const { colour, dash, width } = lineOf(variant);
  return <svg width="22" height="6" aria-hidden className={classes.swatch}><line x1="0" x2="22" y1="3" y2="3" style={{ stroke: `var(${colour})` }} strokeWidth={width + 0.5} strokeDasharray={dash?.join(" ")} /></svg>;
}
