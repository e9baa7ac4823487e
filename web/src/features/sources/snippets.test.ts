import { expect, it } from "vitest";
import { snippets } from "./snippets";

it("names this server where something is sent to it, and only there", () => {
  for (const snippet of snippets) {
    const text = snippet.text("https://plimsoll.test");
    expect(text.includes("https://plimsoll.test"), snippet.id).toBe(snippet.token === true);
    expect(text.endsWith("\n"), snippet.id).toBe(true);
    expect(text, snippet.id).not.toContain("\t");
  }
  expect(new Set(snippets.map((s) => s.id)).size).toBe(snippets.length);
});
