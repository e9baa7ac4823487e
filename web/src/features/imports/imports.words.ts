/** What formats and fates are called, and a report in the order in which people read it. Pure. */
import { plural } from "@/features/catalog/catalog.words";
import type { Converted, Fate, Format, Loss } from "./imports.api";

export const formatWords: Record<Format, string> = {
  openslo_v1: "OpenSLO v1", openslo_v1alpha: "OpenSLO v1alpha", openslo_v2alpha: "OpenSLO v2alpha", sloth: "Sloth", sloth_kubernetes: "Sloth for Kubernetes", pyrra: "Pyrra",
  slo_generator_v1: "slo-generator v1", slo_generator_v2: "slo-generator v2", nobl9: "Nobl9", grafana: "Grafana SLO", backstage: "Backstage catalog-info", codeowners: "CODEOWNERS",
};
export const formats = Object.keys(formatWords) as Format[];

export const fateWords: Record<Fate, string> = { carried: "kept", changed: "changed", dropped: "left out" };

/** "Sloth: 4 objects read, 6 SLOs made; 3 fields changed, 1 left out" */
export function summary(converted: Pick<Converted, "format" | "objects" | "slos" | "losses">): string {
  const of = (fate: Fate): number => converted.losses.filter((l) => l.fate === fate).length;
  const lost = [of("changed") > 0 && `${plural(of("changed"), "field")} changed`, of("dropped") > 0 && `${of("dropped")} left out`].filter(Boolean).join(", ");
  return `${formatWords[converted.format]}: ${plural(converted.objects, "object")} read, ${plural(converted.slos, "SLO")} made${lost ? `; ${lost}` : "; nothing was lost"}`;
}

export interface ObjectLosses { object: string; file: string; losses: Loss[] }
/** In the order of the input; of one object what is left out before what is changed. */
export function byObject(losses: readonly Loss[]): ObjectLosses[] {
  const found = new Map<string, ObjectLosses>();
  for (const loss of losses) {
    const key = `${loss.file ?? ""} ${loss.object}`;
    const group = found.get(key) ?? { object: loss.object, file: loss.file ?? "", losses: [] };
    group.losses.push(loss);
    found.set(key, group);
  }
  for (const group of found.values()) group.losses.sort((a, b) => Number(b.fate === "dropped") - Number(a.fate === "dropped") || a.line - b.line);
  return [...found.values()];
}

/** All documents as one text, each named by a comment. */
export const asOneText = (documents: Converted["documents"]): string => documents.map((d) => `# ${d.path}\n${d.yaml.replace(/\n*$/, "\n")}`).join("---\n");
