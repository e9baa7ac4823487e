/** Two SLOs side by side: figures with their differences, and how their definitions differ. Pure. */
import type { Measure, SloDefinition, SloDetail } from "@/api/types";
import { objectiveText } from "@/features/catalog/catalog.words";
import { inUnit, measureName } from "@/features/measure/measure.format";
import { kindWords, methodWords } from "@/features/slo/unit";
import { budget, burn, durationText, minutes, ratio } from "@/kit/format";
import type { FieldChange } from "@/kit/FieldDiff";

export interface FigureRow { id: string; name: string; a: string; b: string; difference: string }

const shown = ["slo.budget_remaining", "slo.budget_projected", "slo.good_ratio", "slo.budget_events", "slo.budget_minutes", "slo.time_to_exhaustion", "slo.coverage"];

export interface Figures { measures: readonly Measure[]; summary: Pick<SloDetail["summary"], "burn_1h"> }

/** Figures of both, in one order; what only one has is shown as absent in the other. */
export function figureRows(a: Figures, b: Figures): FigureRow[] {
  const find = (of: Figures, id: string): Measure | undefined => of.measures.find((m) => m.id === id);
  const rows = shown.flatMap((id): FigureRow[] => {
    const [x, y] = [find(a, id), find(b, id)];
    if (!x && !y) return [];
    return [{ id, name: measureName(id), a: x ? inUnit(x.value, x) : "–", b: y ? inUnit(y.value, y) : "–", difference: x && y ? difference(x, y) : "" }];
  });
  // A burn rate is nothing without its window: that of the lists.
  const [x, y] = [a.summary.burn_1h ?? null, b.summary.burn_1h ?? null];
  rows.splice(2, 0, { id: "slo.burn_rate", name: "Burn rate over 1 h", a: burn(x), b: burn(y), difference: x === null || y === null ? "" : signedBurn(y - x) });
  return rows;
}
const signedBurn = (by: number): string => `${by < 0 ? "−" : by > 0 ? "+" : ""}${burn(Math.abs(by))}`;

/** b less a, signed, in points for shares; nothing where they count different things. */
export function difference(x: Measure, y: Measure): string {
  if (x.unit !== y.unit || typeof x.value !== "number" || typeof y.value !== "number") return "";
  const by = y.value - x.value;
  const sign = by > 0 ? "+" : "";
  switch (x.unit as string) {
    case "ratio": return `${sign}${budget(by, Math.abs(by) < 0.001 && by !== 0 ? 3 : 1).replace(" %", " points")}`;
    case "burn_rate": return signedBurn(by);
    case "minutes": return `${sign}${minutes(by)}`;
    case "seconds": return "";
    default: return `${by < 0 ? "−" : sign}${Math.abs(by).toLocaleString("en-US", { maximumFractionDigits: 1 })}`;
  }
}

const percent = (share: number): string => ratio(share);
const words = (d: SloDefinition): [string, string][] => [
  ["service", d.service], ["objective", objectiveText(d.objective)],
  ["window", d.calendar ? `${d.calendar.count > 1 ? `${d.calendar.count} ` : ""}${d.calendar.unit}, ${d.calendar.zone}` : `${durationText(d.period)} rolling`],
  ["counted", methodWords[d.method ?? "occurrences"]],
  ["slices", d.slicing ? `${durationText(d.slicing.length)}${d.slicing.target.numerator > 0 ? `, good from ${objectiveText(d.slicing.target)}` : ""}, empty ones ${d.slicing.empty}` : ""],
  ["kind", kindWords[kindOf(d)]],
  ["total", d.indicator.total], ["good", d.indicator.good], ["bad", d.indicator.bad],
  ["members", d.composite ? `${d.composite.rule}: ${d.composite.members.map((m) => `${m.slo} x ${m.weight}`).join(", ")}` : ""],
  ["groups", d.grouping ? `by ${d.grouping.by.join(", ")}, ${d.grouping.roll_up}` : ""],
  ["coverage floor", d.coverage_floor === undefined ? "" : percent(d.coverage_floor)],
  ["rules", d.rules.map((r) => `${r.name}: ${r.severity} above ${r.factor}x over ${r.long_window}${/^0s?$/.test(r.short_window) ? "" : ` and ${r.short_window}`}`).join("\n")],
  ["stale after", d.stale_after === "0s" ? "never" : durationText(d.stale_after)], ["runbook", d.runbook],
];
const kindOf = (d: SloDefinition): keyof typeof kindWords => (d.composite ? "composite" : ((d.indicator as { kind?: keyof typeof kindWords }).kind ?? "ratio"));

/** Only what differs. */
export function definitionChanges(a: SloDefinition, b: SloDefinition): FieldChange[] {
  const other = new Map(words(b));
  return words(a).flatMap(([field, before]): FieldChange[] => {
    const after = other.get(field) ?? "";
    return before === after ? [] : [{ field, before: before || null, after: after || null }];
  });
}
