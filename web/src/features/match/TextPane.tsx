/** A document as it was read, with the words that labels stand on marked. A mark leads to its label, and a label to its marks. */
import { memo, useEffect, useMemo, useRef } from "react";
import type { ReadText, Row } from "./match.api";
import { formatWords, labelWords } from "./match.words";
import { laid, lineOf, type Mark } from "./spans";
import classes from "./Match.module.css";

/** A place to show. `asked`: somebody asked for just this place, so the pane itself is brought into sight too. */
export interface Jump { begin: number; source: string; asked: boolean; turn: number }

export const TextPane = memo(function TextPane({ title, side, text, rows, chosen, jump, onChoose }: {
  title: string; side: "resume" | "job"; text: ReadText; rows: readonly Row[]; chosen: number | null; jump: Jump | null; onChoose: (row: number) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const pieces = useMemo(() => {
    const marks: Mark[] = rows.flatMap((row, at) => (side === "resume" ? row.evidence : row.asked_at).map((e) => ({ at: e.at, row: at })));
    return laid(text.lines, marks);
  }, [text, rows, side]);
  // The place is brought to the upper third of the pane; the page around it stays where it is unless the place was asked for.
  useEffect(() => {
    const box = frame.current;
    const found = jump && box?.querySelector<HTMLElement>(`[data-line="${lineOf(text.lines, jump)}"]`);
    if (!box || !found) return;
    const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    box.scrollTo({ top: Math.max(0, found.offsetTop - box.clientHeight / 3), behavior });
    if (jump.asked) box.scrollIntoView({ block: "nearest", behavior });
  }, [jump, text]);
  return (
    <section className={classes.pane} aria-label={title}>
      <div className={classes.paneHead}><h2>{title}</h2><span className="caption">{[text.name, formatWords[text.format] ?? text.format].filter(Boolean).join(" · ")}</span></div>
      <div className={classes.text} ref={frame} tabIndex={0} role="group" aria-label={`Text of the ${title.toLowerCase()}`}>
        {text.lines.map((line, i) => {
          const before = text.lines[i - 1];
          const page = line.page > 1 && before !== undefined && before.page !== line.page;
          const source = line.source !== "" && before?.source !== line.source;
          return (
            <div key={i} data-line={i} className={classes.line}>
              {page && <span className={classes.page}>page {line.page}</span>}
              {source && <span className={classes.source}>{line.source}</span>}
              {(pieces[i] ?? []).map((piece, k) => {
                const first = piece.rows[0];
                if (first === undefined) return <span key={k}>{piece.text}</span>;
                const on = chosen !== null && piece.rows.includes(chosen);
                // Of several labels on the same words each click leads to the next.
                const next = on ? piece.rows[(piece.rows.indexOf(chosen) + 1) % piece.rows.length] ?? first : first;
                const row = rows[on && chosen !== null ? chosen : first];
                return (
                  <mark key={k} className={classes.mark} data-on={on || undefined} data-label={row?.label} role="button" tabIndex={0}
                    aria-label={`${piece.text}: ${piece.rows.map((r) => `${rows[r]?.name ?? ""}, ${labelWords[rows[r]?.label ?? "missing"]}`).join("; ")}`}
                    onClick={() => onChoose(next)} onKeyDown={(e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); onChoose(next); } }}>{piece.text}</mark>
                );
              })}
              {line.text === "" && "\u00a0"}
            </div>
          );
        })}
      </div>
    </section>
  );
});
