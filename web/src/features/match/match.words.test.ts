import { describe, expect, it } from "vitest";
import type { Row } from "./match.api";
import { retryText, tally, where } from "./match.words";

describe("words of a match", () => {
  it("says where something stands as people say it", () => {
    expect(where({ begin: 0, end: 1, page: 1, line: 7, source: "" })).toBe("line 7");
    expect(where({ begin: 0, end: 1, page: 3, line: 7, source: "" })).toBe("page 3, line 7");
    expect(where({ begin: 0, end: 1, page: 0, line: 0, source: "/work/0/summary" })).toBe("/work/0/summary");
  });
  it("counts labels in their order and leaves out what is not there", () => {
    const rows = (["missing", "strong", "missing", "weak"] as const).map((label) => ({ label }) as Row);
    expect(tally(rows)).toBe("1 strong, 1 weak, 2 missing");
    expect(tally([])).toBe("");
  });
  it("says when to come back", () => {
    expect(retryText(40)).toBe("in 40 seconds");
    expect(retryText(600)).toBe("in 10 minutes");
  });
});
