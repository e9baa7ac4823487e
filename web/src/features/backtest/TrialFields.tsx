/** What is tried, as fields and sliders: each moves at once, and each says what it was. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useId, useState, type ReactNode } from "react";
import { duration, durationText, parseDuration, utc } from "@/kit/format";
import { instantOf, wallClock } from "@/kit/zones";
import type { Span } from "@/kit/charts";
import type { Rule } from "./backtest.api";
import { ceilingOf, draftOf, joined, ninesOf, objectiveOfNines, rounded, type RuleDraft, type Trial } from "./trial";
import classes from "./Backtest.module.css";

/** The SLO as it is: what a field goes back to. */
export interface Base { objective: string; window: string; rules: readonly Rule[]; rolling: boolean }
export interface TrialFieldsProps {
  trial: Trial;
  was: Base;
  /** `part`: which field moved, so that moves of one field are undone together. */
  onTrial: (trial: Trial, part: string) => void;
}

const lengths = ["1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h", "1d", "2d", "3d", "7d", "14d", "30d"];
const windows = ["7d", "14d", "28d", "30d", "90d"];

export function TrialFields({ trial, was, onTrial }: TrialFieldsProps) {
  const objective = trial.objective ?? was.objective;
  const nines = ninesOf(objective);
  const traffic = trial.traffic ?? 1;
  const rules = trial.rules ?? was.rules.map(draftOf);
  const setRule = (at: number, next: RuleDraft | null): void =>
    onTrial({ ...trial, rules: next === null ? rules.filter((_, i) => i !== at) : rules.map((r, i) => (i === at ? next : r)) }, `rule ${at}`);
  return (
    <div className={classes.fields}>
      <Row title="Objective" was={trial.objective !== undefined && `${was.objective} %`} onBack={() => onTrial(without(trial, "objective"), "back objective")}>
        <Slider label="Objective" min={1} max={5} step={0.01} value={Number.isNaN(nines) ? 3 : nines} text={`${objective} %`} onValue={(n) => onTrial({ ...trial, objective: objectiveOfNines(n) }, "objective")} />
        <TextInput size="xs" aria-label="Objective, percent" value={objective} rightSection={<span className="caption">%</span>} error={Number.isNaN(nines)} onChange={(e) => onTrial({ ...trial, objective: e.currentTarget.value }, "objective")} />
      </Row>
      <Row title="Window" was={trial.window !== undefined && durationText(was.window)} onBack={() => onTrial(without(trial, "window"), "back window")}>
        <div className={classes.picks} role="group" aria-label="Window">
          {windows.map((w) => <button key={w} type="button" aria-pressed={parseDuration(trial.window ?? (was.rolling ? was.window : "")) === parseDuration(w)} onClick={() => onTrial({ ...trial, window: w }, "window")}>{durationText(w)}</button>)}
        </div>
        <Typed label="Window, such as 28d" value={trial.window ?? was.window} read={(t) => ((parseDuration(t) ?? 0) >= 3_600_000 ? t.trim() : null)} onValue={(window) => onTrial({ ...trial, window }, "window")} />
      </Row>
      <Row title="Traffic" was={trial.traffic !== undefined && "1x"} onBack={() => onTrial(without(trial, "traffic"), "back traffic")}>
        <Slider label="Traffic" min={-1} max={1} step={0.01} value={Math.log10(traffic)} text={`${traffic}x`} onValue={(n) => onTrial({ ...trial, traffic: rounded(10 ** n) }, "traffic")} />
        <Typed label="Traffic, times as much" unit="x" value={String(traffic)} read={(t) => (Number(t) >= 0.001 && Number(t) <= 1000 ? t : null)} onValue={(t) => onTrial({ ...trial, traffic: Number(t) }, "traffic")} />
      </Row>
      <fieldset className={classes.ruleList}>
        <legend>Rules{trial.rules !== undefined && <> <button type="button" className={classes.back} onClick={() => onTrial(without(trial, "rules"), "back rules")}>as they are</button></>}</legend>
        {rules.map((rule, at) => <RuleRow key={at} rule={rule} was={was.rules.find((r) => r.name === rule.name)} ceiling={ceilingOf(objective)} onRule={(next) => setRule(at, next)} />)}
        {rules.length === 0 && <p className="caption">No rule: nothing would page.</p>}
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={() => onTrial({ ...trial, rules: [...rules, freshRule(rules)] }, "add rule")}>Add a rule</Button>
      </fieldset>
      <LeftOutFields spans={trial.leaveOut ?? []} onSpans={(leaveOut) => onTrial(leaveOut.length > 0 ? { ...trial, leaveOut } : without(trial, "leaveOut"), "left out")} />
    </div>
  );
}

function without<K extends keyof Trial>(trial: Trial, key: K): Trial {
  const { [key]: gone, ...rest } = trial;
  void gone;
  return rest;
}

function freshRule(rules: readonly RuleDraft[]): RuleDraft {
  const taken = new Set(rules.map((r) => r.name));
  let name = "page-1h-5m";
  for (let n = 2; taken.has(name); n += 1) name = `page-1h-5m-${n}`;
  return { name, severity: "page", factor: 14.4, long: "1h", short: "5m" };
}

function Row({ title, was, onBack, children }: { title: string; was: string | false; onBack: () => void; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <span className={classes.rowName}>{title}{was !== false && <button type="button" className={classes.back} onClick={onBack} aria-label={`${title}: was ${was}; back to it`}>was {was}</button>}</span>
      {children}
    </div>
  );
}

function Slider({ label, min, max, step, value, text, onValue }: { label: string; min: number; max: number; step: number; value: number; text: string; onValue: (value: number) => void }) {
  return <input type="range" className={classes.slider} aria-label={label} aria-valuetext={text} min={min} max={max} step={step} value={Math.min(max, Math.max(min, value))} onChange={(e) => onValue(Number(e.currentTarget.value))} />;
}

/** A field whose text may be half typed: it speaks once what stands there can be read. */
function Typed({ label, value, unit, read, onValue }: { label: string; value: string; unit?: string; read: (text: string) => string | null; onValue: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText((before) => (read(before) === value ? before : value)), [value, read]);
  return (
    <TextInput size="xs" aria-label={label} value={text} error={read(text) === null} rightSection={unit && <span className="caption">{unit}</span>}
      onChange={(e) => {
        setText(e.currentTarget.value);
        const next = read(e.currentTarget.value);
        if (next !== null) onValue(next);
      }} onBlur={() => setText(value)} />
  );
}

const readFactor = (text: string): string | null => (Number(text) > 0 && Number(text) <= 1e6 ? String(Number(text)) : null);
/** Of the factor's slider, in powers of ten; on steps, so that each place of it is a value. */
const [lowest, usualHighest] = [-0.7, 2];

function RuleRow({ rule, was, ceiling, onRule }: { rule: RuleDraft; was: Rule | undefined; ceiling: number; onRule: (rule: RuleDraft | null) => void }) {
  const id = useId();
  const choices = (present: string): { value: string; label: string }[] => [...new Set([...lengths, present])].filter((l) => parseDuration(l) !== 0).sort((a, b) => (parseDuration(a) ?? 0) - (parseDuration(b) ?? 0)).map((l) => ({ value: l, label: durationText(l) }));
  const moved = was && (was.factor !== rule.factor || parseDuration(was.long_window) !== parseDuration(rule.long) || parseDuration(was.short_window) !== parseDuration(rule.short) || was.severity !== rule.severity);
  const never = rule.factor >= ceiling;
  return (
    <div className={classes.rule} role="group" aria-labelledby={id}>
      <span className={classes.ruleHead}>
        <strong id={id}>{rule.name}</strong>
        <NativeSelect size="xs" variant="unstyled" aria-label={`${rule.name} opens`} value={rule.severity} data={[{ value: "page", label: "a page" }, { value: "ticket", label: "a ticket" }]} onChange={(e) => onRule({ ...rule, severity: e.currentTarget.value === "ticket" ? "ticket" : "page" })} />
        {moved && <button type="button" className={classes.back} onClick={() => onRule(draftOf(was))} aria-label={`${rule.name}: was ${was.factor}x, ${durationText(was.long_window)}; back to it`}>was {was.factor}x, {durationText(was.long_window)}</button>}
        {!was && <span className="caption">new</span>}
        <button type="button" className={classes.remove} aria-label={`Take ${rule.name} out`} data-tip="Take it out" onClick={() => onRule(null)}><IconTrash size={14} aria-hidden /></button>
      </span>
      <Slider label={`Factor of ${rule.name}`} min={lowest} max={Math.max(usualHighest, Math.ceil(Math.log10(rule.factor)))} step={0.005} value={Math.log10(rule.factor)} text={`${rule.factor}x`} onValue={(n) => onRule({ ...rule, factor: rounded(10 ** n, 3) })} />
      <Typed label={`Factor of ${rule.name}, times`} unit="x" value={String(rule.factor)} read={readFactor} onValue={(t) => onRule({ ...rule, factor: Number(t) })} />
      <span className={classes.windows}>
        <NativeSelect size="xs" aria-label={`Long window of ${rule.name}`} value={rule.long} data={choices(rule.long)} onChange={(e) => onRule({ ...rule, long: e.currentTarget.value })} />
        <span className="caption">and</span>
        <NativeSelect size="xs" aria-label={`Short window of ${rule.name}`} value={(parseDuration(rule.short) ?? 0) === 0 ? "0s" : rule.short} data={[{ value: "0s", label: "no second" }, ...choices(rule.short)]} onChange={(e) => onRule({ ...rule, short: e.currentTarget.value })} />
      </span>
      {never && <p className="word-caution">It can never fire: with everything bad the burn is {rounded(ceiling, 3)}x.</p>}
    </div>
  );
}

function LeftOutFields({ spans, onSpans }: { spans: readonly Span[]; onSpans: (spans: Span[]) => void }) {
  const [adding, setAdding] = useState<{ from: string; to: string }>();
  const read = adding && [instantOf(adding.from, "UTC"), instantOf(adding.to, "UTC")];
  const ready = read && read[0] !== null && read[1] !== null && read[1]! > read[0]!;
  const add = (): void => {
    if (!read || !ready) return;
    onSpans(joined([...spans, { from: read[0] as number, to: read[1] as number }]));
    setAdding(undefined);
  };
  const begin = (): void => {
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    setAdding({ from: wallClock(hour - 3_600_000, "UTC"), to: wallClock(hour, "UTC") });
  };
  return (
    <fieldset className={classes.ruleList}>
      <legend>Left out</legend>
      {spans.length > 0 && (
        <ul className={classes.spans}>
          {spans.map((s) => (
            <li key={s.from}><span className="tabular">{utc(s.from).replace(/:\d\d UTC/, " UTC")}</span>, {duration(s.to - s.from)} <button type="button" className={classes.remove} aria-label={`Count ${utc(s.from)} again`} data-tip="Count it again" onClick={() => onSpans(spans.filter((o) => o !== s))}><IconTrash size={14} aria-hidden /></button></li>
          ))}
        </ul>
      )}
      {adding ? (
        <div className={classes.addSpan}>
          <TextInput size="xs" type="datetime-local" label="From, UTC" value={adding.from} onChange={(e) => setAdding({ ...adding, from: e.currentTarget.value })} />
          <TextInput size="xs" type="datetime-local" label="To, UTC" value={adding.to} onChange={(e) => setAdding({ ...adding, to: e.currentTarget.value })} />
          <Button size="compact-xs" disabled={!ready} onClick={add}>Leave it out</Button>
          <Button size="compact-xs" variant="subtle" onClick={() => setAdding(undefined)}>Cancel</Button>
        </div>
      ) : <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} />} onClick={begin}>Leave a range out</Button>}
    </fieldset>
  );
}
