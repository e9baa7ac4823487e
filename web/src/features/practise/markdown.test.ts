import { expect, it } from "vitest";
import { blocks, pieces } from "./markdown";

it("reads paragraphs, lists, tables and code", () => {
  expect(blocks("One\nline.\n\n- a\n- b\n  goes on\n1. x\n\n| h | k |\n| --- | --- |\n| 1 | 2 |\n\n```yaml\n- not a list\n\n| nor a table |\n```\nEnd")).toEqual([
    { kind: "paragraph", text: "One line." },
    { kind: "list", ordered: false, items: ["a", "b goes on"] },
    { kind: "list", ordered: true, items: ["x"] },
    { kind: "table", head: ["h", "k"], rows: [["1", "2"]] },
    { kind: "code", text: "- not a list\n\n| nor a table |" },
    { kind: "paragraph", text: "End" },
  ]);
});

it("keeps what is no mark as it is", () => {
  expect(pieces("a `b` **c** <i>d</i>")).toEqual([
    { kind: "plain", text: "a " }, { kind: "code", text: "b" }, { kind: "plain", text: " " }, { kind: "strong", text: "c" }, { kind: "plain", text: " <i>d</i>" },
  ]);
  expect(pieces("2 * 3 ** 4")).toEqual([{ kind: "plain", text: "2 * 3 ** 4" }]);
});
