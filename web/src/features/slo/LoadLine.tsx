/**
 * The load line, Plimsoll's own picture: how much risk is left, the same everywhere.
 *
 * One scale for every row: zero stands at a fifth of the width, 100 % at the right end. What remains is filled from zero to
 * the right; what is overspent is hatched from zero to the left, clipped at -100 %. Ticks are the thresholds; the circle
 * with its line is the projected end of the window, the faint bar its interval. Coverage under the floor: grey and dotted.
 * State is told by shape, place and text, never by colour alone.
 */
import { useId } from "react";
import { budget, burn } from "@/kit/format";
import type { Thresholds } from "@/api/types";
import classes from "./LoadLine.module.css";

export interface LoadLineProps {
  remaining?: number | null | undefined;
  projected?: number | null | undefined;
  projectedLow?: number | null | undefined;
  projectedHigh?: number | null | undefined;
  coverage?: number | null | undefined;
  burn?: number | null | undefined;
  thresholds: Pick<Thresholds, "caution" | "freeze">;
  tier?: string;
  whyEmpty?: string;
  width?: number;
  height?: number;
  /** False where the place itself shows more on hover. */
  tip?: boolean;
  /** Its figures written under it: for headers. */
  scale?: boolean;
}

export const coverageFloor = 0.9;
const zeroAt = 0.2;
const inset = 8;

/** Share of the budget to share of the width. */
export function place(share: number): number {
  const clipped = Math.max(-1, Math.min(1, share));
  return clipped < 0 ? zeroAt * (1 + clipped) : zeroAt + (1 - zeroAt) * clipped;
}

export type Level = "plain" | "caution" | "freeze" | "over" | "thin" | "none";
export function levelOf(props: Pick<LoadLineProps, "remaining" | "coverage" | "thresholds">): Level {
  const { remaining, coverage, thresholds } = props;
  if (remaining === null || remaining === undefined) return "none";
  if (coverage !== null && coverage !== undefined && coverage < coverageFloor) return "thin";
  if (remaining < 0) return "over";
  if (remaining <= thresholds.freeze) return "freeze";
  return remaining <= thresholds.caution ? "caution" : "plain";
}

/** The load line in words, for readers who cannot see it and for copies. */
export function inWords(props: LoadLineProps): string {
  const { remaining, coverage } = props;
  if (remaining === null || remaining === undefined) return `not enough data${props.whyEmpty ? ` (${props.whyEmpty})` : ""}`;
  const said = [`budget remaining ${budget(remaining)}`];
  if (props.burn !== null && props.burn !== undefined && props.burn >= 0.05) said.push(`burning ${burn(props.burn)}`);
  if (props.projected !== null && props.projected !== undefined) said.push(`projected end ${budget(props.projected, 0)}`);
  if (coverage !== null && coverage !== undefined && coverage < coverageFloor) said.push(`coverage ${budget(coverage, 0)}`);
  return said.join(", ");
}

export function LoadLine(props: LoadLineProps) {
  const { width = 260, thresholds, tip = true, scale = false } = props;
  const height = props.height ?? 22;
  const whole = height + (scale ? scaleHeight : 0);
  const hatch = useId();
  const level = levelOf(props);
  const words = inWords(props);
  // Room at both ends for the mark of the projected end.
  const x = (share: number): number => Math.round(place(share) * (width - 2 * inset) * 10) / 10 + inset;
  const middle = height / 2;
  const bar = height * 0.42;
  const top = middle - bar / 2;
  const remaining = props.remaining ?? 0;
  const hint = `${words}\ncaution at ${budget(thresholds.caution, 0)}, freeze at ${budget(thresholds.freeze, 0)}${props.tier ? ` (${props.tier})` : ""}`;
  return (
      <svg className={classes.mark} data-tip={tip ? hint : undefined} data-level={level} width={width} height={whole} viewBox={`0 0 ${width} ${whole}`} role="img" aria-label={`Load line: ${words}`}>
        {remaining < 0 && (
          <defs>
            <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2.2" height="5" className={classes.hatch} />
            </pattern>
          </defs>
        )}
        <rect className={classes.track} x={x(0)} y={top} width={x(1) - x(0)} height={bar} rx="1.5" />
        {level === "none" ? (
          <text className={classes.words} x={x(0) + 8} y={middle + 4}>not enough data</text>
        ) : (
          <>
            {remaining >= 0 && <rect className={classes.fill} x={x(0)} y={top} width={Math.max(0, x(remaining) - x(0))} height={bar} rx="1.5" />}
            {remaining < 0 && <rect className={classes.over} x={x(remaining)} y={top} width={x(0) - x(remaining)} height={bar} fill={`url(#${hatch})`} />}
            <line className={classes.tick} x1={x(thresholds.caution)} x2={x(thresholds.caution)} y1={top - 3} y2={top + bar + 3} />
            {thresholds.freeze > 0 && <line className={classes.tick} data-strong x1={x(thresholds.freeze)} x2={x(thresholds.freeze)} y1={top - 3} y2={top + bar + 3} />}
            <Projection {...props} x={x} middle={middle} />
          </>
        )}
        <line className={classes.zero} x1={x(0)} x2={x(0)} y1={1} y2={height - 1} />
        {scale && level !== "none" && <Scale {...props} x={x} y={height + scaleHeight - 4} />}
      </svg>
  );
}

const scaleHeight = 16;

/** Names of the ticks, in the order of their right to be read: one that would touch another is left to the tooltip. */
function Scale({ thresholds, projected, x, y }: LoadLineProps & { x: (share: number) => number; y: number }) {
  const wanted: [number, string, "start" | "middle" | "end"][] = [[0, "spent", "middle"], [thresholds.caution, `caution ${budget(thresholds.caution, 0)}`, "middle"], [1, "100 %", "end"], [-1, "−100 %", "start"]];
  if (projected !== null && projected !== undefined) wanted.splice(1, 0, [projected, `ends ${budget(projected, 0)}`, "middle"]);
  if (thresholds.freeze > 0) wanted.splice(2, 0, [thresholds.freeze, `freeze ${budget(thresholds.freeze, 0)}`, "middle"]);
  const shown: { at: number; label: string; anchor: "start" | "middle" | "end"; from: number; to: number }[] = [];
  for (const [share, label, anchor] of wanted) {
    const at = Math.min(Math.max(x(share), 1), x(1));
    const long = label.length * 6.2;
    const clipped = at - long / 2 < 0 ? "start" : at + long / 2 > x(1) ? "end" : anchor;
    const from = clipped === "start" ? at : clipped === "end" ? at - long : at - long / 2;
    if (shown.some((s) => from < s.to + 8 && s.from < from + long + 8)) continue;
    shown.push({ at, label, anchor: clipped, from, to: from + long });
  }
  return <>{shown.map((s) => <text key={s.label} className={classes.scale} x={s.at} y={y} textAnchor={s.anchor}>{s.label}</text>)}</>;
}

function Projection(props: LoadLineProps & { x: (share: number) => number; middle: number }) {
  const { projected, projectedLow, projectedHigh, x, middle } = props;
  if (projected === null || projected === undefined) return null;
  const at = x(projected);
  const ranged = projectedLow !== null && projectedLow !== undefined && projectedHigh !== null && projectedHigh !== undefined;
  return (
    <g className={classes.projection}>
      {ranged && <rect className={classes.interval} x={x(projectedLow)} width={Math.max(1, x(projectedHigh) - x(projectedLow))} y={middle - 2} height={4} />}
      <circle cx={at} cy={middle} r={4} />
      <line x1={at - 7} x2={at + 7} y1={middle} y2={middle} />
    </g>
  );
}
