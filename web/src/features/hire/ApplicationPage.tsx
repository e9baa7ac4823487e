/** One candidate for one opening: where it stands, who interviews, what is kept, and what may be done next. */
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { AskReason } from "@/kit/AskReason";
import { Facts } from "@/kit/Facts";
import { ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { answerOffer, applicationQuery, cancelInterview, left, makeOffer, moveStage, noteQuality, removeResume, started, type Application, type Interview, type Stage } from "./hire.api";
import { ended, nameOf, outcomeWords, sourceWords, stages, stageWords, today } from "./hire.words";
import { Keep } from "./Keep";
import { Papers } from "./Papers";
import classes from "./Hire.module.css";

const PlanForm = lazy(() => import("./PlanForm").then((m) => ({ default: m.PlanForm })));

export function ApplicationPage() {
  const { id } = useParams({ from: "/inside/hire/applications/$id" });
  const query = useQuery(applicationQuery(id));
  return <Loaded query={query} rows={12}>{(application) => <Body application={application} />}</Loaded>;
}

function Body({ application: a }: { application: Application }) {
  const search = useSearch({ from: "/inside/hire/applications/$id" });
  const navigate = useNavigate({ from: "/hire/applications/$id" });
  const plan = (to: string | undefined): void => void navigate({ params: { id: a.id }, search: (before) => ({ ...before, plan: to }) as never, resetScroll: false });
  const decision = a.decisions.at(-1);
  return (
    <>
      <div className="page-head">
        <h1>{a.erased ? "An erased candidate" : nameOf(a.candidate)}</h1>
        <span className="caption"><Link to="/hire/applications" search={{ opening: a.opening }}>{a.opening_title}</Link> · {sourceWords[a.source]} <Time at={a.made_at} />{a.held ? " · legal hold" : ""}</span>
      </div>
      <StageBar application={a} />
      <div className={classes.columns}>
        <div>
          <section>
            <div className={classes.actions}>
              {!a.erased && <Button size="compact-sm" renderRoot={(props) => <Link {...props} to="/hire/applications/$id/debrief" params={{ id: a.id }} />}>Debrief</Button>}
              {a.may_manage && !a.erased && !ended(a.stage) && <Button size="compact-sm" variant="default" onClick={() => plan("new")}>Plan an interview</Button>}
            </div>
            {a.may_manage && !ended(a.stage) && <Gaps gaps={a.gaps} />}
            {a.interviews.length === 0 && <p className="quiet">No interview is planned.</p>}
            {a.interviews.map((i) => <InterviewLine key={i.id} interview={i} manages={a.may_manage} onChange={() => plan(i.id)} />)}
          </section>
          <section className="section">
            <h2>Decision</h2>
            {decision ? <p><strong>{outcomeWords[decision.outcome]}</strong> {decision.what.reasons} <span className="caption">{nameOf(decision.by, "somebody")}, <Time at={decision.at} /></span></p> : <p className="quiet">Nobody has decided yet. The debrief is the place to.</p>}
          </section>
          {a.may_manage && <Outcome application={a} />}
          <section className="section">
            <h2>How it went</h2>
            <ol className={classes.history}>
              <li>applied <span className="caption"><Time at={a.made_at} /></span></li>
              {a.passages.map((p) => <li key={p.why.at}>{stageWords[p.from]} to {stageWords[p.to]}{p.why.text && `: ${p.why.text}`} <span className="caption">{nameOf(p.why.by, "somebody")}, <Time at={p.why.at} /></span></li>)}
            </ol>
          </section>
        </div>
        <aside>
          {!a.erased && <Papers application={a} onRemove={removeResume} />}
          {a.may_manage && <Keep application={a} />}
        </aside>
      </div>
      <Suspense fallback={null}>{a.may_manage && search.plan && <PlanForm application={a} interview={a.interviews.find((i) => i.id === search.plan)} onClose={() => plan(undefined)} />}</Suspense>
    </>
  );
}

/** What nobody tests asks for somebody; what one person alone tests is worth knowing. */
function Gaps({ gaps }: { gaps: Application["gaps"] }) {
  const [none, once] = [gaps.filter((g) => g.interviews === 0), gaps.filter((g) => g.interviews > 0)];
  const names = (of: Application["gaps"]): string => of.map((g) => g.name).join(", ");
  return (
    <>
      {none.length > 0 && <p className={classes.gap}>Nobody tests {names(none)}</p>}
      {once.length > 0 && <p className="caption">One person alone tests {names(once)}</p>}
    </>
  );
}

function StageBar({ application: a }: { application: Application }) {
  const [to, setTo] = useState<Stage>();
  const queries = useQueryClient();
  const move = useMutation({ mutationFn: moveStage, onSuccess: () => setTo(undefined), onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) });
  const way = stages.filter((s) => !ended(s) || s === "hired" || s === a.stage);
  const now = way.indexOf(a.stage);
  return (
    <>
      <ol className={classes.stages} aria-label="Stages">
        {way.map((s, at) => <li key={s} data-state={s === a.stage ? "now" : at < now && !["rejected", "withdrawn"].includes(a.stage) ? "past" : undefined} aria-current={s === a.stage ? "step" : undefined}>{stageWords[s]}</li>)}
        {a.may_manage && !a.erased && <li><select aria-label="Move to" value={to ?? ""} onChange={(e) => setTo((e.target.value || undefined) as Stage | undefined)}><option value="">Move to</option>{stages.filter((s) => s !== a.stage && s !== "hired").map((s) => <option key={s} value={s}>{stageWords[s]}</option>)}</select></li>}
      </ol>
      {to && <div className={classes.actions}><AskReason key={to} label={`Move to ${stageWords[to]}`} ask="Why" begin="" variant="filled" busy={move.isPending} onGiven={(reason) => move.mutate({ id: a.id, to, reason })} /></div>}
      {move.error && <ErrorNote error={move.error} />}
    </>
  );
}

function InterviewLine({ interview: i, manages, onChange }: { interview: Interview; manages: boolean; onChange: () => void }) {
  const queries = useQueryClient();
  const cancel = useMutation({ mutationFn: cancelInterview, onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) });
  const submitted = i.cards.filter((c) => c.version > 0).length;
  return (
    <div className={classes.interview}>
      <div>
        <p>{i.cancelled ? <s>{i.title}</s> : <Link to="/hire/interviews/$id" params={{ id: i.id }}><strong>{i.title}</strong></Link>} <span className="caption"><Time at={i.at} absent="no time set" />, {i.minutes} min{i.cancelled ? ", cancelled" : ""}</span></p>
        <ul className={classes.cards}>
          {i.cards.map((c) => <li key={c.rater.id}>{nameOf(c.rater, "somebody")} <span className={c.version > 0 ? "quiet" : "word-caution"}>{c.version > 0 ? "card in" : "card waits"}</span></li>)}
        </ul>
      </div>
      {manages && !i.cancelled && <div><button type="button" className={classes.linkish} onClick={onChange}>Change</button>{submitted === 0 && <> <AskReason label="Cancel it" ask="Why" busy={cancel.isPending} onGiven={(reason) => cancel.mutate({ id: i.id, reason })} /></>}</div>}
      {cancel.error && <ErrorNote error={cancel.error} />}
    </div>
  );
}

/** The offer, the start, and how it turned out: dates and yes or no, for the funnel. */
function Outcome({ application: a }: { application: Application }) {
  const [on, setOn] = useState(today());
  const [day, setDay] = useState("90");
  const queries = useQueryClient();
  const after = { onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) };
  const offer = useMutation({ mutationFn: makeOffer, ...after });
  const answer = useMutation({ mutationFn: answerOffer, ...after });
  const start = useMutation({ mutationFn: started, ...after });
  const leave = useMutation({ mutationFn: left, ...after });
  const quality = useMutation({ mutationFn: noteQuality, ...after });
  const error = offer.error ?? answer.error ?? start.error ?? leave.error ?? quality.error;
  if (a.erased || (ended(a.stage) && a.stage !== "hired")) return null;
  const waiting = a.offered_on && (a.accepted === null || a.accepted === undefined);
  return (
    <section className="section">
      <h2>Offer and after</h2>
      <Facts rows={[
        ["Offered", a.offered_on], ["Answered", a.answered_on && `${a.answered_on}, ${a.accepted ? "accepted" : "declined"}`], ["Started", a.started_on], ["Left", a.left_on],
        ...a.quality.map((q): readonly [string, string] => [`After ${q.day} days`, `${q.met ? "met what was expected" : "did not meet what was expected"}${q.cleared_for_on_call === true ? ", cleared for on-call" : ""}: ${q.why.text}`]),
      ]} />
      <div className={classes.actions}>
        <TextInput size="xs" type="date" aria-label="On" value={on} onChange={(e) => setOn(e.currentTarget.value)} />
        {!a.offered_on && <Button size="compact-sm" variant="default" onClick={() => offer.mutate({ id: a.id, on })}>An offer was made</Button>}
        {waiting && <><AskReason label="It was accepted" ask="In a few words, if you like" optional onGiven={(text) => answer.mutate({ id: a.id, accepted: true, on, text })} /><AskReason label="It was declined" ask="Why, if it was said" optional onGiven={(text) => answer.mutate({ id: a.id, accepted: false, on, text })} /></>}
        {a.accepted && !a.started_on && <Button size="compact-sm" variant="default" onClick={() => start.mutate({ id: a.id, on })}>Started</Button>}
        {a.started_on && !a.left_on && <Button size="compact-sm" variant="default" onClick={() => leave.mutate({ id: a.id, on })}>Left</Button>}
      </div>
      {a.started_on && (
        <div className={classes.actions}>
          <Select size="xs" aria-label="After" data={[{ value: "90", label: "after 90 days" }, { value: "180", label: "after 180 days" }]} value={day} onChange={(v) => v && setDay(v)} allowDeselect={false} w={150} />
          <AskReason label="Met what was expected" ask="On what that stands" onGiven={(text) => quality.mutate({ id: a.id, day: Number(day), met: true, text })} />
          <AskReason label="Met it, cleared for on-call" ask="On what that stands" onGiven={(text) => quality.mutate({ id: a.id, day: Number(day), met: true, cleared_for_on_call: true, text })} />
          <AskReason label="Did not" ask="On what that stands" onGiven={(text) => quality.mutate({ id: a.id, day: Number(day), met: false, text })} />
        </div>
      )}
      {error && <ErrorNote error={error} />}
    </section>
  );
}
