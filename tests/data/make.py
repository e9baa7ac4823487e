"""Makes the data folder that this version leaves behind, for later versions to open: make.py FOLDER, such as tests/data/v0.2.

The folder gets data.tar.gz (the data folder, the catalogue, the key of the heads) and figures.json (what the server says of
it). It is made once, when a version is released, and never again: tests/e2e/upgrade.py opens every one for ever after.
"""
import json
import os
import re
import sys
import tarfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "e2e"))
from harness import HERE, free_port, until  # noqa: E402
from orders import SLO, Orders, counter, now_ms  # noqa: E402
from upgrade import told  # noqa: E402

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NAMED = """
apiVersion: plimsoll/v1
kind: Tier
metadata: {{name: tier-1}}
spec: {{rank: 1, rto: 1h, rpo: 15m}}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{port}/page", secret: env:HOOK_SECRET, allowPrivate: true}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: quick}}
spec:
  rules: [{{name: page-quick, severity: page, long: 5m, short: 1m, factor: 14.4, notifyResolved: true}}]
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop}}
spec: {{tier: tier-1, owner: team-shop, channels: [hook]}}
"""
QUICK = ", annotations: {plimsoll.dev/burn-policy: quick, plimsoll.dev/stale-after: 0s}}"
MINUTE = 60_000
LEFT_OUT = {"LOCK", "log.lock", "log.reserve", "cli.token"}


def history(start):
    """Four days in minutes: 60 events each, one bad in every tenth minute."""
    minutes = range(4 * 24 * 60)
    for name, value in (("all_total", lambda i: 60 * i), ("bad_total", lambda i: i // 10)):
        yield f"# TYPE {name.removesuffix('_total')} counter"
        for i in minutes:
            yield f'{name}{{instance="a",job="orders"}} {value(i)} {(start + i * MINUTE) // 1000}.0'
    yield "# EOF"


class Live:
    """Counters of two SLOs, minute by minute."""

    def __init__(self, orders, start):
        self.orders, self.at, self.all, self.bad = orders, start, 10_000_000, 10_000

    def minute(self, bad):
        for _ in range(4):
            self.at += MINUTE // 4
            self.all += 25
            self.bad += bad
            self.orders.take(*(counter(name, [(value, self.at)], job=job) for job in ("orders", "search")
                               for name, value in (("all_total", self.all), ("bad_total", self.bad if job == "orders" else 0))))


def delivered(orders):
    return sum(p["state"] == "delivered" for p in orders.json("page", "list")["items"])


def states(orders):
    return [a["state"] for a in orders.json("alert", "list")["items"]]


def fill(orders):
    """An outage of minutes, lately enough to page, and over; history before it."""
    now = now_ms() // MINUTE * MINUTE
    live = Live(orders, now - 14 * MINUTE)
    for _ in range(4):
        live.minute(0)
    orders.run("import", "openmetrics", orders.world.write("history.om", "\n".join(history(now - 10 * 24 * 60 * MINUTE)) + "\n"))
    for _ in range(3):
        live.minute(8)
    until("an alert fires", lambda: "firing" in states(orders), 30)
    until("its page arrives", lambda: delivered(orders) == 1, 30)
    for _ in range(7):
        live.minute(0)
    until("it resolves, and that is told", lambda: delivered(orders) == 2 and "firing" not in states(orders), 30)
    orders.run("alert", "silence", "--slo", "search", "--for", "2h", "--reason", "a move")
    orders.run("token", "create", "prometheus", "--right", "ingest")


def invite(orders):
    link = re.compile(r"/setup#(\S+)")
    code = until("the link of the first start is said", lambda: link.search(orders.world.log("plimsoll")), 20)[1]
    body = json.dumps({"code": code, "name": "ada", "password": "correct horse battery staple", "display_name": "Ada Lovelace"})
    orders.call("POST", "/api/v1/setup", body, **{"Content-Type": "application/json"}).expect(200)


def pack(orders, file):
    with tarfile.open(file, "w:gz", compresslevel=9) as tar:
        for name in ("data", "catalog", "head.key", "head.key.pub"):
            tar.add(orders.world.path(name), name, filter=lambda i: None if os.path.basename(i.name) in LEFT_OUT else i)


def main():
    folder = os.path.abspath(sys.argv[1])
    port = free_port()
    slos = "".join(SLO.format(name=name).replace(f"metadata: {{name: {name}}}\nspec:\n  service", f"metadata: {{name: {name}{QUICK}\nspec:\n  service")
                   for name in ("orders", "search"))
    orders = Orders("make", NAMED.format(port=port) + slos, env={"HOOK_SECRET": SECRET})
    try:
        os.makedirs(folder)
        orders.world.start("receiver", sys.executable, os.path.join(HERE, "receiver.py"), str(port), SECRET, orders.world.path("pages"))
        orders.start()
        invite(orders)
        fill(orders)
        figures = {**told(orders), "head": orders.run("audit", "head").stdout.strip()}
        orders.stop()
        pack(orders, os.path.join(folder, "data.tar.gz"))
        with open(os.path.join(folder, "figures.json"), "w", encoding="utf-8") as out:
            json.dump(figures, out, indent=2)
            out.write("\n")
    finally:
        orders.world.close()
    print(f"{folder}: {os.path.getsize(os.path.join(folder, 'data.tar.gz')) // 1024} KiB")


if __name__ == "__main__":
    main()
