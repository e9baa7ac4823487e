import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { eventTypes } from "./live.types";

it("pages can hear of every event that the server can write", () => {
  const domain = new URL("../../../src/domain/", import.meta.url);
  const written = readdirSync(domain)
    .flatMap((room) => readdirSync(new URL(`${room}/`, domain)).filter((name) => name.endsWith(".h")).map((name) => `${room}/${name}`))
    .map((header) => readFileSync(new URL(header, domain), "utf8"))
    .flatMap((header) => [...header.matchAll(/json_tag = "([^"]+)"/g)].map((m) => m[1]));
  expect(written.length).toBeGreaterThan(20);
  expect([...eventTypes].sort()).toEqual([...written].sort());
});
