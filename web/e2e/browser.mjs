/** Debian's Chromium, driven by Playwright. A page's console must stay silent: an error there is a failure. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./world.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = join(root, "build/screenshots");

export const launch = () =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** A person's own browser window on `url`. `complaints` gathers what the console and the page said wrong. */
export async function visitor(browser, url, options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // The browser itself reports every refused request here; the stories that provoke them check the answers.
      if (message.type() === "error" && !/the server responded with a status of (401|403|404|409|422|429)/.test(message.text())) complaints.push(message.text());
    });
  });
  const page = await context.newPage();
  return { context, page, complaints, url };
}

export const password = "correct horse battery";

export async function signIn(who, name, word) {
  await who.page.goto("/sign-in");
  await fillSignIn(who, name, word);
  await who.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
export async function fillSignIn({ page }, name, word) {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(word);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens the one-time link that a new server printed, and becomes its administrator. */
export async function setUp({ page }, server) {
  await page.goto(/http\S+\/setup#\S+/.exec(server.greeting())[0]);
  await page.getByLabel("Name to sign in with").fill("ana");
  await page.getByLabel(/^(New password|Password)$/).fill(password);
  await page.getByRole("button", { name: "Make the administrator" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
}

/** Serious and critical findings of axe, each with where it is. The policy forbids injected scripts, so it runs by evaluate. */
async function axeFindings(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.help} at ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} (${n.failureSummary?.split("\n")[1]?.trim() ?? ""})`).join("; ")}`);
}

async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
}

/** What is wrong with how a page looks: serious findings of axe, and anything wider than the window. Keeps a picture of each width. */
export async function lookAt(page, path, name) {
  const findings = [];
  for (const width of [1440, 400, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForFunction(() => !document.querySelector("[role=status][aria-label^=Loading]"));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) findings.push(`${over} px too wide at ${width}`);
    if (width === 2560) continue;
    findings.push(...(await axeFindings(page)).map((f) => `${width} px: ${f}`));
    await picture(page, `${name}-${width}`);
  }
  return findings;
}
