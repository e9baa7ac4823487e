/**
 * Parts of a whole as one bar, told apart by pattern as well as by shade, each named beside its share: the sum is said by the
 * shares, the eye only compares.
 */
import { useId } from "react";
import { sharesOf } from "./parts";
import classes from "./PartsBar.module.css";

export interface Part {
  key: string;
  label: string;
  value: number;
  /** What the legend says beside the share: "391 slices". */
  said: string;
  /** Drawn as what is open: hollow. */
  open?: boolean;
  /** The part that somebody looks at. */
  strong?: boolean;
}

const patterns = 4;

export function PartsBar({ label, parts, onPick }: { label: string; parts: readonly Part[]; onPick?: (key: string) => void }) {
  const id = useId();
  const shares = sharesOf(parts.map((p) => p.value));
  let from = 0;
  const placed = parts.map((part, i) => {
    const share = shares[i]?.share ?? 0;
    const at = from;
    from += share;
    return { part, at, share, text: shares[i]?.text ?? "", pattern: i % patterns };
  });
  return (
    <figure className={classes.parts} aria-label={label}>
      <svg width="100%" height="18" className={classes.bar} aria-hidden>
        <defs>
          <pattern id={`${id}1`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" className={classes.base} /><rect width="2" height="6" className={classes.ink} /></pattern>
          <pattern id={`${id}2`} width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" className={classes.base} /><circle cx="3" cy="3" r="1.2" className={classes.ink} /></pattern>
          <pattern id={`${id}3`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="6" height="6" className={classes.faint} /><rect width="1.5" height="6" className={classes.ink} /></pattern>
        </defs>
        {placed.filter((p) => p.share > 0).map(({ part, at, share, pattern }) => (
          <rect key={part.key} x={`${at * 100}%`} width={`${share * 100}%`} y="1" height="16" className={part.open ? classes.open : pattern === 0 ? classes.solid : undefined} data-strong={part.strong || undefined}
            fill={part.open || pattern === 0 ? undefined : `url(#${id}${pattern})`} onClick={() => onPick?.(part.key)} />
        ))}
      </svg>
      <figcaption>
        <ul className={classes.legend}>
          {placed.map(({ part, text, pattern }) => (
            <li key={part.key}>
              <svg width="12" height="12" aria-hidden><rect x="0.5" y="0.5" width="11" height="11" className={part.open ? classes.open : pattern === 0 ? classes.solid : undefined} fill={part.open || pattern === 0 ? undefined : `url(#${id}${pattern})`} /></svg>
              {onPick ? <button type="button" onClick={() => onPick(part.key)}>{part.label}</button> : <span>{part.label}</span>}
              <strong className="tabular">{text}</strong> <span className="caption tabular">{part.said}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
