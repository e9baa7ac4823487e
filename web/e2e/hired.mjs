/** A whole interview, from the kit to the decision and the erasure: one who hires, three who interview and cannot see each other's cards. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { lookAt, password, setUp, visitor } from "./browser.mjs";
import { expect, plimsoll, root, same, serve, until, World } from "./world.mjs";

const candidate = "Ilse Marquardt-Quade";
const rounds = [
  { round: "A failing service", who: "bea", assessed: ["systems_thinking", "judgement_under_uncertainty", "incident_leadership", "communication_under_pressure"], ratings: [3, 4, null, 2] },
  { round: "Building and promising", who: "cem", assessed: ["distributed_systems", "slo_and_budgets", "observability"], ratings: [2, 3, 3] },
  { round: "Daily work", who: "dag", assessed: ["automation_instinct", "change_safety", "security_basics", "post_incident_orientation"], ratings: [4, 3, null, 1] },
];
const said = (who) => `Words only ${who} heard: first I looked at what changed, then I stopped the retries.`;

export async function hired(suite, browser) {
  const world = new World("hired");
  const server = await serve(world, join(root, "examples/quickstart/catalog"));
  const ana = await visitor(browser, server.url);
  const people = new Map();
  let opening = "";
  let application = "";
  try {
    await setUp(ana, server);
    await suite.check("an administrator sees no candidates until the right is granted, and the log says by whom", async () => {
      const places = ana.page.getByRole("navigation", { name: "Pages" });
      await places.getByRole("link", { name: "Practise" }).waitFor();
      same(await places.getByRole("link", { name: "Hire" }).count(), 0, "links to Hire");
      same((await inPage(ana.page, "/api/v1/hiring/openings")).status, 403, "status for an administrator");
      await world.run("user", "hiring", "ana", "manager", "--server", server.url);
      await ana.page.reload();
      await places.getByRole("link", { name: "Hire" }).waitFor();
      const log = await (await fetch(`${server.url}/api/v1/log?limit=20`, { headers: { Authorization: `Bearer ${server.token}` } })).json();
      expect(JSON.stringify(log.items).includes("hir"), "the log does not tell of the grant");
    });
    await suite.check("three interviewers join, who see Hire and nothing of anybody", async () => {
      for (const { who } of rounds) people.set(who, await invited(browser, world, server, who));
      const { page } = people.get("bea");
      await page.goto("/");
      await page.waitForURL("**/hire");
      await page.getByText("You are on no interview").waitFor();
      same(await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Overview" }).count(), 0, "links to operations");
    });
    await suite.check("a post is opened with a job description", async () => {
      const { page } = ana;
      await page.goto("/hire/openings");
      await page.getByRole("button", { name: "Open a post" }).first().click();
      const form = page.getByRole("form", { name: "Opening" });
      await form.getByLabel("Title").fill("Site reliability engineer");
      await form.getByLabel("Team").fill("Checkout");
      await form.getByLabel("What of the roadmap waits for it").fill("Second region");
      await form.getByLabel("Job description").fill("Requirements\n- Kubernetes in production\n- Prometheus and alerting\n- Python or Go\n\nNice to have\n- Kafka");
      await form.getByRole("button", { name: "Open it" }).click();
      await page.getByRole("table", { name: "Openings" }).getByText("Site reliability engineer").waitFor();
      opening = (await inPage(page, "/api/v1/hiring/openings")).body.items[0].id;
    });
    await suite.check("a candidate is added with a resume, and the plan says which dimensions nobody tests", async () => {
      const { page } = ana;
      await page.goto(`/hire/applications?add=${opening}`);
      const form = page.getByRole("form", { name: "Add a candidate" });
      await form.getByLabel("Name").fill(candidate);
      await form.getByLabel("Mail").fill("ilse@example.org");
      await form.getByRole("button", { name: "Add", exact: true }).click();
      await page.waitForURL(/\/hire\/applications\/ap-\d+/);
      application = page.url().match(/ap-\d+/)[0];
      await page.locator("input[type=file]").setInputFiles(join(root, "tests/people/resumes/asha.md"));
      await page.getByRole("link", { name: "Beside the job description" }).waitFor();
      await page.getByText(/Nobody tests Systems thinking/).waitFor();
    });
    await suite.check("three interviews are planned, one for each interviewer", async () => {
      const { page } = ana;
      for (const { round, who } of rounds) {
        await page.goto(`/hire/applications/${application}?plan=new`);
        const form = page.getByRole("form", { name: "Plan an interview" });
        const field = form.getByRole("combobox", { name: "Round" }).or(form.getByRole("textbox", { name: "Round" })).first();
        if (!(await field.inputValue()).startsWith(round)) {
          await field.click();
          await page.getByRole("option", { name: new RegExp(`^${round}`) }).click();
        }
        await form.getByLabel("Interviewers").fill(nameOf(who));
        await form.getByRole("list", { name: "Interviewers: chosen" }).getByText(nameOf(who)).waitFor();
        await form.getByRole("button", { name: "Plan it" }).click();
        await page.getByRole("link", { name: round }).waitFor();
      }
      same(await page.getByText(/Nobody tests Systems thinking/).count(), 0, "gaps of what is planned");
      await page.getByText(/Nobody tests Collaboration/).waitFor();
    });
    const interviews = new Map();
    for (const { who, round, ratings } of rounds)
      await suite.check(`${who} fills the card with the keyboard alone`, async () => {
        const { page } = people.get(who);
        await page.goto("/hire");
        const row = page.getByRole("table", { name: "My interviews" }).getByRole("row").filter({ hasText: round });
        await row.getByText(candidate).waitFor();
        await row.click();
        await page.waitForURL(/\/hire\/interviews\/iv-\d+/);
        interviews.set(who, page.url().match(/iv-\d+/)[0]);
        people.get(who).before = await fill(page, who, ratings);
      });
    await suite.check("nobody saw another's card before their own was in", async () => {
      // Filled in turn: what each could read was kept by fill() at the moment before submitting.
      for (const { who } of rounds) {
        const before = people.get(who).before;
        for (const other of rounds.filter((r) => r.who !== who)) expect(!before.includes(said(other.who)), `${who} could read ${other.who}'s words before submitting`);
        expect(/hiring\.not_yet|hiring\.unknown/.test(before), `${who}'s debrief was not refused: ${before.slice(0, 200)}`);
      }
      const { page } = people.get("bea");
      const all = await inPage(page, `/api/v1/hiring/applications/${application}/debrief`);
      same(all.status, 200, "the debrief once the card is in");
      for (const { who } of rounds) expect(JSON.stringify(all.body).includes(said(who)), `${who}'s words are not in the debrief`);
    });
    await suite.check("the debrief puts the cards side by side, and its figure is the arithmetic of the ratings", async () => {
      const { page } = ana;
      await page.goto(`/hire/applications/${application}/debrief`);
      await page.getByRole("heading", { name: `Debrief: ${candidate}` }).waitFor();
      const kit = (await inPage(page, "/api/v1/hiring/kits/sre")).body.kit;
      let [sum, weight] = [0, 0];
      for (const { assessed, ratings } of rounds)
        assessed.forEach((d, at) => {
          if (ratings[at] === null) return;
          const w = kit.dimensions.find((x) => x.id === d).weight;
          sum += w * ratings[at];
          weight += w;
        });
      await page.getByText(`${(sum / weight).toFixed(2)} of 4`).waitFor();
      await page.getByText(/Nobody (tested|tests|assessed) .*Security/).first().waitFor();
    });
    await suite.check("a card that is changed after the others were seen is a second version, and the first stays beside it", async () => {
      const { page } = people.get("cem");
      await page.goto(`/hire/interviews/${interviews.get("cem")}`);
      await page.getByRole("button", { name: "Change my card" }).click();
      await page.getByText("draft kept").waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("4");
      await page.getByLabel("Why this card is changed").fill("The budget was explained again in the other talk");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("button", { name: "Submit for good" }).click();
      await page.getByText(/version 2, changed after seeing others' cards/).waitFor();
      await page.getByText("first 3").first().waitFor();
    });
    await suite.check("somebody decides, with reasons and with what speaks against it", async () => {
      const { page } = ana;
      await page.goto(`/hire/applications/${application}/debrief`);
      const form = page.getByRole("form", { name: "Decide" });
      await form.getByLabel("Decision").selectOption("hire");
      await form.getByLabel("Reasons").fill("Looks before acting and names what is unknown");
      await form.getByLabel("What speaks against it").fill("Learning after incidents was weak in one talk");
      await form.getByRole("button", { name: "Hire" }).click();
      await page.getByText("on 3 cards").waitFor();
      same((await inPage(people.get("dag").page, `/api/v1/hiring/applications/${application}/decision`, "POST", { outcome: "no_hire", reasons: "x", against: "y" })).status, 403, "an interviewer deciding");
    });
    await copy(suite, browser, ana, application);
    await looks(suite, ana.page, people.get("bea").page, application, interviews);
    await erased(suite, world, server, ana, application);
    await suite.check("the pages made no complaint", () => same([ana, ...people.values()].flatMap((p) => p.complaints).join("\n"), "", "complaints"));
  } finally {
    for (const who of [ana, ...people.values()]) await who.context.close();
    await world.close();
  }
}

const nameOf = (who) => ({ bea: "Bea Okoro", cem: "Cem Yilmaz", dag: "Dag Lund" })[who];

/** A request as the page's own session makes it. */
const inPage = (page, path, method = "GET", body) =>
  page.evaluate(async ([path, method, body]) => {
    const session = await (await fetch("/api/v1/session")).json();
    const reply = await fetch(path, { method, headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf }, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await reply.text();
    return { status: reply.status, body: text ? JSON.parse(text) : null };
  }, [path, method, body]);

async function invited(browser, world, server, who) {
  const { stdout } = await promisify(execFile)(plimsoll, ["user", "invite", who, "--display-name", nameOf(who), "--role", "guest", "--hiring", "interviewer", "--server", server.url, "--json"], { env: world.env });
  const link = JSON.parse(stdout);
  const person = await visitor(browser, server.url);
  await person.page.goto(link.link_path ?? link.link);
  await person.page.getByLabel(/^(New password|Password)$/).fill(password);
  await person.page.getByRole("button", { name: /Join|Set/ }).click();
  await person.page.getByRole("navigation", { name: "Pages" }).waitFor();
  return person;
}

/** From the first answer to the submission without a mouse. Gives what the person could read just before submitting. */
async function fill(page, who, ratings) {
  const { keyboard } = page;
  await page.getByRole("heading", { name: "What was said" }).waitFor();
  await page.locator("[data-answer]").first().waitFor();
  await page.getByText("draft kept").waitFor();
  await keyboard.press("a");
  await keyboard.type(said(who));
  for (let at = 0; at < ratings.length; ++at) {
    if (ratings[at] === null) continue;
    await keyboard.press("Control+a");
    await keyboard.press("Alt+e");
    await keyboard.press(String(at + 1));
  }
  await keyboard.press("Escape");
  for (let at = 0; at < ratings.length; ++at) {
    if (ratings[at] === null) {
      await keyboard.press("0");
      await keyboard.type("No time was left for it");
      await keyboard.press("Escape");
    } else await keyboard.press(String(ratings[at]));
    if (at + 1 < ratings.length) await keyboard.press("j");
  }
  await keyboard.press("r");
  await keyboard.type(`${nameOf(who)} would work with them`);
  await keyboard.press("Escape");
  await page.getByText("draft kept").waitFor();
  await page.reload();
  await page.getByText(said(who)).first().waitFor();
  if (who === "bea") {
    const { pathname } = new URL(page.url());
    same((await lookAt(page, pathname, "hire-writing")).join("\n"), "", "findings");
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  const application = /ap-\d+/.exec(JSON.stringify((await inPage(page, `/api/v1/hiring/interviews/${page.url().match(/iv-\d+/)[0]}`)).body))[0];
  const reads = [];
  for (const path of [`applications/${application}`, `applications/${application}/debrief`, "interviews", "interviews/iv-1", "interviews/iv-2", "interviews/iv-3", "applications"]) reads.push(JSON.stringify((await inPage(page, `/api/v1/hiring/${path}`)).body));
  await keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Submit for good" }).waitFor();
  await keyboard.press("Enter");
  await page.getByRole("button", { name: "Change my card" }).waitFor();
  return reads.join("\n");
}

/** What the candidate sees by a link, without an account. */
async function copy(suite, browser, ana, application) {
  await suite.check("the candidate reads their own copy by a link, and asks for a correction that is answered", async () => {
    await ana.page.goto(`/hire/applications/${application}`);
    await ana.page.getByRole("button", { name: "Make a link" }).click();
    const link = await ana.page.locator("code").filter({ hasText: "/candidate#" }).innerText();
    const ilse = await visitor(browser, ana.url, { viewport: { width: 400, height: 800 } });
    await ilse.page.goto(link);
    await ilse.page.getByText("Looks before acting and names what is unknown").waitFor();
    await ilse.page.getByText(/A failing service|Systems thinking/).first().waitFor();
    await ilse.page.getByLabel("What is wrong, and what would be right").fill("I left the second post in 2023, not 2022");
    await ilse.page.getByRole("button", { name: "Send it" }).click();
    await ilse.page.getByText("I left the second post in 2023, not 2022").waitFor();
    await until("the request reaches who hires", async () => (await inPage(ana.page, `/api/v1/hiring/applications/${application}`)).body.requests.length === 1);
    await ana.page.getByRole("button", { name: "Followed", exact: true }).click();
    await ana.page.getByLabel("What was done").fill("Noted; the resume says so now");
    await ana.page.keyboard.press("Enter");
    await ilse.page.reload();
    await ilse.page.getByText("Noted; the resume says so now").waitFor();
    same(ilse.complaints.join("\n"), "", "complaints");
    await ilse.context.close();
  });
}

async function looks(suite, manager, interviewer, application, interviews) {
  const pages = { applications: "/hire/applications", openings: "/hire/openings", application: `/hire/applications/${application}`, debrief: `/hire/applications/${application}/debrief`, kit: "/hire/kits/sre-director",
    calibration: "/hire/calibration", "calibration-set": "/hire/calibration/engineer", agreement: "/hire/agreement", funnel: "/hire/funnel", fairness: "/hire/fairness", keeping: "/hire/keeping", match: `/hire/applications/${application}/match` };
  for (const theme of ["light", "dark"])
    await suite.check(`Hire looks right in the ${theme} theme, from a phone to a wide screen`, async () => {
      const findings = [];
      for (const page of [manager, interviewer]) await page.evaluate((value) => localStorage.setItem("mantine-color-scheme-value", value), theme);
      for (const [name, path] of Object.entries(pages)) findings.push(...(await lookAt(manager, path, `hire-${name}-${theme}`)).map((f) => `${path}: ${f}`));
      for (const [name, path] of [["mine", "/hire"], ["card", `/hire/interviews/${interviews.get("bea")}`]]) findings.push(...(await lookAt(interviewer, path, `hire-${name}-${theme}`)).map((f) => `${path}: ${f}`));
      same(findings.join("\n"), "", "findings");
    });
}

async function erased(suite, world, server, ana, application) {
  await suite.check("erasing a candidate leaves nothing to read, and the chain whole", async () => {
    const before = (await inPage(ana.page, `/api/v1/hiring/applications/${application}`)).body;
    same(before.candidate.name, candidate, "the name before");
    await ana.page.goto(`/hire/applications/${application}`);
    await ana.page.getByRole("button", { name: "Erase", exact: true }).click();
    await ana.page.getByRole("button", { name: "Erase: they asked" }).click();
    await ana.page.getByRole("heading", { name: "An erased candidate" }).waitFor();
    const after = await inPage(ana.page, `/api/v1/hiring/applications/${application}`);
    const text = JSON.stringify(after.body);
    for (const word of [candidate, "ilse@example.org", "Looks before acting", ...rounds.map((r) => said(r.who))]) expect(!text.includes(word), `"${word}" is still readable`);
    const whole = await inPage(ana.page, `/api/v1/hiring/candidates/${before.candidate.id}/erasure`);
    same(whole.body.key_gone, true, "key_gone");
    await world.end("plimsoll");
    const checked = await world.run("audit", "verify", "--data", world.path("data"));
    expect(/whole|intact|verif/i.test(checked), `audit verify said ${checked}`);
  });
}
