/** What happened, above the budget: alerts as bars from firing to resolving, definition changes as marks. Each can be opened. */
import { useNavigate } from "@tanstack/react-router";
import { clusters, within, type Span } from "@/kit/charts";
import { utc } from "@/kit/format";
import { episodes, type Mark } from "./chart.prepare";
import classes from "./SloCharts.module.css";

const shapes: Record<Mark["kind"], string> = {
  alert_fired: "M5 0 L10 9 L0 9 Z", alert_resolved: "M1 1 L9 1 L5 8.5 Z", definition: "M5 0 L10 5 L5 10 L0 5 Z",
  definition_changed: "M5 0 L10 5 L5 10 L0 5 Z", annotation: "M1 0 H9 V7 H5.5 L3 10 V7 H1 Z", exclusion_began: "M0 0 H3 V10 H0 Z M7 0 H10 V10 H7 Z",
};
const apart = 14;

export function ChartMarks({ marks, range, left, width, onZoom }: { marks: readonly Mark[]; range: Span; left: number; width: number; onZoom: (span: Span) => void }) {
  const navigate = useNavigate();
  if (marks.length === 0 || width <= 0) return <div className={classes.lane} aria-hidden />;
  const placed = clusters(marks.map((m) => ({ ...m, at: Date.parse(m.at) })), range, width, apart);
  const x = (at: number): number => ((at - range.from) / (range.to - range.from)) * width;
  const open = (own: (typeof placed)[number]["marks"]): void => {
    const only = own.length === 1 ? own[0] : undefined;
    if (only) {
      if (only.kind === "exclusion_began") void navigate({ to: "/exclusions", search: only.alert ? { id: only.alert } : {} } as never);
      else if (only.seq) void navigate({ to: "/activity", search: { seq: only.seq } } as never);
      return;
    }
    const [first, last] = [own[0], own.at(-1)];
    if (first && last) onZoom({ from: first.at - Math.max(60_000, (last.at - first.at) / 2), to: last.at + Math.max(60_000, (last.at - first.at) / 2) });
  };
  return (
    <div className={classes.lane} role="group" aria-label="Alerts and changes">
      {within(episodes(marks, range), range).map((e) => (
        <div key={e.alert} className={classes.episode} data-open={e.open || undefined} data-severity={e.severity} style={{ left: left + x(e.from), width: Math.max(2, x(e.to) - x(e.from)) }} aria-hidden />
      ))}
      {placed.map((cluster) => {
        const loudest = cluster.marks.find((m) => m.kind === "alert_fired" && m.severity === "page") ?? cluster.marks.find((m) => m.kind === "alert_fired");
        const kind = loudest?.kind ?? (cluster.marks[0] as (typeof cluster.marks)[number]).kind;
        const text = cluster.marks.slice(0, 6).map((m) => `${utc(m.at)}  ${m.text}${m.kind === "alert_fired" && m.severity ? `, ${m.severity}` : ""}`).join("\n") + (cluster.marks.length > 6 ? `\nand ${cluster.marks.length - 6} more` : "");
        const does = cluster.marks.length > 1 ? "zoom in" : "open";
        return (
          <button type="button" key={`${kind} ${cluster.x}`} className={classes.mark} data-kind={kind} data-severity={loudest?.severity} style={{ left: left + cluster.x - 9 }} onClick={() => open(cluster.marks)} data-tip={text} aria-label={`${cluster.marks.length > 1 ? `${cluster.marks.length} marks: ` : ""}${text}; ${does}`}>
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden><path d={shapes[kind]} /></svg>
            {cluster.marks.length > 1 && <span>{cluster.marks.length}</span>}
          </button>
        );
      })}
    </div>
  );
}
