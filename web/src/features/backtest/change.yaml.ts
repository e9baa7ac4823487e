/** A trial as the change of the catalogue that would make it so: the SLO's document, and a burn policy of its own for its rules. Pure. */
import { readFields, sloOf, writeField, writeWindow } from "@/features/editor/fields";
import { nodeAt, removeAt, scalarText, setAt } from "@/features/editor/yaml-edit";
import { Unreadable } from "@/features/editor/yaml-tree";
import { parseDuration } from "@/kit/format";
import type { Rule } from "./backtest.api";
import { ruleOf, type RuleDraft, type Trial } from "./trial";

const policyPath = ["metadata", "annotations", "plimsoll.dev/burn-policy"] as const;
const isZero = (text: string | undefined): boolean => !text || parseDuration(text) === 0;

/** One rule on one line, as a `BurnPolicy` has it. What is a rule's default is left out. */
export function ruleLine(draft: RuleDraft, was: readonly Rule[] = []): string {
  const rule = ruleOf(draft, was);
  const parts = [
    `name: ${scalarText(draft.name)}`, `severity: ${draft.severity}`, `long: ${draft.long}`, ...(isZero(draft.short) ? [] : [`short: ${draft.short}`]), `factor: ${draft.factor}`,
    ...(isZero(rule.entry_delay) ? [] : [`entryDelay: ${rule.entry_delay}`]), ...(isZero(rule.clear_delay) ? [] : [`clearDelay: ${rule.clear_delay}`]),
    ...(rule.channels?.length ? [`channels: [${rule.channels.map(scalarText).join(", ")}]`] : []), ...(rule.notify_resolved === false ? ["notifyResolved: false"] : []), ...(rule.guarded ? ["guarded: true"] : []),
  ];
  return `- {${parts.join(", ")}}`;
}

export function policyText(name: string, rules: readonly RuleDraft[], was: readonly Rule[] = []): string {
  return `apiVersion: plimsoll/v1\nkind: BurnPolicy\nmetadata: {name: ${scalarText(name)}}\nspec:\n  rules:\n${rules.map((r) => `    ${ruleLine(r, was)}\n`).join("")}`;
}
export const policyName = (slo: string): string => `${slo}-rules`;

/** Whether a trial changes a definition: traffic and time left out are no part of one. */
export const changesDefinition = (trial: Trial): boolean => trial.objective !== undefined || trial.window !== undefined || trial.rules !== undefined;

/** The document with the trial in it. Throws Unreadable. */
export function withTrial(text: string, trial: Trial, slo: string, was: readonly Rule[]): string {
  const several = (path: readonly string[]): boolean => nodeAt(sloOf(text).root, [...path, 1]) !== undefined;
  // Which of several makes this promise, the text alone does not say.
  if (trial.objective !== undefined && several(["spec", "objectives"])) throw new Unreadable("it has several objectives, and each is a promise of its own");
  if (trial.window !== undefined && several(["spec", "timeWindow"])) throw new Unreadable("it has several windows, and each is a promise of its own");
  let next = text;
  if (trial.objective !== undefined) next = writeField(next, "target", trial.objective);
  if (trial.window !== undefined) next = writeWindow(next, { ...readFields(next).window, rolling: true, duration: trial.window });
  if (trial.rules === undefined) return next;
  if (nodeAt(sloOf(next).root, ["spec", "alertPolicies"])) next = removeAt(next, sloOf(next).root, ["spec", "alertPolicies"]);
  const put = setAt(next, sloOf(next).root, policyPath, scalarText(policyName(slo)));
  if (put === null) throw new Unreadable("metadata.annotations cannot be put where something else stands");
  return `${put}${put.endsWith("\n") ? "" : "\n"}---\n${policyText(policyName(slo), trial.rules, was)}`;
}
