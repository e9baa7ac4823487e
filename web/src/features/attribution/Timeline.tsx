/** Episodes on one time axis: as long as they lasted, as high as what they burnt; hollow where nobody explained them. */
import { useMemo, useRef, useState } from "react";
import { counted } from "@/features/slo/unit";
import { duration, ratio, utc } from "@/kit/format";
import { useWidth } from "@/kit/useWidth";
import type { Episodes } from "./attribution.api";
import { barsOf, bySize, chargedShare } from "./attribution.words";
import { ticksOf } from "./timeline.ticks";
import classes from "./Attribution.module.css";

const height = 64;
/** So many can be pointed at; the rest are drawn, and stand in the list. */
const hit = 40;

export function Timeline({ view, onOpen }: { view: Episodes; onOpen: (id: string) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  const range = { from: Date.parse(view.range.start), to: Date.parse(view.range.end) };
  const large = useMemo(() => new Set(bySize(view.episodes).slice(0, hit).map((e) => e.id)), [view.episodes]);
  const bars = width > 0 ? barsOf(view.episodes, range, width, height) : [];
  return (
    <div ref={place} className={classes.timeline}>
      {width > 0 && (
        <svg width={width} height={height + 22} aria-hidden>
          {bars.filter((b) => !large.has(b.id)).map((b) => <rect key={b.id} x={b.x} width={2} y={height - b.height} height={b.height} className={classes.small} />)}
          <line x1="0" x2={width} y1={height + 0.5} y2={height + 0.5} className={classes.axis} />
          {ticksOf(range, width).map((t) => <g key={t.x}><line x1={t.x} x2={t.x} y1={height} y2={height + 5} className={classes.axis} /><text x={t.x} y={height + 18} textAnchor={t.anchor} className={classes.tick}>{t.label}</text></g>)}
        </svg>
      )}
      {view.episodes.map((episode, i) => {
        if (!large.has(episode.id)) return null;
        const bar = bars[i];
        if (!bar) return null;
        const said = `${utc(Date.parse(episode.start))}, ${duration(Date.parse(episode.end) - Date.parse(episode.start))}\n${counted(episode.bad, view.unit)} bad, ${ratio(episode.budget_share ?? null)} of the budget\n${Math.round(chargedShare(episode) * 100)} % charged`;
        return (
          <button key={episode.id} type="button" className={classes.bar} data-open={bar.open || undefined} style={{ left: bar.x, width: bar.width, height: bar.height, top: height - bar.height }}
            onClick={() => onOpen(episode.id)} data-tip={said} aria-label={`Episode: ${said.replaceAll("\n", ", ")}`}>
            <span style={{ height: `${bar.charged * 100}%` }} />
          </button>
        );
      })}
    </div>
  );
}
