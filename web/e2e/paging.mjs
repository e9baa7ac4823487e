/** A test page from the Paging screen, through a real SMTP server; and a catalogue error that shows and goes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setUp, visitor } from "./browser.mjs";
import { expect, root, same, serve, until, World } from "./world.mjs";

const service = (channel) => `apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop, displayName: Shop}
spec: {owner: team-shop, channels: [${channel}]}
`;

async function mailServer(world) {
  world.start("smtp", "/usr/bin/python3", [join(root, "tests/support/smtp_server.py"), "--out", world.path("mails.json")]);
  return until("the SMTP server listens", () => /listening (\d+)/.exec(world.log("smtp"))?.[1], 20);
}

const mails = (world) => {
  try {
    return readFileSync(world.path("mails.json"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  } catch {
    return []; // none came yet
  }
};

export async function pagingAndCatalogue(suite, browser) {
  const world = new World("paging");
  const smtp = await mailServer(world);
  world.write("catalog/channel.yaml", `apiVersion: plimsoll/v1
kind: Channel
metadata: {name: mail}
spec: {type: email, url: "smtp://127.0.0.1:${smtp}", requireTls: false, allowPrivate: true, from: plimsoll@example.com, to: [ana@example.com]}
`);
  world.write("catalog/shop.yaml", service("mail"));
  const server = await serve(world, world.path("catalog"));
  const who = await visitor(browser, server.url);
  const { page } = who;
  try {
    await setUp(who, server);

    await suite.check("a test page from the Paging screen arrives by mail, and its receipt shows", async () => {
      await page.goto("/paging?tab=channels");
      const row = page.getByRole("row").filter({ hasText: "mail" });
      await row.getByRole("button", { name: /Send a test/ }).click();
      const mail = await until("the mail", () => mails(world)[0], 30);
      same(mail.to[0], "ana@example.com", "receiver");
      expect(/test/i.test(mail.subject), mail.subject);
      await page.getByText(/delivered/i).first().waitFor();
    });

    await suite.check("an error in the catalogue shows with its line, and is gone when mended", async () => {
      await page.goto("/catalogue");
      world.write("catalog/shop.yaml", service("nobody"));
      await page.getByText(/shop\.yaml:4/).first().waitFor({ timeout: 30_000 });
      await page.getByText(/nobody/).first().waitFor();
      world.write("catalog/shop.yaml", service("mail"));
      await page.getByText(/shop\.yaml:4/).first().waitFor({ state: "detached", timeout: 30_000 });
    });
    await suite.check("the pages made no complaint", () => same(who.complaints.join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}
