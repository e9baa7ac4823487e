/** State by shape and word; colour only where a person should act. */
import { IconAlertOctagon, IconArrowMerge, IconBellRinging, IconCircleCheck, IconCircleDashed, IconCircleMinus, IconClock, IconClockPause, IconSend, IconTrendingDown } from "@tabler/icons-react";
import type { AlertView, ChannelView, PageView } from "@/api/types";
import { alertStateWords, healthWords, pageStateWords } from "./paging.words";
import classes from "./Paging.module.css";

const pageIcons = { waiting: IconClock, sending: IconSend, merged: IconArrowMerge, delivered: IconCircleCheck, dropped: IconCircleMinus, dead_lettered: IconAlertOctagon } as const;
const alertIcons = { firing: IconBellRinging, frozen: IconClockPause, clearing: IconTrendingDown, resolved: IconCircleCheck } as const;
const healthIcons = { good: IconCircleCheck, failing: IconAlertOctagon, unknown: IconCircleDashed } as const;

function Mark({ icon: Icon, word, tone }: { icon: typeof IconClock; word: string; tone: "plain" | "quiet" | "caution" | "breach" }) {
  return <span className={classes.mark} data-tone={tone}><Icon size={15} aria-hidden />{word}</span>;
}

export function PageMark({ state }: { state: PageView["state"] }) {
  const tone = state === "dead_lettered" ? "breach" : state === "dropped" || state === "merged" ? "quiet" : "plain";
  return <Mark icon={pageIcons[state]} word={pageStateWords[state]} tone={tone} />;
}
export function AlertMark({ alert }: { alert: Pick<AlertView, "state" | "severity"> }) {
  const tone = alert.state === "resolved" ? "quiet" : alert.state === "firing" && alert.severity === "page" ? "breach" : "caution";
  return <Mark icon={alertIcons[alert.state]} word={alertStateWords[alert.state]} tone={tone} />;
}
export function HealthMark({ health }: { health: ChannelView["health"] }) {
  return <Mark icon={healthIcons[health]} word={healthWords[health]} tone={health === "failing" ? "breach" : health === "unknown" ? "quiet" : "plain"} />;
}
