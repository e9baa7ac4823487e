/** Two SLOs side by side: figures with their differences, and how their definitions differ. Pure. */
import type { Measure, SloDefinition, SloDetail } from "@/api/types";
import { objectiveText } from "@/features/catalog/catalog.words";
import { inUnit, measureName } from "@/features/measure/measure.format";
import { kindWords, methodWords } from "@/features/slo/unit";
import { budget, burn, durationText, minutes, ratio } from "@/kit/format";
import type { FieldChange } from "@/kit/FieldDiff";

export interface FigureRow { id: string; name: string; a: string; b: string; difference: string }

const shown = ["slo.budget_remaining", "slo.budget_projected", "slo.burn_rate", "slo.good_ratio", "slo.budget_events", "slo.budget_minutes", "slo.time_to_exhaustion", "slo.coverage"];

/** Figures of both, in one order; what only one has is shown as absent in the other. */
export function figureRows(a: Pick<SloDetail, "measures">, b: Pick<SloDetail, "measures">): FigureRow[] {
  const find = (of: Pick<SloDetail, "measures">, id: string): Measure | undefined => of.measures.find((m) => m.id === id);
  return shown.flatMap((id): FigureRow[] => {
    const [x, y] = [find(a, id), find(b, id)];
    if (!x && !y) return [];
    return [{ id, name: measureName(id), a: x ? inUnit(x.value, x) : "–", b: y ? inUnit(y.value, y) : "–", difference: x && y ? difference(x, y) : "" }];
  });
}

/** b less a, signed, in points for shares; nothing where they count different things. */
export function difference(x: Measure, y: Measure): string {
  if (x.unit !== y.unit || typeof x.value !== "number" || typeof y.value !== "number") return "";
  const by = y.value - x.value;
  const sign = by > 0 ? "+" : "";
  switch (x.unit as string) {
    case "ratio": return `${sign}${budget(by, Math.abs(by) < 0.001 && by !== 0 ? 3 : 1).replace(" %", " points")}`;
    case "burn_rate": return `${by < 0 ? "−" : sign}${burn(Math.abs(by))}`;
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
