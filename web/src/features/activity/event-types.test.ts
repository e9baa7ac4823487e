import { expect, it } from "vitest";
import { eventTypes } from "@/api/live.types";
import { actorInWords, typeChoices, typeInWords } from "./event-types";

it("says types in words", () => {
  expect(typeInWords("paging.PageDeadLettered")).toBe("page dead lettered");
  expect(typeInWords("slo.SliAnomalySeen")).toBe("SLI anomaly seen");
  expect(typeInWords("catalog.RemovedSlosForgotten")).toBe("removed SLOs forgotten");
});

it("calls the server by its name", () => {
  expect(actorInWords("system")).toBe("Plimsoll");
  expect(actorInWords("system:paging")).toBe("Plimsoll, paging");
  expect(actorInWords("systemd")).toBe("systemd");
});

it("offers every type once", () => {
  const values = typeChoices().flatMap((g) => g.items.map((i) => i.value)).filter((v) => !v.endsWith("."));
  expect([...values].sort()).toEqual([...eventTypes].sort());
});
