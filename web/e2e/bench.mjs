/**
 * Figures of the web UI, measured on this machine: bytes of the Overview route, and time to draw 200 services on a warm server.
 * Prints one JSON object a line; `./dev bench` gathers them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, setUp, visitor } from "./browser.mjs";
import { write } from "./remote_write.mjs";
import { api, root, serve, until, World } from "./world.mjs";

const figure = (id, value, unit, target) => console.log(JSON.stringify({ id, value, unit, target }));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What the browser loads before the Overview is drawn: the entry, the page, and all they import at once; no fonts. */
function bundle() {
  const dist = join(root, "web/dist");
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
  const files = new Set();
  const add = (key) => {
    const chunk = manifest[key];
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const next of chunk.imports ?? []) if (!files.has(manifest[next].file)) add(next);
  };
  add("index.html");
  add("src/features/overview/Overview.tsx");
  const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  const fonts = readdirSync(join(dist, "assets")).filter((f) => f.endsWith(".woff2")).reduce((sum, f) => sum + readFileSync(join(dist, "assets", f)).length, 0);
  figure("web.bundle_gz_kb", Number(([...files].reduce((sum, f) => sum + size(f), 0) / 1000).toFixed(1)), "kB", 200);
  figure("web.fonts_kb", Number((fonts / 1000).toFixed(1)), "kB", 60);
}

const number = (n) => String(n).padStart(3, "0");
const manyServices = (count) => Array.from({ length: count }, (_, i) => `apiVersion: plimsoll/v1
kind: Service
metadata: {name: service-${number(i)}, displayName: Service ${number(i)}}
spec: {owner: team-${i % 12}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: service-${number(i)}-availability}
spec:
  service: service-${number(i)}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
  indicator:
    metadata: {name: service-${number(i)}-availability}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: prometheus, spec: {query: 'sum(rate(requests_total{service="${number(i)}",code="500"}[5m]))'}}}
        total: {metricSource: {type: prometheus, spec: {query: 'sum(rate(requests_total{service="${number(i)}"}[5m]))'}}}
`).join("---\n");

/** Six minutes of counters for every service, some of them failing. */
async function feed(server, count) {
  const end = Math.floor(Date.now() / 10_000) * 10_000;
  for (let step = 24; step >= 0; step -= 1) {
    const at = end - step * 15_000;
    await write(server, Array.from({ length: count }, (_, i) => ["200", "500"].map((code) => ({
      labels: { __name__: "requests_total", service: number(i), code, job: "shop", instance: `i-${i}` },
      samples: [[code === "200" ? (25 - step) * 1000 : (25 - step) * (i % 5 === 0 ? 2 : 0), at]],
    }))).flat());
  }
}

async function overview(browser) {
  const count = 200;
  const world = new World("bench");
  world.write("catalog/all.yaml", manyServices(count));
  const server = await serve(world, world.path("catalog"));
  const who = await visitor(browser, server.url);
  try {
    await feed(server, count);
    await until("every service has a budget", async () => (await api(server, "/api/v1/overview")).services.filter((s) => s.budget_remaining !== null && s.budget_remaining !== undefined).length === count, 60);
    await setUp(who, server);
    await who.page.locator("tr[data-row]").first().waitFor();
    // Drawn: all rows are there, and the frame after them was painted.
    await who.context.addInitScript((rows) => {
      const look = () => {
        if (document.querySelectorAll("tr[data-row]").length < rows) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { globalThis.drawnAt = performance.now(); }, 0));
      };
      requestAnimationFrame(look);
    }, count);
    const times = [];
    for (let i = 0; i < 9; i += 1) {
      await who.page.goto("/");
      times.push(await (await who.page.waitForFunction(() => globalThis.drawnAt)).jsonValue());
    }
    figure("web.overview_200_services_ms", Math.round(median(times)), "ms", 500);
  } finally {
    await who.context.close();
    await world.close();
  }
}

bundle();
const browser = await launch();
try {
  await overview(browser);
} finally {
  await browser.close();
}
