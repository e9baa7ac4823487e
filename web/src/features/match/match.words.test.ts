import { describe, expect, it } from "vitest";
import type { Row } from "./match.api";
import { reasons, retryText, tally, where } from "./match.words";

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
  it("tells the reasons and the last use as a sentence", () => {
    expect(reasons({ reasons: ["it is only listed"], last_used: null })).toBe("It is only listed.");
    expect(reasons({ reasons: ["used in 1 post or project"], last_used: "2024-05" })).toBe("Used in 1 post or project; last used in 2024-05.");
    expect(reasons({ reasons: ["last used 59 months ago"], last_used: "2021" })).toBe("Last used 59 months ago.");
  });
  it("says when to come back", () => {
    expect(retryText(40)).toBe("in 40 seconds");
    expect(retryText(600)).toBe("in 10 minutes");
  });
});
