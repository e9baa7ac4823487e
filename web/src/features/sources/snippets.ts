/** How each way in is connected, as text to paste. `origin` is this server as the reader's browser reaches it. Pure. */
export interface Snippet {
  id: string;
  title: string;
  /** What it is good for, in a sentence. */
  about: string;
  /** Where the text goes. */
  where: string;
  text: (origin: string) => string;
  /** It needs a token that may write, from another machine. */
  token?: boolean;
}

export const snippets: readonly Snippet[] = [
  {
    id: "remote_write", title: "Prometheus, VictoriaMetrics or an agent pushes", where: "prometheus.yml, then reload it", token: true,
    about: "The quickest way where a Prometheus runs already: it sends what it scrapes. Nothing else changes.",
    text: (origin) => `remote_write:
  - url: ${origin}/api/v1/write
`,
  },
  {
    id: "pull", title: "A Prometheus API is asked", where: "a file in the catalogue's folder",
    about: "For Prometheus, Thanos, Mimir and VictoriaMetrics that should not be changed. Counts are exact, and the past is filled in.",
    text: () => `apiVersion: openslo/v1
kind: DataSource
metadata: {name: production}
spec:
  type: prometheus
  connectionDetails:
    url: https://prometheus.example.com
    token: env:PROMETHEUS_TOKEN
    pull: true
`,
  },
  {
    id: "otlp", title: "OpenTelemetry pushes", where: "the environment of the service, or the collector's otlphttp exporter", token: true,
    about: "SDKs and collectors send metrics over OTLP/HTTP, cumulative or delta.",
    text: (origin) => `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=${origin}/v1/metrics
OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
`,
  },
  {
    id: "scrape", title: "Plimsoll scrapes", where: "a file in the catalogue's folder",
    about: "Without a Prometheus: pages of metrics are fetched from here.",
    text: () => `apiVersion: openslo/v1
kind: DataSource
metadata: {name: checkout}
spec:
  type: scrape
  connectionDetails:
    targets: ["checkout-1.example.com:9090", "checkout-2.example.com:9090"]
    interval: 15s
`,
  },
  {
    id: "access_log", title: "An access log is read", where: "a file in the catalogue's folder",
    about: "For services without metrics: the web server's log is counted as it grows, by route and status.",
    text: () => `apiVersion: openslo/v1
kind: DataSource
metadata: {name: shop}
spec:
  type: access_log
  connectionDetails:
    path: /var/log/nginx/access.log
    format: combined
    routes:
      - {name: checkout, path: /checkout.*, method: POST}
`,
  },
  {
    id: "probe", title: "A probe asks from outside", where: "a file in the catalogue's folder",
    about: "Sees what users see when the name, the certificate or the network is the cause.",
    text: () => `apiVersion: plimsoll/v1
kind: Probe
metadata: {name: shop-home}
spec:
  interval: 30s
  timeout: 10s
  http: {url: "https://shop.example.com/"}
`,
  },
  {
    id: "events", title: "A job or a pipeline tells of events", where: "a shell, or the job itself", token: true,
    about: "Business transactions and batch jobs, one by one; a key makes a repeated event count once.",
    text: (origin) => `curl -H "Authorization: Bearer $PLIMSOLL_TOKEN" -H "Content-Type: application/json" \\
  -d '{"events": [{"key": "export-2026-11-21", "name": "nightly_export_runs_total", "labels": {"outcome": "succeeded"}}]}' \\
  ${origin}/api/v1/telemetry/events
`,
  },
];
