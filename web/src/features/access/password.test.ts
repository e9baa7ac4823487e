import { expect, it } from "vitest";
import { codeOf, nameFault, passwordFits, passwordRules } from "./password";

it("tells the rules of a password, each met or not", () => {
  expect(passwordRules("", []).map((r) => r.met)).toEqual([false, false]);
  expect(passwordFits("eleven char", [])).toBe(false);
  expect(passwordFits("twelve chars", [])).toBe(true);
  expect(passwordFits("ééééééééééé", [])).toBe(false);
  expect(passwordFits("Ada Lovelace!", ["ada", "ada lovelace!"])).toBe(false);
  expect(passwordFits("x".repeat(1025), [])).toBe(false);
});

it("knows which names can sign in", () => {
  for (const good of ["ada", "ada@example.com", "7", "A.b-c_d"]) expect(nameFault(good)).toBe("");
  for (const bad of ["", "-ada", "ada l", "ä", "a".repeat(65)]) expect(nameFault(bad)).not.toBe("");
});

it("takes the code out of a link", () => {
  expect(codeOf("#abc-1")).toBe("abc-1");
  expect(codeOf("")).toBe("");
});
