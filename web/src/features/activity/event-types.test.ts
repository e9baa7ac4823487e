import { expect, it } from "vitest";
import { eventTypes } from "@/api/live.types";
import { actorInWords, isTechnical, typeChoices, typeInWords } from "./event-types";

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

it("keeps what people decide and what came of it apart from what machines do in between", () => {
  const told = eventTypes.filter((type) => !isTechnical(type));
  for (const type of ["slo.AlertFired", "slo.AlertResolved", "paging.AlertAcknowledged", "paging.PageDelivered", "paging.PageDeadLettered", "catalog.CatalogApplied", "access.SignedIn", "slo.LedgerRevised"])
    expect(told).toContain(type);
  expect(told).not.toContain("paging.AttemptStarted");
  expect(told).not.toContain("slo.SliAnomalySeen");
  expect(isTechnical("slo.SomethingNew")).toBe(false);
});
