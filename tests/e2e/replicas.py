"""Two real Prometheus servers scrape one service and both write all of it: each request is counted once.

The elected one is killed; the other takes over while requests go on. Plimsoll is killed too. In the end the counts equal the
service's own counters.
"""
import os
import re
import signal
import sys
import time
import urllib.parse

from harness import HERE, Plimsoll, Suite, World, free_port, get, measure, post, until

FAILOVER = 6

CATALOG = f"""
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-1}}
spec: {{rank: 1, rto: 1h, rpo: 5m}}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: mill}}
spec: {{tier: tier-1, owner: team-mill}}
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: pair}}
spec:
  type: remote_write
  connectionDetails: {{clusterLabel: cluster, replicaLabel: __replica__, failover: {FAILOVER}s}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: work}}
spec:
  service: mill
  indicator:
    metadata: {{name: work}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: Prometheus, spec: {{query: 'sum(rate(work_seconds_count{{queue="web"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: Prometheus, spec: {{query: 'sum(rate(work_seconds_count[5m]))'}}}}}}
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
"""

PROMETHEUS = """
global:
  scrape_interval: 2s
  scrape_timeout: 2s
  external_labels: {{cluster: prod, __replica__: {replica}}}
scrape_configs:
  - job_name: mill
    static_configs: [{{targets: ["127.0.0.1:{service}"]}}]
remote_write:
  - url: http://127.0.0.1:{plimsoll}/api/v1/write
    queue_config: {{batch_send_deadline: 300ms, max_shards: 4, min_shards: 2, min_backoff: 50ms, max_backoff: 500ms}}
"""


class Scene:
    def __init__(self):
        self.world = World("replicas")
        self.ports = {name: free_port() for name in ("service", "a", "b")}
        catalog = self.world.write("catalog/all.yaml", CATALOG)
        self.plimsoll = Plimsoll(self.world, os.path.dirname(catalog))

    def start_replica(self, replica):
        config = self.world.write(f"{replica}.yml", PROMETHEUS.format(replica=replica, plimsoll=self.plimsoll.port, **self.ports))
        self.world.start(replica, "prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.world.path('tsdb-' + replica)}",
                         f"--web.listen-address=127.0.0.1:{self.ports[replica]}")
        until(f"replica {replica} is ready", lambda: get(f"http://127.0.0.1:{self.ports[replica]}/-/ready"))

    def start(self):
        self.world.start("service", "/usr/bin/python3", os.path.join(HERE, "indicators_service.py"), str(self.ports["service"]))
        until("the service answers", self.own)
        self.plimsoll.start()
        for replica in ("a", "b"):
            self.start_replica(replica)
        until("one is elected", self.elected)
        until("the account has begun", lambda: self.counts() == (0, 0))

    def tell(self, queue, times):
        post(f"http://127.0.0.1:{self.ports['service']}/work?" + urllib.parse.urlencode({"queue": queue, "seconds": 0.1, "times": times}))

    def own(self):
        """What the service counted itself: all, and those of the queue that is bad."""
        page = get(f"http://127.0.0.1:{self.ports['service']}/metrics").decode()
        of = {queue: int(float(count)) for queue, count in re.findall(r'work_seconds_count{queue="(\w+)"} (\S+)', page)}
        return of["mail"] + of["web"], of["web"]

    def counts(self):
        _, inputs = measure(self.plimsoll.json("slo", "show", "work"), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def metric(self, name):
        page = get(self.plimsoll.url + "/metrics").decode()
        found = re.search(r"^" + re.escape(name) + r" (\S+)$", page, re.MULTILINE)
        return float(found.group(1)) if found else 0

    def elected(self):
        """Both come from one address, so the source book holds them under one name, and what it says last is who is elected."""
        notes = [s.get("note", "") for s in self.plimsoll.json("source", "list")["items"]]
        found = [m.group(1) for note in notes for m in [re.search(r"replica (\w) of prod is elected", note)] if m]
        return found[0] if found else None

    def load(self, seconds, how_often=2):
        for _ in range(seconds * how_often):
            self.tell("mail", 7)
            self.tell("web", 1)
            time.sleep(1 / how_often)

    def settled(self):
        until("the counts equal the service's own", lambda: self.counts() == self.own() and self.own()[0] > 0, 60)


def main():
    suite, scene = Suite(), Scene()
    first = []

    def both():
        scene.load(6)
        scene.settled()
        until("bodies were passed over", lambda: scene.metric('plimsoll_ingest_bodies_total{outcome="deduplicated"}') > 3)

    def takeover():
        first.append(scene.elected())
        scene.world.end(first[0], signal.SIGKILL)
        scene.load(2 * FAILOVER)
        until("the other is elected", lambda: scene.elected() not in (None, first[0]))
        scene.load(3)
        scene.settled()

    def back():
        scene.start_replica(first[0])
        scene.load(6)
        assert scene.elected() != first[0], "who comes back waits"
        scene.settled()

    def killed():
        scene.plimsoll.kill()
        scene.load(3)
        scene.plimsoll.start()
        until("one is elected again", scene.elected)
        scene.load(4)
        scene.settled()

    def no_reset():
        debug = scene.plimsoll.json("slo", "debug", "work")
        assert all("__replica__" not in e["labels"] for s in debug["selectors"] for e in s["examples"]), debug
        total = next(s for s in debug["selectors"] if s["selector"] == "work_seconds_count")
        assert total["matched"] == 2, total

    try:
        suite.check("everything starts", scene.start)
        suite.check("both write, and each request counts once", both)
        suite.check("the elected one is killed and the other takes over", takeover)
        suite.check("the one that comes back waits", back)
        suite.check("Plimsoll is killed, and one is elected again", killed)
        suite.check("series are known without their replica", no_reset)
    finally:
        scene.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
