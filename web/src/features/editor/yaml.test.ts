import { expect, it } from "vitest";
import { nodeAt, removeAt, scalarText, setAt, valueAt, type Path } from "./yaml-edit";
import { documentsOf, parseYaml, Unreadable, type Node } from "./yaml-tree";

const slo = `apiVersion: openslo/v1   # what it is
kind: SLO
metadata:
  name: checkout
  annotations:
    plimsoll.dev/runbook: https://runbooks.example.com/checkout
spec:
  service: checkout
  description: >
    One text
    over two lines
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.999
      displayName: 'it''s "fine"'
  indicator:
    metadata: {name: checkout}
    spec:
      ratioMetric:
        total:
          metricSource: {type: prometheus, spec: {query: 'sum(rate(http_requests_total{job="checkout"}[5m]))'}}
`;
const plain = (node: Node): unknown =>
  node.kind === "scalar" ? node.value : node.kind === "nothing" ? null : node.kind === "list" ? node.items.map((i) => plain(i.value)) : Object.fromEntries(node.entries.map((e) => [e.key, plain(e.value)]));
const read = (text: string): unknown => plain(parseYaml(text));
const set = (text: string, path: Path, raw: string): string => setAt(text, parseYaml(text), path, raw) ?? "cannot";

it("reads what catalogues are written in", () => {
  expect(read(slo)).toEqual({
    apiVersion: "openslo/v1", kind: "SLO", metadata: { name: "checkout", annotations: { "plimsoll.dev/runbook": "https://runbooks.example.com/checkout" } },
    spec: {
      service: "checkout", description: "One text\nover two lines", timeWindow: [{ duration: "30d", isRolling: "true" }], objectives: [{ target: "0.999", displayName: `it's "fine"` }],
      indicator: { metadata: { name: "checkout" }, spec: { ratioMetric: { total: { metricSource: { type: "prometheus", spec: { query: 'sum(rate(http_requests_total{job="checkout"}[5m]))' } } } } } },
    },
  });
  expect(read("a:\n- 1\n- 2\nb: {}\nc: []\nd:\n")).toEqual({ a: ["1", "2"], b: {}, c: [], d: null });
  expect(read("- a: 1\n  b: 2\n-\n  c: 3\n- [x, {y: z}]\n")).toEqual([{ a: "1", b: "2" }, { c: "3" }, ["x", { y: "z" }]]);
  expect(read("a: {b: 1,\n  c: [d,\n e]}\nf: \"g\\n\"\n")).toEqual({ a: { b: "1", c: ["d", "e"] }, f: "g\n" });
  expect(read("url: http://x.y/z#part # comment\n")).toEqual({ url: "http://x.y/z#part" });
});

it("refuses what it might read wrongly", () => {
  for (const text of ["a: &x 1\n", "a: {b: 1\n", "a: 'b\n", "a: 1\na: 2\n", "a: 1\n    b: 2\n", "\ta: 1\n", "a: {b: 1 c}{\n", "a: *x\n"]) expect(() => parseYaml(text)).toThrow(Unreadable);
});

it("changes one value and nothing else", () => {
  expect(set(slo, ["metadata", "name"], "shop")).toBe(slo.replace("name: checkout\n  ann", "name: shop\n  ann"));
  expect(set(slo, ["spec", "objectives", 0, "target"], "0.9995")).toBe(slo.replace("0.999", "0.9995"));
  expect(set(slo, ["spec", "timeWindow", 0, "duration"], "7d")).toBe(slo.replace("30d", "7d"));
  expect(set(slo, ["spec", "timeWindow", 0], "{duration: 1M}")).toBe(slo.replace("{duration: 30d, isRolling: true}", "{duration: 1M}"));
});

it("makes what is not there", () => {
  expect(set(slo, ["metadata", "displayName"], "Checkout")).toContain("  annotations:\n    plimsoll.dev/runbook: https://runbooks.example.com/checkout\n  displayName: Checkout\nspec:");
  expect(set(slo, ["metadata", "annotations", "plimsoll.dev/group-by"], "region")).toContain("checkout\n    plimsoll.dev/group-by: region\nspec:");
  expect(set(slo, ["spec", "timeWindow", 0, "calendar", "timeZone"], "UTC")).toContain("{duration: 30d, isRolling: true, calendar: {timeZone: UTC}}");
  expect(read(set("kind: SLO\nmetadata:\n", ["metadata", "name"], "x"))).toEqual({ kind: "SLO", metadata: { name: "x" } });
  expect(read(set("a: {}\n", ["a", "b", 0, "c"], "1"))).toEqual({ a: { b: [{ c: "1" }] } });
  expect(set("a: 1\n", ["a", "b"], "2")).toBe("cannot");
});

it("takes a key out", () => {
  const without = (text: string, path: Path): string => removeAt(text, parseYaml(text), path);
  expect(without(slo, ["spec", "description"])).toBe(slo.replace(/  description: >\n.*\n.*\n/, ""));
  expect(without("a: {b: 1, c: 2}\n", ["a", "b"])).toBe("a: {c: 2}\n");
  expect(without("a: {b: 1, c: 2}\n", ["a", "c"])).toBe("a: {b: 1}\n");
  expect(without("a: {b: 1}\n", ["a", "b"])).toBe("a: {}\n");
  expect(read(without("a:\n  b: 1\n", ["a", "b"]))).toEqual({ a: {} });
  expect(read(without("o:\n  - t: 1\n    u: 2\n", ["o", 0, "t"]))).toEqual({ o: [{ u: "2" }] });
  expect(without("a: 1\n", ["x"])).toBe("a: 1\n");
});

it("writes texts that read back as they were", () => {
  for (const value of ["checkout", "99.9 %", "a: b", "it's", "true", "", " x", "# no", "sum(rate(x{a=\"b\"}[5m]))", "- x", "one\ntwo", "5m", "0.999", "a #b", "{x}", "ü"]) {
    expect(valueAt(parseYaml(`k: ${scalarText(value)}\n`), ["k"])).toBe(value);
    expect(valueAt(parseYaml(`{k: ${scalarText(value)}, l: 1}\n`), ["k"])).toBe(value);
  }
});

it("finds the documents of a file", () => {
  const file = `---\na: 1\n---\n# only a comment\nb: 2\n--- \n`;
  expect(documentsOf(file).map(({ from, to }) => file.slice(from, to))).toEqual(["a: 1\n", "# only a comment\nb: 2\n"]);
  expect(documentsOf("")).toEqual([{ from: 0, to: 0 }]);
});

it("keeps the places of values: what is cut there is what was read", () => {
  const check = (node: Node): void => {
    if (node.kind === "scalar" && !/["'>]/.test(slo[node.from] ?? "")) expect(slo.slice(node.from, node.to)).toBe(node.value);
    if (node.kind === "map") node.entries.forEach((e) => check(e.value));
    if (node.kind === "list") node.items.forEach((i) => check(i.value));
  };
  check(parseYaml(slo));
  expect(nodeAt(parseYaml(slo), ["spec", "nothing", 0])).toBeUndefined();
});
