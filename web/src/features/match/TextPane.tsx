/** A document as it was read, with the words that labels stand on marked. A mark leads to its label, and a label to its marks. */
import { memo, useEffect, useMemo, useRef } from "react";
import type { ReadText, Row } from "./match.api";
import { formatWords, labelWords } from "./match.words";
import { laid, type Mark } from "./spans";
import classes from "./Match.module.css";

export interface Jump { side: "resume" | "job"; begin: number; source: string; turn: number }

export const TextPane = memo(function TextPane({ title, side, text, rows, chosen, jump, onChoose }: {
  title: string; side: "resume" | "job"; text: ReadText; rows: readonly Row[]; chosen: number | null; jump: Jump | null; onChoose: (row: number) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const pieces = useMemo(() => {
    const marks: Mark[] = rows.flatMap((row, at) => (side === "resume" ? row.evidence : row.asked_at).map((e) => ({ at: e.at, row: at })));
    return laid(text.lines, marks);
  }, [text, rows, side]);
  // The place that was asked for is brought to the upper third of the pane; the page around it stays where it is.
  useEffect(() => {
    const box = frame.current;
    if (!box || jump?.side !== side) return;
    const line = text.lines.findIndex((l) => l.source === jump.source && l.begin + l.text.length * 4 >= jump.begin && l.begin <= jump.begin && (text.lines[text.lines.indexOf(l) + 1]?.source !== l.source || (text.lines[text.lines.indexOf(l) + 1]?.begin ?? Infinity) > jump.begin));
    const found = box.querySelector<HTMLElement>(`[data-line="${line}"]`);
    if (found) box.scrollTo({ top: Math.max(0, found.offsetTop - box.clientHeight / 3), behavior: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }, [jump, side, text]);
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
