/**
 * The value computed again in the browser from the exact inputs: what a reader would do on paper. Independent of the server's
 * arithmetic on purpose; a difference is told, never hidden.
 */
import type { Measure } from "@/api/types";
import { exact } from "./measure.format";

export interface Recomputed {
  /** The inputs put into the formula: "1 − 4,117 ÷ (1/1,000 × 4,700,120)". */
  steps: string;
  value: number;
  /** The server's value is the same but for the last digits of floating point. */
  agrees: boolean;
}

type Known = { n: (name: string) => number; s: (name: string) => string; has: (name: string) => boolean };
type Formula = (k: Known) => { steps: string; value: number };

const allowance = "1 - objective";
const period = "period in seconds";
const share = (k: Known): number => 1 - k.n("bad") / (k.n(allowance) * k.n("valid"));
const shareSteps = (k: Known): string => `1 − ${k.s("bad")} ÷ (${k.s(allowance)} × ${k.s("valid")})`;

/** A calendar's window as a whole: what has passed of it allows only its part. */
const ofWindow = (k: Known): number => 1 - (k.n("bad") * k.n("seconds passed")) / (k.n(allowance) * k.n("valid") * k.n("seconds in the window"));
const ofWindowSteps = (k: Known): string =>
  `1 − ${k.s("bad")} × ${k.s("seconds passed")} s ÷ (${k.s(allowance)} × ${k.s("valid")} × ${k.s("seconds in the window")} s)`;
/** Where it ends, should traffic and errors go on as they did lately. */
const atTheEnd: Formula = (k) => {
  const more = k.n("seconds left") / k.n("seconds lately");
  const f = `${k.s("seconds left")} ÷ ${k.s("seconds lately")}`;
  return {
    steps: `1 − (${k.s("bad")} + ${k.s("bad lately")} × ${f}) ÷ (${k.s(allowance)} × (${k.s("valid")} + ${k.s("valid lately")} × ${f}))`,
    value: 1 - (k.n("bad") + k.n("bad lately") * more) / (k.n(allowance) * (k.n("valid") + k.n("valid lately") * more)),
  };
};

const formulas: Record<string, Formula> = {
  "slo.good_ratio": (k) => ({ steps: `(${k.s("valid")} − ${k.s("bad")}) ÷ ${k.s("valid")}`, value: (k.n("valid") - k.n("bad")) / k.n("valid") }),
  "slo.error_ratio": (k) => ({ steps: `${k.s("bad")} ÷ ${k.s("valid")}`, value: k.n("bad") / k.n("valid") }),
  "slo.burn_rate": (k) => ({ steps: `(${k.s("bad")} ÷ ${k.s("valid")}) ÷ ${k.s(allowance)}`, value: k.n("bad") / k.n("valid") / k.n(allowance) }),
  "slo.budget_remaining": (k) => ({ steps: shareSteps(k), value: share(k) }),
  "slo.budget_allowed_events": (k) => ({ steps: `${k.s(allowance)} × ${k.s("valid")}`, value: k.n(allowance) * k.n("valid") }),
  "slo.budget_spent_events": (k) => ({ steps: k.s("bad"), value: k.n("bad") }),
  "slo.budget_events": (k) => ({ steps: `${k.s(allowance)} × ${k.s("valid")} − ${k.s("bad")}`, value: k.n(allowance) * k.n("valid") - k.n("bad") }),
  "slo.budget_minutes": (k) => ({
    steps: `(${shareSteps(k)}) × ${k.s(allowance)} × ${k.s(period)} s ÷ 60`, value: (share(k) * k.n(allowance) * k.n(period)) / 60,
  }),
  "slo.budget_minutes_total": (k) => ({ steps: `${k.s(allowance)} × ${k.s(period)} s ÷ 60`, value: (k.n(allowance) * k.n(period)) / 60 }),
  "slo.time_to_exhaustion": (k) => {
    const [left, steps] = k.has("seconds in the window") ? [ofWindow(k), ofWindowSteps(k)] : [share(k), shareSteps(k)];
    return {
      steps: `(${steps}) × ${k.s(period)} s ÷ ((${k.s("bad in 1 h")} ÷ ${k.s("valid in 1 h")}) ÷ ${k.s(allowance)})`,
      value: (left * k.n(period)) / (k.n("bad in 1 h") / k.n("valid in 1 h") / k.n(allowance)),
    };
  },
  "slo.budget_of_window": (k) => ({ steps: ofWindowSteps(k), value: ofWindow(k) }),
  "slo.budget_projected": (k) => (k.has("seconds left") ? atTheEnd(k) : { steps: `1 − (${k.s("bad")} ÷ ${k.s("valid")}) ÷ ${k.s(allowance)}`, value: 1 - k.n("bad") / k.n("valid") / k.n(allowance) }),
  "slo.coverage": (k) => {
    const series = k.n("live") > 0 ? k.n("reporting") / k.n("live") : 1;
    const slots = k.n("measured slots") / k.n("slots");
    const first = k.n("live") > 0 ? `${k.s("reporting")} ÷ ${k.s("live")}, ` : "";
    return { steps: `the lesser of ${first}${k.s("measured slots")} ÷ ${k.s("slots")}`, value: Math.min(series, slots, 1) };
  },
};

/** null: this page does not know the measure's formula, an input is missing, or there is no value. */
export function recompute(measure: Measure): Recomputed | null {
  const formula = formulas[measure.id];
  if (!formula || measure.value === null || measure.value === undefined) return null;
  let whole = true;
  const find = (name: string): Measure["inputs"][number] | undefined => {
    const input = measure.inputs.find((i) => i.name === name);
    if (!input) whole = false;
    return input;
  };
  const { steps, value } = formula({
    has: (name) => measure.inputs.some((i) => i.name === name),
    n: (name) => {
      const input = find(name);
      return input ? input.numerator / input.denominator : Number.NaN;
    },
    s: (name) => {
      const input = find(name);
      if (!input) return "?";
      return input.numerator % input.denominator === 0 ? exact(input) : `(${exact(input)})`;
    },
  });
  if (!whole || !Number.isFinite(value)) return null;
  const room = 1e-9 * Math.max(1, Math.abs(value));
  return { steps, value, agrees: Math.abs(value - measure.value) <= room };
}
