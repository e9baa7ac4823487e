import { expect, it } from "vitest";
import type { SessionRow, TokenView } from "@/api/types";
import { agentWords, expiryOf, factName, inSessionOrder, inTokenOrder, tokenExample } from "./settings.words";
import { readSettingsSearch, sectionOf } from "./settings.url";

it("reads the address", () => {
  expect(readSettingsSearch({ form: "new", of: "all", sort: "-name", why: "self.x" })).toEqual({ form: "new", of: "all", sort: "-name", why: "self.x" });
  expect(readSettingsSearch({ form: "old", of: 1 })).toEqual({});
  expect(sectionOf("people")).toBe("people");
  expect(sectionOf("moon")).toBeNull();
});

it("puts first what matters now", () => {
  const token = (name: string, works: boolean) => ({ name, works }) as TokenView;
  expect(inTokenOrder([token("a", false), token("c", true), token("b", true)]).map((t) => t.name).join("")).toBe("bca");
  const session = (id: string, last_seen: string, current = false) => ({ id, last_seen, current }) as SessionRow;
  expect(inSessionOrder([session("a", "2026-01-01T00:00:00Z"), session("b", "2026-01-02T00:00:00Z"), session("c", "2025-01-01T00:00:00Z", true)]).map((s) => s.id).join("")).toBe("cba");
});

it("names browsers", () => {
  expect(agentWords("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36")).toBe("Chrome on Linux");
  expect(agentWords("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox on macOS");
  expect(agentWords("curl/7.88.1")).toBe("curl");
  expect(agentWords("")).toBe("not told");
  expect(agentWords("x".repeat(60))).toHaveLength(41);
});

it("writes expiries, examples and names", () => {
  expect(factName("resident_memory")).toBe("Resident memory");
  expect(factName("slos")).toBe("SLOs");
  expect(expiryOf("30", Date.UTC(2026, 0, 1))).toBe("2026-01-31T00:00:00Z");
  expect(expiryOf("", 0)).toBeUndefined();
  expect(tokenExample("http://h", "plm_a_b", ["view"])).toBe("curl -H 'Authorization: Bearer plm_a_b' http://h/api/v1/overview");
  expect(tokenExample("http://h", "plm_a_b", ["ingest"])).toContain("-X POST");
});
