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
    id: "threshold", label: "Threshold", about: "a gauge that stays within a bound",
    text: `${head("queue-length")}  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.99
      op: lte
      value: 1000
  indicator:
    metadata: {name: queue-length}
    spec:
      thresholdMetric:
        metricSource: {type: prometheus, spec: {query: 'queue_length{job="checkout"}'}}
`,
  },
];

export const templateOf = (id: string | undefined): Template => templates.find((t) => t.id === id) ?? (templates[0] as Template);
