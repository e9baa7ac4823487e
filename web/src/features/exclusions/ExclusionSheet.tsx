/** One exclusion: what is left out and why, what it does to each budget, who asked and who decided. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useActorName } from "@/features/activity/names";
import { useRight } from "@/features/access/rights";
import { AskReason } from "@/kit/AskReason";
import { Facts } from "@/kit/Facts";
import { duration, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Effects } from "./Effects";
import { decideExclusion, exclusionQuery, type Decision, type Exclusion } from "./exclusions.api";
import { categoryWords, kindWords, whenText } from "./exclusions.words";
import { ExclusionMark } from "./ExclusionMark";
import classes from "./Exclusions.module.css";

export function ExclusionSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(exclusionQuery(id));
  return (
    <SideSheet opened onClose={onClose} title={query.data?.title || "Exclusion"}>
      <Loaded query={query} rows={8}>{(exclusion) => <Body exclusion={exclusion} />}</Loaded>
    </SideSheet>
  );
}

function Body({ exclusion }: { exclusion: Exclusion }) {
  const named = useActorName("exclusions.");
  return (
    <>
      <p className={classes.sheetHead}><ExclusionMark state={exclusion.state} selfApproved={exclusion.self_approved} /> <span className="caption">{kindWords[exclusion.kind]}, {categoryWords(exclusion.category)}</span></p>
      <p className={classes.reason}>{exclusion.reason}</p>
      <Decide exclusion={exclusion} />
      <section className="section"><h2>{exclusion.state === "approved" ? "What it does to budgets" : "What it would do to budgets"}</h2><Effects effects={exclusion.effects ?? []} /></section>
      <section className="section">
        <h2>When</h2>
        <p>{whenText(exclusion)}{exclusion.recurrence?.until ? `, until ${utc(Date.parse(exclusion.recurrence.until))}` : ""}</p>
        {exclusion.recurrence && exclusion.occurrences.length > 0 && (
          <ol className={classes.occurrences}>
            {exclusion.occurrences.map((o) => <li key={o.start}><span className="tabular">{utc(Date.parse(o.start))}</span> <span className="caption">{duration(Date.parse(o.end) - Date.parse(o.start))}, <Time at={o.start} /></span></li>)}
          </ol>
        )}
      </section>
      <section className="section">
        <h2>Who</h2>
        <Facts rows={[
          ["Covers", <Covers exclusion={exclusion} />],
          ["Asked by", <>{named(exclusion.requested_by)} <span className="caption"><Time at={exclusion.requested_at} /></span></>],
          ["Decided by", exclusion.decided_by && <>{named(exclusion.decided_by)} <span className="caption"><Time at={exclusion.decided_at} /></span>{exclusion.decision_reason && <p>{exclusion.decision_reason}</p>}</>],
          ["Withdrawn by", exclusion.withdrawn_by && <>{named(exclusion.withdrawn_by)} <span className="caption"><Time at={exclusion.withdrawn_at} /></span>{exclusion.withdrawal_reason && <p>{exclusion.withdrawal_reason}</p>}{exclusion.counts_again_from && <p className="caption">What it covers counts again from {utc(Date.parse(exclusion.counts_again_from))}.</p>}</>],
          ["Expires", exclusion.state === "requested" && exclusion.expires_at && <><Time at={exclusion.expires_at} /> <span className="caption">unless somebody decides</span></>],
        ]} />
      </section>
    </>
  );
}

function Covers({ exclusion }: { exclusion: Exclusion }) {
  return (
    <ul className={classes.plainList}>
      {exclusion.slos.map((name) => <li key={name}><Link to="/slos/$name" params={{ name }}>{name}</Link></li>)}
      {exclusion.services.map((name) => <li key={name}>all SLOs of <Link to="/services/$name" params={{ name }}>{name}</Link></li>)}
    </ul>
  );
}

function Decide({ exclusion }: { exclusion: Exclusion }) {
  const canEdit = useRight("edit");
  const named = useActorName("exclusions.");
  const queries = useQueryClient();
  const decide = useMutation({ mutationFn: decideExclusion, onSettled: () => queries.invalidateQueries({ queryKey: ["exclusions"] }) });
  const give = (decision: Decision) => (reason: string): void => decide.mutate({ id: exclusion.id, decision, reason });
  const open = exclusion.state === "requested";
  return (
    <>
      {decide.error && <ErrorNote error={decide.error} />}
      <div className={classes.actions}>
        {open && exclusion.may_decide && <AskReason label="Approve" ask="Why it may be left out" variant="filled" busy={decide.isPending} onGiven={give("approve")} />}
        {open && exclusion.may_decide && <AskReason label="Refuse" ask="Why it counts" busy={decide.isPending} onGiven={give("refuse")} />}
        {(open || exclusion.state === "approved") && canEdit && <AskReason label="Withdraw" ask="Why it is taken back" busy={decide.isPending} onGiven={give("withdraw")} />}
      </div>
      {open && !exclusion.may_decide && <p className="caption">Another person than {named(exclusion.requested_by)} decides, with the right to administer. Until then everything counts.</p>}
    </>
  );
}
