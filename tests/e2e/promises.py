"""SLO documents for the end-to-end tests: ratios of two queries, as a person would write them."""

SERVICE = """apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {}
"""


def ratio(name, total, bad=None, good=None, source="", target=0.9, window="1d", service="shop"):
    """`source`: the DataSource that is asked for the counts; else series are pushed. Exactly one of bad and good."""
    ref = f"metricSourceRef: {source}, " if source else ""

    def metric(query):
        return f"{{metricSource: {{{ref}type: prometheus, spec: {{query: '{query}'}}}}}}"

    part = f"bad: {metric(bad)}" if bad else f"good: {metric(good)}"
    return f"""
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}}}
spec:
  service: {service}
  budgetingMethod: Occurrences
  timeWindow: [{{duration: {window}, isRolling: true}}]
  objectives: [{{target: {target}}}]
  indicator:
    metadata: {{name: {name}}}
    spec:
      ratioMetric:
        counter: true
        {part}
        total: {metric(total)}
"""
