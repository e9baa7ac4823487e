"""A channel of type alertmanager: a real Alertmanager shows our alert while it fires, with what a person needs to know."""
import json
import os
import sys
import time

from harness import Plimsoll, Suite, World, free_port, get, until
from remote_write import push, series

CATALOG = """
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: theirs}}
spec: {{type: alertmanager, url: "http://127.0.0.1:{port}", allowPrivate: true}}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop}}
spec: {{channels: [theirs], runbook: "https://runbooks.example.com/shop"}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: quick}}
spec: {{rules: [{{name: page, severity: page, long: 5m, factor: 14.4}}]}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: checkout, annotations: {{plimsoll.dev/burn-policy: quick}}}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.999}}]
  indicator:
    metadata: {{name: checkout}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(bad_total[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(all_total[5m]))'}}}}}}
"""


def main():
    suite, world, port = Suite(), World("alertmanager"), free_port()
    catalog = world.write("catalog/all.yaml", CATALOG.format(port=port))
    config = world.write("alertmanager.yml", "route: {receiver: none}\nreceivers: [{name: none}]\n")
    plimsoll = Plimsoll(world, os.path.dirname(catalog))

    def alerts():
        return json.loads(get(f"http://127.0.0.1:{port}/api/v2/alerts"))

    def fires():
        world.start("alertmanager", "prometheus-alertmanager", f"--config.file={config}", "--cluster.listen-address=",
                    f"--storage.path={world.path('am')}", f"--web.listen-address=127.0.0.1:{port}")
        until("Alertmanager is ready", lambda: get(f"http://127.0.0.1:{port}/-/ready"))
        plimsoll.start()
        now = int(time.time() * 1000)
        labels = {"job": "shop", "instance": "a"}
        for total, bad, at in ((1000, 0, now - 20_000), (2000, 500, now - 10_000)):
            body = (series({"__name__": "all_total", **labels}, [(total, at)]) +
                    series({"__name__": "bad_total", **labels}, [(bad, at)]))
            assert push(plimsoll.url, body) == 204
        found = until("the alert is at Alertmanager", alerts, 30)
        text = json.dumps(found)
        assert len(found) == 1 and "checkout" in text and "runbooks.example.com/shop" in text, text
        assert found[0]["status"]["state"] == "active", text

    def resolves():
        with open(catalog, encoding="utf-8") as source:
            without = source.read().split("---\napiVersion: openslo")[0]
        world.write("catalog/all.yaml", without)
        until("the removal is held, then applied", lambda: plimsoll.run(
            "catalog", "apply", "--allow-deletes", check=False).returncode == 0, 30)
        until("Alertmanager sees it end", lambda: alerts() == [], 30)

    try:
        suite.check("an alert that fires is active at a real Alertmanager", fires)
        suite.check("when its SLO is removed it ends there too", resolves)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
