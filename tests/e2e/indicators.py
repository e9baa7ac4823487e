"""Every kind of indicator from a real Prometheus: what the ledger holds equals the samples that Prometheus holds.

A service exports a histogram of two queues, a gauge, a share and a timestamp; Prometheus scrapes it, judges an alert and
remote-writes. A third queue appears while it runs; Plimsoll is killed in the middle.
"""
import json
import os
import sys
import time
import urllib.parse

from harness import HERE, Plimsoll, Suite, World, free_port, get, measure, post, until

HEAD = """
apiVersion: plimsoll/v1
kind: Tier
metadata: {name: tier-1}
spec: {rank: 1, rto: 1h, rpo: 5m}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {name: mill}
spec: {tier: tier-1, owner: team-mill}
"""

INDICATORS = {
    "latency": "latency: {histogram: 'work_seconds{job=\"mill\"}', within: 300ms}",
    "between": "latency: {histogram: 'work_seconds{job=\"mill\"}', within: 440ms, buckets: [0.1, 0.3, 1], between: interpolate}",
    "lacking": "latency: {histogram: 'work_seconds{job=\"mill\"}', within: 500ms}",
    "depth": "threshold: {gauge: 'queue_depth{job=\"mill\"}', op: lte, value: 10}",
    "share": "rawRatio: {gauge: 'error_share{job=\"mill\"}', of: bad}",
    "export": "freshness: {timestamp: 'last_success_timestamp_seconds{job=\"mill\"}', within: 20s}",
    "alarm": "alert: {name: QueueTooDeep, heartbeat: 'mill:heartbeat'}",
}
GROUPED = ("latency", "depth")


def documents():
    yield HEAD
    for name, spec in INDICATORS.items():
        yield f"apiVersion: plimsoll/v1\nkind: Indicator\nmetadata: {{name: {name}}}\nspec:\n  {spec}\n"
        group = "annotations: {plimsoll.dev/group-by: queue}" if name in GROUPED else ""
        yield f"""apiVersion: openslo/v1
kind: SLO
metadata:
  name: {name}
  {group}
spec:
  service: mill
  indicatorRef: {name}
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
"""


PROMETHEUS = """
global: {{scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: mill
    static_configs: [{{targets: ["127.0.0.1:{service}"]}}]
  - job_name: prometheus
    static_configs: [{{targets: ["127.0.0.1:{prometheus}"]}}]
remote_write:
  - url: http://127.0.0.1:{plimsoll}/api/v1/write
    queue_config: {{batch_send_deadline: 300ms, max_shards: 4, min_shards: 2, min_backoff: 50ms, max_backoff: 500ms}}
"""
RULES = """
groups:
  - name: mill
    rules:
      - {record: "mill:heartbeat", expr: vector(1)}
      - {alert: QueueTooDeep, expr: 'max(queue_depth{job="mill"}) > 10'}
"""


class Scene:
    def __init__(self):
        self.world = World("indicators")
        self.ports = {name: free_port() for name in ("service", "prometheus")}
        catalog = self.world.write("catalog/all.yaml", "---\n".join(documents()))
        self.plimsoll = Plimsoll(self.world, os.path.dirname(catalog))
        self.world.write("rules.yml", RULES)
        self.config = self.world.write("prometheus.yml", PROMETHEUS.format(plimsoll=self.plimsoll.port, **self.ports))

    def start(self):
        self.world.start("service", "/usr/bin/python3", os.path.join(HERE, "indicators_service.py"), str(self.ports["service"]))
        until("the service answers", lambda: get(f"http://127.0.0.1:{self.ports['service']}/metrics"))
        self.tell("success", at=time.time())
        self.plimsoll.start()
        self.world.start("prometheus", "prometheus", f"--config.file={self.config}", f"--storage.tsdb.path={self.world.path('tsdb')}",
                         f"--web.listen-address=127.0.0.1:{self.ports['prometheus']}")
        until("Prometheus is ready", lambda: get(f"http://127.0.0.1:{self.ports['prometheus']}/-/ready"))

    def tell(self, what, **query):
        post(f"http://127.0.0.1:{self.ports['service']}/{what}?" + urllib.parse.urlencode(query))

    def series(self, selector):
        """Raw samples: {labels, values: [(seconds, value)]}."""
        url = f"http://127.0.0.1:{self.ports['prometheus']}/api/v1/query?query=" + urllib.parse.quote(selector + "[1h]")
        return [(s["metric"], [(float(t), float(v)) for t, v in s["values"]]) for s in json.loads(get(url))["data"]["result"]]

    def samples(self, selector):
        return [sample for _, values in self.series(selector) for sample in values]

    def growth(self, selector):
        """From the first scrape on, the first value of what began later too."""
        first = min(t for t, _ in self.samples('up{job="mill"}'))
        total = 0
        for _, values in self.series(selector):
            total += values[-1][1] - (values[0][1] if values[0][0] == first else 0)
        return int(total)

    def counts(self, slo):
        _, inputs = measure(self.plimsoll.json("slo", "show", slo), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def settled(self, slo, expected):
        until(f"{slo} holds exactly {expected}", lambda: self.counts(slo) == expected, 40)


def by_gauge(scene, selector, is_bad):
    samples = scene.samples(selector)
    assert len(samples) > 5, samples
    return len(samples), sum(1 for t, v in samples if is_bad(t, v))


def work(queue=None):
    of = f'{{job="mill",queue="{queue}",le="%s"}}' if queue else '{job="mill",le="%s"}'
    return lambda le: "work_seconds_bucket" + of % le


def main():
    suite, scene = Suite(), Scene()
    plimsoll = scene.plimsoll

    def load():
        until("the first scrapes arrived", lambda: len(scene.samples('up{job="mill"}')) >= 4)
        until("two groups", lambda: {s["name"] for s in plimsoll.json("slo", "list")["items"]} >=
              {"latency@mail", "latency@web", "depth@mail", "depth@web"}, 30)
        for queue, quick, between, slow in (("mail", 300, 40, 60), ("web", 500, 0, 5)):
            scene.tell("work", queue=queue, seconds=0.05, times=quick)
            scene.tell("work", queue=queue, seconds=0.5, times=between)
            scene.tell("work", queue=queue, seconds=5, times=slow)
        scene.tell("depth", queue="mail", value=11)
        scene.tell("share", value=0.125)
        time.sleep(7)
        scene.tell("depth", queue="mail", value=10)

    def new_queue():
        """Its very first item is too slow."""
        scene.tell("work", queue="push/1", seconds=2, times=1)
        until("its group", lambda: "latency@push%2F1" in {s["name"] for s in plimsoll.json("slo", "list")["items"]}, 30)
        until("its first item counts, as too slow", lambda: scene.counts("latency@push%2F1") == (1, 1), 30)

    def kill():
        plimsoll.kill()
        scene.tell("share", value=0.5)
        time.sleep(5)
        plimsoll.start()
        scene.tell("share", value=0)
        scene.tell("success", at=time.time() - 60)
        time.sleep(6)

    def still():
        """The service ends: Prometheus marks its series as ended, and nothing more is counted."""
        scene.world.end("service")
        time.sleep(5)

    def histograms():
        for slo, of in (("latency", work()), ("latency@mail", work("mail")), ("latency@web", work("web"))):
            total, good = scene.growth(of("+Inf")), scene.growth(of("0.3"))
            assert total >= 400, total
            scene.settled(slo, (total, total - good))
        total, lower, upper = (scene.growth(work()(le)) for le in ("+Inf", "0.3", "1.0"))
        scene.settled("between", (100 * total, 100 * total - 80 * lower - 20 * upper))

    def gauges():
        scene.settled("depth", by_gauge(scene, 'queue_depth{job="mill"}', lambda t, v: v > 10))
        scene.settled("depth@mail", by_gauge(scene, 'queue_depth{queue="mail"}', lambda t, v: v > 10))
        scene.settled("depth@web", by_gauge(scene, 'queue_depth{queue="web"}', lambda t, v: v > 10))
        assert scene.counts("depth@mail")[1] > 0
        scene.settled("export", by_gauge(scene, 'last_success_timestamp_seconds{job="mill"}', lambda t, v: t - v > 20))
        shares = scene.samples('error_share{job="mill"}')
        assert {v for _, v in shares} >= {0.125, 0.5, 0}, shares
        scene.settled("share", (1_000_000 * len(shares), int(sum(1_000_000 * v for _, v in shares))))

    def alert():
        """The rule goes on; so the counts of one instant are compared."""
        def equal():
            detail, inputs = measure(plimsoll.json("slo", "show", "alarm"), "slo.budget_remaining")
            firing = len(scene.samples('ALERTS{alertname="QueueTooDeep",alertstate="firing"}'))
            return firing > 0 and inputs["bad"] == firing and abs(inputs["valid"] - len(scene.samples("mill:heartbeat"))) <= 15
        until("bad heartbeats are those at which it fired", equal, 40)

    def lacking():
        assert scene.counts("lacking") == (0, 0) if has_figures("lacking") else True
        debug = plimsoll.json("slo", "debug", "lacking")
        assert debug["diagnosis"] == "bound_between_buckets", debug
        assert "no bucket at 0.5" in debug["why"] and "0.3" in debug["why"], debug["why"]

    def has_figures(slo):
        m, _ = measure(plimsoll.json("slo", "show", slo), "slo.budget_remaining")
        return m["value"] is not None

    def debug():
        depth = plimsoll.json("slo", "debug", "depth@mail")
        selector = depth["selectors"][0]
        assert selector["selector"] == 'queue_depth{job="mill"}' and selector["matched"] == 1, depth
        assert selector["examples"][0]["labels"].endswith(" as good if <= 10"), depth
        assert plimsoll.json("slo", "debug", "latency")["selectors"][1]["matched"] == 3

    try:
        suite.check("everything starts", scene.start)
        suite.check("two queues become two groups", load)
        suite.check("a new queue's first error counts", new_queue)
        suite.check("Plimsoll is killed in the middle", kill)
        suite.check("the service ends", still)
        suite.check("latency equals the histogram's buckets, in all and by group", histograms)
        suite.check("gauges equal their samples, in all and by group", gauges)
        suite.check("an alert equals its heartbeats", alert)
        suite.check("a bound without a bucket counts nothing, and says so", lacking)
        suite.check("slo debug says which series feed what", debug)
    finally:
        scene.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
