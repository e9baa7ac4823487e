/** A policy state or the gate's answer by shape and word; colour only where a person should act. */
import type { PolicyState } from "@/api/types.more";
import type { Answer } from "./policy.api";
import { answerWords, policyHints, policyWords } from "./policy.words";
import classes from "./Policy.module.css";

const tones: Partial<Record<PolicyState, string>> = { caution: "caution", freeze: "breach", breach: "breach" };

export function PolicyMark({ state }: { state: PolicyState }) {
  return (
    <span className={classes.mark} data-tone={tones[state] ?? (state === "unknown" ? "quiet" : "plain")} data-tip={policyHints[state]}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
        {state === "healthy" && <circle cx="6" cy="6" r="3.5" />}
        {state === "caution" && <path d="M6 1.5 L11 10.5 H1 Z" fill="none" strokeWidth="1.5" />}
        {state === "freeze" && <path d="M6 1 V11 M1.7 3.5 L10.3 8.5 M10.3 3.5 L1.7 8.5" fill="none" strokeWidth="1.6" />}
        {state === "breach" && <rect x="1.5" y="1.5" width="9" height="9" />}
        {state === "unknown" && <path d="M2 6 H10" fill="none" strokeWidth="2" />}
      </svg>
      {policyWords[state]}
    </span>
  );
}

export function AnswerMark({ answer, big = false }: { answer: Answer; big?: boolean }) {
  return (
    <span className={classes.mark} data-big={big || undefined} data-tone={answer === "refused" ? "breach" : answer === "cannot_tell" ? "caution" : "plain"}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden fill="none" strokeWidth="1.8">
        {answer === "allowed" && <path d="M2 7.5 L5.5 11 L12 3.5" />}
        {answer === "refused" && <path d="M3 3 L11 11 M11 3 L3 11" />}
        {answer === "cannot_tell" && <path d="M2 7 H12" />}
      </svg>
      {answerWords[answer]}
    </span>
  );
}
