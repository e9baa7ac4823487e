/** Promises tried on the past, as a person does it: replayed, changed while looking, searched for settings, proposed and approved by two. */
import { lookAt, password, signIn, visitor } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { api, expect, same, until, World } from "./world.mjs";

const slo = "checkout-availability";
const hour = 3_600_000;

export async function rehearsed(suite, browser) {
  const world = new World("rehearsed");
  const server = await startDemo(world);
  const who = await visitor(browser, server.url);
  const { page } = who;
  try {
    await suite.check("the demo's person signs in", () => signIn(who, server.name, server.password));
    await backtest(suite, page, server);
    await sweep(suite, page, server);
    await whatIf(suite, page);
    await target(suite, page, server);
    await proposal(suite, browser, page, server);
    await looks(suite, page);
    await suite.check("the pages made no complaint", () => same(who.complaints.join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}

async function ask(server, body) {
  const reply = await fetch(`${server.url}/api/v1/slos/backtest`, { method: "POST", headers: { Authorization: `Bearer ${server.token}`, "Content-Type": "application/json" }, body: JSON.stringify({ slo, ...body }) });
  if (!reply.ok) throw new Error(`backtest: ${reply.status} ${await reply.text()}`);
  return reply.json();
}

async function backtest(suite, page, server) {
  let truth;
  await suite.check("the backtest shows the page that the outage of last week would have opened, and what it was worth", async () => {
    truth = await ask(server, {});
    const loss = truth.losses.toSorted((a, b) => b.share - a.share)[0];
    expect(Math.abs((Date.parse(loss.end) - Date.parse(loss.start)) / 60_000 - 42) <= 3, `the outage of 42 minutes is ${loss.start} to ${loss.end}`);
    const first = truth.variants[0].alerts.find((a) => a.severity === "page" && a.answers.includes(loss.id));
    expect(first, "no page answers the outage");
    await page.goto(`/slos/${slo}/backtest`);
    const bar = page.getByRole("region", { name: "Alerts of as it is" }).getByRole("button", { name: new RegExp(`${first.rule}, page, .*answers`) });
    await bar.first().click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText("Answers a loss").waitFor();
    await sheet.getByText(/over 1 h: burn/).waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    const row = page.getByRole("table", { name: "Losses" }).locator("tr[data-row]").first();
    await row.getByText(/min, .* spent/).first().waitFor();
  });
  await suite.check("a variant is written down and stands beside the SLO with the figures of the API", async () => {
    await page.getByRole("button", { name: "Try something else" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Objective, percent").fill("99.5");
    await form.getByRole("button", { name: "Compare it" }).click();
    const scores = page.getByRole("table", { name: "What each variant would have been worth" });
    await scores.getByRole("columnheader", { name: /99\.5 %/ }).waitFor();
    const wanted = (await ask(server, { variants: [{ objective: "99.5" }] })).variants[1];
    const cells = await scores.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Budget at the end" }) }).getByRole("cell").allInnerTexts();
    expect(cells[1].replace("−", "-").startsWith(`${(wanted.budget_remaining * 100).toFixed(1)} %`), `the page says ${cells[1]}, the API ${wanted.budget_remaining}`);
    expect(new URL(page.url()).searchParams.get("v") === "o99.5", `the address is ${page.url()}`);
    await page.reload();
    await scores.getByRole("columnheader", { name: /99\.5 %/ }).waitFor();
  });
  await suite.check("incidents that are pasted are what alerts are judged by, and each line that is wrong is said", async () => {
    const [from, to] = [Date.parse(truth.range.start) + 24 * hour, Date.parse(truth.range.start) + 25 * hour].map((t) => new Date(t).toISOString());
    await page.getByRole("button", { name: "Name known incidents" }).click();
    const form = page.getByRole("dialog");
    const text = form.getByLabel("One a line: start,end,title");
    await text.fill("yesterday,today,x");
    await form.getByText(/Line 1: the start is no time/).waitFor();
    await text.fill(`${from},${to},Nobody noticed this one`);
    await form.getByRole("button", { name: "Judge by 1 incident" }).click();
    const row = page.getByRole("table", { name: "Losses" }).locator("tr[data-row]").first();
    await row.getByText("Nobody noticed this one").waitFor();
    await row.getByText("nobody was told").first().waitFor();
    await page.getByRole("button", { name: "1 known incident" }).click();
    await form.getByRole("button", { name: "Forget them" }).click();
    await page.getByRole("button", { name: "Name known incidents" }).waitFor();
  });
}

async function sweep(suite, page, server) {
  await suite.check("settings are searched for, the front is walked with the keyboard, and one becomes a variant", async () => {
    const { front } = await ask(server, { sweep: true });
    await page.goto(`/slos/${slo}/backtest`);
    await page.getByRole("button", { name: "Find settings" }).click();
    const settings = page.getByRole("listbox", { name: /Settings on the front/ });
    await settings.waitFor();
    same(await settings.getByRole("option").count(), front.filter((p) => typeof p.detect_mean === "string").length, "settings drawn");
    await settings.focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("button", { name: "Add as a variant" }).click();
    await page.getByRole("button", { name: /^Take .* out$/ }).waitFor();
    await page.getByRole("region", { name: /^Alerts of / }).nth(1).waitFor();
  });
}

async function whatIf(suite, page) {
  const said = page.getByRole("status").filter({ hasText: /budget|otherwise|Move something/ });
  await suite.check("a change is drawn and said while it is typed, and taken back with Ctrl Z", async () => {
    await page.goto(`/slos/${slo}/what-if`);
    await said.getByText(/Move something/).waitFor();
    await page.evaluate(() => { globalThis.neverReloaded = true; });
    await page.getByLabel("Objective, percent").fill("99.5");
    await said.getByText(/budget .* → /).waitFor();
    await page.getByRole("region", { name: "Alerts of as it would be" }).waitFor();
    const once = await said.innerText();
    await page.getByRole("slider", { name: "Factor of page-fast" }).fill("2");
    await until("the rule moved too", async () => /page-fast/.test(new URL(page.url()).searchParams.get("v") ?? ""));
    await page.keyboard.press("Control+z");
    await until("the rule is as it was", async () => new URL(page.url()).searchParams.get("v") === "o99.5" && (await said.innerText()) === once);
    await page.keyboard.press("Control+z");
    await said.getByText(/Move something/).waitFor();
    expect(await page.evaluate(() => globalThis.neverReloaded === true), "the page was loaded again");
  });
  await suite.check("the outage is left out by pressing it, and its budget comes back", async () => {
    await page.getByRole("group", { name: "Losses" }).getByRole("button").last().click();
    await said.getByText(/budget .* → /).waitFor();
    const [was, is] = (await said.innerText()).match(/budget ([\d.]+) % → ([\d.]+) %/).slice(1).map(Number);
    expect(is > was + 20, `${was} % became ${is} %`);
    await page.getByText("Traffic and time left out are no part of a definition", { exact: false }).waitFor();
  });
  await suite.check("what was tried opens in the editor as a change of its document that the server accepts", async () => {
    await page.goto(`/slos/${slo}/what-if?v=o99.5%3Brpage-fast:p:10:1h:5m`);
    await page.getByLabel("The change of its document").getByText("0.995").waitFor();
    await page.getByRole("link", { name: "Open in the editor" }).click();
    const text = page.getByLabel("The SLO as YAML");
    await until("the change stands in the text", async () => /target: 0\.995\b/.test(await text.inputValue()) && /checkout-availability-rules/.test(await text.inputValue()));
    await page.getByText("No problem", { exact: true }).waitFor();
  });
}

async function target(suite, page, server) {
  await suite.check("the target page says what the history affords, with the levels of the API", async () => {
    const truth = await api(server, `/api/v1/slos/${slo}/target`);
    await page.goto(`/slos/${slo}/target`);
    const levels = page.getByRole("table", { name: "What each objective would have brought" });
    await levels.waitFor();
    same(await levels.getByRole("row").count(), truth.levels.length + 1, "rows");
    if (truth.tightest_affordable) await levels.getByRole("row").filter({ hasText: "tightest affordable" }).getByRole("rowheader", { name: new RegExp(`^${truth.tightest_affordable.replace(".", "\\.")}`) }).waitFor();
    same(await page.getByRole("table", { name: /Hours of the week/ }).getByRole("img").count(), 168, "hours of the week");
  });
  await suite.check("what people bear moves the answer", async () => {
    await page.getByRole("slider", { name: /Pages in 30 d that people bear/ }).fill("1");
    await page.waitForURL((url) => url.searchParams.get("most") === "1");
    const truth = await api(server, `/api/v1/slos/${slo}/target?most_pages=1`);
    if (truth.tightest_affordable) await page.getByRole("row").filter({ hasText: "tightest affordable" }).getByRole("rowheader", { name: new RegExp(`^${truth.tightest_affordable.replace(".", "\\.")}`) }).waitFor();
  });
}

/** Somebody else with the right to edit, who joins by an invitation. */
async function colleague(browser, page, server) {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const form = page.getByRole("form", { name: "Invite somebody" });
  await form.getByLabel("Name to sign in with").fill("bo");
  await form.getByRole("radio", { name: /^editor/ }).check();
  await form.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("[data-secret]").innerText();
  const other = await visitor(browser, server.url);
  await other.page.goto(link);
  await other.page.getByLabel(/^(New password|Password)$/).fill(password);
  await other.page.getByRole("button", { name: "Set it and sign in" }).click();
  await other.page.getByRole("navigation", { name: "Pages" }).waitFor();
  return other;
}

async function proposal(suite, browser, page, server) {
  await suite.check("a target is proposed from its level, with a reason; whoever proposed it cannot approve it", async () => {
    await page.goto(`/slos/${slo}/target`);
    await page.getByRole("button", { name: "Propose 99.9 %" }).click();
    const form = page.getByRole("dialog");
    await form.getByText(/over the history/).waitFor();
    await form.getByLabel("Why").fill("Customers notice only beyond it, and the outage of last week froze releases for days.");
    await form.getByRole("button", { name: "Propose it" }).click();
    await page.getByRole("dialog").getByText("proposed", { exact: true }).waitFor();
  });
  const again = new Date(Date.now() + 90 * 24 * hour).toISOString().slice(0, 10);
  let other;
  await suite.check("somebody else joins", async () => {
    other = await colleague(browser, page, server);
  });
  if (!other) return;
  try {
    await suite.check("somebody else finds it waiting, agrees, and approves it with a day to look at it again", async () => {
      await other.page.goto("/targets");
      await other.page.getByRole("row").filter({ hasText: slo }).first().click();
      const sheet = other.page.getByRole("dialog");
      await sheet.getByRole("button", { name: "Agree" }).click();
      await sheet.getByLabel("In a few words, if you like").fill("So do our support tickets.");
      await sheet.getByRole("button", { name: "Agree" }).click();
      await sheet.getByText("So do our support tickets.").waitFor();
      await sheet.getByRole("button", { name: "Approve", exact: true }).click();
      await sheet.getByLabel("Why it may be promised").fill("The history bears it.");
      await sheet.getByLabel("Look at it again on").fill(again);
      await sheet.getByRole("button", { name: "Approve it" }).click();
      await sheet.getByText(/approved, not in the catalogue yet/).waitFor();
      await sheet.getByText(again).waitFor();
      same(other.complaints.join("\n"), "", "complaints");
    });
    await suite.check("the first person sees who approved it, and what to change in the catalogue, without a reload", async () => {
      const one = (await api(server, `/api/v1/targets?slo=${slo}`)).items[0];
      same(one.state, "approved", "state");
      await page.goto(`/targets?id=${one.id}`);
      const sheet = page.getByRole("dialog");
      await sheet.getByText("Approved, but the catalogue does not say so yet", { exact: false }).waitFor();
      await sheet.getByRole("link", { name: "Open in the editor" }).click();
      await until("the objective stands in the text", async () => /target: 0\.999\b/.test(await page.getByLabel("The SLO as YAML").inputValue()));
    });
  } finally {
    await other.context.close();
  }
}

/** In both themes and at three widths, as the demo's pages are looked at. */
async function looks(suite, page) {
  const tried = "v=o99.9%7Crpage-fast:p:20:1h:5m";
  const pages = {
    backtest: `/slos/${slo}/backtest?${tried}`, sweep: `/slos/${slo}/backtest?find=rules`, "backtest-alert": `/slos/${slo}/backtest?alert=0:0`, "what-if": `/slos/${slo}/what-if?v=o99.5`,
    target: `/slos/${slo}/target?notice=2%25%20over%205m`, propose: `/slos/${slo}/target?propose=99.9`, targets: "/targets", "backtest-unknown": "/slos/nothing-of-that-name/backtest",
  };
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(pages)) {
      await suite.check(`${name}, ${theme}: axe finds nothing serious, and nothing is cut off from 400 to 2,560 px`, async () => {
        same((await lookAt(page, path, `${name}-${theme}`)).join("\n"), "", "findings");
      });
    }
  }
}
