/** One question: say it against the clock, reveal answers by depth, tick what one said, keep the go. All of it with the keyboard alone. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Kbd } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/kit/keys";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Markdown } from "./Markdown";
import { planQuery, questionQuery, questionsQuery, type Question } from "./practise.api";
import type { DrillSearch } from "./practise.url";
import { clockText, plain, spokenClock } from "./practise.words";
import { PractiseHead } from "./PractiseHead";
import { useWorkbook } from "./store";
import { useClock } from "./useClock";
import { most, now, withDrill, withNote } from "./workbook";
import classes from "./Practise.module.css";

const usual = 90;
const depths = [["spoken", "Spoken"], ["technical", "Technical"], ["hands_on", "Hands-on"]] as const;

/** Where next and previous lead: along the plan, along a filtered list, or by chance. */
function useNeighbours(id: string) {
  const search = useSearch({ strict: false }) as DrillSearch;
  const navigate = useNavigate();
  const { workbook } = useWorkbook();
  const listed = search.by === undefined;
  const list = useQuery({ ...questionsQuery({ ...(search.competency && { competency: search.competency }), ...(search.level && { level: search.level }) }), enabled: listed });
  const seed = useMemo(() => Math.floor(Math.random() * 2 ** 52), [id]);
  const plan = useQuery({ ...planQuery({ drills: workbook.drills, by: search.by ?? "plan", seed, after: id, ...(workbook.role && { role: workbook.role }), ...(search.competency && { competency: search.competency }), ...(search.level && { level: search.level }) }), enabled: !listed });
  const items = list.data?.items ?? [];
  const at = items.findIndex((q) => q.id === id);
  const next = listed ? items[at + 1]?.id : plan.data?.next.find((n) => n.question !== id)?.question;
  const before = listed && at > 0 ? items[at - 1]?.id : undefined;
  return useMemo(() => {
    const to = (question: string | undefined) => question && void navigate({ to: "/practise/questions/$id", params: { id: question }, search } as never);
    return { next: next ? () => to(next) : undefined, before: before ? () => to(before) : listed ? undefined : () => window.history.back() };
  }, [next, before, listed, navigate, search]);
}

export function DrillPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(questionQuery(id));
  return (
    <>
      <PractiseHead title="Question" current="questions" />
      <Loaded query={query} rows={6}>{(question) => <Drill key={question.id} question={question} />}</Loaded>
    </>
  );
}

function Drill({ question }: { question: Question }) {
  const { workbook, edit, kept: keptState } = useWorkbook();
  const [seconds, setSeconds] = useState(usual);
  const clock = useClock(seconds);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<ReadonlySet<number>>(new Set());
  const [weak, setWeak] = useState<ReadonlySet<number>>(new Set());
  const [kept, setKept] = useState(false);
  const { next, before } = useNeighbours(question.id);
  const goes = workbook.drills.filter((d) => d.question === question.id);
  const flip = <T,>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => {
    const out = new Set(set);
    if (!out.delete(item)) out.add(item);
    return out;
  };
  const keep = () => {
    if (kept) return;
    edit((w) => withDrill(w, { question: question.id, version: question.version, at: now(), seconds: Math.min(14_400, clock.gone), said: [...said].sort(), signals: question.strong.length, weak: [...weak].sort() }));
    setKept(true);
  };
  const flipped = useRef(0);
  const toggle = () => {
    if (performance.now() - flipped.current < 200) return;  // a key that presses a focused button as well
    flipped.current = performance.now();
    clock.toggle();
  };
  const actions = { toggle, keep, next, before };
  const latest = useRef(actions);
  latest.current = actions;
  const keys = useMemo(() => ({
    " ": () => latest.current.toggle(),
    ...Object.fromEntries([...depths.map(([d]) => d), "check"].map((d, i) => [String(i + 1), () => setShown((s) => flip(s, d))])),
    k: () => latest.current.before?.(), j: () => latest.current.next?.(), s: () => latest.current.keep(),
  }), []);
  useKeys(keys);
  useEffect(() => setKept(false), [said, weak]);
  return (
    <article>
      <h2 className={classes.question}>{question.text}</h2>
      <div className={classes.meta}>
        <span>{question.id}</span><span>{plain(question.competency)}</span><span>{question.kind}</span><span>{question.level}</span><span>{question.minutes} min in an interview</span>
        {goes.length > 0 && <span>practised {goes.length === 1 ? "once" : `${goes.length} times`}, last <Time at={goes.at(-1)?.at} /></span>}
      </div>
      <div className={classes.clockPlace} role="group" aria-label="Clock">
        <span className={classes.clock} data-over={clock.left < 0 || undefined} role="timer" aria-label={`${clockText(clock.left)} left`}>{clockText(clock.left)}</span>
        <Button onClick={toggle} variant={clock.running ? "default" : "filled"} size="sm">{clock.running ? "Stop" : clock.gone > 0 ? "Go on" : "Say it aloud"} <Kbd size="xs" ml={8}>space</Kbd></Button>
        <Button onClick={() => setSeconds((s) => s + 60)} variant="default" size="sm">60 s more</Button>
        {clock.gone > 0 && !clock.running && <Button onClick={clock.reset} variant="default" size="sm">Again</Button>}
        <span className={classes.track} aria-hidden><i style={{ width: `${Math.min(100, (clock.gone / seconds) * 100)}%` }} /></span>
        <span className="offscreen" role="status">{clock.running ? spokenClock(clock.left) : ""}</span>
      </div>
      <div className={classes.depths} role="group" aria-label="Reveal">
        {depths.map(([d, label], i) => <button key={d} type="button" aria-expanded={shown.has(d)} onClick={() => setShown((s) => flip(s, d))}><kbd>{i + 1}</kbd>{label}</button>)}
        <button type="button" aria-expanded={shown.has("check")} onClick={() => setShown((s) => flip(s, "check"))}><kbd>4</kbd>Check yourself</button>
      </div>
      {depths.map(([d, label]) => shown.has(d) && <section key={d} className={classes.answer} aria-label={label}><h3>{label}{d === "spoken" && ", 60 to 90 seconds"}</h3>{question.answers[d] ? <Markdown text={question.answers[d]} /> : <p className="quiet">Nothing is written at this depth.</p>}</section>)}
      {shown.has("check") && (
        <section className={classes.answer} aria-label="Check yourself">
          <h3>Which of these did you say?</h3>
          <Ticks items={question.strong} ticked={said} onTick={(i) => setSaid((s) => flip(s, i))} marks={said.size > 0} />
          <h3>And which of these did you notice in yourself?</h3>
          <Ticks items={question.weak} ticked={weak} onTick={(i) => setWeak((s) => flip(s, i))} marks={false} />
          <p className="caption">{said.size} of {question.strong.length} said{said.size < question.strong.length && said.size > 0 ? "; what is marked was missing" : ""}. Your own check, for the plan alone.</p>
          <div className={classes.row}>
            <Button size="sm" onClick={keep} disabled={kept || keptState === "loading"}>{kept ? "Kept" : "Keep this go"} <Kbd size="xs" ml={8}>s</Kbd></Button>
            {next && <Button size="sm" variant="default" onClick={next}>Next question <Kbd size="xs" ml={8}>j</Kbd></Button>}
          </div>
          <h3 className={classes.topic}>How good candidates go wrong here</h3>
          <ul>{question.pitfalls.map((p) => <li key={p}>{p}</li>)}</ul>
          <h3>Then you would be asked</h3>
          <ul>{question.follow_ups.map((f) => <li key={f}>{f}</li>)}</ul>
        </section>
      )}
      <Notes question={question.id} />
      <p className="caption"><Kbd size="xs">space</Kbd> clock · <Kbd size="xs">1</Kbd> to <Kbd size="xs">4</Kbd> reveal · <Kbd size="xs">s</Kbd> keep · <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> next, previous{" "}
        · <Link to={"/practise/questions" as "/"} search={{ competency: question.competency } as never}>more on {plain(question.competency)}</Link> · The stories in answers are invented: tell your own.</p>
    </article>
  );
}

function Ticks({ items, ticked, onTick, marks }: { items: string[]; ticked: ReadonlySet<number>; onTick: (i: number) => void; marks: boolean }) {
  return (
    <ul className={classes.ticks}>
      {items.map((item, i) => (
        <li key={item}><label data-missing={(marks && !ticked.has(i)) || undefined}><input type="checkbox" checked={ticked.has(i)} onChange={() => onTick(i)} />{item}</label></li>
      ))}
    </ul>
  );
}

function Notes({ question }: { question: string }) {
  const { workbook, edit } = useWorkbook();
  const text = workbook.notes.find((n) => n.question === question)?.text ?? "";
  return (
    <div className={`${classes.field} ${classes.fill}`}>
      <label>Notes<span className="hint caption"> in your own words; yours alone</span>
        <textarea value={text} maxLength={most.line} rows={3} onChange={(event) => edit((w) => withNote(w, question, event.currentTarget.value))} />
      </label>
    </div>
  );
}
