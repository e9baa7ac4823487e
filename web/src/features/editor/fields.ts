/** The form's fields and where each stands in the text: the text is the one truth, the form reads and changes it. Pure. */
import { nodeAt, removeAt, scalarText, setAt, valueAt, type Path } from "./yaml-edit";
import { documentsOf, parseYaml, Unreadable, type Node } from "./yaml-tree";

export type Method = "Occurrences" | "Timeslices" | "RatioTimeslices";
export interface WindowField { rolling: boolean; duration: string; start: string; zone: string }

export interface Fields {
  name: string;
  displayName: string;
  service: string;
  description: string;
  method: string;
  /** In percent, as people say it: "99.9". */
  target: string;
  sliceTarget: string;
  sliceLength: string;
  window: WindowField;
  total: string;
  good: string;
  bad: string;
  groupBy: string;
  runbook: string;
  burnPolicy: string;
  /** Which of the queries stand there: a form shows no others. */
  hasRatio: boolean;
}
export type FieldName = "name" | "displayName" | "service" | "description" | "target" | "sliceTarget" | "sliceLength" | "total" | "good" | "bad" | "groupBy" | "runbook" | "burnPolicy";

const query = (kind: string): Path => ["spec", "indicator", "spec", "ratioMetric", kind, "metricSource", "spec", "query"];
const paths: Record<FieldName, Path> = {
  name: ["metadata", "name"], displayName: ["metadata", "displayName"], service: ["spec", "service"], description: ["spec", "description"],
  target: ["spec", "objectives", 0, "target"], sliceTarget: ["spec", "objectives", 0, "timeSliceTarget"], sliceLength: ["spec", "objectives", 0, "timeSliceWindow"],
  total: query("total"), good: query("good"), bad: query("bad"),
  groupBy: ["metadata", "annotations", "plimsoll.dev/group-by"], runbook: ["metadata", "annotations", "plimsoll.dev/runbook"],
  burnPolicy: ["metadata", "annotations", "plimsoll.dev/burn-policy"],
};
const percents: ReadonlySet<FieldName> = new Set(["target", "sliceTarget"]);
const windowPath: Path = ["spec", "timeWindow", 0];
const methodPath: Path = ["spec", "budgetingMethod"];

/** 0.9995 -> "99.95": by moving the point, so that no digit changes. */
export function toPercent(share: string): string {
  if (!/^\d*\.?\d+$/.test(share)) return share;
  return movePoint(share, 2);
}
/** "99.95" -> "0.9995". What is no number stays as it was typed: the server says what is wrong with it. */
export function toShare(percent: string): string {
  const text = percent.trim().replace(",", ".").replace(/\s*%$/, "");
  return /^\d*\.?\d+$/.test(text) ? movePoint(text, -2) : percent.trim();
}
function movePoint(text: string, by: number): string {
  const [whole = "", part = ""] = text.split(".");
  const digits = by > 0 ? whole + part.padEnd(by, "0") : whole.padStart(-by + 1, "0") + part;
  const at = by > 0 ? whole.length + by : Math.max(whole.length, -by + 1) + by;
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, "");
  const after = digits.slice(at).replace(/0+$/, "");
  return after ? `${before}.${after}` : before;
}

export interface Document { from: number; to: number; root: Node }

export const noSlo = "no document of it says kind: SLO";
/** The SLO in the text: the first of them, since a file may hold others. Throws Unreadable. */
export function sloOf(text: string): Document {
  const read = documentsOf(text).map((range) => ({ ...range, root: parseYaml(text, range) }));
  const slo = read.find((d) => valueAt(d.root, ["kind"]) === "SLO");
  if (!slo) throw new Unreadable(noSlo);
  return slo;
}

export function readFields(text: string): Fields {
  const { root } = sloOf(text);
  const at = (name: FieldName): string => valueAt(root, paths[name]);
  const calendar = nodeAt(root, [...windowPath, "calendar"]) !== undefined;
  const window: WindowField = {
    rolling: !calendar && valueAt(root, [...windowPath, "isRolling"]) !== "false", duration: valueAt(root, [...windowPath, "duration"]),
    start: valueAt(root, [...windowPath, "calendar", "startTime"]), zone: valueAt(root, [...windowPath, "calendar", "timeZone"]),
  };
  return {
    name: at("name"), displayName: at("displayName"), service: at("service"), description: at("description"), method: valueAt(root, methodPath), target: toPercent(at("target")),
    sliceTarget: toPercent(at("sliceTarget")), sliceLength: at("sliceLength"), window, total: at("total"), good: at("good"), bad: at("bad"), groupBy: at("groupBy"), runbook: at("runbook"), burnPolicy: at("burnPolicy"),
    hasRatio: nodeAt(root, ["spec", "indicator", "spec", "ratioMetric"]) !== undefined,
  };
}

/** The text with one field changed. Empty: what need not stand there is taken out. Throws Unreadable. */
export function writeField(text: string, name: FieldName, value: string): string {
  const path = paths[name];
  const optional = !["name", "service", "target"].includes(name);
  if (value.trim() === "" && optional) return removeAt(text, sloOf(text).root, path);
  const raw = percents.has(name) ? numberText(toShare(value)) : scalarText(value);
  return put(text, path, raw);
}
const numberText = (text: string): string => (/^\d*\.?\d+$/.test(text) ? text : scalarText(text));

function put(text: string, path: Path, raw: string): string {
  const next = setAt(text, sloOf(text).root, path, raw);
  if (next === null) throw new Unreadable(`${path.join(".")} cannot be put where something else stands`);
  return next;
}

/** Slices come with a method that has them, and go with it. */
export function writeMethod(text: string, method: Method): string {
  let next = put(text, methodPath, method);
  const has = (name: FieldName): boolean => valueAt(sloOf(next).root, paths[name]) !== "";
  if (method === "Occurrences") {
    for (const name of ["sliceTarget", "sliceLength"] as const) if (has(name)) next = removeAt(next, sloOf(next).root, paths[name]);
    return next;
  }
  if (method === "Timeslices" && !has("sliceTarget")) next = put(next, paths.sliceTarget, "0.99");
  if (method === "RatioTimeslices" && has("sliceTarget")) next = removeAt(next, sloOf(next).root, paths.sliceTarget);
  if (!has("sliceLength")) next = put(next, paths.sliceLength, "5m");
  return next;
}

export function writeWindow(text: string, window: WindowField): string {
  const raw = window.rolling
    ? `{duration: ${scalarText(window.duration || "30d")}, isRolling: true}`
    : `{duration: ${scalarText(window.duration || "1M")}, isRolling: false, calendar: {startTime: ${scalarText(window.start || "2026-01-01 00:00:00")}, timeZone: ${scalarText(window.zone || "UTC")}}}`;
  return put(text, windowPath, raw);
}
