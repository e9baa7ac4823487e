/**
 * A figure's defence sheet, as a person would read it aloud: what it is, how it was computed, with which counts, how much of
 * the window was measured, what was left out, and where it all stands. For any `Measure`, whichever part of the server made it.
 */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Measure } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { Time } from "@/kit/Time";
import { count, duration, durationText, ratio, utc } from "@/kit/format";
import { exact, inUnit, measureName, sheetText, splitSource, splitUnit, windowMs } from "./measure.format";
import { recompute } from "./recompute";
import classes from "./WhyMeasure.module.css";

export interface WhyMeasureProps {
  measure: Measure;
  /** The sheet's text as the server writes it; without it the page writes its own. */
  text?: string | undefined;
  /** What the figure is of: an SLO's name, "this server". */
  of?: ReactNode;
  /** Slots of the window that were not measured, where that is known. */
  missing?: { slots: number; of: number } | null;
}

export function WhyMeasure({ measure, text, of, missing }: WhyMeasureProps) {
  const { formula, source } = splitSource(measure.formula);
  const again = recompute(measure);
  const rows: [string, ReactNode][] = [
    ["How", <>{<p>{formula.replaceAll(" - ", " − ").replaceAll(" x ", " × ").replaceAll(" / ", " ÷ ")}</p>}{source && <p className="caption">{source}</p>}</>],
    ["With", measure.inputs.length > 0 ? <Inputs measure={measure} /> : <Quiet>no inputs</Quiet>],
    ["Again", again && (
      <p className={classes.steps}>
        {again.steps} = <strong>{inUnit(again.value, measure)}</strong>{" "}
        <span className={again.agrees ? "caption" : classes.differs}>
          {again.agrees ? "computed by this page, the same" : `computed by this page; the server says ${measure.value}`}
        </span>
      </p>
    )],
    ["Window", windowMs(measure) > 0 && (
      <p>{duration(windowMs(measure))} <span className="caption">{utc(Date.parse(measure.window.start))} to {utc(Date.parse(measure.window.end))}, in steps of {durationText(measure.step)}</span></p>
    )],
    ["Cover", <Cover measure={measure} missing={missing ?? null} />],
    ["Left out", measure.excluded.length > 0 ? <Exclusions measure={measure} /> : <Quiet>nothing</Quiet>],
    ["Interval", measure.interval
      ? <p>{inUnit(measure.interval.low, measure)} to {inUnit(measure.interval.high, measure)} <span className="caption">{measure.interval.method}</span></p>
      : <Quiet>none: every event is counted, nothing is inferred</Quiet>],
    ["Caveats", measure.caveats.length > 0 ? <ul>{measure.caveats.map((c) => <li key={c}>{c}</li>)}</ul> : <Quiet>none</Quiet>],
    ["From", measure.evidence.length > 0 && <ul>{measure.evidence.map((e, i) => <li key={i}><Evidence evidence={e} /></li>)}</ul>],
    ["Version", measure.definition_version && <span className={classes.version}>{measure.definition_version}</span>],
  ];
  return (
    <div data-measure={measure.id}>
      <Head measure={measure} />
      <p className={classes.of}>{of}{of ? " · " : ""}as of <Time at={measure.as_of} /></p>
      <dl className={classes.rows}>
        {rows.filter(([, body]) => body).map(([label, body]) => [<dt key={`${label}?`}>{label}</dt>, <dd key={label}>{body}</dd>])}
      </dl>
      <div className={classes.tools}>
        <CopyButton label="Copy as text" text={text ?? sheetText(measure)} />
        <CopyButton label="Copy JSON" text={() => JSON.stringify(measure, null, 2)} />
      </div>
    </div>
  );
}

function Head({ measure }: { measure: Measure }) {
  if (measure.value === null || measure.value === undefined)
    return <div className={classes.head}><span className={classes.none}>No value</span><span>{measure.why_empty}</span></div>;
  const [number, unit] = splitUnit(inUnit(measure.value, measure));
  return (
    <div className={classes.head} aria-label={`${measureName(measure.id)} ${number} ${unit}`} role="group">
      <span className={classes.value}>{number}{unit && <span className={classes.unit}>{unit}</span>}</span>
      <span className={classes.precise} data-tip="The value as the API gives it">{String(measure.value)}</span>
    </div>
  );
}

function Inputs({ measure }: { measure: Measure }) {
  return (
    <table className={classes.inputs} aria-label="What went into it">
      <tbody>
        {measure.inputs.map((input) => (
          <tr key={input.name}>
            <td>{input.name.replace("1 - ", "1 − ")}</td>
            <td>{exact(input)}</td>
            <td>{input.evidence.startsWith("ledger") ? "counted in the ledger" : input.evidence.startsWith("definition") ? "from the definition" : input.evidence}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cover({ measure, missing }: { measure: Measure; missing: WhyMeasureProps["missing"] }) {
  if (measure.coverage === null || measure.coverage === undefined) return <Quiet>not sampled: nothing can be missing</Quiet>;
  const lost = missing && missing.slots > 0 ? `; ${count(missing.slots)} of ${count(missing.of)} slots are missing` : missing ? "; no slot is missing" : "";
  return <p>{ratio(measure.coverage)} of the window was measured{lost}</p>;
}

function Exclusions({ measure }: { measure: Measure }) {
  return (
    <ul>
      {measure.excluded.map((e) => (
        <li key={e.reason + e.range.start}>
          {e.reason}: {utc(Date.parse(e.range.start))} to {utc(Date.parse(e.range.end))}
          {e.value_without !== null && e.value_without !== undefined && <>; with it counted in {inUnit(e.value_without, measure)}</>}
        </li>
      ))}
    </ul>
  );
}

/** Where the figure stands: slots that can be looked at, events of the log that can be opened. */
function Evidence({ evidence }: { evidence: Measure["evidence"][number] }) {
  if (evidence.seq !== null && evidence.seq !== undefined)
    return <>log <a href={`/activity?seq=${evidence.seq}`}>#{evidence.seq}</a> <span className="caption">{evidence.subject}</span></>;
  const slo = /^slo\/(.+)$/.exec(evidence.subject)?.[1];
  if (!slo || !evidence.range) return <>{evidence.kind} {evidence.subject}</>;
  return (
    <>
      {evidence.kind} <Link to="/slos/$name/slots" params={{ name: slo }} search={{ from: Date.parse(evidence.range.start), to: Date.parse(evidence.range.end) }}>slots of {slo}</Link>{" "}
      <span className="caption">{duration(Date.parse(evidence.range.end) - Date.parse(evidence.range.start))} to {utc(Date.parse(evidence.range.end))}</span>
    </>
  );
}

const Quiet = ({ children }: { children: ReactNode }) => <span className="quiet">{children}</span>;
