"""Two ways in that need no sender's configuration, against real peers. A service that counts with Prometheus' Python client and a page of
another machine's metrics are scraped, restarted and taken away: the counts equal the service's own counters. Jobs post events while the
server is killed -9, and send everything again that was not answered, some of it twice: each counts once."""
import gzip
import http.server
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from harness import Plimsoll, Suite, World, free_port, get, measure, post, until
from promises import SERVICE as SHOP
from promises import ratio


def catalogue(targets, node):
    return SHOP + f"""---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: shop}}
spec:
  type: scrape
  connectionDetails: {{targetFile: {targets}, interval: 5s, timeout: 2s, allowPrivate: true, job: shop}}
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: node}}
spec:
  type: scrape
  connectionDetails: {{targets: ["127.0.0.1:{node}"], interval: 5s, timeout: 2s, allowPrivate: true, job: node}}
""" + ratio("orders", 'sum(increase(orders_total{job="shop"}[5m]))', 'sum(increase(orders_total{job="shop",outcome="failed"}[5m]))') \
        + ratio("packets", 'sum(increase(node_network_receive_packets_total{device="eth0"}[5m]))',
              'sum(increase(node_network_receive_errs_total{device="eth0"}[5m]))') \
        + ratio("runs", "sum(increase(export_runs_total[1d]))", 'sum(increase(export_runs_total{outcome="failed"}[1d]))')


SERVICE = """
import sys
from prometheus_client import Counter, start_http_server
orders = Counter("orders", "Orders.", ["outcome"])
orders.labels("ok"), orders.labels("failed")
start_http_server(int(sys.argv[1]), addr="127.0.0.1")
for line in sys.stdin:
    ok, failed = map(int, line.split())
    orders.labels("ok").inc(ok)
    orders.labels("failed").inc(failed)
    print("done", flush=True)
"""


class Service:
    """Does what it is told to, and counts it by itself."""

    def __init__(self, world):
        self.world, self.port = world, free_port()
        self.script = world.write("service.py", SERVICE)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(["/usr/bin/python3", self.script, str(self.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        until("the service answers", lambda: get(f"http://127.0.0.1:{self.port}/metrics"))

    def trade(self, ok, failed):
        self.process.stdin.write(f"{ok} {failed}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait(30)


class Node(http.server.BaseHTTPRequestHandler):
    """A page like a machine's exporter: text format, packed, many series that nobody asks for."""
    packets = [100, 0]

    def do_GET(self):  # noqa: N802 - the name is the library's
        rows = [f'node_cpu_seconds_total{{cpu="{c}",mode="{m}"}} {c + 0.5}' for c in range(64) for m in ("idle", "user", "system", "iowait")]
        rows += [f'node_network_receive_packets_total{{device="eth0"}} {self.packets[0]}', f'node_network_receive_errs_total{{device="eth0"}} {self.packets[1]}',
                 "node_load1 0.21"]
        body = ("# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\n" + "\n".join(rows) + "\n").encode()
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Jobs(threading.Thread):
    """Posts runs, each with its key, until it is answered; a batch in five is sent again although it was."""

    def __init__(self, url, name, seed):
        super().__init__()
        self.url, self.name, self.chance = url + "/api/v1/telemetry/events", name, random.Random(seed)
        self.halt, self.ok, self.failed, self.sent = threading.Event(), 0, 0, 0
        self.problems, self.repeated = [], 0

    def batch(self):
        events = []
        for _ in range(self.chance.randrange(1, 6)):
            self.sent += 1
            outcome, count = self.chance.choice(["ok", "ok", "failed"]), self.chance.randrange(1, 4)
            events.append({"name": "export_runs_total", "key": f"{self.name}-{self.sent}", "labels": {"outcome": outcome}, "count": count})
            self.ok, self.failed = (self.ok + count, self.failed) if outcome == "ok" else (self.ok, self.failed + count)
        return json.dumps({"events": events}).encode()

    def deliver(self, body):
        while True:
            try:
                reply = json.loads(post(self.url, body, timeout=3))
                self.repeated += reply["repeated"]
                if reply["refused"] or reply["unbound"]:
                    self.problems.append(reply)
                return
            except urllib.error.HTTPError as problem:
                if problem.code != 503:
                    self.problems.append((problem.code, problem.read()))
                    return
            except OSError:
                pass  # it is being killed; the same is sent again
            time.sleep(0.05)

    def run(self):
        while not self.halt.is_set():
            body = self.batch()
            self.deliver(body)
            if self.chance.random() < 0.2:
                self.deliver(body)


def main():
    seed = int(os.environ.get("PLIMSOLL_SEED", str(random.randrange(1 << 30))))
    print("seed", seed, flush=True)
    chance = random.Random(seed)
    suite, world = Suite(), World("scrape-events")
    service, node_port = Service(world), free_port()
    node = http.server.ThreadingHTTPServer(("127.0.0.1", node_port), Node)
    threading.Thread(target=node.serve_forever, daemon=True).start()
    targets = world.write("targets.json", json.dumps([{"targets": [f"127.0.0.1:{service.port}"], "labels": {"zone": "a"}}]))
    server = Plimsoll(world, os.path.dirname(world.write("catalog/shop.yaml", catalogue(targets, node_port))))
    jobs = [Jobs(server.url, f"job{n}", seed + n) for n in range(3)]
    done = [0, 0]

    def counts(name):
        _, inputs = measure(server.json("slo", "show", name), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def sources():
        return {s["name"]: s for s in server.json("source", "list")["items"]}

    def trade(times):
        for _ in range(times):
            ok, failed = chance.randrange(0, 20), chance.randrange(0, 5)
            service.trade(ok, failed)
            done[0], done[1] = done[0] + ok, done[1] + failed
            time.sleep(0.2)

    def settle(name, want):
        try:
            until(name, lambda: counts(name) == want, 60, 0.5)
        except AssertionError as problem:
            raise AssertionError(f"{name} holds {counts(name)}, and {want} happened") from problem

    def begin():
        service.start()
        server.start()
        until("both pages were read twice", lambda: all(sources()[name]["deliveries"] >= 2 for name in ("shop", "node")))
        Node.packets = [1100, 3]

    def counters():
        trade(30)
        settle("orders", (sum(done), done[1]))
        settle("packets", (1000, 3))

    def killed():
        trade(10)
        server.kill()
        trade(10)  # nobody looks, and the counter goes on
        server.start()
        trade(10)
        settle("orders", (sum(done), done[1]))

    def gone():
        service.stop()
        until("the target that is gone is told", lambda: "no target shows its page" in sources()["shop"]["error"])

    def moved():
        """The service comes back elsewhere, from zero, and the file says so."""
        service.port = free_port()
        service.start()
        world.write("targets.json", json.dumps([{"targets": [f"127.0.0.1:{service.port}"], "labels": {"zone": "b"}}]))
        until("the new target shows its page", lambda: not sources()["shop"]["error"])
        before = sources()["shop"]["deliveries"]
        until("its counters were read", lambda: sources()["shop"]["deliveries"] >= before + 2)
        base = counts("orders")
        done[0], done[1] = 0, 0
        trade(20)
        settle("orders", (base[0] + sum(done), base[1] + done[1]))

    def events_once():
        for job in jobs:
            job.start()
        for _ in range(4):
            time.sleep(chance.uniform(0.5, 2))
            server.kill()
            server.start()
        time.sleep(1)
        for job in jobs:
            job.halt.set()
        for job in jobs:
            job.join()
        problems = [problem for job in jobs for problem in job.problems]
        assert not problems, problems[:3]
        ok, failed = sum(job.ok for job in jobs), sum(job.failed for job in jobs)
        print("runs", ok + failed, "of which failed", failed, "repeated", sum(job.repeated for job in jobs), flush=True)
        assert ok + failed > 100 and sum(job.repeated for job in jobs) > 10
        settle("runs", (ok + failed, failed))

    def silence():
        """While nobody posts, slots are measured and zero."""
        def last_minute():
            _, inputs = measure(server.json("slo", "show", "runs"), "slo.budget_remaining")
            return inputs
        before = last_minute()
        source = next(s for name, s in sources().items() if name.startswith("events "))
        assert source["kind"] == "events" and not source["error"], source
        newest = until("the account goes on without events", lambda: server.json("slo", "show", "runs")["summary"]["as_of"] or None)
        until("time passes in it", lambda: server.json("slo", "show", "runs")["summary"]["as_of"] > newest, 60)
        assert last_minute()["valid"] == before["valid"]

    def refused():
        body = json.dumps({"events": [{"name": "ok_total"}, {"name": "2bad"}, {"name": "ok_total", "count": 0}]}).encode()
        try:
            post(server.url + "/api/v1/telemetry/events", body)
        except urllib.error.HTTPError as problem:
            told = problem.read().decode()
            assert problem.code == 422 and "/events/1/name" in told and "/events/2/count" in told, told
            return
        raise AssertionError("a body with faults was taken")

    try:
        if suite.check("a service and a machine are scraped", begin):
            suite.check("counts equal the service's own counters", counters)
            suite.check("also across the server's end", killed)
            suite.check("a target that is gone is told", gone)
            suite.check("one that comes back elsewhere counts on", moved)
            suite.check("events count once, whatever ends in between", events_once)
            suite.check("silence of events is zero", silence)
            suite.check("faults are told by event", refused)
    finally:
        for job in jobs:
            job.halt.set()
        service.stop()
        node.shutdown()
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
