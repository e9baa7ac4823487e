import { expect, it } from "vitest";
import { numberOf, oneOf, textOf } from "./url";

it("keeps what fits and drops what does not", () => {
  expect(textOf({ a: "x" }, "a")).toEqual({ a: "x" });
  expect(textOf({ a: 12 }, "a")).toEqual({ a: "12" });
  for (const odd of ["", null, true, {}, []]) expect(textOf({ a: odd }, "a")).toEqual({});
  expect(numberOf({ n: "12" }, "n")).toEqual({ n: 12 });
  for (const odd of [0, -1, 1.5, "x", true, null, 2 ** 60]) expect(numberOf({ n: odd }, "n")).toEqual({});
  expect(oneOf({ t: "b" }, "t", ["a", "b"])).toEqual({ t: "b" });
  expect(oneOf({ t: "c" }, "t", ["a", "b"])).toEqual({});
});
