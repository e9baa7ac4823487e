import { expect, it } from "vitest";
import { dayWords, fileOf, keptWords } from "./candidate.words";
import type { CandidateCopy } from "./candidate.api";

it("says days as people write them", () => {
  expect(dayWords("2027-11-02")).toBe("2 November 2027");
  expect(dayWords("soon")).toBe("soon");
});

it("says until when it is kept", () => {
  expect(keptWords({ kept_until: "2027-11-02", held: false, keep: "365d" })).toContain("until the end of 2 November 2027");
  expect(keptWords({ kept_until: "", held: false, keep: "365d" })).toContain("365 days after it ended");
  expect(keptWords({ kept_until: "2027-11-02", held: true, keep: "365d" })).toContain("legal duty");
});

it("hands the copy over as it came", () => {
  expect(JSON.parse(fileOf({ name: "Eve" } as CandidateCopy))).toEqual({ name: "Eve" });
});
