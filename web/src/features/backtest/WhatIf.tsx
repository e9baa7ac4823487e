/** What if: the past of an SLO drawn again while one moves a slider. As it is in grey behind, the difference in words on top. */
import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SloDetail } from "@/api/types";
import { fileQuery } from "@/features/catalog/catalog.api";
import { documentAt, textOf } from "@/features/editor/source";
import { SloParts } from "@/features/slo/SloTabs";
import { sloQuery } from "@/features/slo/slo.api";
import { CopyButton } from "@/kit/CopyButton";
import { durationText, utc } from "@/kit/format";
import { LineDiff } from "@/kit/LineDiff";
import { Empty, ErrorNote, Loaded, Loading } from "@/kit/states";
import { Words } from "@/kit/Words";
import { backtestQuery, type Backtest, type Question } from "./backtest.api";
import { baseOf } from "./Backtest";
import { ranges, type WhatIfSearch } from "./backtest.url";
import { differences, scoreRows } from "./backtest.words";
import { BacktestChart } from "./BacktestChart";
import { changesDefinition, withTrial } from "./change.yaml";
import { TrialFields, type Base } from "./TrialFields";
import { changeWords, encodeTrial, isEmpty, joined, onlyChanges, type Trial } from "./trial";
import { encodeTrials, trialsOf } from "./trials";
import classes from "./Backtest.module.css";

/** So long nothing moves before it is asked: a frame or two of a hand on a slider. */
const rest = 60;
/** Moves of one field within so long of each other are undone together. */
const gesture = 900;

export function WhatIfPage() {
  const { name } = useParams({ from: "/inside/slos/$name/what-if" });
  const query = useQuery(sloQuery(name));
  return query.data ? <Page key={name} slo={query.data} /> : <><h1 className={classes.waiting}>{name}</h1><Loaded query={query} rows={12}>{() => null}</Loaded></>;
}

/** The trial as it is typed, kept in the address a moment later; an address that changes by itself (undo) is what it is then. */
function useTrial(was: Base): { trial: Trial; asked: Trial; move: (trial: Trial, part: string) => void; undo: (() => void) | null; redo: () => void } {
  const search = useSearch({ from: "/inside/slos/$name/what-if" });
  const { name } = useParams({ from: "/inside/slos/$name/what-if" });
  const navigate = useNavigate({ from: "/slos/$name/what-if" });
  const router = useRouter();
  const place = useLocation({ select: (l) => (l.state as { __TSR_index?: number }).__TSR_index ?? 0 });
  const first = useRef(place);
  const v = search.v ?? "";
  const [trial, setTrial] = useState<Trial>(() => trialsOf(v)[0] ?? {});
  const wrote = useRef(v);
  const last = useRef({ part: "", at: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (v === wrote.current) return;
    clearTimeout(timer.current);
    wrote.current = v;
    last.current = { part: "", at: 0 };
    setTrial(trialsOf(v)[0] ?? {});
  }, [v]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const move = useCallback((next: Trial, part: string) => {
    setTrial(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const text = encodeTrials([onlyChanges(next, was)]) ?? "";
      if (text === wrote.current) return;
      const now = Date.now();
      const replace = last.current.part === part && now - last.current.at < gesture;
      last.current = { part, at: now };
      wrote.current = text;
      void navigate({ params: { name }, search: ((before: WhatIfSearch) => ({ ...before, v: text || undefined })) as never, replace, resetScroll: false });
    }, rest);
  }, [navigate, name, was]);
  const undo = place > first.current ? () => router.history.back() : null;
  const asked = useMemo(() => trialsOf(v)[0] ?? {}, [v]);
  return { trial, asked, move, undo, redo: () => router.history.forward() };
}

function Page({ slo }: { slo: SloDetail }) {
  const { name, thresholds } = slo.summary;
  const search = useSearch({ from: "/inside/slos/$name/what-if" });
  const navigate = useNavigate({ from: "/slos/$name/what-if" });
  const key = JSON.stringify([slo.summary.objective, slo.summary.period, slo.definition.rules]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- live figures make a new slo each second; what is tried stands on the definition
  const was = useMemo(() => baseOf(slo), [key]);
  const { trial, asked, move, undo, redo } = useTrial(was);
  const empty = isEmpty(asked);
  const question = useMemo((): Question => ({ slo: name, range: search.range ?? "90d", trials: empty ? [] : [{ ...asked, name: "as it would be" }], incidents: [], points: 400 }), [name, search.range, asked, empty]);
  const query = useQuery(backtestQuery(question, was.rules));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo?.();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [undo, redo]);
  return (
    <>
      <SloParts slo={slo} current="what-if" title="What if" about="moved while you look, over its own past; nothing here changes the server" />
      <div className={classes.tools}>
        <div role="group" aria-label="Range" className={classes.presets}>
          {ranges.map((r) => <button key={r} type="button" aria-pressed={question.range === r} onClick={() => void navigate({ params: { name }, search: ((before: WhatIfSearch) => ({ ...before, range: r === "90d" ? undefined : r })) as never, replace: true, resetScroll: false })}>{r === "all" ? "All there is" : durationText(r)}</button>)}
        </div>
        <span className={classes.wide}>
          <Button size="compact-xs" variant="default" disabled={!undo} leftSection={<IconArrowBackUp size={14} />} onClick={() => undo?.()} data-tip="Ctrl Z">Undo</Button>
          <Button size="compact-xs" variant="default" leftSection={<IconArrowForwardUp size={14} />} onClick={redo} data-tip="Ctrl Shift Z">Redo</Button>
          <Button size="compact-xs" variant="default" disabled={isEmpty(trial)} onClick={() => move({}, "reset")}>As it is</Button>
        </span>
      </div>
      <div className={classes.desk}>
        <div className={classes.picture} aria-busy={query.isFetching}>
          {query.error ? <ErrorNote error={query.error} /> : null}
          {query.data ? <Picture backtest={query.data} thresholds={thresholds} trial={asked} settled={!query.isPlaceholderData} onLeaveOut={(span) => move({ ...trial, leaveOut: joined([...(trial.leaveOut ?? []), span]) }, "brush")} />
            : !query.error && <Loading rows={14} label="Loading the past" />}
        </div>
        <aside className={classes.controls} aria-label="What is tried">
          <TrialFields trial={trial} was={was} onTrial={move} />
          <Change slo={slo} trial={asked} was={was} />
        </aside>
      </div>
    </>
  );
}

function Picture({ backtest, thresholds, trial, settled, onLeaveOut }: { backtest: Backtest; thresholds: SloDetail["summary"]["thresholds"]; trial: Trial; settled: boolean; onLeaveOut: (span: { from: number; to: number }) => void }) {
  const range = useMemo(() => ({ from: Date.parse(backtest.range.start), to: Date.parse(backtest.range.end) }), [backtest.range.start, backtest.range.end]);
  if (backtest.why_empty) return <Empty title="There is nothing to replay"><Words text={backtest.why_empty} /></Empty>;
  const [was, is] = backtest.variants;
  if (!was) return null;
  const said = is ? differences(was, is) : [];
  const step = (at: number): number => Math.round(at / 60_000) * 60_000;
  return (
    <>
      <p className={classes.difference} role="status" data-settled={settled || undefined}>
        {!is ? "Move something: what would have been otherwise is said here." : said.length === 0 ? "Nothing would have been otherwise." : said.map((d, i) => <span key={i} data-strong={d.strong || undefined}>{d.text}</span>)}
      </p>
      <BacktestChart backtest={backtest} thresholds={thresholds} range={range} leftOut={trial.leaveOut ?? []} height={300} onAlert={() => undefined} lossDoes="leave it out" onLoss={onLeaveOut} onSelect={({ from, to }) => onLeaveOut({ from: step(from), to: Math.max(step(to), step(from) + 60_000) })}
        hint={<>{utc(range.from)} to {utc(range.to)}. Drag over the chart to leave a time out.</>} />
      <table className={classes.scores} aria-label="As it is and as it would be">
        <thead><tr><td /><th scope="col">as it is</th>{is && <th scope="col">as it would be</th>}</tr></thead>
        <tbody>{scoreRows.map((row) => <tr key={row.id}><th scope="row" data-tip={row.hint}>{row.name}</th><td className="tabular">{row.value(was)}</td>{is && <td className="tabular" data-changed={row.value(was) !== row.value(is) || undefined}>{row.value(is)}</td>}</tr>)}</tbody>
      </table>
    </>
  );
}

/** What to write into the catalogue to have it so. */
function Change({ slo, trial, was }: { slo: SloDetail; trial: Trial; was: Base }) {
  const { name, document } = slo.summary;
  const place = slo.definition.source;
  const composite = slo.definition.composite !== null && slo.definition.composite !== undefined;
  const wanted = changesDefinition(trial) && !composite;
  const file = useQuery({ ...fileQuery(place.file), enabled: wanted && place.file !== "", refetchInterval: false });
  const before = file.data ? textOf(documentAt(place.file, file.data.text, place.line)) : null;
  const made = useMemo(() => {
    if (before === null || !wanted) return null;
    try {
      return { text: withTrial(before, trial, name, was.rules), problem: "" };
    } catch (problem) {
      return { text: "", problem: problem instanceof Error ? problem.message : String(problem) };
    }
  }, [before, wanted, trial, name, was.rules]);
  const v = encodeTrial(trial);
  return (
    <section className={classes.change}>
      <h2>To have it so</h2>
      {isEmpty(trial) ? <p className="quiet">Nothing is changed yet.</p> : <p>{changeWords(trial, was.rules).join(", ")}.</p>}
      {composite && changesDefinition(trial) && <p className="quiet">It is made of other SLOs. Its promise stands in <Link to="/catalogue" search={{ tab: "files", file: place.file, line: place.line }}>{place.file}</Link>.</p>}
      {!wanted && !composite && !isEmpty(trial) && <p className="quiet">Traffic and time left out are no part of a definition. Time is left out for good by <Link to="/exclusions" search={{ form: "correction", slo: name }}>a correction</Link> that another person approves.</p>}
      {wanted && file.error && <ErrorNote error={file.error} />}
      {made?.problem && <p className="word-caution">Its document cannot be changed here: {made.problem}.</p>}
      {made?.text && before !== null && (
        <>
          <LineDiff label="The change of its document" before={before.split("\n")} after={made.text.split("\n")} />
          <div className={classes.actions}>
            <CopyButton label="Copy the YAML" text={made.text} />
            <Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to="/editor" search={{ slo: document || name, change: v }} />}>Open in the editor</Button>
          </div>
        </>
      )}
      {!isEmpty(trial) && <p><Link to="/slos/$name/backtest" params={{ name }} search={{ v }}>See each alert in the backtest</Link></p>}
    </section>
  );
}
