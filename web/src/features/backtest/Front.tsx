/** Settings of the paging rules that were tried: how soon each sees a loss against how often it pages, and which nothing beats. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { CopyButton } from "@/kit/CopyButton";
import { budget, duration, ratio } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { useWidth } from "@/kit/useWidth";
import { backtestQuery, type FrontPoint, type Question, type Rule } from "./backtest.api";
import { frontWords, span } from "./backtest.words";
import { policyName, policyText } from "./change.yaml";
import { dotsOf, frameOf, steps, type Dot } from "./front.geometry";
import { draftOf, ruleText, type RuleDraft } from "./trial";
import classes from "./Backtest.module.css";

export interface FrontProps { question: Question; rules: readonly Rule[]; canAdd: boolean; onAdd: (rules: RuleDraft[]) => void }

export function Front({ question, rules, canAdd, onAdd }: FrontProps) {
  const query = useQuery(backtestQuery({ ...question, trials: [], points: 2, sweep: true }, rules));
  return (
    <Loaded query={query} rows={9}>
      {(b) => (dotsOf(b.front).length === 0
        ? <Empty title="There is nothing to weigh settings against">{b.losses.length === 0 ? "Without a loss in this range no setting sees anything sooner than another. Take a longer range, or name incidents that are known." : "No setting was tried: this SLO has no paging rule that two windows and a factor describe."}</Empty>
        : <Chosen front={b.front} slo={b.slo} losses={b.losses.length} rules={rules} canAdd={canAdd} onAdd={onAdd} />)}
    </Loaded>
  );
}

/** So few losses say little of the next one. */
const few = 5;
function lesson(dots: readonly Dot[], losses: number): string {
  const front = dots.filter((d) => d.point.on_front).length;
  return `${dots.length} settings were tried; nothing tried beats ${front} of them.${losses < few ? ` They stand on ${losses === 1 ? "one loss" : `${losses} losses`}: what fits so few may not fit the next.` : ""}`;
}

const height = 320;
const margin = { left: 68, right: 16, top: 12, bottom: 40 };

function Chosen({ front, slo, losses, rules, canAdd, onAdd }: { front: readonly FrontPoint[]; slo: string; losses: number; rules: readonly Rule[]; canAdd: boolean; onAdd: FrontProps["onAdd"] }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useWidth(place, setWidth);
  const dots = useMemo(() => dotsOf(front), [front]);
  const [chosen, setChosen] = useState<number>();
  const best = dots.find((d) => d.index === chosen) ?? dots.find((d) => d.point.as_it_is) ?? dots.find((d) => d.point.on_front);
  const drafts = best ? [...best.point.rules.map((r) => draftOf(r as Rule)), ...rules.filter((r) => r.severity === "ticket").map(draftOf)] : [];
  return (
    <div className={classes.front}>
      <div ref={place} className={classes.scatter}>{width > 0 && <Scatter dots={dots} width={width} chosen={best?.index} onChoose={setChosen} />}</div>
      <div className={classes.pick} aria-live="polite">
        {best && (
          <>
            <p className={classes.lesson}>{lesson(dots, losses)}</p>
            <h3>{best.point.as_it_is ? "As it is now" : best.point.on_front ? "Nothing tried beats it" : "Another beats it"}</h3>
            <ul>{best.point.rules.map((r, i) => <li key={i}>{ruleText(draftOf(r as Rule))}</li>)}</ul>
            <dl className={classes.figures}>
              <dt>Pages in 30 d</dt><dd>{best.pages.toFixed(1)} <span className="caption">{best.point.useless_pages_per_month.toFixed(1)} answer nothing</span></dd>
              <dt>Losses seen after</dt><dd>{span(best.point.detect_mean)} <span className="caption">on average of {losses}</span></dd>
              <dt>Losses with a page</dt><dd>{best.point.recall === null || best.point.recall === undefined ? "–" : ratio(best.point.recall)}</dd>
              <dt>Budget spent when it fires</dt><dd>{budget(best.point.budget_at_firing)}</dd>
            </dl>
            <div className={classes.actions}>
              {!best.point.as_it_is && <Button size="compact-sm" disabled={!canAdd} onClick={() => onAdd(drafts)}>Add as a variant</Button>}
              <CopyButton label="Copy as YAML" text={() => policyText(policyName(slo), drafts, rules)} />
            </div>
            <p className="caption">A loss without a page counts with its whole length. Tickets stay as they are.</p>
          </>
        )}
      </div>
    </div>
  );
}

function Scatter({ dots, width, chosen, onChoose }: { dots: readonly Dot[]; width: number; chosen: number | undefined; onChoose: (index: number) => void }) {
  const box = { left: margin.left, top: margin.top, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const frame = useMemo(() => frameOf(dots, box), [dots, box.width]); // eslint-disable-line react-hooks/exhaustive-deps
  // Those that matter are drawn last, above the others; the keyboard walks the front.
  const ordered = [...dots].sort((a, b) => rankOf(a) - rankOf(b));
  const walkable = dots.filter((d) => d.point.on_front || d.point.as_it_is).sort((a, b) => a.pages - b.pages);
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = walkable.findIndex((d) => d.index === chosen);
    const next = walkable[Math.min(walkable.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.index);
  };
  const now = dots.find((d) => d.point.as_it_is);
  return (
    <div role="listbox" aria-label="Settings on the front; arrows choose" tabIndex={0} onKeyDown={onKey} className={classes.listbox} aria-activedescendant={chosen === undefined ? undefined : `front-${chosen}`}>
      <svg width={width} height={height} className={classes.plane}>
        {frame.pagesTicks.map((t) => <g key={t} aria-hidden><line className={classes.grid} x1={frame.x(t)} x2={frame.x(t)} y1={box.top} y2={box.top + box.height} /><text x={frame.x(t)} y={box.top + box.height + 15} textAnchor="middle">{t}</text></g>)}
        {frame.seenTicks.map((t) => <g key={t} aria-hidden><line className={classes.grid} x1={box.left} x2={box.left + box.width} y1={frame.y(t)} y2={frame.y(t)} /><text x={box.left - 8} y={frame.y(t) + 4} textAnchor="end">{duration(t)}</text></g>)}
        <text x={box.left + box.width} y={height - 4} textAnchor="end" aria-hidden>pages in 30 d →</text>
        <text x={box.left + 4} y={box.top + 10} aria-hidden>↑ losses seen after</text>
        <path d={steps(dots, frame)} className={classes.frontLine} aria-hidden />
        {ordered.map((d) => <Point key={d.index} dot={d} x={frame.x(d.pages)} y={frame.y(d.seen)} chosen={d.index === chosen} onChoose={() => onChoose(d.index)} />)}
        {now && <text className={classes.nowName} x={Math.min(frame.x(now.pages) + 10, width - 70)} y={frame.y(now.seen) - 8} aria-hidden>as it is</text>}
      </svg>
    </div>
  );
}

const rankOf = (d: Dot): number => (d.point.as_it_is ? 2 : d.point.on_front ? 1 : 0);

function Point({ dot, x, y, chosen, onChoose }: { dot: Dot; x: number; y: number; chosen: boolean; onChoose: () => void }) {
  const { point } = dot;
  const said = `${point.rules.map((r) => ruleText(draftOf(r as Rule))).join("\n")}\n${frontWords(point)}`;
  const common = { id: `front-${dot.index}`, role: "option", "aria-selected": chosen, "aria-label": said.replaceAll("\n", ", "), "data-tip": said, "data-chosen": chosen || undefined, onClick: onChoose };
  if (point.as_it_is) return <path {...common} className={classes.now} d={`M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}Z`} />;
  return <circle {...common} className={point.on_front ? classes.onFront : classes.beaten} cx={x} cy={y} r={point.on_front ? 5 : 3} />;
}
