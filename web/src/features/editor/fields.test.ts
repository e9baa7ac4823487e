import { expect, it } from "vitest";
import { readFields, sloOf, toPercent, toShare, writeField, writeMethod, writeWindow } from "./fields";
import { templateOf, templates } from "./templates";
import { Unreadable } from "./yaml-tree";

it("moves the point without touching a digit", () => {
  const pairs: [string, string][] = [["0.999", "99.9"], ["0.9995", "99.95"], ["0.99999", "99.999"], ["0.5", "50"], ["0.05", "5"], ["0.001", "0.1"], ["0.9", "90"], ["0.123456789", "12.3456789"]];
  for (const [share, percent] of pairs) {
    expect(toPercent(share)).toBe(percent);
    expect(toShare(percent)).toBe(share);
  }
  expect(toShare(" 99,95 % ")).toBe("0.9995");
  expect(toShare("100")).toBe("1");
  expect(toShare("much")).toBe("much");
  expect(toPercent("")).toBe("");
});

it("reads every template, and writes back what it read without a change", () => {
  for (const { id, text } of templates) {
    if (id === "journey") continue; // no SLO: the form stands aside
    const fields = readFields(text);
    expect(fields.name).not.toBe("");
    expect(Number(fields.target)).toBeGreaterThan(90);
    for (const name of ["name", "service", "target", "total", "bad", "groupBy", "sliceLength"] as const)
      if (fields[name] !== "") expect(readFields(writeField(text, name, fields[name]))).toEqual(fields);
    expect(readFields(writeWindow(text, fields.window))).toEqual(fields);
  }
});

it("writes a field into the text and leaves the rest", () => {
  const { text } = templateOf("availability");
  expect(writeField(text, "target", "99.95")).toBe(text.replace("0.999", "0.9995"));
  expect(readFields(writeField(text, "displayName", "It's: fine")).displayName).toBe("It's: fine");
  expect(writeField(writeField(text, "description", "x"), "description", "")).toBe(text);
  expect(readFields(writeField(text, "groupBy", "region")).groupBy).toBe("region");
});

it("brings slices with a method that has them, and takes them away with it", () => {
  const { text } = templateOf("availability");
  const sliced = writeMethod(text, "Timeslices");
  expect(readFields(sliced)).toMatchObject({ method: "Timeslices", sliceTarget: "99", sliceLength: "5m" });
  expect(readFields(writeMethod(sliced, "RatioTimeslices"))).toMatchObject({ method: "RatioTimeslices", sliceTarget: "", sliceLength: "5m" });
  expect(writeMethod(sliced, "Occurrences")).toBe(text);
});

it("turns a rolling window into a calendar's and back", () => {
  const { text } = templateOf("availability");
  const month = writeWindow(text, { rolling: false, duration: "1M", start: "2026-01-01 00:00:00", zone: "Europe/Berlin" });
  expect(readFields(month).window).toEqual({ rolling: false, duration: "1M", start: "2026-01-01 00:00:00", zone: "Europe/Berlin" });
  expect(writeWindow(month, { rolling: true, duration: "30d", start: "", zone: "" })).toBe(text);
});

it("edits the SLO of a file that holds more", () => {
  const file = `apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: checkout}\n---\n${templateOf("availability").text}`;
  expect(readFields(file).name).toBe("checkout-availability");
  expect(writeField(file, "name", "other")).toBe(file.replace("  name: checkout-availability\nspec", "  name: other\nspec"));
  expect(() => sloOf(templateOf("journey").text)).toThrow(Unreadable);
  expect(() => sloOf("just words")).toThrow(Unreadable);
  expect(() => readFields("a: &b 1")).toThrow(Unreadable);
});
