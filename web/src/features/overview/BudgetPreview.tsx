/** The budget of a row's worst SLO over its window, while the row's load line is pointed at or has the focus. */
import { useQuery } from "@tanstack/react-query";
import type { ServiceLine, SloChart } from "@/api/types";
import { budget, burn, durationText } from "@/kit/format";
import { previewQuery } from "./overview.api";
import { gapsOf, runs, shareRange } from "./preview.geometry";
import classes from "./BudgetPreview.module.css";

const [width, height] = [316, 100];
const labelGap = 11;

/** `anchor`: the load line on the screen. Opens below it, or above where there is no room. */
export function BudgetPreview({ line, anchor }: { line: ServiceLine; anchor: DOMRect }) {
  const { data, error } = useQuery(previewQuery(line.slo));
  const room = 190;
  const below = anchor.bottom + room < window.innerHeight;
  const left = Math.max(8, Math.min(anchor.left - 12, window.innerWidth - width - 40));
  const place = below ? { left, top: anchor.bottom + 8 } : { left, bottom: window.innerHeight - anchor.top + 8 };
  return (
    <div className={classes.preview} style={place} role="tooltip">
      <div className={classes.previewHead}>
        <strong>{line.slo}</strong>
        <span className="caption">{line.objective} over {durationText(line.period ?? "")}</span>
      </div>
      {data ? <Spark chart={data} /> : <div className={classes.previewWait}>{error ? "The budget's course cannot be read now" : ""}</div>}
      <p className="caption">{inWords(line)}</p>
    </div>
  );
}

function inWords(line: ServiceLine): string {
  if (line.budget_remaining === null || line.budget_remaining === undefined) return line.why_empty || "Not enough data";
  const parts = [`${budget(line.budget_remaining)} left`];
  if (line.burn_1h !== null && line.burn_1h !== undefined) parts.push(`burning ${burn(line.burn_1h)} over 1 h`);
  if (line.projected_end !== null && line.projected_end !== undefined) {
    const { projected_low: low, projected_high: high } = line;
    const range = low !== null && low !== undefined && high !== null && high !== undefined ? ` (${budget(low, 0)} to ${budget(high, 0)})` : "";
    parts.push(`ends at ${budget(line.projected_end, 0)}${range}`);
  }
  return parts.join(" · ").replaceAll(" %", "\u00a0%");
}

function Spark({ chart }: { chart: SloChart }) {
  const points = chart.at.map((at, i) => ({ at, remaining: chart.remaining[i] }));
  const [low, high] = shareRange(chart.remaining);
  const [from, to] = [Date.parse(chart.range.start), Date.parse(chart.range.end)];
  const x = (at: number): number => ((at - from) / Math.max(1, to - from)) * (width - 44);
  const y = (share: number): number => 4 + ((high - share) / (high - low)) * (height - 16);
  const { caution, freeze } = chart.thresholds;
  const lines: { share: number; label: string; kind: string; labelAt: number }[] = [];
  for (const [share, label, kind] of [[caution, "caution", "caution"], [freeze, "freeze", "freeze"], [0, "0 %", "zero"]] as const) {
    if (kind === "freeze" && freeze <= 0) continue;
    lines.push({ share, label, kind, labelAt: Math.max(y(share) + 3, (lines.at(-1)?.labelAt ?? 0) + labelGap) });
  }
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className={classes.spark} aria-hidden>
      {gapsOf(points, x).map(([a, b]) => <rect key={a} className={classes.sparkGap} x={a} width={Math.max(1, b - a)} y={4} height={height - 16} />)}
      {lines.map(({ share, label, kind, labelAt }) => (
        <g key={kind} data-kind={kind}>
          <line x1={0} x2={width - 44} y1={y(share)} y2={y(share)} />
          <text x={width - 40} y={labelAt}>{label}</text>
        </g>
      ))}
      {runs(points, x, y).map((d) => <path key={d} d={d} />)}
    </svg>
  );
}
