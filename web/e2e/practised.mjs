/** Practising, as a person does it: without an account first, with the keyboard alone, then signed in, in two tabs, and taken away again. */
import { join } from "node:path";
import { lookAt, setUp, visitor } from "./browser.mjs";
import { expect, root, same, serve, until, World } from "./world.mjs";

const secret = "zebra at dawn";

export async function practised(suite, browser) {
  const world = new World("practised");
  const server = await serve(world, join(root, "examples/quickstart/catalog"), world.path("data"), ["--open-practise"]);
  const stranger = await visitor(browser, server.url);
  const ana = await visitor(browser, server.url);
  try {
    await drill(suite, stranger.page);
    await story(suite, stranger.page);
    await figure(suite, stranger.page);
    await asks(suite, stranger.page);
    await browserOnly(suite, browser, stranger.page, server);
    await suite.check("an administrator signs in", () => setUp(ana, server));
    await twoTabs(suite, ana, server);
    await removal(suite, ana.page, server);
    await looks(suite, browser, server);
    await suite.check("the pages made no complaint", () => same([...stranger.complaints, ...ana.complaints].join("\n"), "", "complaints"));
  } finally {
    await stranger.context.close();
    await ana.context.close();
    await world.close();
  }
}

const kept = (page, where) => page.getByText(`${where}: kept`).waitFor();

async function drill(suite, page) {
  await suite.check("who has no account practises where it is allowed, with the keyboard alone", async () => {
    await page.goto("/practise");
    await page.getByRole("heading", { level: 1, name: "Practise" }).waitFor();
    await page.getByText("Start, 90 seconds").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/practise\/questions\/[A-Z]/);
    const timer = page.getByRole("timer");
    await timer.getByText("1:30").waitFor();
    same(await page.getByRole("region", { name: "Spoken" }).count(), 0, "answers that are shown before anything was said");
    await page.keyboard.press("Space");
    await until("the clock runs", async () => (await timer.innerText()) !== "1:30", 10);
    await page.keyboard.press("Space");
    for (const [key, name] of [["1", "Spoken"], ["2", "Technical"], ["3", "Hands-on"], ["4", "Check yourself"]]) {
      await page.keyboard.press(key);
      await page.getByRole("region", { name }).waitFor();
    }
    await page.keyboard.press("2");
    await page.getByRole("region", { name: "Technical" }).waitFor({ state: "detached" });
  });
  await suite.check("what was not said is marked, the go is kept, and the next question comes", async () => {
    const check = page.getByRole("region", { name: "Check yourself" });
    await check.getByRole("checkbox").first().focus();
    await page.keyboard.press("Space");
    await check.getByText(/1 of \d said; what is marked was missing/).waitFor();
    await page.locator("body").evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("s");
    await check.getByRole("button", { name: /^Kept/ }).waitFor();
    await page.getByText("practised once").waitFor();
    const before = page.url();
    await page.keyboard.press("j");
    await page.waitForURL((url) => url.href !== before);
    await page.getByRole("timer").getByText("1:30").waitFor();
    await page.goto("/practise");
    await page.getByText(/1 of \d signals said/).first().waitFor();
  });
  await suite.check("questions are found by words and filters, without their answers", async () => {
    await page.goto("/practise/questions?competency=objectives");
    await page.getByRole("textbox", { name: "Search questions" }).fill("error budget");
    await page.waitForURL(/q=error/);
    const rows = page.getByRole("table", { name: "Questions" }).locator("tr[data-row]");
    await until("the search shows its few", async () => (await rows.count()) > 0 && (await rows.count()) < 10, 10);
  });
}

async function story(suite, page) {
  await suite.check("a story is looked at while it is written, and the words are cited", async () => {
    await page.goto("/practise/stories");
    await page.getByRole("listitem").filter({ hasText: "Reliability win" }).getByRole("button", { name: "Begin it" }).click();
    await page.getByLabel(/^Action/).fill("We put a limit on it.");
    await page.getByText("your own part is not in it").waitFor();
    await page.locator("q", { hasText: "We put" }).waitFor();
    await page.getByLabel(/^Action/).fill("I put a limit on PgBouncer instead of waiting.");
    await page.getByText("your own part is not in it").waitFor({ state: "detached" });
    await page.getByLabel(/^Problem/).fill("The intern forgot the limit.");
    await page.getByText("It reads as blame").waitFor();
    await page.getByText(/s at 150 words a minute/).waitFor();
    await kept(page, "in this browser");
    await page.reload();
    same(await page.getByLabel(/^Problem/).inputValue(), "The intern forgot the limit.", "the problem after the page was loaded again");
    await page.getByRole("listitem").filter({ hasText: "Hard feedback" }).getByRole("button", { name: "Begin it" }).waitFor();
  });
}

async function figure(suite, page) {
  await suite.check("a figure's own numbers contradict its claim, and what is missing is asked for", async () => {
    await page.goto("/practise/figures");
    await page.getByRole("button", { name: "New sheet" }).click();
    await page.getByLabel(/^Claim/).fill("Reduced pages by 40 %");
    await page.getByLabel(/^Before/).fill("12 a week");
    await page.getByLabel(/^After/).fill("8 a week");
    await page.getByText("not what the claim says").waitFor();
    await page.getByText(/The claim says 40 %; 12 a week to 8 a week is a fall of 33.3 %/).waitFor();
    await page.getByText(/Asked next: How is it calculated/).waitFor();
    await page.getByLabel(/^Claim/).fill("Reduced pages by a third, 33 %");
    await page.getByText("not what the claim says").waitFor({ state: "detached" });
  });
  await suite.check("a resume's figures begin their sheets", async () => {
    await page.getByLabel(/^Its text/).fill("Experience\n\nSRE, Acme  Jan 2021 - Mar 2023\n- Cut time to restore from 90 to 54 min by making rollback one command\n");
    await page.getByRole("button", { name: "Find the figures" }).click();
    await page.getByRole("button", { name: "Begin its sheet" }).click();
    await page.getByText("90 min to 54 min is a fall of 40 %, a factor of 1.67.", { exact: true }).waitFor();
    same(await page.getByLabel(/^What moved it/).inputValue(), "making rollback one command", "the mechanism");
  });
}

async function asks(suite, page) {
  await suite.check("a question to ask back tells what to say after the answer, and a closing is put together", async () => {
    await page.goto("/practise/asks");
    await page.getByText("Which incidents of the last six months came from the same cause more than once?").click();
    const open = page.locator("details[open]");
    await open.getByText("Sounds bad").waitFor();
    await open.getByRole("combobox").selectOption("bad");
    await open.getByText("I would spend my first weeks on your last twenty reviews").waitFor();
    await page.getByLabel("They need (reliability)").fill("Payments fail at peak");
    await page.getByLabel("Your proof of reliability").fill("I cut failed payments by 90 % in a quarter");
    await page.getByText("You need this: Payments fail at peak. I cut failed payments by 90 % in a quarter.").waitFor();
    await page.getByText("There is no proof of leadership.").waitFor();
    await kept(page, "in this browser");
  });
}

async function browserOnly(suite, browser, page, server) {
  await suite.check("without an account nothing leaves this browser's storage: another one knows nothing of it", async () => {
    await page.getByText("Nobody but who uses this browser").waitFor();
    const other = await visitor(browser, server.url);
    await other.page.goto("/practise/stories");
    await other.page.getByText("A story is five lines that are true").waitFor();
    await other.context.close();
    expect((await page.evaluate(() => localStorage.getItem("plimsoll.practise"))).includes("The intern forgot"), "the story is in storage");
  });
  await suite.check("one button removes it all, and can be taken back until the page is left", async () => {
    await page.getByRole("button", { name: "Remove everything" }).click();
    await page.getByText("Everything was removed.").waitFor();
    same(await page.evaluate(() => localStorage.getItem("plimsoll.practise")), null, "storage after the removal");
    await page.getByRole("button", { name: "Undo" }).click();
    await kept(page, "in this browser");
    await until("it is back", () => page.evaluate(() => localStorage.getItem("plimsoll.practise")?.includes("The intern forgot")), 10);
    await page.getByRole("button", { name: "Remove everything" }).click();
    await page.getByRole("link", { name: "Plan", exact: true }).click();
    await page.getByText("Start, 90 seconds").waitFor();
    same(await page.getByRole("button", { name: "Undo" }).count(), 0, "ways back after the page was left");
  });
}

async function twoTabs(suite, ana, server) {
  await suite.check("signed in, it is kept under one's own key, and two tabs lose nothing", async () => {
    const { page } = ana;
    await page.goto("/practise/questions/A1");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Practise" }).waitFor();
    await kept(page, "your workbook");
    const second = await ana.context.newPage();
    await second.goto("/practise/questions/B1");
    await kept(second, "your workbook");
    await page.getByLabel(/^Notes/).fill(secret);
    await kept(page, "your workbook");
    await second.getByLabel(/^Notes/).fill("from the second tab");
    await until("both are kept", async () => {
      const seen = await page.evaluate(async () => (await fetch("/api/v1/practice/workbook")).json());
      return seen.notes.map((n) => n.question).sort().join() === "A1,B1" && seen.notes.some((n) => n.text === "zebra at dawn");
    }, 20);
    await second.close();
  });
  await suite.check("nobody else reads it, not even the machine's own administrator token", async () => {
    const reply = await fetch(`${server.url}/api/v1/practice/workbook`, { headers: { Authorization: `Bearer ${server.token}` } });
    same(reply.status, 403, "the answer to the token");
    expect(!(await reply.text()).includes(secret), "and it tells nothing");
    same((await fetch(`${server.url}/api/v1/practice/workbook`)).status, 401, "the answer to nobody");
  });
}

async function removal(suite, page, server) {
  await suite.check("its owner removes it for good", async () => {
    await page.goto("/practise");
    await page.getByText("You alone. It is sealed under your own key").waitFor();
    await page.getByRole("button", { name: "Remove everything" }).click();
    await page.getByText("Everything was removed.").waitFor();
    await page.goto("/practise/questions/A1");
    await kept(page, "your workbook");
    same(await page.getByLabel(/^Notes/).inputValue(), "", "the note");
  });
}

async function looks(suite, browser, server) {
  for (const theme of ["light", "dark"]) {
    await suite.check(`the pages of Practise, ${theme}: axe finds nothing serious, and nothing is cut off`, async () => {
      const who = await visitor(browser, server.url, { colorScheme: theme, reducedMotion: "reduce" });
      const findings = [];
      for (const [name, path] of Object.entries({ plan: "/practise", questions: "/practise/questions", drill: "/practise/questions/D1", stories: "/practise/stories", figures: "/practise/figures", asks: "/practise/asks" })) {
        findings.push(...(await lookAt(who.page, path, `practise-${name}-${theme}`)).map((f) => `${name}: ${f}`));
      }
      await who.context.close();
      same(findings.join("\n"), "", "findings");
    });
  }
}
