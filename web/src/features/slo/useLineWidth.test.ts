import { expect, it } from "vitest";
import { lineWidth } from "./useLineWidth";

it("gives the line the room that there is, and never more than a phone has", () => {
  expect(lineWidth(400)).toBe(270);
  expect(lineWidth(200)).toBe(160);
  expect(lineWidth(1440)).toBe(220);
  expect(lineWidth(1920)).toBe(380);
  expect(lineWidth(2560)).toBe(720);
});
