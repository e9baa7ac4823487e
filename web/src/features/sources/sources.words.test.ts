import { expect, it } from "vitest";
import { fillingText, headline, kindWords, lagText, rateText, trafficText } from "./sources.words";

it("says how old and how much", () => {
  expect([null, 0.2, 4, 75, 7400].map(lagText)).toEqual(["–", "< 1 s", "4 s", "1 min 15 s", "2 h 3 min"]);
  expect(rateText({ deliveries: 0, samples_per_second: 0 })).toBe("–");
  expect(rateText({ deliveries: 3, samples_per_second: 0.26 })).toBe("0.3");
  expect(rateText({ deliveries: 3, samples_per_second: 123_456 })).toBe("123.5 k");
});

it("heads the list with what needs a person", () => {
  expect(headline([{ state: "ok" }, { state: "failing" }, { state: "ok" }])).toBe("1 source fails · 2 sources deliver");
  expect(headline([{ state: "named" }])).toBe("");
  expect(headline([])).toBe("");
});

it("never says that filling is done before it is", () => {
  expect([0, 0.434, 0.9999, 1].map(fillingText)).toEqual(["being filled, 0 %", "being filled, 43 %", "being filled, 99 %", "being filled, 99 %"]);
});

it("shows an unknown kind as it is, and traffic only where it is known", () => {
  expect(kindWords("otlp")).toBe("OTLP");
  expect(kindWords("influx")).toBe("influx");
  expect(trafficText(undefined)).toBe("");
  expect(trafficText(0)).toBe("nothing in the last day");
  expect(trafficText(86_400)).toBe("about 86.4 k events in the last day");
});
