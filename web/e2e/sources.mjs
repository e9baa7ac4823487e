/** Telemetry being connected, as a person does it: nothing there, a push, a Prometheus that is asked, a log, a probe; and what can be promised from them. */
import { appendFileSync, writeFileSync } from "node:fs";
import { lookAt, setUp, visitor } from "./browser.mjs";
import { write } from "./remote_write.mjs";
import { api, expect, freePort, same, serve, until, World } from "./world.mjs";

const service = (name) => `apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {owner: shop}\n`;

export async function sources(suite, browser) {
  const world = new World("sources");
  world.write("catalog/services.yaml", service("shop"));
  const server = await serve(world, world.path("catalog"));
  const who = await visitor(browser, server.url);
  const { page } = who;
  try {
    await suite.check("the administrator signs in", () => setUp(who, server));
    await empty(suite, page, server);
    await pushed(suite, page, server, world);
    await asked(suite, page, server, world);
    await logged(suite, page, server, world);
    await probed(suite, page, server, world);
    await imported(suite, page, world);
    await looks(suite, page);
    // A source that is gone cannot be asked for its metrics: that answer is the story's own doing.
    await suite.check("the pages made no complaint", () => same(who.complaints.filter((c) => !c.includes("status of 503")).join("\n"), "", "complaints"));
  } finally {
    await who.context.close();
    await world.close();
  }
}

const sourceOf = async (server, name) => (await api(server, "/api/v1/sources")).items.find((s) => s.name === name || s.kind === name);
const row = (page, name) => page.getByRole("table", { name: "Sources" }).locator("tr[data-row]").filter({ hasText: name }).first();
/** The editor finds no error; that pages tell nobody yet is a warning. */
const accepted = (page) => page.getByRole("status").filter({ hasText: /^(No problem|\d+ warnings?)$/ }).waitFor();
const applied = (server, name) => until(`${name} applies`, async () => (await api(server, "/api/v1/slos")).items.find((s) => s.name === name), 60, 200);

async function empty(suite, page, server) {
  await suite.check("before anything comes, the page shows every way in with this server's address", async () => {
    await page.goto("/sources");
    await page.getByText("Nothing has come in yet.").waitFor();
    const texts = await page.locator("pre").allInnerTexts();
    expect(texts.length >= 7, `${texts.length} ways`);
    expect(texts[0].includes(`${server.url}/api/v1/write`), texts[0]);
    same(await page.getByRole("button", { name: "Copy", exact: true }).count(), texts.length, "buttons to copy");
  });
}

/** Counters of a shop's HTTP server, grown since the start. */
function pushing(server) {
  let n = 0;
  const tick = async () => {
    n += 1;
    const at = Date.now();
    await write(server, [["200", 10], ["404", 2], ["500", 1]].map(([code, by]) => ({ labels: { __name__: "http_requests_total", job: "shop", instance: "a:1", code }, samples: [[by * n, at]] })));
  };
  const timer = setInterval(() => tick().catch((problem) => console.log(`        a push failed: ${problem.message}`)), 1000);
  return { tick, stop: () => clearInterval(timer) };
}

async function pushed(suite, page, server, world) {
  const sender = pushing(server);
  try {
    await suite.check("who pushes is listed with what the API and the command line say", async () => {
      await sender.tick();
      await page.goto("/sources");
      await row(page, "remote write").getByText("delivers", { exact: true }).waitFor();
      const source = await sourceOf(server, "remote_write");
      const [cli] = (await world.cli("source", "list", "--server", server.url, "--token", server.token)).items;
      same(cli.name, source.name, "the command line's source");
      expect(source.samples >= 3 && source.unbound_share === 1, JSON.stringify(source));
    });
    await suite.check("a proposal becomes an SLO by way of the editor, and the source feeds it", async () => {
      const name = (await sourceOf(server, "remote_write")).name;
      await page.goto(`/sources/${encodeURIComponent(name)}`);
      await page.getByRole("link", { name: "Promise something from it" }).click();
      await page.getByRole("button", { name: /Requests to shop succeed/ }).click();
      await page.getByText(/a wrong password or a page that does not exist is no outage/).waitFor();
      await page.getByRole("link", { name: "Open in the editor" }).click();
      await accepted(page);
      const text = await page.getByLabel("The SLO as YAML").inputValue();
      expect(text.includes("target: 0.999"), text);
      writeFileSync(world.path("catalog/shop.yaml"), text);
      await applied(server, "shop-availability");
      await until("the source feeds it", async () => (await sourceOf(server, name)).slos.includes("shop-availability"), 60, 500);
      await page.goto(`/sources/${encodeURIComponent(name)}`);
      await page.getByRole("complementary").getByRole("link", { name: "shop-availability" }).waitFor();
    });
    await suite.check("what was met can be searched", async () => {
      const name = (await sourceOf(server, "remote_write")).name;
      await page.goto(`/sources/${encodeURIComponent(name)}`);
      await page.getByLabel("Part of a metric's name").fill("requests");
      await page.getByRole("table", { name: "Metrics" }).getByText("http_requests_total", { exact: true }).waitFor();
      await page.getByLabel("Part of a metric's name").fill("nothing like it");
      await page.getByText("No metric has that in its name.").waitFor();
    });
  } finally {
    sender.stop();
  }
}

async function asked(suite, page, server, world) {
  const port = await freePort();
  world.write("prometheus.yml", `global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: edge\n    static_configs: [{targets: ["127.0.0.1:${port}"]}]\n`);
  world.start("prometheus", "prometheus", [`--config.file=${world.path("prometheus.yml")}`, `--storage.tsdb.path=${world.path("tsdb")}`, `--web.listen-address=127.0.0.1:${port}`]);
  await suite.check("a real Prometheus that is asked says what it has, and how much of it there is", async () => {
    await until("it scraped itself", async () => (await (await fetch(`http://127.0.0.1:${port}/api/v1/query?query=prometheus_http_requests_total`)).json()).data.result.length > 1);
    world.write("catalog/sources.yaml", `apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: production}\nspec:\n  type: prometheus\n  connectionDetails:\n    url: http://127.0.0.1:${port}\n    allowPrivate: true\n    pull: {step: 10s, delay: 5s}\n`);
    await until("it is declared", async () => (await sourceOf(server, "production"))?.declared);
    await page.goto("/sources/production/wizard");
    await page.getByRole("button", { name: /Requests to edge succeed/ }).click();
    await page.getByText(/events in the last day, as the source says/).first().waitFor();
    await page.getByLabel("Part of a metric's name").fill("tsdb_head_series");
    await page.getByRole("table", { name: "Metrics" }).getByText("Total number of series in the head block.").first().waitFor();
  });
  await suite.check("what is promised from it is counted, and the page says so", async () => {
    await page.goto("/sources/production/wizard?pick=edge-availability");
    await page.getByRole("link", { name: "Open in the editor" }).click();
    await accepted(page);
    writeFileSync(world.path("catalog/edge.yaml"), await page.getByLabel("The SLO as YAML").inputValue());
    await applied(server, "edge-availability");
    await until("events are counted", async () => (await api(server, "/api/v1/slos/edge-availability")).summary.as_of, 120, 500);
    const source = await sourceOf(server, "production");
    same(source.state, "ok", source.why);
    expect(source.slos.includes("edge-availability"), source.slos.join());
    await page.goto("/sources/production");
    await page.getByText("delivers", { exact: true }).waitFor();
  });
  await suite.check("when it is gone, the source fails with its reason", async () => {
    await world.end("prometheus");
    const source = await until("it fails", async () => {
      const now = await sourceOf(server, "production");
      return now.state === "failing" && now;
    }, 120, 500);
    await page.goto("/sources");
    await row(page, "production").getByText("fails", { exact: true }).waitFor();
    expect(source.error.length > 10, source.error);
    await page.getByText(/1 source fails/).waitFor();
  });
}

async function logged(suite, page, server, world) {
  await suite.check("an access log that grows is a source like any other", async () => {
    const file = world.write("access.log", "");
    world.write("catalog/log.yaml", `apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: edge-log}\nspec:\n  type: access_log\n  connectionDetails: {path: ${file}, format: combined, fromStart: true}\n`);
    await until("it is declared", async () => (await sourceOf(server, "edge-log"))?.declared);
    const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    await until("it delivers", async () => {
      const [date, time] = new Date().toISOString().split("T");
      const [year, month, day] = date.split("-");
      appendFileSync(file, `127.0.0.1 - - [${day}/${months[month - 1]}/${year}:${time.slice(0, 8)} +0000] "GET / HTTP/1.1" 200 12 "-" "story"\n`);
      const source = await sourceOf(server, "edge-log");
      return source.state === "ok" && source.samples > 0;
    }, 60, 1000);
    await page.goto("/sources/edge-log/wizard");
    await page.getByRole("button", { name: /Requests to edge-log succeed/ }).waitFor();
  });
}

async function probed(suite, page, server, world) {
  await suite.check("a probe's last checks show where their time went, and why one failed", async () => {
    const closed = await freePort();
    const probe = (name, url) => `apiVersion: plimsoll/v1\nkind: Probe\nmetadata: {name: ${name}}\nspec: {interval: 10s, timeout: 3s, allowPrivate: true, http: {url: "${url}"}}\n`;
    world.write("catalog/probes.yaml", `${probe("self", `${server.url}/healthz`)}---\n${probe("closed", `http://127.0.0.1:${closed}/`)}`);
    await page.goto("/sources");
    await row(page, "probe self").waitFor({ timeout: 60_000 });
    await page.goto(`/sources/${encodeURIComponent("probe self")}`);
    await page.getByRole("table", { name: "Last checks" }).getByText("good", { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByRole("img", { name: /: \d+ ms/ }).or(page.getByText("less than 1 ms")).first().waitFor();
    await page.goto(`/sources/${encodeURIComponent("probe closed")}`);
    await page.getByRole("table", { name: "Last checks" }).getByText("failed", { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByText(/refused|connect/i).first().waitFor();
  });
}

const sloth = `version: prometheus/v1
service: payments
labels: {owner: pay}
slos:
  - name: requests
    objective: 99.9
    description: Payments answer
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="payments",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="payments"}[{{.window}}]))
    alerting:
      name: PaymentsErrors
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
`;

async function imported(suite, page, world) {
  await suite.check("definitions of another tool become documents, with a report of what was lost", async () => {
    await page.goto("/import");
    await page.getByLabel("Text of a definition").fill(sloth);
    await page.getByRole("button", { name: "Show what would become of it" }).click();
    await page.getByRole("status").filter({ hasText: /^Sloth: .*1 SLO made/ }).waitFor();
    await page.getByRole("heading", { name: "Documents for the catalogue" }).waitFor();
    const documents = await page.locator("details pre").allTextContents();
    expect(documents.some((text) => text.includes("kind: SLO") && text.includes("payments")), documents.join("\n"));
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download as one file" }).click();
    const file = world.path("downloaded.yaml");
    await (await waiting).saveAs(file);
    await world.run("check", file);
  });
  await suite.check("what is no definition is refused in words", async () => {
    await page.getByLabel("Text of a definition").fill("hello: [world");
    await page.getByRole("button", { name: "Show what would become of it" }).click();
    await page.getByRole("alert").waitFor();
  });
}

/** Those of this story's sources; the others are looked at in the demo. */
async function looks(suite, page) {
  const paths = { "source": "/sources/production", "source-probe": `/sources/${encodeURIComponent("probe closed")}`, "wizard": "/sources/edge-log/wizard", "sources-many": "/sources", "connect": "/sources?tab=connect" };
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(paths)) {
      await suite.check(`${name}, ${theme}: axe finds nothing serious, and nothing is cut off from 400 to 2,560 px`, async () => {
        same((await lookAt(page, path, `${name}-${theme}`)).join("\n"), "", "findings");
      });
    }
  }
}
