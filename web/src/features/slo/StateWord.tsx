import type { ReactNode } from "react";
import type { ServiceState } from "@/api/types";
import { stateHints, stateWords } from "@/features/overview/overview.rows";
import classes from "./StateWord.module.css";

const levels: Partial<Record<ServiceState, string>> = { burning: "breach", breached: "breach", frozen: "caution", stale: "caution" };

/** A state by shape and word; colour only where a person should act. `ticketOnly`: what fires wakes nobody, so it is a caution. */
export function StateWord({ state, ticketOnly = false, children }: { state: ServiceState; ticketOnly?: boolean; children?: ReactNode }) {
  return (
    <span className={classes.state} data-state={state} data-level={ticketOnly && state === "burning" ? "caution" : levels[state]} data-tip={stateHints[state]}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden>
        {state === "burning" && <path d="M5 0 L10 9.5 L0 9.5 Z" />}
        {state === "breached" && <rect x="0.5" y="0.5" width="9" height="9" />}
        {(state === "frozen" || state === "stale") && <circle cx="5" cy="5" r="4" fill="none" strokeWidth="1.6" strokeDasharray="2.2 1.6" />}
        {state === "cannot_tell" && <path d="M1.5 5 H8.5" fill="none" strokeWidth="2" />}
        {(state === "no_data" || state === "no_slo") && <circle cx="5" cy="5" r="4" fill="none" strokeWidth="1.2" />}
        {state === "ok" && <circle cx="5" cy="5" r="3.2" />}
      </svg>
      {stateWords[state]}{children}
    </span>
  );
}
