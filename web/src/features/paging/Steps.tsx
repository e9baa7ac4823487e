/** What happened in its order, each with its time: a line of points beside the words. */
import { clock } from "@/kit/format";
import { Time } from "@/kit/Time";
import type { PageStep } from "./paging.words";
import classes from "./Paging.module.css";

export function Steps({ steps }: { steps: readonly PageStep[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step, at) => (
        <li key={at} data-tone={step.tone}>
          <span className={classes.stepTime}>{step.at && <time dateTime={step.at} data-at={Date.parse(step.at)}>{clock(Date.parse(step.at))}</time>}</span>
          <span className={classes.stepWhat}>
            {step.what} {step.at && <span className="caption"><Time at={step.at} /></span>}
            {step.detail && <span className={classes.stepDetail}>{step.detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
