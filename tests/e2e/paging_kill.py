"""Every page that is due is received at least once: receivers that fail, delay and drop at random, a server killed at
random. Equal keys make duplicates visible. The seed is printed; PLIMSOLL_SEED replays it."""
import os
import random
import sys
import time

from harness import HERE, Plimsoll, Suite, World, free_port, until
from remote_write import push, series

SECRET = "whsec_cGxpbXNvbGwtZTJlLXRlc3Qta2V5"
SLOS = 24
KILLS = 8

HEAD = """
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{hook}/page", secret: env:HOOK_SECRET, allowPrivate: true, rateLimit: 1000}}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop}}
spec: {{channels: [hook]}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: quick}}
spec: {{rules: [{{name: page, severity: page, long: 5m, factor: 14.4}}]}}
"""

SLO = """
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: slo-{n}, annotations: {{plimsoll.dev/burn-policy: quick}}}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.999}}]
  indicator:
    metadata: {{name: slo-{n}}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(bad_total{{n="{n}"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(all_total{{n="{n}"}}[5m]))'}}}}}}
"""


def main():
    seed = int(os.environ.get("PLIMSOLL_SEED", str(random.randrange(1 << 30))))
    print("seed", seed, flush=True)
    chance = random.Random(seed)
    suite, world = Suite(), World("kill")
    hook = free_port()
    catalog = world.write("catalog/all.yaml", HEAD.format(hook=hook) + "".join(SLO.format(n=n) for n in range(SLOS)))
    plimsoll = Plimsoll(world, os.path.dirname(catalog), env={"HOOK_SECRET": SECRET})

    def body(n, value_all, value_bad, at):
        labels = {"job": "shop", "instance": "a", "n": str(n)}
        return (series({"__name__": "all_total", **labels}, [(value_all, at)]) +
                series({"__name__": "bad_total", **labels}, [(value_bad, at)]))

    def deliver(raw):
        """As Prometheus does: again and again until it is taken."""
        until("a push is taken", lambda: push(plimsoll.url, raw) == 204, 120, 0.05)

    def storm():
        world.start("hook", "/usr/bin/python3", os.path.join(HERE, "receiver.py"), str(hook), SECRET,
                    world.path("hook.jsonl"), "0.3", "0.2")
        plimsoll.start()
        kills = sorted(chance.sample(range(SLOS), KILLS))
        now = int(time.time() * 1000)
        for n in range(SLOS):
            deliver(body(n, 1000, 0, now - 20_000))
        for n in range(SLOS):
            deliver(body(n, 2000, 500, now - 10_000))
            if n in kills:
                time.sleep(chance.random() * 0.4)
                plimsoll.kill()
                plimsoll.start()

    def alerts():
        return [a for a in plimsoll.json("alert", "list")["items"] if a["kind"] == "burn"]

    def received():
        fired = until("every alert fired", lambda: len(alerts()) == SLOS and alerts(), 120)
        pages = until("every page has its end", lambda: all(
            p["state"] == "delivered" for p in plimsoll.json("page", "list")["items"] if p["reason"] == "fired")
            and plimsoll.json("page", "list")["items"], 240)
        due = {p["page"] for p in pages if p["reason"] == "fired"}
        assert len(due) == len(fired), f"{len(due)} pages for {len(fired)} alerts"
        got = [h["id"] for h in world.lines("hook.jsonl")]
        missing = due - set(got)
        assert not missing, f"never received: {missing}"
        assert set(got) <= {p["page"] for p in pages}, "every key belongs to a page"
        assert all(h["verified"] for h in world.lines("hook.jsonl"))
        print(f"{len(due)} pages, {len(got)} deliveries, {len(got) - len(set(got))} duplicates with equal keys", flush=True)

    try:
        if suite.check("pages become due while the server is killed", storm):
            suite.check("every page that was due is received at least once", received)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
