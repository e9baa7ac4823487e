/** What a new SLO begins with: each is a whole document that the server accepts once the queries name real series. */
export interface Template { id: string; label: string; about: string; text: string }

const metric = (query: string): string => `{metricSource: {type: prometheus, spec: {query: '${query}'}}}`;
const requests = (extra = ""): string => `sum(rate(http_requests_total{job="checkout"${extra}}[5m]))`;

const ratio = (name: string): string => `  indicator:
    metadata: {name: ${name}}
    spec:
      ratioMetric:
        counter: true
        bad: ${metric(requests(',code=~"5.."'))}
        total: ${metric(requests())}
`;
const head = (name: string, annotations = ""): string => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}
${annotations ? `  annotations:\n${annotations}` : ""}spec:
  service: checkout
`;

const own = (kind: string, name: string): string => `apiVersion: plimsoll/v1
kind: ${kind}
metadata: {name: ${name}}
spec:
`;

export const templates: readonly Template[] = [
  {
    id: "availability", label: "Availability", about: "good of all requests, over 30 days",
    text: `${head("checkout-availability")}  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.999
${ratio("checkout-availability")}`,
  },
  {
    id: "timeslices", label: "Timeslices", about: "good minutes rather than good requests",
    text: `${head("checkout-slices")}  budgetingMethod: Timeslices
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.999
      timeSliceTarget: 0.99
      timeSliceWindow: 5m
${ratio("checkout-slices")}`,
  },
  {
    id: "calendar", label: "Calendar month", about: "a budget that begins anew with each month",
    text: `${head("checkout-month")}  budgetingMethod: Occurrences
  timeWindow:
    - duration: 1M
      isRolling: false
      calendar:
        startTime: '2026-01-01 00:00:00'
        timeZone: Europe/Berlin
  objectives:
    - target: 0.999
${ratio("checkout-month")}`,
  },
  {
    id: "grouped", label: "By region", about: "one SLO for each value of a label",
    text: `${head("checkout-regions", "    plimsoll.dev/group-by: region\n    plimsoll.dev/group-limit: \"20\"\n    plimsoll.dev/group-roll-up: worst\n")}  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.999
${ratio("checkout-regions")}`,
  },
  {
    id: "latency", label: "Latency", about: "quick enough of all requests, from a histogram",
    text: `${own("Indicator", "checkout-quick")}  latency:
    histogram: 'http_request_duration_seconds{job="checkout"}'
    within: 300ms
---
${head("checkout-latency")}  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.99
  indicatorRef: checkout-quick
`,
  },
  {
    id: "freshness", label: "Freshness", about: "the newest result is young enough",
    text: `${own("Indicator", "report-age")}  freshness:
    timestamp: 'last_success_timestamp_seconds{job="report"}'
    within: 26h
---
${head("report-freshness")}  budgetingMethod: Timeslices
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.99
      timeSliceTarget: 0.95
      timeSliceWindow: 5m
  indicatorRef: report-age
`,
  },
  {
    id: "threshold", label: "Threshold", about: "a gauge that stays within a bound",
    text: `${own("Indicator", "queue-short")}  threshold: {gauge: 'queue_length{job="checkout"}', op: lte, value: 1000}
---
${head("queue-length")}  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.99
  indicatorRef: queue-short
`,
  },
  {
    id: "journey", label: "Journey", about: "several SLOs that must all hold",
    text: `${own("Composite", "buying")}  service: checkout
  rule: all
  members:
    - slo: checkout-availability
    - slo: payments-availability
  target: 0.995
  timeWindow: [{duration: 30d, isRolling: true}]
  timeSliceWindow: 5m
`,
  },
];

export const templateOf = (id: string | undefined): Template => templates.find((t) => t.id === id) ?? (templates[0] as Template);
