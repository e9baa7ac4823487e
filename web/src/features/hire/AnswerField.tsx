/** One question and the candidate's words. What is marked in them becomes evidence: Alt E, then the dimension's number. */
import { Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent } from "react";
import { questionQuery, type CardAnswer } from "./hire.api";
import classes from "./Scorecard.module.css";

export interface AnswerFieldProps {
  answer: CardAnswer;
  /** That the kit gives it; null: outside the kit. */
  minutes: number | null;
  dimensions: readonly { id: string; name: string }[];
  onWords: (words: string) => void;
  onAsked: (text: string) => void;
  onEvidence: (dimension: string, quote: string) => void;
}

export function AnswerField({ answer, minutes, dimensions, onWords, onAsked, onEvidence }: AnswerFieldProps) {
  const question = useQuery(questionQuery(answer.question ?? "")).data;
  const [quote, setQuote] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const choose = (): void => {
    const area = field.current;
    if (!area || !area.value.trim()) return;
    const marked = area.value.slice(area.selectionStart, area.selectionEnd).trim();
    setQuote(marked === area.value.trim() ? "" : marked);
  };
  const give = (dimension: string): void => {
    if (quote !== undefined) onEvidence(dimension, quote);
    setQuote(undefined);
    field.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey && event.key.toLowerCase() === "e") {
      event.preventDefault();
      choose();
    } else if (quote !== undefined && /^[1-9]$/.test(event.key) && dimensions[Number(event.key) - 1]) {
      event.preventDefault();
      give(dimensions[Number(event.key) - 1]?.id ?? "");
    } else if (quote !== undefined && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setQuote(undefined);
    }
  };
  return (
    <div className={classes.answer} onKeyDown={onKey}>
      {answer.question
        ? <label htmlFor={`answer-${answer.id}`}><strong>{answer.question}</strong> {question?.text ?? ""} <span className="caption">{minutes ? `${minutes} min` : ""}{answer.minute !== null && answer.minute !== undefined ? `, at minute ${answer.minute}` : ""}</span></label>
        : <TextInput size="xs" aria-label="The question as it was asked" placeholder="The question as it was asked" value={answer.asked ?? ""} onChange={(e) => onAsked(e.currentTarget.value)} />}
      <Textarea id={`answer-${answer.id}`} data-answer ref={field} size="sm" autosize minRows={2} maxRows={14} placeholder="The candidate's own words, as near as you can" value={answer.words ?? ""} onChange={(e) => onWords(e.currentTarget.value)} />
      {question && question.follow_ups.length > 0 && <details className={classes.follow}><summary>Then ask</summary><ul>{question.follow_ups.map((f) => <li key={f}>{f}</li>)}</ul></details>}
      {quote === undefined
        ? <button type="button" className={classes.linkish} disabled={!answer.words?.trim()} onClick={choose}>Use what is marked as evidence</button>
        : (
          <div className={classes.chooser} role="group" aria-label="Evidence for">
            <span>{quote ? <>“{quote.length > 80 ? `${quote.slice(0, 80)}…` : quote}”</> : "All of these words"} for</span>
            {dimensions.map((d, at) => <button key={d.id} type="button" onClick={() => give(d.id)}><kbd>{at + 1}</kbd> {d.name}</button>)}
            <button type="button" onClick={() => setQuote(undefined)}>Cancel</button>
          </div>
        )}
    </div>
  );
}
