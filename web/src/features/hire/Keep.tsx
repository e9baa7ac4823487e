/** How long a candidate is kept, what forbids erasing, the candidate's own copy, and what the candidate asked for. */
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AskReason } from "@/kit/AskReason";
import { CopyButton } from "@/kit/CopyButton";
import { Facts } from "@/kit/Facts";
import { ErrorNote } from "@/kit/states";
import { Time } from "@/kit/Time";
import type { Application } from "./hire.api";
import { answerRequest, changeKeep, erase, issueLink, releaseHold, setHold } from "./keep.api";
import classes from "./Hire.module.css";

export function Keep({ application: a }: { application: Application }) {
  const [until, setUntil] = useState("");
  const [sure, setSure] = useState(false);
  const queries = useQueryClient();
  const after = { onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) };
  const keep = useMutation({ mutationFn: changeKeep, onSuccess: () => setUntil(""), ...after });
  const hold = useMutation({ mutationFn: setHold, ...after });
  const release = useMutation({ mutationFn: releaseHold, ...after });
  const gone = useMutation({ mutationFn: erase, onSuccess: () => setSure(false), ...after });
  const link = useMutation({ mutationFn: issueLink, ...after });
  const reply = useMutation({ mutationFn: answerRequest, ...after });
  const error = keep.error ?? hold.error ?? release.error ?? gone.error ?? link.error ?? reply.error;
  const candidate = a.candidate.id;
  if (a.erased) return <section className="section"><h2>Kept</h2><p className="quiet">The key is gone. What stays are counts: that somebody applied, was interviewed, and how it ended.</p></section>;
  const address = link.data ? `${location.origin}${link.data.link_path}` : "";
  return (
    <>
      <section className="section">
        <h2>The candidate's own copy</h2>
        <p className="quiet">A link, without an account, to what is kept of them, what it was held against, and how to have it corrected.</p>
        {address
          ? <p className={classes.link}><code>{address}</code> <CopyButton size="compact-xs" text={address} /> <span className="caption">shown once; works until <Time at={link.data?.expires} /></span></p>
          : <Button size="compact-sm" variant="default" disabled={link.isPending} onClick={() => link.mutate(a.id)}>Make a link</Button>}
        {a.requests.map((r) => (
          <div key={r.id} className={classes.request}>
            <p><strong>{r.what === "erasure" ? "Asks to be erased" : "Asks for a correction"}</strong> {r.text} <span className="caption"><Time at={r.at} /></span></p>
            {r.answer ? <p className="quiet">{r.followed ? "Followed" : "Not followed"}: {r.answer.text}</p> : <div className={classes.actions}><AskReason label="Followed" ask="What was done" busy={reply.isPending} onGiven={(text) => reply.mutate({ application: a.id, request: r.id, followed: true, text })} /><AskReason label="Not followed" ask="Why not; the candidate reads it" busy={reply.isPending} onGiven={(text) => reply.mutate({ application: a.id, request: r.id, followed: false, text })} /></div>}
          </div>
        ))}
      </section>
      <section className="section">
        <h2>Kept</h2>
        <Facts rows={[["Mail", a.mail], ["Erased on", a.held ? "not while the hold stands" : a.keep_until || "not while the application goes on"], ["Legal hold", a.held ? "stands" : "none"]]} />
        <div className={classes.actions}>
          <TextInput size="xs" type="date" aria-label="Keep until" value={until} onChange={(e) => setUntil(e.currentTarget.value)} />
          {until && <AskReason label="Keep until then" ask="Why" busy={keep.isPending} onGiven={(reason) => keep.mutate({ candidate, until, reason })} />}
        </div>
        <div className={classes.actions}>
          {a.held ? <AskReason label="Release the hold" ask="Why" busy={release.isPending} onGiven={(reason) => release.mutate({ candidate, reason })} /> : <AskReason label="Set a legal hold" ask="Why" busy={hold.isPending} onGiven={(reason) => hold.mutate({ candidate, reason })} />}
          {!a.held && !sure && <Button size="compact-sm" variant="default" onClick={() => setSure(true)}>Erase</Button>}
        </div>
        {sure && (
          <div className="note">
            <div>
              <p><strong>This cannot be undone.</strong> Name, mail, resume, every card, note and reason about this person become unreadable, in all their applications.</p>
              <div className={classes.actions}><Button size="compact-sm" color="red" disabled={gone.isPending} onClick={() => gone.mutate({ candidate, reason: "asked" })}>Erase: they asked</Button><Button size="compact-sm" variant="default" disabled={gone.isPending} onClick={() => gone.mutate({ candidate, reason: "mistake" })}>Erase: added by mistake</Button><Button size="compact-sm" variant="subtle" onClick={() => setSure(false)}>Keep</Button></div>
            </div>
          </div>
        )}
        {error && <ErrorNote error={error} />}
      </section>
    </>
  );
}
