import { expect, it } from "vitest";
import { nameOf } from "./names";

it("says ids as names, and never shows a bare id of a person", () => {
  const names = new Map([["person:1", "Ana"], ["token:2", "deploy"]]);
  expect(nameOf("person:1", names)).toBe("Ana");
  expect(nameOf("token:2", names)).toBe("deploy");
  expect(nameOf("person:9", names)).toBe("somebody");
  expect(nameOf("token:9")).toBe("a token");
  expect(nameOf("system:policy")).toBe("Plimsoll, policy");
  expect(nameOf("Ana")).toBe("Ana");
  expect(nameOf("")).toBe("nobody named");
});
