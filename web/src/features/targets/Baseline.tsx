/** What was delivered, and how it varies: by day, and by hour of the week. */
import { useRef, type KeyboardEvent } from "react";
import { Link } from "@tanstack/react-router";
import { ratio, utc } from "@/kit/format";
import { instantOf, nextDate } from "@/kit/zones";
import { sentence } from "@/features/slo/slo.words";
import { Words } from "@/kit/Words";
import type { Baseline as View, BaselineCell } from "./targets.api";
import { cellWords, dayWords, stepOf, stepWords, weekdays, worstHours } from "./targets.words";
import classes from "./Targets.module.css";

export interface BaselineProps { baseline: View; slo: string; noun: string; allowance: number }

export function Baseline({ baseline, slo, noun, allowance }: BaselineProps) {
  const worst = worstHours(baseline.week, allowance);
  return (
    <>
      <dl className={classes.figures}>
        <Figure name="Good of all" value={baseline.sli} hint={`${baseline.bad.toLocaleString("en-US")} bad of ${baseline.valid.toLocaleString("en-US")} ${noun}, ${utc(Date.parse(baseline.range.start))} to ${utc(Date.parse(baseline.range.end))}`} big />
        <Figure name="Best day" value={baseline.day_best} /><Figure name="Median day" value={baseline.day_median} /><Figure name="Worst day" value={baseline.day_worst} />
        <Figure name="Median window" value={baseline.window_median} hint="Of all windows of the SLO's length that lie in the range" /><Figure name="Worst window" value={baseline.window_worst} hint="Of all windows of the SLO's length that lie in the range" />
        <Figure name="Measured" value={baseline.coverage} />
      </dl>
      <Days baseline={baseline} slo={slo} noun={noun} allowance={allowance} />
      <div className={classes.weekPlace}>
        <Week baseline={baseline} noun={noun} allowance={allowance} />
        <div className={classes.weekSaid}>
          <p>{baseline.pattern ? <Words text={sentence(baseline.pattern)} /> : "No hour of the week stands out by more than chance."}</p>
          {worst.length > 0 ? <><h3>Worst hours</h3><ol>{worst.map((c) => <li key={`${c.weekday} ${c.hour}`}>{cellWords(c, noun)}</li>)}</ol></> : <p className="caption">Every hour of the week, summed over the range, kept the objective.</p>}
          <ul className={classes.legend} aria-label="Legend">
            {stepWords.map((word, step) => <li key={word}><i className={classes.swatch} data-step={step} aria-hidden />{word}</li>)}
            <li><i className={classes.swatch} data-step="none" aria-hidden />nothing counted</li>
          </ul>
        </div>
      </div>
    </>
  );
}

function Figure({ name, value, hint, big = false }: { name: string; value: number | null | undefined; hint?: string; big?: boolean }) {
  return <div data-big={big || undefined}><dt>{name}</dt><dd className="tabular" data-tip={hint}>{ratio(value)}</dd></div>;
}

/** One stop of the Tab key; arrows walk. */
function walk(by: Record<string, number>) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    const step = by[event.key];
    const cells = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-cell]")];
    const at = cells.indexOf(document.activeElement as HTMLElement);
    if (!step || at < 0) return;
    event.preventDefault();
    cells[Math.min(cells.length - 1, Math.max(0, at + step))]?.focus();
  };
}
const alongDays = walk({ ArrowRight: 1, ArrowLeft: -1 });
const alongWeek = walk({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 });

/** Few days are not drawn as wide as a year. */
const widestDay = 44;

function Days({ baseline, slo, noun, allowance }: BaselineProps) {
  const most = Math.max(allowance, ...baseline.days.map((d) => (d.valid > 0 ? d.bad / d.valid : 0)));
  // A day is as tall as its share of bad events, by its root: a quiet day stays to be seen beside an outage.
  const height = (bad: number, valid: number): number => (valid === 0 ? 0 : Math.sqrt(bad / valid / most) * 100);
  return (
    <figure className={classes.days} style={{ maxWidth: baseline.days.length * widestDay }}>
      <figcaption>Bad by day <span className="caption">the line is what the objective allows</span></figcaption>
      <ol onKeyDown={alongDays} style={{ "--allowed": `${height(allowance, 1)}%` } as React.CSSProperties}>
        {baseline.days.map((d, i) => {
          const [from, to] = [instantOf(`${d.day}T00:00`, baseline.zone), instantOf(`${nextDate(d.day)}T00:00`, baseline.zone)];
          const said = dayWords(d, noun);
          return (
            <li key={d.day}>
              <Link data-cell to="/slos/$name" params={{ name: slo }} search={from !== null && to !== null ? { from, to } : {}} tabIndex={i === 0 ? 0 : -1} data-tip={said} aria-label={said} data-none={d.valid === 0 || undefined}>
                <i style={{ height: `${height(d.bad, d.valid)}%` }} data-step={stepOf(d, allowance) ?? "none"} aria-hidden />
              </Link>
            </li>
          );
        })}
      </ol>
      <p className={classes.ends} aria-hidden><span>{baseline.days[0]?.day}</span><span>{baseline.days.at(-1)?.day}</span></p>
    </figure>
  );
}

function Week({ baseline, noun, allowance }: { baseline: View; noun: string; allowance: number }) {
  const rows = useRef<HTMLTableSectionElement>(null);
  const at = (weekday: number, hour: number): BaselineCell | undefined => baseline.week[weekday * 24 + hour];
  return (
    <table className={classes.week} aria-label={`Hours of the week, on the clocks of ${baseline.zone}`}>
      <thead><tr><td />{Array.from({ length: 24 }, (_, h) => <th key={h} scope="col">{h % 3 === 0 ? String(h).padStart(2, "0") : <span className="offscreen">{h}</span>}</th>)}</tr></thead>
      <tbody ref={rows} onKeyDown={alongWeek}>
        {weekdays.map((name, weekday) => (
          <tr key={name}>
            <th scope="row">{name.slice(0, 2)}</th>
            {Array.from({ length: 24 }, (_, hour) => {
              const cell = at(weekday, hour);
              const said = cell ? cellWords(cell, noun) : "nothing counted";
              const step = cell ? stepOf(cell, allowance) : null;
              return <td key={hour}><span data-cell role="img" tabIndex={weekday === 0 && hour === 0 ? 0 : -1} className={classes.cell} data-step={step ?? "none"} data-tip={said} aria-label={said} /></td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
