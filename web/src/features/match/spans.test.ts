import { describe, expect, it } from "vitest";
import type { ReadLine } from "./match.api";
import { byteLength, indexesOf, laid, lineOf, type Mark } from "./spans";

const line = (text: string, begin: number, source = ""): ReadLine => ({ page: 1, line: 1, source, begin, text });
const mark = (begin: number, end: number, row = 0, source = ""): Mark => ({ at: { begin, end, page: 1, line: 1, source }, row });

describe("spans over lines", () => {
  it("counts bytes as UTF-8 has them", () => {
    for (const text of ["plain", "café", "Straße – “x”", "naïve 🙂 end", ""]) expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
  });
  it("finds a byte's place and never cuts a character", () => {
    expect(indexesOf("aé🙂b", [0, 1, 2, 3, 7, 8])).toEqual([0, 1, 2, 2, 4, 5]);
    expect(indexesOf("", [0, 3])).toEqual([0, 0]);
  });
  it("lays a span over the lines that it reaches", () => {
    const lines = [line("Ran Go", 0), line("and Kafka", 7), line("in Köln", 17)];
    expect(laid(lines, [mark(4, 10, 2)])).toEqual([
      [{ text: "Ran ", rows: [] }, { text: "Go", rows: [2] }],
      [{ text: "and", rows: [2] }, { text: " Kafka", rows: [] }],
      [{ text: "in Köln", rows: [] }],
    ]);
  });
  it("keeps all rows where spans lie over each other", () => {
    expect(laid([line("abcdef", 0)], [mark(0, 4, 0), mark(2, 6, 1), mark(2, 6, 1)])).toEqual([
      [{ text: "ab", rows: [0] }, { text: "cd", rows: [0, 1] }, { text: "ef", rows: [1] }],
    ]);
  });
  it("knows values of a JSON document by their pointers", () => {
    expect(laid([line("Go", 0, "/skills/0/name"), line("Go", 0, "/skills/1/name")], [mark(0, 2, 5, "/skills/1/name")])).toEqual([
      [{ text: "Go", rows: [] }], [{ text: "Go", rows: [5] }],
    ]);
  });
  it("finds the line of a span's first byte", () => {
    const lines = [line("one", 0), line("", 4), line("two", 5), line("x", 0, "/a")];
    expect([0, 3, 4, 5, 7].map((begin) => lineOf(lines, { begin, source: "" }))).toEqual([0, 0, 1, 2, 2]);
    expect(lineOf(lines, { begin: 0, source: "/a" })).toBe(3);
    expect(lineOf(lines, { begin: 0, source: "/b" })).toBe(-1);
  });
  it("puts the text together again whatever the spans", () => {
    const text = "Größe: 40 % – weniger Fehler 🙂";
    for (let begin = 0; begin < 40; ++begin) {
      for (let end = begin; end < 44; end += 3) expect(laid([line(text, 2)], [mark(begin, end)])[0]?.map((p) => p.text).join("")).toBe(text);
    }
  });
});
