/** What changed between two texts, line by line, with signs beside the colours. */
import { useMemo } from "react";
import { hunks, lineDiff } from "./line-diff";
import classes from "./LineDiff.module.css";

const signs = { same: " ", gone: "−", new: "+" } as const;

export function LineDiff({ label, before, after, none = "No line differs." }: { label: string; before: readonly string[]; after: readonly string[]; none?: string }) {
  const shown = useMemo(() => hunks(lineDiff(before, after)), [before, after]);
  if (!shown.some((h) => h.kind === "gone" || h.kind === "new")) return <p className="quiet">{none}</p>;
  return (
    <pre className={classes.diff} aria-label={label} tabIndex={0}>
      {shown.map((h, i) => h.kind === "skipped"
        ? <span key={i} className={classes.line} data-kind="skipped">   {h.count} {h.count === 1 ? "line" : "lines"} alike{"\n"}</span>
        : <span key={i} className={classes.line} data-kind={h.kind}><span className={classes.number}>{h.after ?? h.before}</span>{signs[h.kind]} {h.text}{"\n"}</span>)}
    </pre>
  );
}
