/** What the pages before sign-in share: the form at one side, Plimsoll's mark at the other. */
import type { ReactNode } from "react";
import classes from "./Access.module.css";

export function AccessPage({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <main className={classes.side}>
        <div className={classes.brand}>
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden><circle cx="16" cy="16" r="9" /><path d="M2 16h28" /></svg>
          Plimsoll
        </div>
        <div className={classes.body}>
          <h1>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
          {children}
        </div>
      </main>
      <aside className={classes.art} aria-label="What Plimsoll is">
        <Hull />
        <p>A load line tells how much more a ship may carry.<br />This one tells how much more risk your services may.</p>
      </aside>
    </div>
  );
}

/** A ship's side: the line that the water must not reach, and the ladder of what is left between them. */
function Hull() {
  const ladder: [number, string][] = [[300, "0"], [332, "freeze"], [390, "caution"], [480, "100 %"]];
  return (
    <svg viewBox="0 0 600 600" preserveAspectRatio="xMidYMid slice" aria-hidden className={classes.hull}>
      <rect className={classes.water} x="-600" y="430" width="1800" height="700" />
      <path className={classes.wave} d="M-600 430 q 37.5 -9 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0 t 75 0" />
      <circle className={classes.ring} cx="230" cy="300" r="78" />
      <path className={classes.bar} d="M105 300h250" />
      <path className={classes.rail} d="M440 296v188" />
      {ladder.map(([y, label]) => (
        <g key={label}>
          <path className={classes.rail} d={`M440 ${y}h34`} />
          <text x="484" y={y + 5}>{label}</text>
        </g>
      ))}
    </svg>
  );
}
