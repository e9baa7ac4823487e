/** How budgets are governed, as a person does it: written, left out, charged, asked at the gate, looked at as a whole. */
import { signIn, visitor } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { api, expect, same, until, World } from "./world.mjs";

export async function governed(suite, browser) {
  const world = new World("governed");
  const server = await startDemo(world);
  const who = await visitor(browser, server.url);
  const { page } = who;
  try {
    await suite.check("the demo's person signs in", () => signIn(who, server.name, server.password));
    const name = (await api(server, "/api/v1/slos")).items.find((s) => s.state === "ok" && s.coverage > 0.99).name;
    const service = (await api(server, `/api/v1/slos/${name}`)).summary.service;
    await editor(suite, page, name);
    await comparison(suite, page, server, name);
    await calendar(suite, page, server, name);
    await exclusion(suite, page, server, name);
    await charge(suite, page, server);
    await gate(suite, page, server, service);
    await portfolio(suite, page, server);
    await suite.check("the pages made no complaint", () => same(who.complaints.join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}

async function editor(suite, page, name) {
  await suite.check("the editor judges an SLO while one types, at its line, and the form writes the text", async () => {
    await page.goto(`/editor?slo=${name}`);
    const text = page.getByLabel("The SLO as YAML");
    await page.getByText("No problem", { exact: true }).waitFor();
    const before = await text.inputValue();
    await text.fill(before.replace(/target: [\d.]+/, "target: 1.5"));
    const line = before.split("\n").findIndex((l) => l.includes("target:")) + 1;
    await page.getByRole("list", { name: "Problems" }).getByRole("button", { name: `line ${line}`, exact: true }).first().waitFor();
    await page.getByLabel("Objective, %").fill("99.37");
    expect(/target: 0\.9937\b/.test(await text.inputValue()), "the form did not write the text");
    await page.getByText("No problem", { exact: true }).waitFor();
    await page.getByText(/of the budget would be left/).first().waitFor();
    await page.getByLabel("Lines that differ from what applies").getByText("0.9937").first().waitFor();
  });
  await suite.check("every template is one that the server accepts but for names that are not there", async () => {
    await page.goto("/editor");
    await page.getByLabel("Begin with a template").waitFor();
    const all = await page.getByLabel("Begin with a template").locator("option").evaluateAll((options) => options.map((o) => o.value).filter(Boolean));
    expect(all.length >= 8, `${all.length} templates`);
    for (const id of all) {
      await page.goto(`/editor?template=${id}`);
      await page.getByRole("status").filter({ hasText: /No problem|error|warning/ }).first().waitFor();
      const problems = await page.getByRole("list", { name: "Problems" }).locator("li[data-severity=error]").allInnerTexts();
      const own = problems.filter((p) => !/no (service|SLO)|unknown|not (in|declared|there)|does not exist|did you mean/i.test(p));
      same(own.join("\n"), "", `errors of the template ${id}`);
    }
  });
}

async function comparison(suite, page, server, name) {
  await suite.check("two SLOs stand side by side with the figures of their own pages", async () => {
    const other = (await api(server, "/api/v1/slos")).items.find((s) => s.name !== name && !s.group_of && s.budget_remaining !== null).name;
    await page.goto(`/slos/compare?a=${name}&b=${other}`);
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Budget remaining", exact: true }) });
    await until("the figures agree", async () => {
      const [a, b] = [await api(server, `/api/v1/slos/${name}`), await api(server, `/api/v1/slos/${other}`)];
      const cells = (await row.getByRole("cell").allInnerTexts()).map((t) => t.replace("−", "-"));
      return cells[0] === `${(a.summary.budget_remaining * 100).toFixed(1)} %` && cells[1] === `${(b.summary.budget_remaining * 100).toFixed(1)} %`;
    }, 60, 50);
    await page.getByRole("img", { name: `Budget remaining of ${name} and ${other}` }).waitFor();
  });
}

async function calendar(suite, page, server, name) {
  await suite.check("the calendar shows what each day burnt, and a day opens its charts", async () => {
    const view = await api(server, `/api/v1/slos/${name}/calendar?zone=UTC`);
    const month = view.months.at(-1);
    const day = month.days.findLast((d) => d.coverage > 0);
    await page.goto(`/slos/${name}?tab=calendar`);
    const title = new Date(`${month.month}-15T00:00:00Z`).toLocaleString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
    await page.getByRole("table", { name: title }).getByRole("button").nth(Number(day.date.slice(8)) - 1).click();
    await page.waitForURL((url) => url.searchParams.get("from") === String(Date.parse(`${day.date}T00:00:00Z`)));
    await page.getByRole("heading", { name: "Budget remaining" }).waitFor();
  });
}

/** A corrected hour: asked for with its effect, decided, and shown with and without. */
async function exclusion(suite, page, server, name) {
  await suite.check("time is asked to be left out, with its effect on budgets before anything is asked", async () => {
    await page.goto(`/exclusions?form=correction&slo=${name}`);
    const form = page.getByRole("dialog");
    await form.getByRole("region", { name: "What it would do" }).getByText("left out", { exact: true }).first().waitFor();
    await form.getByLabel("Title").fill("Health checks counted as customers");
    await form.getByLabel("Reason").fill("The proxy counted probes between two releases.");
    await form.getByRole("button", { name: "Ask for it" }).click();
    await page.getByRole("dialog").getByText("asked for", { exact: true }).waitFor();
  });
  await suite.check("it is decided with a reason, and the SLO shows both figures", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await dialog.getByLabel("Why it may be left out").fill("Seen in the proxy's change log.");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await dialog.getByText("left out").first().waitFor();
    const one = (await api(server, `/api/v1/exclusions?slo=${name}`)).items[0];
    same(one.state, "approved", "state");
    same(one.decision_reason, "Seen in the proxy's change log.", "reason");
    await until("the SLO says so", async () => typeof (await api(server, `/api/v1/slos/${name}`)).summary.budget_without_exclusions === "number");
    await page.goto(`/slos/${name}`);
    await page.getByText(/with everything counted/).waitFor();
  });
}

async function charge(suite, page, server) {
  const view = async () => {
    for (const slo of (await api(server, "/api/v1/slos")).items) {
      const found = await api(server, `/api/v1/slos/${slo.name}/episodes`);
      if (found.episodes.some((e) => e.unexplained_bad > 0 && !e.open)) return found;
    }
    throw new Error("no SLO of the demo has an episode");
  };
  await suite.check("an episode is charged to an incident, and the parts add up to the ledger", async () => {
    const before = await view();
    const episode = before.episodes.filter((e) => e.unexplained_bad > 0 && !e.open).sort((a, b) => b.bad - a.bad)[0]; // the small ones come and go
    await page.goto(`/slos/${before.name}?tab=spend&episode=${encodeURIComponent(episode.id)}`);
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Charge it to something else" }).click();
    await sheet.getByLabel("Reference").fill("INC-2041");
    await sheet.getByLabel("In words").fill("Connections ran out");
    await sheet.getByLabel("Reason").fill("Post-mortem of INC-2041");
    await sheet.getByRole("button", { name: "Charge it", exact: true }).click();
    await sheet.getByText("Post-mortem of INC-2041").waitFor();
    const after = await api(server, `/api/v1/slos/${before.name}/episodes`);
    const charged = after.by_cause.reduce((sum, c) => sum + c.bad, 0);
    expect(after.by_cause.some((c) => c.ref === "INC-2041" && c.bad > 0), "the incident took nothing");
    same(charged + after.unexplained_bad, after.total.bad, "charged and unexplained");
    await page.getByRole("row").filter({ hasText: "Connections ran out" }).first().waitFor();
  });
}

async function gate(suite, page, server, service) {
  await suite.check("the gate answers with reasons, records it, and decides the same again", async () => {
    await page.goto(`/services/${service}`);
    const place = page.getByRole("group", { name: "Release gate" });
    await place.getByRole("button", { name: "Would a release be let through?" }).click();
    await place.getByRole("status").getByText(/A release would be|Whether a release is safe/).waitFor();
    const decisions = await api(server, `/api/v1/gate/decisions?service=${service}`);
    await place.getByRole("link", { name: "the record" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("heading", { name: "What it knew" }).waitFor();
    await sheet.getByRole("button", { name: "Decide it again" }).click();
    await sheet.getByText(/the same answer for the same reasons/).waitFor();
    expect(decisions.items.length >= 1, "nothing was recorded");
  });
}

async function portfolio(suite, page, server) {
  await suite.check("the portfolio shows the roll-up of the API", async () => {
    await page.goto("/portfolio");
    const region = page.getByRole("region", { name: "Roll-up" });
    await region.waitFor();
    const { rollup } = await api(server, "/api/v1/portfolio");
    if (rollup.value !== null && rollup.value !== undefined) await region.getByText(new RegExp(`^${Number((rollup.value * 100).toFixed(1))}`)).first().waitFor();
  });
  await suite.check("the downtime calculator says what an objective allows", async () => {
    await page.goto("/portfolio?tab=downtime&objective=99.99");
    const month = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "30 d", exact: true }) });
    await month.getByText(/4 min 19/).waitFor();
    await page.getByLabel("Objective, or minutes in 30 d").fill("99.9");
    await month.getByText(/43 min 12/).waitFor();
  });
}
