import { expect, it } from "vitest";
import { decodeIncidents, encodeIncidents, mostIncidents, readIncidents, writeIncidents } from "./incidents";

const at = (text: string): number => Date.parse(text);

it("reads lines of start, end and title, in UTC unless they say otherwise", () => {
  const { items, problems } = readIncidents('2026-11-15T13:20:00Z,2026-11-15T14:02:00Z,"INC-318: orders, all of them, ""fail"""\n\n# a note\n2026-11-03 09:00,2026-11-03T12:00+02:00,\n');
  expect(problems).toEqual([]);
  expect(items).toEqual([
    { start: at("2026-11-03T09:00:00Z"), end: at("2026-11-03T10:00:00Z"), title: "incident of 2026-11-03" },
    { start: at("2026-11-15T13:20:00Z"), end: at("2026-11-15T14:02:00Z"), title: 'INC-318: orders, all of them, "fail"' },
  ]);
});

it("follows a first line that names the columns", () => {
  const { items } = readIncidents("title,id,end,start\ndown,7,2026-11-15T14:02:00Z,2026-11-15T13:20:00Z");
  expect(items).toEqual([{ title: "down", start: at("2026-11-15T13:20:00Z"), end: at("2026-11-15T14:02:00Z") }]);
});

it("says every line that is wrong, with its number", () => {
  const { problems } = readIncidents("yesterday,2026-11-15T14:02:00Z,x\n2026-11-15T14:02:00Z,2026-11-15T14:00:00Z,y\n2026-11-15T14:02:00Z,,z");
  expect(problems.map((p) => p.slice(0, 24))).toEqual(["Line 1: the start is no ", "Line 2: it ends before i", "Line 3: the end is no ti"]);
});

it("takes as many as an address holds", () => {
  const line = (i: number): string => `2026-11-15T13:${String(i % 50).padStart(2, "0")}:00Z,2026-11-15T14:02:00Z,x${i}`;
  expect(readIncidents(Array.from({ length: mostIncidents }, (_, i) => line(i)).join("\n")).problems).toEqual([]);
  expect(readIncidents(Array.from({ length: mostIncidents + 1 }, (_, i) => line(i)).join("\n")).problems.length).toBe(1);
});

it("keeps them in the address and writes them as they are read", () => {
  const { items } = readIncidents('2026-11-15T13:20:00Z,2026-11-15T14:02:00Z,"a, |b| %"\n2026-11-16T13:20:00Z,2026-11-16T14:02:00Z,c');
  expect(decodeIncidents(encodeIncidents(items))).toEqual(items);
  expect(readIncidents(writeIncidents(items)).items).toEqual(items);
  expect(decodeIncidents("nonsense|9-8-x")).toEqual([]);
});
