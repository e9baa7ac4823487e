import { describe, expect, it } from "vitest";
import { addEvidence, completed, emptyCard, finished, lacks, rate, removeEvidence, setWords } from "./card";

const named = (id: string): string => id.toUpperCase();
const begun = () => setWords(emptyCard(["judgement", "toil"], ["D4", "X1"]), "a1", "I stopped the retries first, then looked at the pool", 7);
const quote = { answer: "a1", quote: "stopped the retries", observed: "" };

describe("a scorecard", () => {
  it("takes no rating before there is evidence", () => {
    expect(rate(begun(), "judgement", 3).dimensions[0]?.rating).toBeNull();
    expect(rate(addEvidence(begun(), "judgement", quote), "judgement", 3).dimensions[0]?.rating).toBe(3);
  });
  it("rates again to take a rating back", () => {
    const rated = rate(addEvidence(begun(), "judgement", quote), "judgement", 3);
    expect(rate(rated, "judgement", 3).dimensions[0]?.rating).toBeNull();
    expect(rate(rated, "judgement", 2).dimensions[0]?.rating).toBe(2);
  });
  it("loses a rating with its last evidence, and evidence with its words", () => {
    const rated = rate(addEvidence(begun(), "judgement", quote), "judgement", 4);
    expect(removeEvidence(rated, "judgement", 0).dimensions[0]).toMatchObject({ evidence: [], rating: null });
    expect(setWords(rated, "a1", "something else", 9).dimensions[0]).toMatchObject({ evidence: [], rating: null });
    expect(setWords(rated, "a1", "yes, I stopped the retries", 9).dimensions[0]?.rating).toBe(4);
  });
  it("keeps the minute at which an answer began", () => {
    expect(setWords(begun(), "a1", "more", 30).answers[0]?.minute).toBe(7);
  });
  it("counts the same evidence once", () => {
    expect(addEvidence(addEvidence(begun(), "toil", quote), "toil", quote).dimensions[1]?.evidence).toHaveLength(1);
  });
  it("says what it lacks, in the order of the page", () => {
    expect(lacks(emptyCard(["judgement"], []), ["judgement"], named, false).map((l) => l.where)).toEqual(["words", "judgement", "why"]);
    const rated = rate(addEvidence(begun(), "judgement", quote), "judgement", 4);
    const done = { ...rated, why: "calm", dimensions: rated.dimensions.map((d) => (d.dimension === "toil" ? { ...d, not_assessed: "no time" } : d)) };
    expect(lacks(done, ["judgement", "toil"], named, false)).toEqual([]);
    expect(lacks(done, ["judgement", "toil"], named, true).map((l) => l.where)).toEqual(["why_changed"]);
    expect(lacks({ ...done, flags: [{ prompt: "heroics", seen: "alone", against: "" }] }, ["judgement"], named, false)).toHaveLength(1);
  });
  it("keeps what was written when the plan grows", () => {
    const grown = completed(begun(), ["judgement", "toil", "change"], ["D4", "X1", "F1"]);
    expect(grown.answers.map((a) => [a.id, a.question])).toEqual([["a1", "D4"], ["a2", "X1"], ["a3", "F1"]]);
    expect(grown.answers[0]?.words).toContain("retries");
    expect(grown.dimensions.map((d) => d.dimension)).toEqual(["judgement", "toil", "change"]);
  });
  it("sends no empty answer", () => {
    expect(finished(begun()).answers.map((a) => a.id)).toEqual(["a1"]);
  });
});
