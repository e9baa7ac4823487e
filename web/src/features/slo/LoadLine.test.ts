import { expect, it } from "vitest";
import { inWords, levelOf, place } from "./LoadLine";

const thresholds = { caution: 0.5, freeze: 0.1 };

it("puts zero at one place on every row and clips at the ends", () => {
  expect(place(0)).toBe(0.2);
  expect(place(1)).toBe(1);
  expect(place(2)).toBe(1);
  expect(place(-1)).toBe(0);
  expect(place(-9)).toBe(0);
  expect(place(0.5)).toBeCloseTo(0.6);
});

it("says how serious it is, coverage before colour", () => {
  expect(levelOf({ remaining: 0.9, coverage: 1, thresholds })).toBe("plain");
  expect(levelOf({ remaining: 0.5, coverage: 1, thresholds })).toBe("caution");
  expect(levelOf({ remaining: 0.1, coverage: null, thresholds })).toBe("freeze");
  expect(levelOf({ remaining: -0.1, coverage: 1, thresholds })).toBe("over");
  expect(levelOf({ remaining: -0.1, coverage: 0.5, thresholds })).toBe("thin");
  expect(levelOf({ remaining: null, coverage: 1, thresholds })).toBe("none");
});

it("reads aloud", () => {
  expect(inWords({ remaining: 0.482, burn: 6.24, projected: -0.06, coverage: 1, thresholds }))
    .toBe("budget remaining 48.2 %, burning 6.2x, projected end −6 %");
  expect(inWords({ remaining: null, whyEmpty: "no data yet", thresholds })).toBe("not enough data (no data yet)");
});
