"""From a real Prometheus to an exact error budget and a page, on loopback.

Prometheus scrapes a small service and itself and remote-writes to Plimsoll; wrk makes load; a webhook receiver and an
SMTP server take the pages. Prometheus is restarted and Plimsoll killed in the middle, and nothing is lost.
"""
import json
import os
import signal
import sys
import time
import urllib.parse

from harness import HERE, ROOT, Plimsoll, Suite, World, free_port, get, measure, post, until

SECRET = "whsec_cGxpbXNvbGwtZTJlLXRlc3Qta2V5"

CATALOG = """
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-1}}
spec: {{rank: 1, rto: 1h, rpo: 5m}}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{hook}/page", secret: env:HOOK_SECRET, allowPrivate: true}}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: mail}}
spec:
  type: email
  url: "smtp://127.0.0.1:{smtp}"
  from: plimsoll@example.com
  to: [oncall@example.com]
  requireTls: false
  allowPrivate: true
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop}}
spec: {{tier: tier-1, owner: team-shop, channels: [hook, mail], runbook: "https://runbooks.example.com/shop"}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: quick}}
spec:
  rules:
    - {{name: page-quick, severity: page, long: 5m, short: 1m, factor: 14.4}}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  annotations: {{plimsoll.dev/burn-policy: quick}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.999}}]
  indicator:
    metadata: {{name: availability}}
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource: {{type: prometheus, spec: {{query: 'sum(rate(http_requests_total{{job="shop",code=~"5.."}}[5m]))'}}}}
        total:
          metricSource: {{type: prometheus, spec: {{query: 'sum(rate(http_requests_total{{job="shop"}}[5m]))'}}}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: latency}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.95}}]
  indicator:
    metadata: {{name: latency}}
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: prometheus
            spec: {{query: 'sum(increase(http_request_duration_seconds_bucket{{job="shop",le="0.25"}}[5m]))'}}
        total:
          metricSource:
            type: prometheus
            spec: {{query: 'sum(increase(http_request_duration_seconds_count{{job="shop"}}[5m]))'}}
"""

PROMETHEUS = """
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: shop
    static_configs: [{{targets: ["127.0.0.1:{service}"]}}]
  - job_name: prometheus
    static_configs: [{{targets: ["127.0.0.1:{prometheus}"]}}]
remote_write:
  - url: http://127.0.0.1:{plimsoll}/api/v1/write
    queue_config: {{batch_send_deadline: 300ms, max_shards: 4, min_shards: 2, min_backoff: 50ms, max_backoff: 500ms}}
"""


class Scene:
    def __init__(self):
        self.world = World("e2e")
        self.ports = {name: free_port() for name in ("service", "prometheus", "hook", "smtp")}
        catalog = self.world.write("catalog/all.yaml", CATALOG.format(**self.ports))
        self.plimsoll = Plimsoll(self.world, os.path.dirname(catalog), env={"HOOK_SECRET": SECRET})
        self.config = self.world.write("prometheus.yml",
                                       PROMETHEUS.format(plimsoll=self.plimsoll.port, **self.ports))

    def start(self):
        world, ports = self.world, self.ports
        world.start("service", "/usr/bin/python3", os.path.join(HERE, "service.py"), str(ports["service"]))
        world.start("hook", "/usr/bin/python3", os.path.join(HERE, "receiver.py"), str(ports["hook"]), SECRET,
                    world.path("hook.jsonl"))
        world.start("smtp", "/usr/bin/python3", os.path.join(ROOT, "tests", "support", "smtp_server.py"), "--port",
                    str(ports["smtp"]), "--out", world.path("mail.jsonl"))
        until("the service answers", lambda: get(f"http://127.0.0.1:{ports['service']}/work"))
        self.plimsoll.start()
        self.start_prometheus()
        self.start_load()

    def start_prometheus(self):
        self.world.start("prometheus", "prometheus", f"--config.file={self.config}",
                         f"--storage.tsdb.path={self.world.path('tsdb')}",
                         f"--web.listen-address=127.0.0.1:{self.ports['prometheus']}")
        until("Prometheus is ready", lambda: get(f"http://127.0.0.1:{self.ports['prometheus']}/-/ready"))

    def start_load(self):
        self.world.start("wrk", "wrk", "-t1", "-c4", "-d600s", f"http://127.0.0.1:{self.ports['service']}/work")

    def fault(self, share):
        post(f"http://127.0.0.1:{self.ports['service']}/fault?share={share}")

    def query(self, expression):
        url = f"http://127.0.0.1:{self.ports['prometheus']}/api/v1/query?query=" + urllib.parse.quote(expression)
        return json.loads(get(url))["data"]["result"]

    def growth(self, selector):
        """What the counters themselves grew by, from the first sample that Prometheus took to its last: a series that
        was there at the first scrape counts from its first value, one that began later from zero."""
        series = self.query(f"{selector}[1h]")
        first_scrape = min(float(s["values"][0][0]) for s in self.query('{job="shop"}[1h]'))
        total = 0
        for s in series:
            values = [float(v) for _, v in s["values"]]
            start = values[0] if float(s["values"][0][0]) == first_scrape else 0
            total += values[0] - start
            for before, after in zip(values, values[1:]):
                total += after - before if after >= before else after
        return int(total)

    def counts(self, slo):
        _, inputs = measure(self.plimsoll.json("slo", "show", slo), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]


def main():
    suite, scene = Suite(), Scene()
    plimsoll = scene.plimsoll

    def exact():
        expected = (scene.growth('http_requests_total{job="shop"}'),
                    scene.growth('http_requests_total{job="shop",code=~"5.."}') if scene.query(
                        'http_requests_total{job="shop",code=~"5.."}') else 0)
        until(f"the ledger holds exactly {expected}", lambda: scene.counts("availability") == expected, 40)
        slow_total = scene.growth("http_request_duration_seconds_count")
        slow_good = scene.growth('http_request_duration_seconds_bucket{le="0.25"}')
        until("latency is exact too", lambda: scene.counts("latency") == (slow_total, slow_total - slow_good), 40)
        return expected

    def still():
        """No load, and the last scrape delivered."""
        scene.world.end("wrk")
        time.sleep(2.5)  # two scrapes of the idle service: the counters' last values are in Prometheus

    try:
        suite.check("everything starts", scene.start)
        suite.check("budget appears from real traffic", lambda: until(
            "counts", lambda: scene.counts("availability")[0] > 500, 60))

        def page():
            scene.fault(0.3)
            hooks = until("a webhook", lambda: [h for h in scene.world.lines("hook.jsonl") if h["body"]["type"] == "page.fired"], 90)
            assert all(h["verified"] for h in hooks), "every signature verifies"
            assert "availability" in json.dumps(hooks[0]["body"])
            until("an e-mail", lambda: [m for m in scene.world.lines("mail.jsonl") if "availability" in m["subject"]], 60)

        suite.check("the fault leads to a verified webhook and an e-mail", page)

        def restart_prometheus():
            scene.world.end("prometheus")
            scene.start_prometheus()
            before = scene.counts("availability")[0]
            until("counts go on", lambda: scene.counts("availability")[0] > before, 60)

        suite.check("Prometheus restarts in the middle", restart_prometheus)

        def kill_plimsoll():
            plimsoll.kill()
            plimsoll.start()
            alerts = plimsoll.json("slo", "show", "availability")["alerts"]
            assert alerts, "the alert is still open after the crash"
            before = scene.counts("availability")[0]
            until("counts go on", lambda: scene.counts("availability")[0] > before, 60)

        suite.check("Plimsoll is killed and restarted in the middle", kill_plimsoll)

        def resolve():
            scene.fault(0)
            until("a resolved webhook", lambda: [
                h for h in scene.world.lines("hook.jsonl") if h["body"]["type"] == "page.resolved"], 180)

        suite.check("the fault ends and the alert resolves", resolve)
        suite.check("load stops", still)
        suite.check("the ledger's counts equal the counters' own growth", exact)

        def increase():
            valid, _ = scene.counts("availability")
            theirs = sum(float(r["value"][1]) for r in scene.query('sum(increase(http_requests_total{job="shop"}[1h]))'))
            assert abs(theirs - valid) <= 0.2 * valid + 100, f"Prometheus says {theirs}, the ledger {valid}"

        suite.check("Prometheus's increase agrees within its extrapolation", increase)

        def ended_well():
            ids = [h["id"] for h in scene.world.lines("hook.jsonl")]
            assert len(ids) >= 2 and len(ids) - len(set(ids)) <= 1, f"at least once, with equal keys: {ids}"
            pages = plimsoll.json("page", "list")["items"]
            assert pages and all(p["state"] in ("delivered", "dropped") for p in pages), pages

        suite.check("every page has its end", ended_well)
        suite.check("the log verifies", lambda: plimsoll_stop_and_verify(plimsoll))
    finally:
        scene.world.close(keep=suite.failed > 0)
    return suite.finish()


def plimsoll_stop_and_verify(plimsoll):
    plimsoll.stop()
    done = plimsoll.run("audit", "verify", "--data", plimsoll.data)
    assert "ok" in done.stdout.lower() or "intact" in done.stdout.lower(), done.stdout


if __name__ == "__main__":
    sys.exit(main())
