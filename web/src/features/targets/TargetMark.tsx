/** The state of a proposal by shape and word. */
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconHourglassEmpty, IconReplace } from "@tabler/icons-react";
import type { Target } from "./targets.api";
import { stateWords } from "./targets.words";
import classes from "./Targets.module.css";

const icons = { proposed: IconHourglassEmpty, approved: IconCircleCheck, declined: IconCircleMinus, withdrawn: IconCircleDashed, superseded: IconReplace } as const;

export function TargetMark({ target }: { target: Pick<Target, "state" | "in_force" | "self_approved" | "review_due"> }) {
  const { state } = target;
  const Icon = icons[state];
  const more = state === "approved" ? (target.in_force ? ", in force" : ", not in the catalogue yet") : "";
  const own = state === "approved" && target.self_approved;
  return (
    <span className={classes.mark} data-tone={state === "proposed" || own || (state === "approved" && !target.in_force) ? "caution" : state === "approved" ? "plain" : "quiet"} data-tip={own ? "Approved by who proposed it: nobody else held the right" : undefined}>
      <Icon size={15} aria-hidden />{stateWords[state]}{more}{own && ", by its own author"}{target.review_due && ", to be looked at again"}
    </span>
  );
}
