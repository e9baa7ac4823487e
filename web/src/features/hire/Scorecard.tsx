/**
 * The scorecard, to be filled during the talk with the keyboard alone: words on the left, what they show on the right. In this order by
 * design: what was said, then evidence, then a rating. The draft is kept as one types, sealed, and nobody else reads it.
 */
import { Button, Kbd, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { sessionQuery } from "@/features/access/access.api";
import { useKeys } from "@/kit/keys";
import { ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { AnswerField } from "./AnswerField";
import { addEvidence, change, completed, emptyCard, finished, lacks, nextAnswerId, rate, removeEvidence, setWords, type Lack } from "./card";
import { CardRead } from "./CardRead";
import { DimensionRow } from "./DimensionRow";
import { interviewQuery, kitQuery, submitCard, type Card, type Interview, type Kit } from "./hire.api";
import { nameOf, recommendations, recommendationWords } from "./hire.words";
import { useDraft, type DraftState } from "./useDraft";
import classes from "./Scorecard.module.css";

export function Scorecard() {
  const { id } = useParams({ from: "/inside/hire/interviews/$id" });
  const query = useQuery(interviewQuery(id));
  return <Loaded query={query} rows={12}>{(interview) => <WithKit key={interview.id} interview={interview} />}</Loaded>;
}

function WithKit({ interview }: { interview: Interview }) {
  const kit = useQuery(kitQuery(interview.kit));
  return (
    <>
      <div className="page-head">
        <h1>{nameOf(interview.candidate)} <span className={classes.about}>{interview.title}, {interview.minutes} min</span></h1>
        <span className="caption"><Link to="/hire/applications/$id" params={{ id: interview.application }}>{interview.opening_title}</Link> · <Time at={interview.at} absent="no time set" /></span>
      </div>
      <Loaded query={kit} rows={12}>{(read) => <Body interview={interview} kit={read} />}</Loaded>
    </>
  );
}

function Body({ interview, kit }: { interview: Interview; kit: Kit }) {
  const [again, setAgain] = useState(false);
  const me = useQuery(sessionQuery).data?.person?.id;
  const mine = interview.cards.find((c) => c.version > 0 && c.rater.id === me);
  if (interview.cancelled) return <p className="quiet">This interview was cancelled.</p>;
  if (!interview.mine || (interview.mine_submitted && !again)) return <Cards interview={interview} kit={kit} {...(interview.mine ? { onAgain: () => setAgain(true) } : {})} />;
  return <Write interview={interview} kit={kit} before={mine?.card as Card | undefined} onDone={() => setAgain(false)} />;
}

/** The cards that lie open, and whose are missing or hidden. */
function Cards({ interview, kit, onAgain }: { interview: Interview; kit: Kit; onAgain?: () => void }) {
  return (
    <>
      <div className={classes.actions}>
        <Button size="compact-sm" renderRoot={(props) => <Link {...props} to="/hire/applications/$id/debrief" params={{ id: interview.application }} />}>Debrief</Button>
        {onAgain && <Button size="compact-sm" variant="default" onClick={onAgain}>Change my card</Button>}
      </div>
      {interview.cards.map((c) => (
        <section key={c.rater.id} className="section">
          <h2>{nameOf(c.rater, "somebody")} <span className="caption">{c.version === 0 ? "no card yet" : c.version === 1 ? "" : `version ${c.version}${c.after_seeing_others ? ", changed after seeing others' cards" : ""}`} {c.submitted_at && <Time at={c.submitted_at} />}</span></h2>
          {c.hidden ? <p className="quiet">Hidden until your own card is submitted.</p> : c.card ? <CardRead card={c.card as Card} kit={kit} {...(c.first ? { first: c.first as Card } : {})} /> : <p className="quiet">Not submitted.</p>}
        </section>
      ))}
    </>
  );
}

const draftWords: Record<DraftState, string> = { loading: "", saved: "draft kept", waiting: "typing", saving: "keeping the draft", conflict: "another tab wrote this draft too", failed: "the draft could not be kept" };

function Write({ interview, kit, before, onDone }: { interview: Interview; kit: Kit; before: Card | undefined; onDone: () => void }) {
  const second = before !== undefined;
  const round = kit.rounds.find((r) => r.id === interview.round);
  const questions = useMemo(() => round?.questions.map((q) => q.id) ?? [], [round]);
  const start = useMemo(() => (before ? { ...before, why_changed: "" } : emptyCard(interview.dimensions, questions)), [before, interview.dimensions, questions]);
  const draft = useDraft(interview.id, start);
  const { card, setCard } = draft;
  const shown = useMemo(() => completed(card, interview.dimensions, second ? [] : questions), [card, interview.dimensions, questions, second]);
  const dimensionOf = useCallback((id: string) => kit.dimensions.find((d) => d.id === id), [kit]);
  const named = useCallback((id: string) => dimensionOf(id)?.name ?? id, [dimensionOf]);
  const missing = lacks(shown, interview.dimensions, named, second);
  const [at, setAt] = useState(0);
  const [asked, setAsked] = useState(false);
  const began = useRef<number | null>(null);
  const minute = useCallback((): number | null => {
    began.current ??= Date.now();
    return Math.floor((Date.now() - began.current) / 60_000);
  }, []);
  const queries = useQueryClient();
  const submit = useMutation({
    mutationFn: submitCard,
    onSuccess: async () => {
      draft.forget();
      await queries.invalidateQueries({ queryKey: ["hire"] });
      onDone();
    },
    onError: () => queries.invalidateQueries({ queryKey: ["hire"] }),
  });
  const put = useCallback((next: (before: Card) => Card) => setCard((c) => next(completed(c, interview.dimensions, second ? [] : questions))), [setCard, interview.dimensions, questions, second]);
  const current = shown.dimensions[at]?.dimension ?? "";
  const go = useCallback((to: number) => {
    const next = Math.max(0, Math.min(to, shown.dimensions.length - 1));
    setAt(next);
    document.getElementById(`dimension-${shown.dimensions[next]?.dimension}`)?.focus();
  }, [shown.dimensions]);
  const focus = (id: string) => (): void => document.getElementById(id)?.focus();
  const keys = useMemo((): Record<string, () => void> => ({
    j: () => go(at + 1), k: () => go(at - 1), d: () => go(at), a: () => document.querySelector<HTMLElement>("[data-answer]")?.focus(),
    "1": () => put((c) => rate(c, current, 1)), "2": () => put((c) => rate(c, current, 2)), "3": () => put((c) => rate(c, current, 3)), "4": () => put((c) => rate(c, current, 4)),
    "0": focus(`not-assessed-${current}`), o: focus(`observed-${current}`), n: focus(`note-${current}`), r: focus("recommendation-why"),
  }), [at, current, go, put]);
  useKeys(keys);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        setAsked(true);
      } else if (event.key === "Escape" && (event.target as HTMLElement).matches?.("[data-card] textarea, [data-card] input")) {
        (event.target as HTMLElement).blur();
        document.getElementById(`dimension-${current}`)?.focus({ preventScroll: true });
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [current]);
  const send = (): void => submit.mutate({ id: interview.id, card: finished(shown) });

  return (
    <div data-card>
      <p className={classes.bar}>
        <span role="status" className={draft.state === "failed" || draft.state === "conflict" ? "word-caution" : "quiet"}>{draftWords[draft.state]}</span>
        {draft.state === "conflict" && <><button type="button" className={classes.linkish} onClick={draft.takeOther}>read the other</button><button type="button" className={classes.linkish} onClick={draft.keepMine}>keep this one</button></>}
        <span className={classes.keys}><Kbd size="xs">a</Kbd> answers <Kbd size="xs">Alt E</Kbd> evidence <Kbd size="xs">Esc</Kbd> leave a field <Kbd size="xs">j</Kbd><Kbd size="xs">k</Kbd> dimension <Kbd size="xs">1</Kbd>–<Kbd size="xs">4</Kbd> rate <Kbd size="xs">0</Kbd> not assessed <Kbd size="xs">o</Kbd> seen <Kbd size="xs">r</Kbd> recommend <Kbd size="xs">Ctrl Enter</Kbd> submit</span>
      </p>
      {round && <details className={classes.round}><summary>{round.name}: {round.purpose}</summary><p><strong>To begin.</strong> {round.opening.words}</p><p><strong>To end.</strong> {round.closing.words}</p></details>}
      <div className={classes.two}>
        <section aria-label="What was said">
          <h2>What was said</h2>
          {shown.answers.map((answer) => (
            <AnswerField key={answer.id} answer={answer} minutes={round?.questions.find((q) => q.id === answer.question)?.minutes ?? null} dimensions={shown.dimensions.map((d) => ({ id: d.dimension, name: named(d.dimension) }))}
              onWords={(words) => put((c) => setWords(c, answer.id, words, minute()))}
              onAsked={(text) => put((c) => ({ ...c, answers: c.answers.map((x) => (x.id === answer.id ? { ...x, asked: text } : x)) }))}
              onEvidence={(dimension, quote) => put((c) => addEvidence(c, dimension, { answer: answer.id, quote, observed: "" }))} />
          ))}
          <button type="button" className={classes.linkish} onClick={() => put((c) => ({ ...c, answers: [...c.answers, { id: nextAnswerId(c), question: "", asked: "", words: "", minute: null }] }))}>Another question, outside the kit</button>
        </section>
        <section aria-label="What it shows">
          <h2>What it shows</h2>
          {shown.dimensions.map((d, index) => (
            <DimensionRow key={d.dimension} value={d} dimension={dimensionOf(d.dimension)} answers={shown.answers} current={index === at} must={interview.dimensions.includes(d.dimension)}
              onFocus={() => setAt(index)} onRate={(points) => put((c) => rate(c, d.dimension, points))} onChange={(part) => put((c) => change(c, d.dimension, part))}
              onObserved={(observed) => put((c) => addEvidence(c, d.dimension, { answer: "", quote: "", observed }))} onRemove={(i) => put((c) => removeEvidence(c, d.dimension, i))} />
          ))}
          <Flags card={shown} kit={kit} onChange={(flags) => put((c) => ({ ...c, flags }))} />
          <fieldset className={classes.recommend}>
            <legend>Recommendation</legend>
            <div className={classes.choices} role="radiogroup" aria-label="Recommendation">
              {recommendations.map((r) => <label key={r} data-on={shown.recommendation === r || undefined}><input type="radio" name="recommendation" checked={shown.recommendation === r} onChange={() => put((c) => ({ ...c, recommendation: r }))} />{recommendationWords[r]}</label>)}
            </div>
            <Textarea id="recommendation-why" size="xs" label="Why" autosize minRows={2} value={shown.why} onChange={(e) => { const why = e.currentTarget.value; put((c) => ({ ...c, why })); }} />
            {second && <Textarea size="xs" label="Why this card is changed" description="The first version stays beside it" autosize minRows={1} value={shown.why_changed} onChange={(e) => { const text = e.currentTarget.value; put((c) => ({ ...c, why_changed: text })); }} />}
            <TextInput size="xs" type="number" min={1} max={600} label="Minutes that it took" className={classes.short ?? ""} value={shown.minutes ?? ""} onChange={(e) => { const n = Number(e.currentTarget.value); put((c) => ({ ...c, minutes: n > 0 ? n : null })); }} />
          </fieldset>
          <Missing lacks={missing} asked={asked} />
          {submit.error && <ErrorNote error={submit.error} />}
          <div className={classes.actions}>
            {asked && missing.length === 0
              ? <><span>Others see it once theirs is in too. A later change is kept as a second version.</span><Button size="sm" autoFocus disabled={submit.isPending} onClick={send}>Submit for good</Button><Button size="sm" variant="subtle" onClick={() => setAsked(false)}>Not yet</Button></>
              : <Button size="sm" variant={missing.length === 0 ? "filled" : "default"} onClick={() => setAsked(true)}>Submit my card</Button>}
          </div>
        </section>
      </div>
    </div>
  );
}

function Missing({ lacks: missing, asked }: { lacks: readonly Lack[]; asked: boolean }) {
  if (missing.length === 0) return null;
  return (
    <div className={classes.missing} data-asked={asked || undefined} role={asked ? "alert" : undefined}>
      <p>{missing.length === 1 ? "One thing is missing" : `${missing.length} things are missing`}</p>
      <ul>{missing.map((m) => <li key={m.where + m.text}>{m.text}</li>)}</ul>
    </div>
  );
}

/** Prompts to look twice at. Each needs what speaks against it; none is counted. */
function Flags({ card, kit, onChange }: { card: Card; kit: Kit; onChange: (flags: Card["flags"]) => void }) {
  const set = (prompt: string, part: Partial<Card["flags"][number]>): void => onChange(card.flags.map((f) => (f.prompt === prompt ? { ...f, ...part } : f)));
  return (
    <details className={classes.flags} open={card.flags.length > 0 || undefined}>
      <summary>Prompts to look twice at {card.flags.length > 0 && <span className="caption">{card.flags.length} came up</span>}</summary>
      <p className="quiet">They are no scores. What comes up is written down beside what speaks against it.</p>
      {kit.red_flags.map((p) => {
        const flag = card.flags.find((f) => f.prompt === p.id);
        return (
          <div key={p.id} className={classes.flag}>
            <label><input type="checkbox" checked={!!flag} onChange={(e) => onChange(e.currentTarget.checked ? [...card.flags, { prompt: p.id, seen: "", against: "" }] : card.flags.filter((f) => f.prompt !== p.id))} /> {p.text}</label>
            {flag ? (
              <>
                <p className="caption">{p.look_for} To decide: “{p.ask}”</p>
                <Textarea size="xs" label="What came up" autosize minRows={1} value={flag.seen} onChange={(e) => set(p.id, { seen: e.currentTarget.value })} />
                <Textarea size="xs" label="What speaks against it" description={p.opposing} autosize minRows={1} value={flag.against} onChange={(e) => set(p.id, { against: e.currentTarget.value })} />
              </>
            ) : null}
          </div>
        );
      })}
    </details>
  );
}
