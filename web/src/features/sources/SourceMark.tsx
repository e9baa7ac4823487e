/** How a source stands, by shape and word; colour only where a person should act. */
import type { SourceState } from "./sources.api";
import { stateWords } from "./sources.words";
import classes from "./Sources.module.css";

const tones: Record<SourceState, string> = { failing: "breach", silent: "breach", late: "caution", waiting: "quiet", named: "quiet", ok: "plain" };

export function SourceMark({ state, hint }: { state: SourceState; hint?: string }) {
  return (
    <span className={classes.mark} data-tone={tones[state]} data-tip={hint}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden fill="none" strokeWidth="1.7">
        {state === "failing" && <path d="M3 3 L11 11 M11 3 L3 11" />}
        {state === "silent" && <><rect x="2" y="2" width="10" height="10" /><path d="M5 7 H9" /></>}
        {state === "late" && <><circle cx="7" cy="7" r="5" /><path d="M7 4 V7 L9.2 8.6" /></>}
        {state === "waiting" && <circle cx="7" cy="7" r="5" strokeDasharray="2.6 2.2" />}
        {state === "named" && <path d="M2 7 H12" />}
        {state === "ok" && <path d="M1.5 9 H4.5 L6.5 4 L8.5 11 L10 7 H12.5" />}
      </svg>
      {stateWords[state]}
    </span>
  );
}
