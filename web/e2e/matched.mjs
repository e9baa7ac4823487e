/** A resume beside a job, as somebody without an account does it: by keyboard, by file, and with nothing kept. */
import { join } from "node:path";
import { lookAt, visitor } from "./browser.mjs";
import { expect, root, same, serve, World } from "./world.mjs";

const people = join(root, "tests/people");

export async function matched(suite, browser) {
  const world = new World("matched");
  const server = await serve(world, join(root, "examples/quickstart/catalog"), world.path("data"), ["--open-match", "--match-per-hour", "100"]);
  const who = await visitor(browser, server.url);
  const { page } = who;
  const labels = () => page.getByRole("list", { name: "What is asked" });
  try {
    await suite.check("without an account the page opens where the server says so, and says what it keeps and takes", async () => {
      await page.goto("/match");
      await page.getByRole("heading", { level: 1, name: "What a resume shows of a job" }).waitFor();
      await page.getByText(/Nothing is kept/).waitFor();
      await page.getByText(/100 matches an hour/).waitFor();
      expect(await page.getByRole("button", { name: "Show what it shows" }).isDisabled(), "an empty pair cannot be sent");
    });
    await suite.check("a PDF and a Word file become labels, each with the words it stands on", async () => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("region", { name: "Resume" }).getByRole("button", { name: "Choose a file…" }).click()]);
      await chooser.setFiles(join(people, "resumes/grace.pdf"));
      const [other] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("region", { name: "Job description" }).getByRole("button", { name: "Choose a file…" }).click()]);
      await other.setFiles(join(people, "jobs/platform-engineer.docx"));
      await page.getByText("grace.pdf").waitFor();
      await page.getByRole("button", { name: "Show what it shows" }).click();
      await labels().getByRole("button").first().waitFor();
      await page.getByText(/Resume: PDF/).waitFor();
      await page.getByText(/Job description: Word/).waitFor();
      expect(await page.getByRole("region", { name: "Resume" }).locator("mark").count() > 0, "nothing of the resume is marked");
    });
    await suite.check("j and k go through the labels, and both texts show where each stands", async () => {
      await page.getByRole("button", { name: "Change the documents" }).click();
      await page.goto("/match");
      await page.getByRole("button", { name: "Try a made-up pair" }).click();
      await labels().getByRole("button", { expanded: true }).waitFor();
      const open = () => labels().getByRole("button", { expanded: true }).first().innerText();
      const first = await open();
      await page.keyboard.press("j");
      await page.waitForFunction((before) => document.querySelector("[aria-expanded=true]")?.textContent !== before, first);
      expect((await open()) !== first, "j stays where it is");
      await page.keyboard.press("k");
      same(await open(), first, "k goes back");
      expect(await page.getByRole("region", { name: "Job description" }).locator("mark[data-on]").count() > 0, "the job shows no place of it");
    });
    await suite.check("a marked place leads to its label, by the keyboard too", async () => {
      const mark = page.getByRole("region", { name: "Resume" }).getByRole("button", { name: /No experience with Azure/ });
      await mark.focus();
      await page.keyboard.press("Enter");
      await labels().getByRole("button", { name: /contradicted Azure/, expanded: true }).waitFor();
    });
    await suite.check("advice and questions are two parts of the same answer; coverage stands last and is no rank", async () => {
      await page.getByRole("link", { name: /For the candidate/ }).click();
      await page.getByText(/Say only what is true/).waitFor();
      await page.getByRole("link", { name: /For the interviewer/ }).click();
      await page.getByText("You say that you have not used Azure.", { exact: false }).waitFor();
      await page.getByText(/Coverage \d+ %, which is sum of weight/).waitFor();
      await page.getByText(/It ranks nobody/).waitFor();
    });
    await suite.check("what cannot be read is said in the server's words, and the documents stay", async () => {
      await page.goto("/match");
      await page.getByRole("textbox", { name: "Job description" }).fill("Engineer\n\nRequirements\n- Go");
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("region", { name: "Resume" }).getByRole("button", { name: "Choose a file…" }).click()]);
      await chooser.setFiles(join(people, "resumes/oskar.pdf"));
      await page.getByRole("button", { name: "Show what it shows" }).click();
      await page.getByRole("alert").getByText("documents.scanned").waitFor();
      await page.getByText("oskar.pdf").waitFor();
    });
    for (const theme of ["light", "dark"]) {
      await suite.check(`the page, ${theme}: axe finds nothing serious, and nothing is cut off`, async () => {
        const stranger = await visitor(browser, server.url, { colorScheme: theme, reducedMotion: "reduce" });
        const findings = await lookAt(stranger.page, "/match", `match-${theme}`);
        await stranger.context.close();
        same(findings.join("\n"), "", "findings");
      });
    }
    await suite.check("nothing else opens without an account", async () => {
      await page.goto("/slos");
      await page.waitForURL(/\/sign-in/);
    });
    await suite.check("the pages made no complaint", () => same(who.complaints.join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}
