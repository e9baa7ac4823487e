/** One episode: how it went, what it is charged to, what might have caused it, and the form to say so. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useActorName } from "@/features/activity/names";
import { counted } from "@/features/slo/unit";
import { AskReason } from "@/kit/AskReason";
import { Facts } from "@/kit/Facts";
import { burn, duration, ratio, utc } from "@/kit/format";
import { PartsBar, type Part } from "@/kit/PartsBar";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { charge, episodesQuery, withdrawCharge, type Cause, type Charge, type Episode, type Episodes, type Proposal } from "./attribution.api";
import { causeWords, partsText } from "./attribution.words";
import { ChargeForm } from "./ChargeForm";
import classes from "./Attribution.module.css";

export interface EpisodeSheetProps { episode: Episode; view: Episodes; canRespond: boolean; onClose: () => void }

export function EpisodeSheet({ episode, view, canRespond, onClose }: EpisodeSheetProps) {
  const [from, to] = [Date.parse(episode.start), Date.parse(episode.end)];
  const around = Math.max(15 * 60_000, (to - from) / 2);
  return (
    <SideSheet opened onClose={onClose} title={`Episode of ${utc(from)}`}>
      <p className={classes.sum}><strong>{ratio(episode.budget_share ?? null)}</strong> of the budget: {counted(episode.bad, view.unit)} bad in {duration(to - from)}{episode.open && <span className="word-caution">, and it goes on</span>}</p>
      <Facts rows={[
        ["From", utc(from)], ["To", episode.open ? "now" : utc(to)],
        ["Peak", episode.peak_burn !== null && episode.peak_burn !== undefined && <>{burn(episode.peak_burn)}{episode.peak_at && <span className="caption"> at {utc(Date.parse(episode.peak_at))}</span>}</>],
        ["Bad", <>{counted(episode.bad, view.unit)} <span className="caption">of {counted(episode.valid, view.unit)}</span></>],
        ["See", <Link to="/slos/$name" params={{ name: view.name }} search={{ from: Math.floor(from - around), to: Math.ceil(to + around) }}>its charts</Link>],
      ]} />
      <section className="section"><h2>Charged to</h2><PartsBar label="What this episode is charged to" parts={ownParts(episode, view)} /></section>
      <Charges episode={episode} view={view} canRespond={canRespond} />
      <Decide episode={episode} view={view} canRespond={canRespond} />
    </SideSheet>
  );
}

function ownParts(episode: Episode, view: Episodes): Part[] {
  const parts = episode.charges.map((c): Part => ({ key: c.id, label: c.cause.title || c.cause.ref, value: c.bad, said: counted(c.bad, view.unit) }));
  if (episode.unexplained_bad > 0) parts.push({ key: "unexplained", label: "unexplained", value: episode.unexplained_bad, said: counted(episode.unexplained_bad, view.unit), open: true });
  return parts;
}

function Charges({ episode, view, canRespond }: Omit<EpisodeSheetProps, "onClose">) {
  const queries = useQueryClient();
  const withdraw = useMutation({ mutationFn: withdrawCharge, onSettled: () => queries.invalidateQueries({ queryKey: episodesQuery(view.name).queryKey }) });
  const named = useActorName("attribution.");
  if (episode.charges.length === 0) return null;
  const words = (c: Charge): string => [causeWords[c.cause.kind], c.cause.ref, partsText(c.parts)].filter(Boolean).join(", ");
  return (
    <>
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      <ul className={classes.charges}>
        {episode.charges.map((c) => (
          <li key={c.id}>
            <p><strong>{c.cause.title || c.cause.ref}</strong> <span className="caption">{words(c)}</span></p>
            <p>{c.reason}</p>
            <p className="caption">{named(c.by)}, <Time at={c.at} />{c.from_proposal && ", by a proposal"}{c.earlier_definition && ", when the indicator was another"}</p>
            {canRespond && <div className={classes.actions}><AskReason label="Withdraw" ask="Why it was not this" busy={withdraw.isPending} onGiven={(reason) => withdraw.mutate({ id: c.id, reason })} /></div>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Decide({ episode, view, canRespond }: Omit<EpisodeSheetProps, "onClose">) {
  const queries = useQueryClient();
  const [form, setForm] = useState(false);
  const make = useMutation({
    mutationFn: charge,
    onSuccess: () => setForm(false),
    onSettled: () => queries.invalidateQueries({ queryKey: episodesQuery(view.name).queryKey }),
  });
  if (episode.unexplained_bad === 0) return null;
  const give = (cause: Cause, reason: string, fromProposal: string, parts?: number): void =>
    make.mutate({ slo: view.name, body: { start: episode.start, end: episode.end, cause, reason, ...(parts === undefined ? {} : { parts }), ...(fromProposal ? { from_proposal: fromProposal } : {}) } });
  return (
    <section className="section">
      <h2>What might have caused it</h2>
      {make.error && !form && <ErrorNote error={make.error} />}
      {episode.proposals.length === 0 ? <p className="quiet">Nothing known happened just before it, and no upstream service burnt at the same time.</p> : (
        <ul className={classes.charges}>{episode.proposals.map((p) => <Proposed key={`${p.cause.kind} ${p.cause.ref}`} proposal={p} canRespond={canRespond} busy={make.isPending} onAccept={(reason) => give(p.cause, reason, p.reason)} />)}</ul>
      )}
      {canRespond && (form
        ? <ChargeForm episode={episode} view={view} busy={make.isPending} error={make.error} onCharge={(cause, reason, parts) => give(cause, reason, "", parts)} onCancel={() => setForm(false)} />
        : <Button size="compact-sm" variant="default" onClick={() => { make.reset(); setForm(true); }}>Charge it to something else</Button>)}
    </section>
  );
}

function Proposed({ proposal, canRespond, busy, onAccept }: { proposal: Proposal; canRespond: boolean; busy: boolean; onAccept: (reason: string) => void }) {
  const { cause, reason, strength } = proposal;
  return (
    <li>
      <p><strong>{cause.title || cause.ref}</strong> <span className="caption">{causeWords[cause.kind]}, {strength === "strong" ? "likely" : "possible"}</span></p>
      <p><Words text={reason} /></p>
      {canRespond && <div className={classes.actions}><AskReason label="Charge it to this" ask="Reason, for the record" begin={reason} variant={strength === "strong" ? "filled" : "default"} busy={busy} onGiven={onAccept} /></div>}
    </li>
  );
}
