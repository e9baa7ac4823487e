import classes from "./Backtest.module.css";

/** A variant's line: its colour and its dashes tell it apart, and its name stands beside it. */
export interface LineStyle { colour: string; dash?: number[]; width: number; faint?: boolean }
const dashes: readonly (number[] | undefined)[] = [undefined, [7, 3], [2, 3], [9, 3, 2, 3], undefined];
export const lineOf = (variant: number): LineStyle => {
  // Broad and faint behind the others, so that it is seen where a variant runs on it.
  if (variant === 0) return { colour: "--quiet", width: 3, faint: true };
  const dash = dashes[(variant - 1) % dashes.length];
  return { colour: `--line-${((variant - 1) % 4) + 1}`, width: 2, ...(dash ? { dash } : {}) };
};

export function LineSwatch({ variant }: { variant: number }) {
  const { colour, dash, width, faint } = lineOf(variant);
  return <svg width="22" height="6" aria-hidden className={classes.swatch}><line x1="0" x2="22" y1="3" y2="3" style={{ stroke: faint ? `color-mix(in srgb, var(${colour}) 50%, transparent)` : `var(${colour})` }} strokeWidth={faint ? width : width + 0.5} strokeDasharray={dash?.join(" ")} /></svg>;
}
