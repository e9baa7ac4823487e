import { expect, it } from "vitest";
import type { ServiceDetail, ServiceLine } from "@/api/types";
import { neighbours, tierSentence, tierWords } from "./service.words";

const tier = (over: object): ServiceDetail["tier"] => ({ name: "tier-0", rank: 0, description: "", rto: "15m", rpo: "1m", controls: [], source: { file: "", line: 1 }, ...over });

it("says what a tier asks for", () => {
  expect(tierWords(tier({}))).toBe("back within 15 min (RTO), at most 1 min of data lost (RPO)");
  expect(tierWords(tier({ rpo: "0s" }))).toBe("back within 15 min (RTO)");
  expect(tierWords(tier({ rto: "", rpo: "" }))).toBe("");
  expect(tierWords(null)).toBe("");
  expect(tierSentence({ ...tier({})!, description: "Nobody can buy.", rpo: "0s" })).toBe("tier-0: Nobody can buy. Back within 15 min (RTO).");
  expect(tierSentence({ ...tier({})!, rto: "0s", rpo: "0s" })).toBe("");
});

it("orders neighbours as the overview does, and keeps unknown ones", () => {
  const lines = [{ name: "b" }, { name: "x" }, { name: "a" }] as ServiceLine[];
  expect(neighbours(["a", "gone", "b"], lines).map((n) => [n.name, n.line !== null])).toEqual([["b", true], ["a", true], ["gone", false]]);
});
