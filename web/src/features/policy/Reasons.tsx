import { Link } from "@tanstack/react-router";
import { Words } from "@/kit/Words";
import type { GateReason } from "./policy.api";
import { effectWords, inOrder } from "./policy.words";
import classes from "./Policy.module.css";

/** Why the gate answered so, in sentences; what decided comes first. */
export function Reasons({ reasons }: { reasons: readonly GateReason[] }) {
  return (
    <ul className={classes.reasons}>
      {inOrder(reasons).map((r, i) => (
        <li key={`${r.code} ${r.slo} ${i}`} data-effect={r.effect}>
          <span className={classes.effect}>{effectWords[r.effect]}</span>
          <span><Words text={r.text} />{r.slo && !r.text.includes(r.slo) && <> <Link to="/slos/$name" params={{ name: r.slo }}>{r.slo}</Link></>} <span className="caption">{r.code}</span></span>
        </li>
      ))}
    </ul>
  );
}
