/** Everybody's cards side by side: where raters differ comes first, and the figure comes last. Nobody is compared with anybody. */
import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Choice } from "@/kit/Choice";
import { ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { Rating } from "./CardRead";
import { debriefQuery, decide, noteDebrief, type Debrief, type DebriefDimension, type Outcome } from "./hire.api";
import { nameOf, outcomeWords, recommendationWords, type Recommendation } from "./hire.words";
import classes from "./Debrief.module.css";

const points = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : value.toFixed(2));
const share = (value: number): string => `${Math.round(value * 100)} %`;

export function DebriefPage() {
  const { id } = useParams({ from: "/inside/hire/applications/$id/debrief" });
  const query = useQuery(debriefQuery(id));
  return <Loaded query={query} rows={12}>{(debrief) => <Body debrief={debrief} />}</Loaded>;
}

function Body({ debrief }: { debrief: Debrief }) {
  return (
    <>
      <div className="page-head">
        <h1>Debrief: {nameOf(debrief.candidate)}</h1>
        <span className="caption"><Link to="/hire/applications/$id" params={{ id: debrief.application }}>{debrief.opening_title}</Link> · {debrief.cards === 1 ? "1 card" : `${debrief.cards} cards`}</span>
      </div>
      {debrief.missing.length > 0 && <p className={classes.notice}>Still to come: {debrief.missing.map((p) => nameOf(p, "somebody")).join(", ")}. What stands here may change.</p>}
      {debrief.not_assessed.length > 0 && <p className={classes.notice}>{debrief.not_assessed.map((g) => g.text).join(". ")}.</p>}
      <section className="section">
        <h2>Recommendations</h2>
        <ul className={classes.recommendations}>
          {debrief.recommendations.map((r) => <li key={r.rater.id + r.interview}><strong>{nameOf(r.rater, "somebody")}: {recommendationWords[r.recommendation as Recommendation]}</strong> {r.why}</li>)}
        </ul>
      </section>
      <section className="section">
        <h2>Dimension by dimension, the widest spread first</h2>
        {debrief.dimensions.map((d) => <Dimension key={d.id} dimension={d} />)}
      </section>
      {debrief.flags.length > 0 && (
        <section className="section">
          <h2>Prompts that came up</h2>
          <div className={classes.flags}>{debrief.flags.map((f) => <div key={f.prompt + f.rater.id}><p><strong>{f.text}</strong> <span className="caption">{nameOf(f.rater, "somebody")}</span></p><p>{f.seen}</p><p><span className="quiet">Against it</span> {f.against}</p></div>)}</div>
        </section>
      )}
      <Notes debrief={debrief} />
      <Decisions debrief={debrief} />
      <section className="section">
        <h2>Put together</h2>
        <Composite debrief={debrief} />
      </section>
    </>
  );
}

function Dimension({ dimension: d }: { dimension: DebriefDimension }) {
  return (
    <div className={classes.dimension}>
      <h3>{d.name} <span className="caption">{d.result.assessed === 0 ? "nobody assessed it" : <>mean {points(d.result.mean)}{d.result.spread ? `, ${d.result.spread === 1 ? "1 point" : `${d.result.spread} points`} apart` : ""}</>}</span></h3>
      {d.note && <p className={d.result.spread ? classes.apart : "caption"}><Words text={d.note} /></p>}
      <div className={classes.cells}>
        {d.cells.map((c) => (
          <div key={c.interview + c.rater.id}>
            <p><strong>{nameOf(c.rater, "somebody")}</strong> <Rating points={c.rating} />{c.changed && <span className="caption"> first {c.first_rating ?? "not assessed"}</span>}</p>
            {c.not_assessed && <p className="quiet">{c.not_assessed}</p>}
            {c.evidence.map((e, at) => <p key={at} className={classes.evidence}>{e.observed ? <><em>seen</em> {e.observed}</> : <q>{e.quote || c.words[at]}</q>}</p>)}
            {c.note && <p className="quiet">{c.note}</p>}
          </div>
        ))}
      </div>
    </div>
  );
}

function Composite({ debrief }: { debrief: Debrief }) {
  const { composite, composite_last: last } = debrief;
  if (composite.value === null || composite.value === undefined) return <p className="quiet">{composite.why_empty}</p>;
  return (
    <>
      <p className={classes.composite}><strong>{points(composite.value)}</strong> of 4 <span className="quiet">over {share(composite.coverage)} of the weight{composite.possible && composite.coverage < 1 ? `; between ${points(composite.possible.low)} and ${points(composite.possible.high)} had the rest been rated` : ""}{last.value !== null && last.value !== undefined && Math.abs(last.value - composite.value) >= 0.005 ? `; ${points(last.value)} with what was changed later` : ""}</span></p>
      <p className="caption">{composite.formula}, of first versions. It stands last because the evidence says more; it ranks nobody.</p>
    </>
  );
}

function Notes({ debrief }: { debrief: Debrief }) {
  const [text, setText] = useState("");
  const queries = useQueryClient();
  const note = useMutation({ mutationFn: noteDebrief, onSuccess: () => setText(""), onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim()) note.mutate({ id: debrief.application, text: text.trim() });
  };
  return (
    <section className="section">
      <h2>Said in the debrief</h2>
      {debrief.notes.map((n) => <p key={n.at + n.text} className={classes.said}>{n.text} <span className="caption">{nameOf(n.by, "somebody")}, <Time at={n.at} /></span></p>)}
      <form className={classes.form} onSubmit={submit}>
        <Textarea size="xs" aria-label="A note" placeholder="What was said that the cards do not hold" autosize minRows={2} value={text} onChange={(e) => setText(e.currentTarget.value)} />
        <div><Button type="submit" size="compact-sm" variant="default" disabled={!text.trim() || note.isPending}>Note it</Button></div>
      </form>
      {note.error && <ErrorNote error={note.error} />}
    </section>
  );
}

function Decisions({ debrief }: { debrief: Debrief }) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [reasons, setReasons] = useState("");
  const [against, setAgainst] = useState("");
  const queries = useQueryClient();
  const make = useMutation({ mutationFn: decide, onSuccess: () => { setOutcome(undefined); setReasons(""); setAgainst(""); }, onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) });
  const standing = debrief.decisions.at(-1);
  const ready = outcome !== undefined && reasons.trim() !== "" && against.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (outcome && ready) make.mutate({ id: debrief.application, outcome, reasons: reasons.trim(), against: against.trim() });
  };
  return (
    <section className="section" id="decision">
      <h2>Decision</h2>
      {standing
        ? <div className={classes.decision}><p><strong>{outcomeWords[standing.outcome]}</strong> <span className="caption">{nameOf(standing.by, "somebody")}, <Time at={standing.at} />, on {standing.cards === 1 ? "1 card" : `${standing.cards} cards`}{standing.missing ? `, ${standing.missing} missing` : ""}</span></p><p>{standing.what.reasons}</p><p><span className="quiet">Against it</span> {standing.what.against}</p></div>
        : <p className="quiet">Nobody has decided yet. A person decides; the figures below are evidence beside others.</p>}
      {debrief.decisions.length > 1 && <p className="caption">{debrief.decisions.length - 1} before it: {debrief.decisions.slice(0, -1).map((d) => outcomeWords[d.outcome].toLowerCase()).join(", ")}</p>}
      {debrief.may_decide && (
        <form className={classes.form} onSubmit={submit} aria-label="Decide">
          <Choice label="Decision" all={standing ? "Decide anew" : "Decide"} value={outcome} options={Object.entries(outcomeWords)} onChange={(value) => setOutcome(value as Outcome | undefined)} />
          {outcome && (
            <>
              <Textarea size="xs" label="Reasons" description="In words that the candidate may read" autosize minRows={2} value={reasons} onChange={(e) => setReasons(e.currentTarget.value)} />
              <Textarea size="xs" label="What speaks against it" autosize minRows={2} value={against} onChange={(e) => setAgainst(e.currentTarget.value)} />
              {debrief.missing.length > 0 && <p className="word-caution">{debrief.missing.length === 1 ? "A card is" : `${debrief.missing.length} cards are`} missing; that stays with the decision.</p>}
              <div><Button type="submit" size="compact-sm" disabled={!ready || make.isPending}>{outcomeWords[outcome]}</Button></div>
            </>
          )}
          {make.error && <ErrorNote error={make.error} />}
        </form>
      )}
    </section>
  );
}
