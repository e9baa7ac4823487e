/** What the alerts of an SLO, and of what is tried of it, would have done over its past, and what they would have been worth. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import type { SloDetail } from "@/api/types";
import { plural } from "@/features/catalog/catalog.words";
import { SloParts } from "@/features/slo/SloTabs";
import { sloQuery } from "@/features/slo/slo.api";
import { count, duration, durationText, utc } from "@/kit/format";
import { Empty, ErrorNote, Loaded, Loading } from "@/kit/states";
import { Words } from "@/kit/Words";
import { AlertSheet } from "./AlertSheet";
import { AlertTable } from "./AlertTable";
import { backtestQuery, type Backtest, type Question, type Rule } from "./backtest.api";
import { ranges, type BacktestSearch } from "./backtest.url";
import { replayedWords } from "./backtest.words";
import { BacktestChart } from "./BacktestChart";
import { Front } from "./Front";
import { IncidentForm } from "./IncidentForm";
import { LossTable } from "./LossTable";
import { ScoreTable } from "./ScoreTable";
import type { Base } from "./TrialFields";
import type { Trial } from "./trial";
import { encodeKnown, encodeTrials, incidentsOf, mostTrials, trialsOf } from "./trials";
import { VariantForm } from "./VariantForm";
import classes from "./Backtest.module.css";

export const baseOf = ({ summary, definition }: SloDetail): Base => ({ objective: summary.objective.replace(/\s*%$/, ""), window: summary.period, rules: definition.rules as Rule[], rolling: !definition.calendar });

export function BacktestPage() {
  const { name } = useParams({ from: "/inside/slos/$name/backtest" });
  const query = useQuery(sloQuery(name));
  return query.data ? <Page slo={query.data} /> : <><h1 className={classes.waiting}>{name}</h1><Loaded query={query} rows={12}>{() => null}</Loaded></>;
}

type Part = { [K in keyof BacktestSearch]?: BacktestSearch[K] | undefined };

function Page({ slo }: { slo: SloDetail }) {
  const { name } = slo.summary;
  const search = useSearch({ from: "/inside/slos/$name/backtest" });
  const navigate = useNavigate({ from: "/slos/$name/backtest" });
  const set = useCallback((part: Part, replace = false) => void navigate({ params: { name }, search: ((before: BacktestSearch) => ({ ...before, ...part })) as never, resetScroll: false, replace }), [navigate, name]);
  const was = useMemo(() => baseOf(slo), [slo]);
  const trials = useMemo(() => trialsOf(search.v), [search.v]);
  const incidents = useMemo(() => incidentsOf(search.i), [search.i]);
  const question = useMemo((): Question => ({ slo: name, range: search.range ?? "90d", trials, incidents, points: 1000 }), [name, search.range, trials, incidents]);
  const query = useQuery(backtestQuery(question, was.rules));
  const [form, setForm] = useState<"incidents" | number>();
  const keep = (next: readonly Trial[]): void => set({ v: encodeTrials(next), alert: undefined });
  const canAdd = trials.length < mostTrials;
  return (
    <>
      <SloParts slo={slo} current="backtest" title="Backtest" about={query.data && !query.data.why_empty ? `${replayedWords(query.data)}, to ${utc(Date.parse(query.data.range.end))}` : "what the alerts would have done over the past"} />
      <div className={classes.tools}>
        <div role="group" aria-label="Range" className={classes.presets}>
          {ranges.map((r) => <button key={r} type="button" aria-pressed={question.range === r} onClick={() => set({ range: r === "90d" ? undefined : r, from: undefined, to: undefined, alert: undefined })}>{r === "all" ? "All there is" : durationText(r)}</button>)}
        </div>
        {search.from !== undefined && <Button size="compact-xs" variant="default" onClick={() => set({ from: undefined, to: undefined })}>Reset zoom</Button>}
        <span className={classes.wide}>
          <Button size="compact-xs" variant="default" onClick={() => setForm("incidents")}>{incidents.length > 0 ? plural(incidents.length, "known incident") : "Name known incidents"}</Button>
          <Button size="compact-xs" variant="default" aria-pressed={search.find === "rules"} onClick={() => set({ find: search.find ? undefined : "rules" })}>{search.find ? "Close the search" : "Find settings"}</Button>
          <Button size="compact-xs" disabled={!canAdd} onClick={() => setForm(trials.length)}>Try something else</Button>
        </span>
      </div>
      <div className={classes.answer} data-old={query.isPlaceholderData || undefined} aria-busy={query.isFetching}>
        {query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : null}
        {query.data ? <Answer backtest={query.data} question={question} rules={was.rules} slo={slo} search={search} set={set}>
          {search.find === "rules" && <section className="section"><h2>Settings that were tried</h2><Front question={question} rules={was.rules} canAdd={canAdd} onAdd={(rules) => keep([...trials, { rules }])} /></section>}
          <section className="section">
            <h2>What each would have been worth</h2>
            <ScoreTable backtest={query.data} canAdd={canAdd} onAdd={() => setForm(trials.length)} onEdit={setForm} onRemove={(at) => keep(trials.filter((_, i) => i !== at))} />
          </section>
        </Answer> : !query.error && <Loading rows={14} label="Loading the backtest" />}
      </div>
      {form === "incidents" && <IncidentForm items={incidents} onClose={() => setForm(undefined)} onDone={(items) => { setForm(undefined); set({ i: encodeKnown(items), alert: undefined }); }} />}
      {typeof form === "number" && <VariantForm begin={trials[form] ?? {}} was={was} isNew={form >= trials.length} onClose={() => setForm(undefined)} onDone={(trial) => { setForm(undefined); keep(form >= trials.length ? [...trials, trial] : trials.map((t, i) => (i === form ? trial : t))); }} />}
    </>
  );
}

/** A loss with what came before it and after it. */
const around = (from: number, to: number): { from: number; to: number } => {
  const more = Math.max(to - from, 1_800_000);
  return { from: Math.floor(from - more), to: Math.ceil(to + 2 * more) };
};

const wholeMinutes = (from: number, to: number): { from: number; to: number } => ({ from: Math.floor(from / 60_000) * 60_000, to: Math.min(Math.ceil(to / 60_000) * 60_000, Math.floor(Date.now() / 60_000) * 60_000) });

function Answer({ backtest, question, rules, slo, search, set, children }: { backtest: Backtest; question: Question; rules: readonly Rule[]; slo: SloDetail; search: BacktestSearch; set: (part: Part, replace?: boolean) => void; children: ReactNode }) {
  const { name } = slo.summary;
  const whole = { from: Date.parse(backtest.range.start), to: Date.parse(backtest.range.end) };
  const range = search.from !== undefined && search.to !== undefined && search.from < whole.to && search.to > whole.from ? { from: search.from, to: search.to } : whole;
  const zoomed = range !== whole;
  // Points of a month are too far apart for a zoom of hours: the courses are asked again for what is shown.
  const window = useMemo(() => (zoomed ? wholeMinutes(range.from, range.to) : undefined), [zoomed, range.from, range.to]);
  const closer = useQuery({ ...backtestQuery({ ...question, points: 600, window }, rules), enabled: zoomed && backtest.why_empty === "" }).data;
  const shown = useMemo(() => (zoomed && closer && !closer.why_empty && closer.variants.length === backtest.variants.length ? { ...backtest, variants: backtest.variants.map((v, i) => ({ ...v, course: closer.variants[i]?.course ?? v.course })) } : backtest), [zoomed, closer, backtest]);
  const openAlert = useCallback((variant: number, alert: number) => set({ alert: `${variant}:${alert}` }), [set]);
  if (backtest.why_empty) return <Empty title="There is nothing to replay"><Words text={backtest.why_empty} /></Empty>;
  const unpaged = backtest.losses.length > 0 && backtest.variants[0] ? backtest.variants[0].score.losses_without_page : 0;
  return (
    <>
      <BacktestChart backtest={shown} thresholds={slo.summary.thresholds} range={range} onAlert={openAlert} lossDoes="zoom in" onLoss={({ from, to }) => set(around(from, to))} onSelect={({ from, to }) => set({ from: Math.floor(from), to: Math.ceil(Math.max(to, from + 600_000)) })}
        hint={<>{utc(range.from)} to {utc(range.to)}, {duration(range.to - range.from)}. Drag to zoom; a bar is an alert, its pattern what it was worth.</>} />
      {children}
      <section className="section"><h2>Alerts</h2><AlertTable backtest={backtest} worth={search.worth} onWorth={(worth) => set({ worth }, true)} onOpen={(alert) => set({ alert })} /></section>
      <section className="section"><h2>{backtest.losses_are_known ? "Known incidents" : "Losses"}{unpaged > 0 && <span className="caption"> {unpaged} without a page, as it is</span>}</h2><LossTable backtest={backtest} /></section>
      <section className="section">
        <h2>How far this can be believed</h2>
        <ul className={classes.caveats}>
          {backtest.caveats.map((c) => <li key={c}><Words text={c} /></li>)}
          <li>{count(backtest.judged)} instants were judged by the code that pages, {durationText(backtest.step)} apart. <Link to="/slos/$name/what-if" params={{ name }} search={search.v ? { v: search.v.split("|")[0] as string } : {}}>Try changes at the speed of typing</Link></li>
        </ul>
      </section>
      {search.alert && <AlertSheet backtest={backtest} id={search.alert} onClose={() => set({ alert: undefined })} />}
    </>
  );
}
