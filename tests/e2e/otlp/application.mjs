// application.mjs: a shop that tells of its orders by the real OpenTelemetry SDK, and keeps its own account of them.
//
//   node application.mjs URL proto|json cumulative|delta ACCOUNT
//
// It takes orders until its standard input ends; then it exports a last time, writes ACCOUNT (JSON) and ends. The SDK gives up an
// export after five attempts, and what it gave up of a delta is gone; so the exporter is wrapped: it tries until it is heard.
import { writeFileSync } from "node:fs";

import { AggregationTemporalityPreference, OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtoExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";

const [url, encoding, temporality, accountFile] = process.argv.slice(2);
const SUCCESS = 0;

/// An exporter that sends one export after the other, each until it is heard.
class Insisting {
  constructor(exporter) {
    this.exporter = exporter;
    this.queue = Promise.resolve();
    this.failures = 0;
  }
  async insist(metrics) {
    for (;;) {
      const result = await new Promise((done) => this.exporter.export(metrics, done));
      if (result.code === SUCCESS) return result;
      this.failures += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  export(metrics, done) {
    this.queue = this.queue.then(() => this.insist(metrics)).then(done);
  }
  selectAggregationTemporality(type) {
    return this.exporter.selectAggregationTemporality(type);
  }
  async forceFlush() {
    await this.queue;
  }
  async shutdown() {
    await this.queue;
    await this.exporter.shutdown();
  }
}

const Exporter = encoding === "proto" ? ProtoExporter : JsonExporter;
const exporter = new Insisting(
  new Exporter({
    url,
    temporalityPreference: temporality === "delta" ? AggregationTemporalityPreference.DELTA : AggregationTemporalityPreference.CUMULATIVE,
    timeoutMillis: 2000,
  }),
);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 700, exportTimeoutMillis: 700 });
const provider = new MeterProvider({
  resource: resourceFromAttributes({ "service.name": `${encoding}-${temporality}`, "service.instance.id": `i${process.pid}` }),
  readers: [reader],
  views: [
    { instrumentName: "took", aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [0.05, 0.25, 1] } } },
    { instrumentName: "lasted", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
  ],
});
const meter = provider.getMeter("shop", "1");
const orders = meter.createCounter("orders");
const took = meter.createHistogram("took", { unit: "s" });
const lasted = meter.createHistogram("lasted", { unit: "s" });
const waiting = meter.createUpDownCounter("waiting");

const account = { orders: 0, failed: 0, quick: 0 };
let seconds = 0;
const trade = setInterval(() => {
  seconds += 0.02;
  // In bursts: at times some outcome, or all of them, are silent for several exports.
  if (Math.floor(seconds / 2) % 3 === 2) return;
  const failed = Math.floor(seconds / 3) % 2 === 1 && Math.random() < 0.2;
  const duration = Math.random() * 0.5;
  const attributes = { code: failed ? 500 : 200, route: ["/", "/basket"][Math.floor(Math.random() * 2)] };
  orders.add(1, attributes);
  took.record(duration, attributes);
  lasted.record(duration, attributes);
  waiting.add(Math.random() < 0.5 ? 1 : -1);
  account.orders += 1;
  if (failed) account.failed += 1;
  if (duration <= 0.25) account.quick += 1;
}, 20);

async function close() {
  clearInterval(trade);
  orders.add(1, { code: 200, route: "/closing" });
  took.record(0.01, { code: 200, route: "/closing" });
  lasted.record(0.01, { code: 200, route: "/closing" });
  account.orders += 1;
  account.quick += 1;
  await exporter.forceFlush();
  await provider.shutdown(); // collects and exports a last time
  writeFileSync(accountFile, JSON.stringify({ ...account, failures: exporter.failures }));
}
process.stdin.on("data", () => {});
process.stdin.on("end", () => void close());
