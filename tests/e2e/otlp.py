"""OTLP by the real OpenTelemetry SDK: what the ledger holds equals the applications' own accounts.

Four applications of Node.js, protobuf and JSON, cumulative and delta, count orders and time them in an explicit and in an exponential
histogram. One more begins while the server is away: it is killed in the middle and comes back after some seconds. Then all of them
close, and every SLO must hold exactly what its application counted."""
import json
import os
import sys
import time
import urllib.request

from harness import HERE, Plimsoll, Suite, World, get, measure, until

KINDS = [(encoding, temporality) for encoding in ("proto", "json") for temporality in ("cumulative", "delta")]
FOLDER = os.path.join(HERE, "otlp")

HEAD = """apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: a shop that speaks OpenTelemetry}
"""
ORDERS = """apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}-orders}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 1d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
  indicator:
    metadata: {{name: {name}-orders}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: 'sum(increase(orders_total{{job="{name}",code="500"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(increase(orders_total{{job="{name}"}}[5m]))'}}}}}}
"""
LATENCY = """apiVersion: plimsoll/v1
kind: Indicator
metadata: {{name: {name}-{metric}}}
spec:
  latency: {{histogram: '{metric}_seconds{{job="{name}"}}', within: 250ms}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}-{metric}}}
spec:
  service: shop
  indicatorRef: {name}-{metric}
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 1d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
"""


def documents():
    yield HEAD
    for encoding, temporality in KINDS:
        name = f"{encoding}-{temporality}"
        yield ORDERS.format(name=name)
        for metric in ("took", "lasted"):
            yield LATENCY.format(name=name, metric=metric)


class Scene:
    def __init__(self):
        self.world = World("otlp")
        catalog = self.world.write("catalog/shop.yaml", "---\n".join(documents()))
        self.server = Plimsoll(self.world, os.path.dirname(catalog))
        self.applications = []

    def open(self, encoding, temporality):
        name = f"{encoding}-{temporality}-{len(self.applications)}"
        account = self.world.path(name + ".json")
        self.world.start(name, "node", os.path.join(FOLDER, "application.mjs"), self.server.url + "/v1/metrics", encoding, temporality, account)
        self.applications.append((f"{encoding}-{temporality}", name, account))

    def counts(self, slo):
        _, inputs = measure(self.server.json("slo", "show", slo), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def all_heard(self):
        def heard():
            return all(self.counts(f"{encoding}-{temporality}-orders")[0] > 20 for encoding, temporality in KINDS)
        until("orders of every application are counted", heard, 60)

    def close(self):
        """Each application exports a last time and writes its account."""
        for _, name, _ in self.applications:
            self.world.processes[name].stdin.close()
        for _, name, account in self.applications:
            try:
                self.world.processes[name].wait(60)
            except Exception as problem:
                raise AssertionError(f"{name} does not end: {self.world.log(name)}") from problem
            assert os.path.exists(account), self.world.log(name)

    def beat(self):
        """The source's time goes on, so that nothing is waited for any more."""
        body = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "beat", "gauge": {"dataPoints": [
            {"timeUnixNano": str(time.time_ns()), "asInt": "1"}]}}]}]}]}
        request = urllib.request.Request(self.server.url + "/v1/metrics", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as reply:
            assert json.loads(reply.read()) == {}

    def account(self, kind):
        total = {}
        for of, _, file in self.applications:
            if of != kind:
                continue
            with open(file, encoding="utf-8") as text:
                for name, count in json.load(text).items():
                    total[name] = total.get(name, 0) + count
        return total

    def equal(self, kind, slo, expected):
        def same():
            self.beat()
            return self.counts(f"{kind}-{slo}") == expected
        try:
            until(f"{kind}-{slo} holds exactly {expected}", same, 60, 0.5)
        except AssertionError as problem:
            raise AssertionError(f"{kind}-{slo} holds {self.counts(f'{kind}-{slo}')}, the application counted {expected}") from problem


def killed(scene):
    """While the server is away the applications go on, one more of each kind begins, and all of them try again."""
    scene.server.kill()
    for kind in KINDS:
        scene.open(*kind)
    time.sleep(4)  # the applications' own pace: some exports fail meanwhile
    scene.server.start()


def main():
    suite = Suite()
    scene = Scene()

    def opened():
        scene.server.start()
        for kind in KINDS:
            scene.open(*kind)
        scene.all_heard()

    def tried_again():
        failures = [scene.account(f"{encoding}-{temporality}")["failures"] for encoding, temporality in KINDS]
        assert all(failures), f"failed exports by kind: {failures}"

    def sources():
        names = {s["name"] for s in scene.server.json("source", "list")["items"]}
        assert any(name.startswith("otlp ") for name in names), names

    def nothing_refused():
        text = get(scene.server.url + "/metrics").decode()
        bad = [line for line in text.splitlines() if line.startswith("plimsoll_otlp_refused_points_total") and not line.endswith(" 0")]
        assert not bad, bad
        assert 'plimsoll_otlp_exports_total{outcome="partly"} 0' in text

    try:
        if suite.check("four applications open, and the server hears them", opened):
            suite.check("the server is killed in the middle, and more applications begin meanwhile", lambda: killed(scene))
            suite.check("it hears them again", lambda: time.sleep(6))  # the applications' own pace: bursts of 2 s, silence of 2 s
            if suite.check("the applications close", scene.close):
                suite.check("exports failed while it was away, and were made again", tried_again)
                for kind in (f"{encoding}-{temporality}" for encoding, temporality in KINDS):
                    has = scene.account(kind)
                    print(kind, has, flush=True)
                    suite.check(f"{kind}: every order once", lambda kind=kind, has=has: scene.equal(kind, "orders", (has["orders"], has["failed"])))
                    for metric in ("took", "lasted"):
                        suite.check(f"{kind}: every duration once, of the {'explicit' if metric == 'took' else 'exponential'} histogram",
                                    lambda kind=kind, has=has, metric=metric: scene.equal(kind, metric, (has["orders"], has["orders"] - has["quick"])))
            suite.check("nothing was refused", nothing_refused)
            suite.check("the source is listed", sources)
    finally:
        scene.world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
