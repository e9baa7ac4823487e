/** The demo company as a newcomer meets it: figures that agree everywhere, and a burn that shows itself. */
import { readFileSync } from "node:fs";
import { lookAt, signIn, visitor } from "./browser.mjs";
import { api, expect, freePort, plimsoll, same, until, World } from "./world.mjs";

export async function startDemo(world, extra = []) {
  const port = await freePort();
  const ready = world.path("ready.json");
  const child = world.start("demo", plimsoll, ["demo", "--listen", `127.0.0.1:${port}`, "--data", world.path("data"), "--ready-file", ready, ...extra]);
  const told = await until("the demo is ready", () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${world.log("demo")}`);
    return JSON.parse(readFileSync(ready, "utf8"));
  }, 120);
  return { ...told, url: `http://127.0.0.1:${port}`, token: readFileSync(told.token_file, "utf8").trim() };
}

/**
 * Sums raw slots as anybody could, without the server's arithmetic. Slots of 10 seconds are kept for some days, older ones
 * of a minute: the last day is read by the former, what is before it by the latter.
 */
async function sumOfSlots(server, name, from, to) {
  const hour = 3_600_000;
  const border = Math.max(from, Math.floor((to - 24 * hour) / hour) * hour);
  const sum = { valid: 0, bad: 0 };
  const add = async (begin, end, step) => {
    if (begin >= end) return;
    const range = `from=${new Date(begin).toISOString()}&to=${new Date(end).toISOString()}`;
    const slots = await api(server, `/api/v1/slos/${name}/slots?${range}&step=${step}`);
    slots.valid.forEach((valid, i) => {
      if (valid === null) return; // missing is not zero
      sum.valid += valid;
      sum.bad += slots.bad[i];
    });
  };
  await add(from, border, "1m");
  await add(border, to, "10s");
  return sum;
}

export async function demo(suite, browser) {
  const world = new World("demo");
  const server = await startDemo(world);
  const who = await visitor(browser, server.url);
  const { page } = who;
  try {
    await suite.check("the printed name and password sign in", () => signIn(who, server.name, server.password));

    let overview;
    await suite.check("the overview shows every service with its load line, worst first", async () => {
      overview = await api(server, "/api/v1/overview");
      expect(overview.services.length >= 8, `${overview.services.length} services`);
      await page.goto("/");
      for (const line of overview.services) await page.getByRole("row").filter({ hasText: line.display_name || line.name }).first().waitFor();
      const lines = await page.getByRole("img", { name: /^Load line:/ }).count();
      expect(lines >= overview.services.length, `${lines} load lines`);
      const first = await page.locator("tr[data-row]").first().getAttribute("data-row");
      expect(overview.services[0].name === first, `the first row is ${first}, the worst service ${overview.services[0].name}`);
    });

    const healthy = () => overview.services.find((s) => s.state === "ok" && s.slo && s.coverage > 0.99) ?? overview.services[0];
    await suite.check("an SLO page shows the figures of the API and of the command line", async () => {
      const name = healthy().slo;
      const sheet = (explain, id) => explain.sheets.find((s) => s.measure.id === id);
      // Live figures move while one looks, so all three are read until they speak of one instant.
      await until("page, API and command line speak of one instant", async () => {
        const before = await api(server, `/api/v1/slos/${name}`);
        const cli = await world.cli("slo", "show", name, "--server", server.url, "--token", server.token);
        await page.goto(`/slos/${name}`);
        await page.locator("[data-why*='slo.budget_remaining']").first().waitFor();
        const shown = await page.locator("[data-why*='slo.budget_remaining']").allInnerTexts();
        const after = await api(server, `/api/v1/slos/${name}`);
        if (before.summary.as_of !== after.summary.as_of) return false;
        const said = `${(after.summary.budget_remaining * 100).toFixed(1)}%`;
        expect(shown.some((text) => text.replace("−", "-").replace(/\s+/g, "").includes(said)), `the page says ${shown}, the API ${said}`);
        same(cli.summary.budget_remaining, after.summary.budget_remaining, "the command line's budget");
        expect(sheet(await api(server, `/api/v1/slos/${name}/explain`), "slo.budget_remaining"), "no sheet");
        return true;
      }, 60, 50);
    });

    await suite.check("why? can be computed again from the raw slots", async () => {
      const name = healthy().slo;
      await page.goto(`/slos/${name}?why=slo.budget_remaining`);
      const dialog = page.getByRole("dialog");
      await dialog.getByText(/Budget remaining/i).first().waitFor();
      const measure = await until("one instant", async () => {
        const explain = await api(server, `/api/v1/slos/${name}/explain`);
        const found = explain.sheets.find((s) => s.measure.id === "slo.budget_remaining").measure;
        const again = (await api(server, `/api/v1/slos/${name}/explain`)).as_of;
        return again === explain.as_of && found;
      });
      const input = Object.fromEntries(measure.inputs.map((i) => [i.name, i]));
      const sum = await sumOfSlots(server, name, Date.parse(measure.window.start), Date.parse(measure.window.end));
      same(sum.valid, input.valid.numerator, "valid events");
      same(sum.bad, input.bad.numerator, "bad events");
      const allowed = input["1 - objective"].numerator / input["1 - objective"].denominator;
      const again = 1 - sum.bad / (allowed * sum.valid);
      expect(Math.abs(again - measure.value) < 1e-9, `${again} is not ${measure.value}`);
    });

    await suite.check("a burn appears live, without a reload", async () => {
      const victim = healthy().name;
      await page.goto("/");
      await page.locator(`tr[data-row="${victim}"]`).waitFor();
      await page.evaluate(() => { globalThis.neverReloaded = true; });
      await world.run("demo", "break", victim, "--ratio", "1", "--data", world.path("data"));
      await until("it burns", async () => (await api(server, "/api/v1/overview")).services.find((s) => s.name === victim).state === "burning", 300, 500);
      await page.locator(`tr[data-row="${victim}"]`).getByText("burning", { exact: true }).waitFor();
      await page.getByRole("link", { name: /services? burns? now/ }).first().waitFor();
      expect(await page.evaluate(() => globalThis.neverReloaded === true), "the page was loaded again");
      await world.run("demo", "mend", victim, "--data", world.path("data"));
    });

    await looks(suite, who, server, overview);
    await suite.check("the pages made no complaint", () => same(who.complaints.join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}

/** Each page in both themes and at three widths: no serious finding of axe, nothing wider than the window, a picture kept. */
async function looks(suite, who, server, overview) {
  const worst = overview.services[0];
  const other = overview.services.findLast((s) => s.slo && s.slo !== worst.slo);
  const pages = {
    overview: "/", service: `/services/${worst.name}`, slos: "/slos", slo: `/slos/${worst.slo}`, why: `/slos/${worst.slo}?why=slo.budget_remaining`,
    slots: `/slos/${worst.slo}/slots`, spend: `/slos/${worst.slo}?tab=spend`, calendar: `/slos/${worst.slo}?tab=calendar`,
    compare: `/slos/compare?a=${worst.slo}&b=${other.slo}`, editor: `/editor?slo=${worst.slo}`, template: "/editor?template=journey",
    exclusions: "/exclusions", exclude: "/exclusions?form=maintenance", annotations: "/exclusions?tab=annotations",
    portfolio: "/portfolio", gate: "/portfolio?tab=gate", slas: "/portfolio?tab=slas", downtime: "/portfolio?tab=downtime",
    sources: "/sources", connect: "/sources?tab=connect", import: "/import",
    activity: "/activity", paging: "/paging", catalogue: "/catalogue", settings: "/settings/profile", people: "/settings/people",
    tokens: "/settings/tokens", sessions: "/settings/sessions", server: "/settings/server",
  };
  const { page } = who;
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(pages)) {
      await suite.check(`${name}, ${theme}: axe finds nothing serious, and nothing is cut off from 400 to 2,560 px`, async () => {
        const findings = await lookAt(page, path, `${name}-${theme}`);
        same(findings.join("\n"), "", "findings");
      });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}
