/** What to say more clearly, and what to ask: two readers of the same labels. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sessionQuery } from "@/features/access/access.api";
import { LabelMark } from "./LabelMark";
import type { Advice, Probe, Span } from "./match.api";
import { where } from "./match.words";
import classes from "./Match.module.css";

type OnJump = (side: "resume" | "job", at: Span) => void;

export function AdviceList({ advice, onJump }: { advice: readonly Advice[]; onJump: OnJump }) {
  if (advice.length === 0) return <p className="quiet">There is nothing to say more clearly: what is asked is shown, with figures.</p>;
  return (
    <>
      <p className="caption">What is required comes first. Say only what is true: an interviewer will ask for it.</p>
      <ul className={classes.rows}>
        {advice.map((a, i) => (
          <li key={i} className={classes.row}>
            <div className={classes.said}><LabelMark label={a.label} /><strong>{a.name}</strong>{a.at && <button type="button" className={classes.linkish} onClick={() => a.at && onJump("resume", a.at)}>{where(a.at)}</button>}</div>
            <p className={classes.saying}>{a.text}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

export function ProbeList({ plan, onJump }: { plan: readonly Probe[]; onJump: OnJump }) {
  const { data: session } = useQuery(sessionQuery);
  const bank = session?.signed_in === true || session?.open.includes("practise") === true;
  if (plan.length === 0) return <p className="quiet">Nothing of what is asked is weak, stale or claimed in figures, so there is nothing in particular to probe.</p>;
  return (
    <>
      <p className="caption">What is weak, long ago, denied or claimed in figures. A person asks, and judges the answer.</p>
      <ol className={classes.rows}>
        {plan.map((p, i) => {
          const at = p.evidence?.at;
          return (
            <li key={i} className={classes.row}>
              <div className={classes.said}><strong>{p.name}</strong><span className="caption">{p.about === "gate" ? "condition" : p.about}</span>{at && <button type="button" className={classes.linkish} onClick={() => onJump("resume", at)}>{where(at)}</button>}</div>
              <p className={classes.saying}>{p.question}</p>
              <p className="caption">{p.why}{p.evidence ? <>: <q>{p.evidence.quote}</q></> : null}</p>
              {p.bank.length > 0 && <p className="caption">Questions of the bank: {p.bank.map((id, k) => <span key={id}>{k > 0 && ", "}{bank ? <Link to={`/practise/questions/${id}` as "/"}>{id}</Link> : id}</span>)}</p>}
            </li>
          );
        })}
      </ol>
    </>
  );
}
