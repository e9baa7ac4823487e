/** The state of an exclusion by shape and word. */
import { IconCircleCheck, IconCircleDashed, IconCircleMinus, IconClock, IconHourglassEmpty } from "@tabler/icons-react";
import type { ExclusionState } from "./exclusions.api";
import { stateWords } from "./exclusions.words";
import classes from "./Exclusions.module.css";

const icons = { requested: IconHourglassEmpty, approved: IconCircleCheck, refused: IconCircleMinus, withdrawn: IconCircleDashed, expired: IconClock } as const;

export function ExclusionMark({ state, selfApproved = false }: { state: ExclusionState; selfApproved?: boolean }) {
  const Icon = icons[state];
  const own = selfApproved && state === "approved";
  return (
    <span className={classes.mark} data-tone={state === "requested" || own ? "caution" : state === "approved" ? "plain" : "quiet"}
      data-tip={own ? "Approved by the person who asked: nobody else held the right" : undefined}>
      <Icon size={15} aria-hidden />{stateWords[state]}{own && ", by its own author"}
    </span>
  );
}
