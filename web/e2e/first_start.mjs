/** From a server that nobody owns to an administrator, a viewer, and what each may not do. */
import { join } from "node:path";
import { fillSignIn, lookAt, password, setUp, visitor } from "./browser.mjs";
import { expect, root, same, serve, until, World } from "./world.mjs";

export async function firstStart(suite, browser) {
  const world = new World("first-start");
  const server = await serve(world, join(root, "examples/quickstart/catalog"));
  const admin = await visitor(browser, server.url);
  const viewer = await visitor(browser, server.url);
  let setupLink = "";
  try {
    await suite.check("the first start prints a one-time link", async () => {
      setupLink = await until("the link is printed", () => /http\S+\/setup#\S+/.exec(server.greeting())?.[0], 10);
    });
    await suite.check("without an account the overview leads to the sign-in page", async () => {
      await admin.page.goto("/");
      await admin.page.waitForURL(/\/sign-in/);
    });
    for (const theme of ["light", "dark"]) {
      await suite.check(`the pages before an account, ${theme}: axe finds nothing serious, and nothing is cut off`, async () => {
        const stranger = await visitor(browser, server.url, { colorScheme: theme, reducedMotion: "reduce" });
        const findings = [];
        for (const [name, path] of Object.entries({ "sign-in": "/sign-in", setup: `/setup#${setupLink.split("#")[1]}`, join: "/join#plc_nothing" })) {
          findings.push(...(await lookAt(stranger.page, path, `${name}-${theme}`)).map((f) => `${name}: ${f}`));
        }
        await stranger.context.close();
        same(findings.join("\n"), "", "findings");
      });
    }
    await suite.check("the link makes the administrator, who sees the overview", async () => {
      await setUp(admin, server);
      await admin.page.getByRole("link", { name: "Prometheus" }).first().waitFor();
    });
    await suite.check("the link works once", async () => {
      const reply = await fetch(`${server.url}/api/v1/setup`, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ code: setupLink.split("#")[1], name: "eve", display_name: "Eve", password }),
      });
      expect(reply.status >= 400 && reply.status < 500, `a second use was answered ${reply.status}`);
    });
    await suite.check("signing in and out is in the log", async () => {
      await admin.page.goto("/activity?type=access.");
      await admin.page.getByRole("heading", { level: 1, name: "Activity" }).waitFor();
      await admin.page.getByRole("row").filter({ hasText: /ana|Ana/ }).filter({ hasText: /signed in|joined|administrator/ }).first().waitFor();
    });
    let joinLink = "";
    await suite.check("an invited viewer joins by a link that is shown once", async () => {
      await admin.page.goto("/settings/people");
      await admin.page.getByRole("button", { name: "Invite somebody" }).click();
      await admin.page.getByLabel("Name to sign in with").fill("vic");
      await admin.page.getByRole("button", { name: "Make the link" }).click();
      const shown = admin.page.locator("[data-secret]");
      await shown.waitFor();
      joinLink = await shown.innerText();
      await admin.page.reload();
      await admin.page.getByRole("row").filter({ hasText: "vic" }).waitFor();
      same(await shown.count(), 0, "links on the page after it was loaded again");
      await viewer.page.goto(joinLink);
      await viewer.page.getByLabel(/^(New password|Password)$/).fill(`${password} too`);
      await viewer.page.getByRole("button", { name: "Set it and sign in" }).click();
      await viewer.page.getByRole("navigation", { name: "Pages" }).waitFor();
    });
    await suite.check("a viewer may not make tokens, in the page and at the API", async () => {
      await viewer.page.goto("/settings/tokens");
      await viewer.page.getByText("Tokens are for administrators").waitFor();
      const status = await viewer.page.evaluate(async () => {
        const { csrf } = await (await fetch("/api/v1/session")).json();
        return (await fetch("/api/v1/tokens", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: '{"name":"x","rights":["view"]}' })).status;
      });
      same(status, 403, "POST /api/v1/tokens by a viewer");
    });
    await suite.check("a change without the page's token is refused", async () => {
      const answer = await admin.page.evaluate(async () => {
        const reply = await fetch("/api/v1/tokens", { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"name":"forged","rights":["admin"]}' });
        return { status: reply.status, code: (await reply.json()).code };
      });
      same(answer.status, 403, "status");
      same(answer.code, "http.csrf", "code");
    });
    await suite.check("a wrong password is told, and told the same for an unknown name", async () => {
      const stranger = await visitor(browser, server.url);
      const told = [];
      for (const name of ["ana", "nobody"]) {
        await stranger.page.goto("/sign-in");
        await fillSignIn(stranger, name, "not the password");
        told.push(await stranger.page.getByRole("alert").first().innerText());
      }
      same(told[1], told[0], "what is told");
      await stranger.context.close();
    });
    await suite.check("signing out ends the session", async () => {
      await viewer.page.goto("/");
      await viewer.page.getByRole("button", { name: "You" }).click();
      await viewer.page.getByRole("menuitem", { name: "Sign out" }).click();
      await viewer.page.waitForURL(/\/sign-in/);
      same(await viewer.page.evaluate(async () => (await fetch("/api/v1/overview")).status), 401, "the API afterwards");
    });
    await suite.check("one comes back to the page one wanted", async () => {
      await viewer.page.goto("/activity?type=slo.");
      await viewer.page.waitForURL(/\/sign-in/);
      await fillSignIn(viewer, "vic", `${password} too`);
      await viewer.page.waitForURL(/\/activity\?type=slo/);
    });
    await suite.check("the pages made no complaint", () => same([...admin.complaints, ...viewer.complaints].join("\n"), "", "complaints"));
  } finally {
    await admin.context.close();
    await viewer.context.close();
    await world.close();
  }
}

