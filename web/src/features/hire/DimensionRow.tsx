/** One dimension: its evidence, its four anchors, and the rating once there is evidence. */
import { CloseButton, TextInput } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import type { CardAnswer, CardDimension, KitDimension } from "./hire.api";
import { pointWords } from "./hire.words";
import classes from "./Scorecard.module.css";

export interface DimensionRowProps {
  value: CardDimension;
  dimension: KitDimension | undefined;
  answers: readonly CardAnswer[];
  current: boolean;
  /** This interview is to assess it. */
  must: boolean;
  onFocus: () => void;
  onRate: (points: number) => void;
  onChange: (part: Partial<CardDimension>) => void;
  onObserved: (text: string) => void;
  onRemove: (at: number) => void;
}

export function DimensionRow({ value, dimension, answers, current, must, onFocus, onRate, onChange, onObserved, onRemove }: DimensionRowProps) {
  const [seen, setSeen] = useState("");
  const id = value.dimension;
  const words = (answer: string): string => answers.find((a) => a.id === answer)?.words ?? "";
  const grounded = value.evidence.length > 0;
  const add = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !seen.trim()) return;
    event.preventDefault();
    onObserved(seen.trim());
    setSeen("");
  };
  return (
    <div id={`dimension-${id}`} className={classes.dimension} data-current={current || undefined} tabIndex={-1} onFocus={onFocus} role="group" aria-label={dimension?.name ?? id}>
      <h3>{dimension?.name ?? id} {!must && <span className="caption">not asked of this interview</span>}{value.rating !== null && value.rating !== undefined && <span className={classes.rated}>{value.rating} {pointWords[value.rating]}</span>}</h3>
      {dimension && current && <p className="quiet">{dimension.what}</p>}
      <ul className={classes.evidence} aria-label="Evidence">
        {value.evidence.map((e, at) => (
          <li key={`${e.answer}${e.quote}${e.observed}`}>{e.observed ? <span><em>seen</em> {e.observed}</span> : <q>{e.quote || words(e.answer ?? "").slice(0, 160)}</q>}<CloseButton size="xs" aria-label="Take this evidence out" onClick={() => onRemove(at)} /></li>
        ))}
      </ul>
      <TextInput id={`observed-${id}`} size="xs" aria-label={`Seen, for ${dimension?.name ?? id}`} placeholder="Something that was seen, not said; Enter adds it" value={seen} onChange={(e) => setSeen(e.currentTarget.value)} onKeyDown={add} />
      <div className={classes.anchors} role="radiogroup" aria-label={`Rating of ${dimension?.name ?? id}`}>
        {[1, 2, 3, 4].map((points) => (
          <button key={points} type="button" role="radio" aria-checked={value.rating === points} disabled={!grounded} onClick={() => onRate(points)}>
            <strong>{points} {pointWords[points]}</strong>
            {current && <span>{dimension?.anchors.find((a) => a.points === points)?.text}</span>}
          </button>
        ))}
      </div>
      {!grounded && current && <p className="caption">A rating comes after evidence: mark words on the left, or write down what was seen.</p>}
      {(value.rating === null || value.rating === undefined) && (current || value.not_assessed) && <TextInput id={`not-assessed-${id}`} size="xs" aria-label={`Why ${dimension?.name ?? id} was not assessed`} placeholder="Or: not assessed, because" value={value.not_assessed} onChange={(e) => onChange({ not_assessed: e.currentTarget.value })} />}
      {(current || value.note) && <TextInput id={`note-${id}`} size="xs" aria-label={`Note on ${dimension?.name ?? id}`} placeholder="A note, if you like" value={value.note} onChange={(e) => onChange({ note: e.currentTarget.value })} />}
    </div>
  );
}
