/** A label's own shape beside its word: told apart without colour. */
import type { Label } from "./match.api";
import { labelMeaning, labelWords } from "./match.words";
import classes from "./Match.module.css";

const shapes: Record<Label, React.ReactNode> = {
  strong: <circle cx="7" cy="7" r="5.5" fill="currentColor" />,
  weak: <><circle cx="7" cy="7" r="5" fill="none" /><path d="M7 2a5 5 0 0 0 0 10z" fill="currentColor" stroke="none" /></>,
  related: <path d="M7 1.5 12.5 7 7 12.5 1.5 7z" fill="none" />,
  missing: <circle cx="7" cy="7" r="5" fill="none" strokeDasharray="2.2 1.9" />,
  contradicted: <><circle cx="7" cy="7" r="5" fill="none" /><path d="m3.6 10.4 6.8-6.8" /></>,
  unreadable: <><path d="M4.4 5.1a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.3.9-1.3 1.8" fill="none" /><circle cx="7" cy="11.8" r=".9" fill="currentColor" stroke="none" /></>,
};

export function LabelMark({ label }: { label: Label }) {
  return (
    <span className={classes.label} data-label={label} title={labelMeaning[label]}>
      <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeWidth="1.5" aria-hidden>{shapes[label]}</svg>
      {labelWords[label]}
    </span>
  );
}
