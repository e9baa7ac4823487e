import { expect, it } from "vitest";
import { sharesOf } from "./parts";

const texts = (values: number[]): string[] => sharesOf(values).map((s) => s.text);

it("says parts that add up to 100 %", () => {
  expect(texts([1, 1, 1])).toEqual(["33.4 %", "33.3 %", "33.3 %"]);
  expect(texts([5, 0])).toEqual(["100 %", "0 %"]);
  expect(texts([0, 0])).toEqual(["0 %", "0 %"]);
  expect(texts([])).toEqual([]);
});

it("adds up for any parts", () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 48271) % 2147483647);
  for (let round = 0; round < 200; round += 1) {
    const values = Array.from({ length: 1 + (next() % 9) }, () => next() % 10_000);
    const sum = sharesOf(values).reduce((total, s) => total + (s.text.startsWith("<") ? 0 : Number.parseFloat(s.text)), 0);
    if (values.some((v) => v > 0)) expect(Math.abs(sum - 100)).toBeLessThan(1e-6);
  }
});

it("never says that a part which is there is nothing", () => {
  expect(texts([1, 1_000_000])).toEqual(["< 0.1 %", "100 %"]);
});
