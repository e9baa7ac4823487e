/** The last checks of a probe: whether they were good, why not, and where their time went. */
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { duration, durationText, parseDuration, utc } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { probeQuery, type Check } from "./probes.api";
import { endOf, fallsOf, phases } from "./waterfall";
import classes from "./Sources.module.css";

export function ProbeChecks({ name }: { name: string }) {
  const query = useQuery(probeQuery(name));
  return (
    <section className="section">
      <h2>Its last checks</h2>
      <Loaded query={query} rows={6}>{({ results }) => (results.length === 0 ? <p className="quiet">None was made since the server started: the first comes within its interval.</p> : <Checks checks={results} />)}</Loaded>
    </section>
  );
}

function Checks({ checks }: { checks: readonly Check[] }) {
  const [open, setOpen] = useState<string>();
  const longest = Math.max(1, ...checks.map((c) => endOf(fallsOf(c.steps))));
  return (
    <>
      <table className={classes.checks} aria-label="Last checks">
        <colgroup><col style={{ width: 120 }} /><col style={{ width: 110 }} /><col /><col style={{ width: 90 }} /></colgroup>
        <thead><tr><th scope="col">When</th><th scope="col">Result</th><th scope="col">Where the time went</th><th scope="col">Took</th></tr></thead>
        <tbody>
          {checks.map((check) => (
            <Fragment key={check.at}>
              <tr>
                <td><Time at={check.at} /></td>
                <td><CheckMark good={check.good} attempts={check.attempts} /></td>
                <td data-fall><Fall check={check} longest={longest} />{check.steps.filter((s) => !s.good && s.failure).map((s) => <span key={s.name + s.failure} className={classes.failure}>{s.name && check.steps.length > 1 ? `${s.name}: ` : ""}{s.failure}</span>)}</td>
                <td className="tabular"><button type="button" className={classes.linkish} aria-expanded={open === check.at} onClick={() => setOpen(open === check.at ? undefined : check.at)}>{took(check.took)}</button></td>
              </tr>
              {open === check.at && <tr><td colSpan={4}><Details check={check} /></td></tr>}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p className={classes.legend}>{phases.map((phase, at) => <span key={phase}><svg width="10" height="10" aria-hidden><rect width="10" height="10" className={classes[`phase${at}`]} /></svg>{phase}</span>)}</p>
    </>
  );
}

/** "83 ms", "1.2 s". */
function took(text: string): string {
  const ms = parseDuration(text);
  if (ms === null) return durationText(text);
  return ms < 1000 ? `${ms} ms` : ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

function CheckMark({ good, attempts }: { good: boolean; attempts: number }) {
  return (
    <span className={classes.mark} data-tone={good ? "plain" : "breach"}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden fill="none" strokeWidth="1.7"><path d={good ? "M2 7.5 L5.5 11 L12 3.5" : "M3 3 L11 11 M11 3 L3 11"} /></svg>
      {good ? "good" : "failed"}{attempts > 1 && <span className="caption">try {attempts}</span>}
    </span>
  );
}

function Fall({ check, longest }: { check: Check; longest: number }) {
  const falls = fallsOf(check.steps);
  const place = (ms: number): string => `${(ms / longest) * 100}%`;
  const words = falls.flatMap((f) => f.pieces.map((p) => `${falls.length > 1 && f.step ? `${f.step}, ` : ""}${phases[p.phase]}: ${p.to - p.from} ms`)).join("\n");
  if (endOf(falls) === 0) return check.good ? <span className="caption">less than 1 ms</span> : null;
  return (
    <svg height="14" className={classes.fall} role="img" aria-label={words || "no phase was reached"} data-tip={words}>
      {falls.map((f, at) => (
        <Fragment key={at}>
          {f.pieces.map((p) => <rect key={p.phase} x={place(p.from)} width={place(p.to - p.from)} y="2" height="10" className={classes[`phase${p.phase}`]} />)}
          {!f.good && <rect x={place(f.from)} width={place(Math.max(f.to - f.from, longest / 100))} y="1" height="12" className={classes.broken} />}
        </Fragment>
      ))}
    </svg>
  );
}

function Details({ check }: { check: Check }) {
  return (
    <ul className={classes.list}>
      {check.steps.map((s, at) => (
        <li key={at}>
          {s.name && <strong>{s.name} </strong>}
          {[s.status > 0 && `status ${s.status}`, s.address && `from ${s.address}`, `name ${took(s.dns)}`, `connection ${took(s.connect)}`, `certificate ${took(s.tls)}`, `waiting ${took(s.first_byte)}`, `in all ${took(s.total)}`].filter(Boolean).join(", ")}
          {s.certificate_ends && <> · certificate until <span className="tabular">{utc(Date.parse(s.certificate_ends))}</span></>}
          {s.excerpt && <pre className={classes.text} tabIndex={0} aria-label="Beginning of the answer">{s.excerpt}</pre>}
        </li>
      ))}
    </ul>
  );
}
