import { expect, it } from "vitest";
import { excerptOf, linesOf, piecesOf } from "./yaml";

const kinds = (line: string) => piecesOf(line).map((p) => [p.kind, p.text]);

it("tells keys and comments from the rest", () => {
  expect(kinds("  owner: team # ours")).toEqual([["plain", "  "], ["key", "owner"], ["plain", ": team "], ["comment", "# ours"]]);
  expect(kinds("- name: x")).toEqual([["plain", "- "], ["key", "name"], ["plain", ": x"]]);
  expect(kinds("# all")).toEqual([["comment", "# all"]]);
  expect(kinds("---")).toEqual([["mark", "---"]]);
  expect(kinds("a: 'b # c'")).toEqual([["key", "a"], ["plain", ": 'b # c'"]]);
  expect(kinds("http://x#y")).toEqual([["plain", "http://x#y"]]);
});

it("loses no character", () => {
  for (const line of ["", "  ", "a:", "\tx: y", "'it''s': 1 # z", "plain text", "- - a: b", "k: \"un closed # x"])
    expect(piecesOf(line).map((p) => p.text).join("")).toBe(line);
});

it("quotes the lines around a place, also where the file has become shorter", () => {
  const text = "1\n2\n3\n4\n5\n";
  expect(linesOf(text)).toEqual(["1", "2", "3", "4", "5"]);
  expect(linesOf("a\r\nb")).toEqual(["a", "b"]);
  expect(excerptOf(text, 3, 1)).toEqual({ first: 2, lines: ["2", "3", "4"] });
  expect(excerptOf(text, 1, 2)).toEqual({ first: 1, lines: ["1", "2", "3"] });
  expect(excerptOf(text, 99, 1)).toEqual({ first: 4, lines: ["4", "5"] });
});
