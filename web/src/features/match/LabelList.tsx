/** What is asked, row by row, with its label, the reasons, and the words that it stands on. */
import { memo, useEffect, useRef } from "react";
import type { Evidence, Row } from "./match.api";
import { LabelMark } from "./LabelMark";
import { askedWords, reasons, where } from "./match.words";
import classes from "./Match.module.css";

function Quotes({ list, name, onJump }: { list: readonly Evidence[]; name: string; onJump: (at: Evidence["at"]) => void }) {
  return (
    <ul className={classes.quotes} aria-label={name}>
      {list.map((e, i) => (
        <li key={i}>
          <button type="button" className={classes.quote} onClick={() => onJump(e.at)}><span className={classes.where}>{where(e.at)}</span> <q>{e.quote}</q></button>
          {(e.why || e.post) && <div className="caption">{[e.why, e.post].filter(Boolean).join(" · ")}</div>}
        </li>
      ))}
    </ul>
  );
}

export const LabelList = memo(function LabelList({ rows, chosen, bring, onChoose, onJump }: {
  /** Grows whenever the chosen row should come into sight: it was chosen elsewhere than here. */
  bring: number;
  rows: readonly Row[]; chosen: number | null; onChoose: (row: number) => void; onJump: (side: "resume" | "job", at: Evidence["at"]) => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (bring > 0 && chosen !== null) list.current?.querySelector(`[data-row="${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, bring]);
  return (
    <ol className={classes.rows} ref={list} aria-label="What is asked">
      {rows.map((row, i) => (
        <li key={row.name + i} data-row={i} data-on={i === chosen || undefined} className={classes.row}>
          <button type="button" className={classes.rowHead} aria-expanded={i === chosen} onClick={() => onChoose(i)}>
            <LabelMark label={row.label} />
            <span className={classes.name}>{row.name}</span>
            <span className="caption">{askedWords[row.asked]}</span>
          </button>
          {i === chosen && (
            <div className={classes.detail}>
              <p>{reasons(row)}</p>
              {row.evidence.length > 0 && <><div className={classes.sub}>In the resume</div><Quotes list={row.evidence} name="In the resume" onJump={(at) => onJump("resume", at)} /></>}
              <div className={classes.sub}>Asked <span className="caption">{row.asked_why}</span></div>
              <Quotes list={row.asked_at} name="In the job description" onJump={(at) => onJump("job", at)} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
});
