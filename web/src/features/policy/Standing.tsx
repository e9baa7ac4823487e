/** On a service's page: where its error-budget policy stands, what follows, and whether a release would be let through. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useActorName } from "@/features/activity/names";
import { useRight } from "@/features/access/rights";
import { AskReason } from "@/kit/AskReason";
import { budget, durationText, utc } from "@/kit/format";
import { ErrorNote, Loaded } from "@/kit/states";
import { Since, Time } from "@/kit/Time";
import { ExceptionForm } from "./ExceptionForm";
import { askGate, decisionsQuery, endException, policyQuery, type PolicyException, type PolicySlo, type PolicyStanding } from "./policy.api";
import { answerSentence, stateSentence } from "./policy.words";
import { AnswerMark, PolicyMark } from "./PolicyMark";
import { Reasons } from "./Reasons";
import classes from "./Policy.module.css";

export function Standing({ service }: { service: string }) {
  const query = useQuery(policyQuery(service));
  return <Loaded query={query} rows={4}>{(standing) => <Body standing={standing} />}</Loaded>;
}

function Body({ standing }: { standing: PolicyStanding }) {
  return (
    <>
      <p className={classes.stand}>
        <PolicyMark state={standing.state} /> <span>{stateSentence(standing.state)}{standing.since ? <span className="caption"> <Since at={standing.since} /></span> : null}</span>
        {standing.chronic && <span className="word-breach" data-tip={standing.chronic_within ? `${standing.chronic_breaches} breaches within ${durationText(standing.chronic_within)} or more` : undefined}>breached again and again</span>}
        <span className="caption">{standing.policy ? `policy ${standing.policy}` : standing.source || "no policy names it: the tier's default lines"}</span>
      </p>
      {standing.consequences.length > 0 && <ul className={classes.consequences} aria-label="What follows">{standing.consequences.map((c) => <li key={c}>{c}</li>)}</ul>}
      <table className={`${classes.slos} ${classes.standing}`}>
        <thead><tr><th scope="col">SLO</th><th scope="col">State</th><th scope="col">Budget</th><th scope="col">Freeze at</th></tr></thead>
        <tbody>{standing.slos.map((s) => <SloRow key={s.slo} slo={s} />)}</tbody>
      </table>
      <Gate service={standing.service} />
      <Exceptions standing={standing} />
      {standing.told.length > 0 && <p className="caption">Told when a state is entered: {standing.told.map((c, i) => [i > 0 ? ", " : "", <Link key={c} to="/paging" search={{ tab: "channels" }}>{c}</Link>])}.</p>}
      {standing.breaches.length > 0 && (
        <details className={classes.breaches}>
          <summary>{standing.breaches.length === 1 ? "1 breach" : `${standing.breaches.length} breaches`} of late</summary>
          <ul>{standing.breaches.map((b) => <li key={b.slo + b.at}><Link to="/slos/$name" params={{ name: b.slo }}>{b.slo}</Link> <span className="caption">{utc(Date.parse(b.at))} {b.until ? <>to {utc(Date.parse(b.until))}</> : "until now"}</span></li>)}</ul>
        </details>
      )}
    </>
  );
}

function SloRow({ slo }: { slo: PolicySlo }) {
  const without = slo.budget_without_exclusions;
  const lines = `caution at ${budget(slo.thresholds.caution, 0)}, freeze at ${budget(slo.thresholds.freeze, 0)}; left again only ${budget(slo.hysteresis, 0)} above`;
  return (
    <tr>
      <th scope="row"><Link to="/slos/$name" params={{ name: slo.slo }}>{slo.slo}</Link></th>
      <td data-tip={slo.why || undefined}><PolicyMark state={slo.state} /></td>
      <td className="tabular">{budget(slo.budget)}{without !== null && without !== undefined && <span className="caption"> {budget(without)} with all counted</span>}</td>
      <td className="tabular" data-tip={lines}>{budget(slo.thresholds.freeze, 0)}</td>
    </tr>
  );
}

const shown = 3;

/** Asking is an act that is recorded: it is done by a button, never by looking. */
function Gate({ service }: { service: string }) {
  const queries = useQueryClient();
  const named = useActorName("policy.");
  const last = useInfiniteQuery(decisionsQuery({ service }, shown));
  const ask = useMutation({ mutationFn: () => askGate(service), onSettled: () => queries.invalidateQueries({ queryKey: ["gate", "decisions"] }) });
  const items = last.data?.pages[0]?.items ?? [];
  return (
    <div className={classes.gate} role="group" aria-label="Release gate">
      <div className={classes.gateHead}>
        <h3>Release gate</h3>
        <Button size="compact-sm" variant="default" disabled={ask.isPending} onClick={() => ask.mutate()} data-tip="The question and its answer are recorded">{ask.data ? "Ask again" : "Would a release be let through?"}</Button>
      </div>
      {ask.error && <ErrorNote error={ask.error} />}
      {ask.data && (
        <div role="status">
          <p className={classes.answer}><AnswerMark answer={ask.data.answer} big /> {answerSentence[ask.data.answer]} <Link to="/portfolio" search={{ tab: "gate", id: ask.data.id }} className="caption">the record</Link></p>
          <Reasons reasons={ask.data.reasons} />
        </div>
      )}
      {last.error && <ErrorNote error={last.error} />}
      {items.length > 0 && (
        <ul className={classes.last} aria-label="Last answers">
          {items.map((d) => <li key={d.id}><AnswerMark answer={d.answer} /> <Link to="/portfolio" search={{ tab: "gate", id: d.id }}><Time at={d.at} /></Link> <span className="caption">{named(d.actor)}</span></li>)}
          <li><Link to="/portfolio" search={{ tab: "gate", service }}>All answers</Link></li>
        </ul>
      )}
    </div>
  );
}

function Exceptions({ standing }: { standing: PolicyStanding }) {
  const canAdmin = useRight("admin");
  const [form, setForm] = useState(false);
  const queries = useQueryClient();
  const end = useMutation({ mutationFn: endException, onSettled: () => queries.invalidateQueries({ queryKey: policyQuery(standing.service).queryKey }) });
  const open = standing.exceptions.filter((e) => !e.ended_at);
  return (
    <div className={classes.exceptions}>
      {end.error && <ErrorNote error={end.error} />}
      {open.map((e) => <Exception key={e.id} exception={e} canAdmin={canAdmin} busy={end.isPending} onEnd={(reason) => end.mutate({ id: e.id, reason })} />)}
      {canAdmin && (form ? <ExceptionForm service={standing.service} longest={standing.longest_exception} onClose={() => setForm(false)} /> : <Button size="compact-sm" variant="default" onClick={() => setForm(true)}>Make an exception</Button>)}
    </div>
  );
}

function Exception({ exception, canAdmin, busy, onEnd }: { exception: PolicyException; canAdmin: boolean; busy: boolean; onEnd: (reason: string) => void }) {
  const named = useActorName("policy.");
  return (
    <div className={classes.exception}>
      <p><strong>Exception</strong> until {utc(Date.parse(exception.ends))}, owned by {exception.owner}<span className="caption">, made by {named(exception.granted_by)}</span></p>
      <p>{exception.reason}</p>
      {canAdmin && <AskReason label="End it now" ask="Why it ends" busy={busy} onGiven={onEnd} />}
    </div>
  );
}
