import { fillingText } from "./sources.words";
import classes from "./Sources.module.css";

/** How far an SLO's past is there. */
export function FillingBar({ done, width = 120 }: { done: number; width?: number }) {
  return (
    <span className={classes.progress}>
      <svg width={width} height="8" aria-hidden><rect width={width} height="8" rx="2" className={classes.track} /><rect width={Math.max(2, Math.min(1, done) * width)} height="8" rx="2" className={classes.done} /></svg>
      <span className="tabular">{fillingText(done)}</span>
    </span>
  );
}
