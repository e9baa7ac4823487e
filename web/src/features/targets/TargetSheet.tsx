/** One proposal: from what to what and why, what stood when it was made, what was said of it, what has changed since. */
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useRight } from "@/features/access/rights";
import { useActorName } from "@/features/activity/names";
import { plural } from "@/features/catalog/catalog.words";
import { AskReason } from "@/kit/AskReason";
import { CopyButton } from "@/kit/CopyButton";
import { Facts } from "@/kit/Facts";
import { ratio, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { approve, end, review, targetQuery, type Target } from "./targets.api";
import { TargetMark } from "./TargetMark";
import { changeText, plain } from "./targets.words";
import classes from "./Targets.module.css";

export function TargetSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(targetQuery(id));
  return (
    <SideSheet opened onClose={onClose} title={query.data ? `${query.data.slo}: ${changeText(query.data)}` : "Proposal"}>
      <Loaded query={query} rows={8}>{(target) => <Body target={target} />}</Loaded>
    </SideSheet>
  );
}

function Body({ target }: { target: Target }) {
  const named = useActorName("targets.");
  const { evidence } = target;
  return (
    <>
      <p className={classes.sheetHead}><TargetMark target={target} /></p>
      <p className={classes.reason}>{target.reason}</p>
      {target.to_do && (
        <section className={classes.quote}>
          <p>Approved, but the catalogue does not say so yet. Change its file to:</p>
          <pre>{target.to_do}</pre>
          <div className={classes.actions}><CopyButton size="compact-xs" text={target.to_do} /><Button size="compact-xs" variant="default" renderRoot={(props) => <Link {...props} to="/editor" search={{ slo: target.slo, change: `o${plain(target.to)}${target.window ? `;w${target.window}` : ""}` }} />}>Open in the editor</Button></div>
        </section>
      )}
      <Decide target={target} />
      {target.since.length > 0 && <section className="section"><h2>What has changed since</h2><ul className={classes.since}>{target.since.map((s) => <li key={s}><Words text={s} /></li>)}</ul></section>}
      <section className="section">
        <h2>The evidence it stood on</h2>
        <Facts rows={[
          ["History", evidence.range && `${utc(Date.parse(evidence.range.start))} to ${utc(Date.parse(evidence.range.end))}`],
          ["Delivered", evidence.sli !== null && evidence.sli !== undefined && `${ratio(evidence.sli)} good`],
          ["Would have", `${plural(evidence.breaches ?? 0, "breach", "breaches")}${evidence.pages_per_month === null || evidence.pages_per_month === undefined ? "" : `, ${evidence.pages_per_month.toFixed(1)} pages in 30 d`}`],
          ["Definition", evidence.definition_version && <code>{evidence.definition_version.slice(0, 12)}</code>],
          ["See", <><Link to="/slos/$name/target" params={{ name: target.slo }}>what its history says now</Link>, <Link to="/slos/$name/backtest" params={{ name: target.slo }} search={{ v: `o${plain(target.to)}` }}>its backtest</Link></>],
        ]} />
      </section>
      <section className="section"><h2>What was said of it</h2><Reviews target={target} named={named} /></section>
      <section className="section">
        <h2>Who</h2>
        <Facts rows={[
          ["Proposed by", <>{named(target.by)} <span className="caption"><Time at={target.at} /></span></>],
          ["Decided by", target.decided_by && <>{named(target.decided_by)} <span className="caption"><Time at={target.decided_at} /></span>{target.decision && <p>{target.decision}</p>}</>],
          ["Looked at again", target.review_on && <span className={target.review_due ? "word-caution" : undefined}>{target.review_on}{target.review_due ? ", which is due" : ""}</span>],
          ["Log", <Link to="/activity" search={{ slo: target.slo, type: "targets." }}>every step, as it was recorded</Link>],
        ]} />
      </section>
    </>
  );
}

function Reviews({ target, named }: { target: Target; named: (id: string) => string }) {
  if (target.reviews.length === 0) return <p className="quiet">Nobody yet.</p>;
  return <ul className={classes.reviews}>{target.reviews.map((r, i) => <li key={i}><p><strong>{named(r.by)}</strong> <span className={r.verdict === "objects" ? "word-caution" : undefined}>{r.verdict}</span> <span className="caption"><Time at={r.at} /></span></p>{r.comment && <p>{r.comment}</p>}</li>)}</ul>;
}

function Decide({ target }: { target: Target }) {
  const canEdit = useRight("edit");
  const named = useActorName("targets.");
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["targets"] });
  const say = useMutation({ mutationFn: review, onSettled });
  const finish = useMutation({ mutationFn: end, onSettled });
  const give = useMutation({ mutationFn: approve, onSettled });
  const [approving, setApproving] = useState(false);
  if (target.state !== "proposed") return null;
  if (!canEdit) return <p className="caption">Who may edit reviews and decides it; an administrator grants that under Settings, People.</p>;
  const busy = say.isPending || finish.isPending || give.isPending;
  const error = say.error ?? finish.error ?? give.error;
  const { id } = target;
  return (
    <>
      {error && <ErrorNote error={error} />}
      {approving ? <Approve busy={busy} onCancel={() => setApproving(false)} onGiven={(comment, review_on) => { setApproving(false); give.mutate({ id, comment, ...(review_on ? { review_on } : {}) }); }} /> : (
        <div className={classes.actions}>
          {target.may_decide && <Button size="compact-sm" disabled={busy} onClick={() => setApproving(true)}>Approve</Button>}
          {target.may_decide && <AskReason label="Decline" ask="Why it is not promised" busy={busy} onGiven={(comment) => finish.mutate({ id, ending: "decline", comment })} />}
          <AskReason label="Agree" ask="In a few words, if you like" optional busy={busy} onGiven={(comment) => say.mutate({ id, verdict: "agrees", comment })} />
          <AskReason label="Object" ask="What speaks against it" busy={busy} onGiven={(comment) => say.mutate({ id, verdict: "objects", comment })} />
          <AskReason label="Withdraw" ask="Why it is taken back" busy={busy} onGiven={(comment) => finish.mutate({ id, ending: "withdraw", comment })} />
        </div>
      )}
      {!target.may_decide && <p className="caption">Another person than {named(target.by)} approves or declines it.</p>}
    </>
  );
}

function Approve({ busy, onGiven, onCancel }: { busy: boolean; onGiven: (comment: string, reviewOn: string) => void; onCancel: () => void }) {
  const [comment, setComment] = useState("");
  const [on, setOn] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onGiven(comment.trim(), on);
  };
  return (
    <form className={classes.approve} onSubmit={submit} aria-label="Approve it" onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onCancel())}>
      <TextInput size="xs" label="Why it may be promised" value={comment} maxLength={2000} onChange={(e) => setComment(e.currentTarget.value)} autoFocus />
      <TextInput size="xs" type="date" label="Look at it again on" description="empty: as often as the SLO is reviewed" value={on} onChange={(e) => setOn(e.currentTarget.value)} />
      <div className={classes.actions}><Button type="submit" size="compact-sm" disabled={busy}>Approve it</Button><Button size="compact-sm" variant="subtle" onClick={onCancel}>Cancel</Button></div>
    </form>
  );
}
