"""One shop, told of through every door at once: each SLO must hold the same counts, also after the server was killed.

The shop handles a seeded number of orders each second and fails some. What happened is told by remote write, by OTLP (cumulative
and delta), as events with keys (some sent twice), through a page of metrics that Plimsoll scrapes, and in an access log; and a server
that speaks the Prometheus query API keeps the same counters for Plimsoll to pull. Nothing is compared with a time-out: the shop stops,
and then every door must come to the shop's own totals."""
import http.server
import json
import random
import sys
import threading
import time
import urllib.error
import urllib.request

from harness import Plimsoll, Suite, World, free_port, measure, until
from promises import SERVICE, ratio
from remote_write import push, series

DOORS = ["pushed", "otlp-cumulative", "otlp-delta", "events", "scraped", "logged", "pulled"]


def counted(name, door, source=""):
    total = f'sum(increase(orders_total{{door="{door}"}}[5m]))'
    return ratio(name, total, f'sum(increase(orders_total{{door="{door}",outcome="failed"}}[5m]))', source=source)


def catalogue(page_port, prometheus_port, log):
    return SERVICE + f"""---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: page}}
spec:
  type: scrape
  connectionDetails:
    targets: ["http://127.0.0.1:{page_port}/metrics"]
    interval: 5s
    timeout: 4s
    allowPrivate: true
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: web}}
spec:
  type: access_log
  connectionDetails:
    path: {log}
    format: combined
    fromStart: true
    routes: [{{name: orders, path: /orders}}]
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: engine}}
spec:
  type: prometheus
  connectionDetails:
    url: http://127.0.0.1:{prometheus_port}
    pull: {{step: 10s, delay: 5s, lookAgain: 20s, backFill: false}}
    allowPrivate: true
""" + counted("pushed", "pushed") + counted("otlp-cumulative", "otlp-cumulative") + counted("otlp-delta", "otlp-delta") + \
        counted("events", "events") + counted("scraped", "scraped") + counted("pulled", "pulled", "engine") + \
        ratio("logged", 'sum(increase(access_log_requests_total{log="web",route="orders"}[5m]))',
              'sum(increase(access_log_requests_total{log="web",route="orders",status="500"}[5m]))')


class Page(http.server.BaseHTTPRequestHandler):
    shop = None

    def do_GET(self):
        body = self.server.shop.page().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Shop:
    """Counts what it did itself; told() tells every door until each has taken it."""

    def __init__(self, world, server, seed):
        self.random = random.Random(seed)
        self.world, self.server = world, server
        self.ok = self.failed = 0
        self.said = {}       # what each OTLP delta export told of already
        self.sent_until = None
        self.log = world.path("access.log")
        open(self.log, "w", encoding="utf-8").close()
        self.number = 0

    def page(self):
        return ("# HELP orders_total Orders by outcome.\n# TYPE orders_total counter\n"
                f'orders_total{{door="scraped",outcome="ok"}} {self.ok}\n'
                f'orders_total{{door="scraped",outcome="failed"}} {self.failed}\n'
                f'orders_total{{door="pulled",outcome="ok"}} {self.ok}\n'
                f'orders_total{{door="pulled",outcome="failed"}} {self.failed}\n')

    def second(self):
        ok, failed = self.random.randint(0, 40), self.random.choice([0, 0, 0, 1, 2, 9])
        now = int(time.time() * 1000)
        with open(self.log, "a", encoding="utf-8") as out:
            stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now / 1000))
            for status in [200] * ok + [500] * failed:
                out.write(f'203.0.113.9 - - [{stamp}] "POST /orders?n={self.number} HTTP/1.1" {status} 12 "-" "test"\n')
        self.events = [{"key": f"order-{self.number}-{i}", "name": "orders_total", "at": rfc3339(now),
                        "labels": {"door": "events", "outcome": "ok" if i < ok else "failed"}} for i in range(ok + failed)]
        self.number += 1
        self.ok += ok
        self.failed += failed
        return now

    def tell(self, now):
        insist("events", lambda: self.send_events(self.events))
        if self.number % 3 == 0:  # sent again, as a client does that saw no answer
            insist("events again", lambda: self.send_events(self.events))
        insist("remote write", lambda: 204 == push(self.server.url, b"".join(
            series({"__name__": "orders_total", "door": "pushed", "outcome": outcome, "job": "shop", "instance": "a"}, [(value, now)])
            for outcome, value in (("ok", self.ok), ("failed", self.failed)))))
        insist("OTLP", lambda: self.send_otlp("otlp-cumulative", 2, now, {"ok": self.ok, "failed": self.failed}))
        delta = {"ok": self.ok - self.said.get("ok", 0), "failed": self.failed - self.said.get("failed", 0)}
        insist("OTLP", lambda: self.send_otlp("otlp-delta", 1, now, {k: v for k, v in delta.items() if v > 0 or not self.said}))
        self.said = {"ok": self.ok, "failed": self.failed}

    def send_events(self, events):
        if not events:
            return True
        return self.post("/api/v1/telemetry/events", {"events": events})

    def send_otlp(self, door, temporality, now, values):
        points = [{"asInt": str(value), "timeUnixNano": str(now * 1_000_000), "startTimeUnixNano": str((now - 1000) * 1_000_000 if temporality == 1 else 1_000_000),
                   "attributes": [{"key": "door", "value": {"stringValue": door}}, {"key": "outcome", "value": {"stringValue": outcome}}]}
                  for outcome, value in values.items()]
        resource = {"attributes": [{"key": "service.name", "value": {"stringValue": door}}, {"key": "service.instance.id", "value": {"stringValue": "a"}}]}
        metric = {"name": "orders", "sum": {"aggregationTemporality": temporality, "isMonotonic": True, "dataPoints": points}}
        return self.post("/v1/metrics", {"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"scope": {"name": "shop"}, "metrics": [metric] if points else []}]}]})

    def post(self, path, body):
        with open(self.server.data + "/cli.token", encoding="utf-8") as token:
            request = urllib.request.Request(self.server.url + path, data=json.dumps(body).encode(), method="POST",
                                             headers={"Content-Type": "application/json", "Authorization": "Bearer " + token.read().strip()})
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                answer = json.loads(reply.read() or b"{}")
                assert not answer.get("partialSuccess", {}).get("rejectedDataPoints") and not answer.get("refused"), answer
                return True
        except urllib.error.HTTPError as refused:
            assert refused.code == 503, (path, refused.code, refused.read())
            return False
        except OSError:
            return False


def rfc3339(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms / 1000)) + f".{ms % 1000:03d}Z"


def insist(what, send):
    until(what + " is taken", send, 60, 0.1)


def main():
    suite = Suite()
    world = World("doors")
    page = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    prometheus_port = free_port()
    text = catalogue(page.server_address[1], prometheus_port, world.path("access.log"))
    world.write("catalog/doors.yaml", text)
    server = Plimsoll(world, world.path("catalog"))
    shop = page.shop = Shop(world, server, 20261121)
    threading.Thread(target=page.serve_forever, daemon=True).start()
    world.write("prometheus.yml", "global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: shop\n    static_configs:\n"
                                  f"      - targets: ['127.0.0.1:{page.server_address[1]}']\n")
    began = {}

    def total(name):
        _, inputs = measure(server.json("slo", "show", name), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def begin():
        world.start("prometheus", "prometheus", "--config.file=" + world.path("prometheus.yml"), "--storage.tsdb.path=" + world.path("tsdb"),
                    f"--web.listen-address=127.0.0.1:{prometheus_port}")
        server.start()
        # A counter counts from its first sample on; deltas, events and logs count from the first one. So it begins at zero everywhere.
        shop.events = []
        shop.tell(int(time.time() * 1000))

        def met():
            return shop_is_scraped() and pulled_knows()

        def shop_is_scraped():
            return server.json("slo", "show", "scraped")["summary"]["coverage"]

        def pulled_knows():
            return server.json("slo", "show", "pulled")["summary"]["coverage"]

        until("the page is scraped and the engine asked", met, 90, 0.5)
        for name in DOORS:
            began[name] = (0, 0)

    def trade(seconds):
        for _ in range(seconds):
            shop.tell(shop.second())
            time.sleep(1)  # the shop's own pace: samples are a second apart

    def agree(name):
        want = (shop.ok + shop.failed, shop.failed)

        def same():
            have = total(name)
            return have == want or None

        try:
            until(name, same, 90, 1)
        except AssertionError as problem:
            raise AssertionError(f"{name} holds (valid, bad) {total(name)}, the shop did {want}") from problem

    def quiet(now_and_then):
        """The shop closes; its clock of samples goes on, or nothing would settle."""
        for _ in range(now_and_then):
            shop.events = []
            shop.tell(int(time.time() * 1000))
            time.sleep(1)

    try:
        if suite.check("the shop opens, and every door is met", begin):
            suite.check("it trades", lambda: trade(25))
            suite.check("the server is killed and comes back", lambda: (server.kill(), server.start()))
            suite.check("it trades on", lambda: trade(20))
            quiet(15)
            print("the shop did", shop.ok, "and failed", shop.failed, flush=True)
            for name in DOORS:
                suite.check(f"{name}: every order once", lambda name=name: agree(name))

            def listed():
                names = {s["name"] for s in server.json("source", "list")["items"]}
                assert {"page", "web", "engine"} <= names, names
            suite.check("the sources are listed", listed)
    finally:
        page.shutdown()
        world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
