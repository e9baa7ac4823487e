import { queryOptions } from "@tanstack/react-query";
import { change } from "@/api/client";
import type { Schemas, Whole } from "@/api/types";
import type { KnownIncident } from "./incidents";
import { variantOf, type Trial } from "./trial";
import type { Range } from "./backtest.url";
import type { Span } from "@/kit/charts";

type Reply = Schemas["Backtest"];
export type Backtest = Reply;
export type VariantResult = Reply["variants"][number];
export type Score = VariantResult["score"];
export type BacktestAlert = VariantResult["alerts"][number];
export type Worth = BacktestAlert["worth"];
export type Detection = VariantResult["detections"][number];
export type Loss = Reply["losses"][number];
export type FrontPoint = Reply["front"][number];
export type Rule = Whole<VariantResult["rules"][number]>;

const day = 86_400_000;
const days: Record<Range, number | null> = { "30d": 30, "60d": 60, "90d": null, all: 3650 };

export interface Question {
  slo: string;
  range: Range;
  trials: readonly Trial[];
  incidents: readonly KnownIncident[];
  points: number;
  /** Instead of the range: its course alone is drawn closer. */
  window?: Span | undefined;
  sweep?: boolean;
}

/** `rules`: of the SLO as it is; a trial says of a rule only what it changes. */
export function requestOf(question: Question, rules: readonly Rule[], now: number): Schemas["BacktestRequest"] {
  const back = days[question.range];
  return {
    slo: question.slo, variants: question.trials.map((trial) => variantOf(trial, rules)), points: question.points, sweep: question.sweep ?? false,
    incidents: question.incidents.map((i) => ({ title: i.title, start: new Date(i.start).toISOString(), end: new Date(i.end).toISOString() })),
    ...(question.window ? { from: new Date(question.window.from).toISOString(), to: new Date(question.window.to).toISOString() } : back === null ? {} : { from: new Date(now - back * day).toISOString() }),
  };
}

/** Nothing is kept by the server, so the answer is one to a question: the picture before it stays until the next one is there. */
export const backtestQuery = (question: Question, rules: readonly Rule[]) =>
  queryOptions<Backtest>({
    queryKey: ["backtest", question, rules],
    queryFn: ({ signal }) => change<Backtest>("POST", "/api/v1/slos/backtest", requestOf(question, rules, Date.now()), signal),
    placeholderData: (before) => (before?.slo === question.slo ? before : undefined),
    staleTime: 60_000,
    gcTime: 120_000,
    retry: false,
  });
