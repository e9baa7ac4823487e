"""Sources that go wrong: one dies, one lies (more bad than valid), one stalls, one jumps in time, one changes its labels. Each is told of,
and none makes Plimsoll count what did not happen. All counters stand at a million when they are met, so that a counter taken for its growth
would show."""
import http.server
import sys
import threading
import time

from harness import Plimsoll, Suite, World, measure, until
from promises import SERVICE, ratio

BEGIN = 1_000_000
CASES = ["lies", "stalls", "jumps", "relabels"]


def slo(name, source):
    def counter(which):
        return f'sum(increase({which}{{case="{name}"}}[5m]))'
    return ratio(name, counter("orders_total"), counter("failed_total"), source=source, target=0.5)


def scraped(name, port):
    return f"""
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: {name}}}
spec:
  type: scrape
  connectionDetails: {{targets: ["127.0.0.1:{port}"], interval: 5s, timeout: 2s, allowPrivate: true}}
"""


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.text().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Shop(http.server.ThreadingHTTPServer):
    """Every case handles one order each time it is asked, until it goes wrong."""

    def __init__(self, cases):
        super().__init__(("127.0.0.1", 0), Page)
        self.cases, self.wrong, self.lock = cases, False, threading.Lock()
        self.orders = {case: BEGIN for case in cases}
        self.failed = {case: BEGIN // 2 for case in cases}
        self.asked = {case: 0 for case in cases}  # since it went wrong
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def text(self):
        with self.lock:
            lines = []
            for case in self.cases:
                self.asked[case] += self.wrong
                self.orders[case] += 0 if self.wrong and case == "stalls" else 10
                self.failed[case] += 50 if self.wrong and case == "lies" else 0
                zone = "b" if self.wrong and case == "relabels" else "a"
                at = f" {int(time.time() * 1000) + 3_600_000}" if self.wrong and case == "jumps" else ""
                for name, value in (("orders_total", self.orders[case]), ("failed_total", self.failed[case])):
                    lines.append(f'{name}{{case="{case}",zone="{zone}"}} {value}{at}\n')
            return "".join(lines)

    def grown(self, case):
        with self.lock:
            return self.orders[case] - BEGIN


def main():
    suite = Suite()
    world = World("wrong")
    shop, mortal = Shop(CASES), Shop(["dies"])
    text = SERVICE + scraped("shop", shop.server_address[1]) + scraped("mortal", mortal.server_address[1])
    text += "".join(slo(case, "shop") for case in CASES) + slo("dies", "mortal")
    world.write("catalog/shop.yaml", text)
    server = Plimsoll(world, world.path("catalog"))

    def counts(case):
        _, inputs = measure(server.json("slo", "show", case), "slo.budget_remaining")
        return inputs["valid"], inputs["bad"]

    def source(name):
        return next(s for s in server.json("source", "list")["items"] if s["name"] == name)

    def begin():
        server.start()
        for case in [*CASES, "dies"]:
            until(case + " counts", lambda case=case: counts(case)[0] > 0, 60, 0.5)
        with shop.lock:
            shop.wrong = True
        mortal.shutdown()
        mortal.server_close()

    def long_enough(case):
        until(case + " was asked some more", lambda: shop.asked[case] >= 5, 90, 0.5)

    def lied():
        long_enough("lies")
        until("it is recorded", lambda: server.json("slo", "debug", "lies")["bad_above_valid"] > 0, 60, 1)
        valid, bad = counts("lies")
        assert bad <= valid <= shop.grown("lies"), (valid, bad)

    def stalled():
        long_enough("stalls")
        assert counts("stalls") == (shop.grown("stalls") - 10, 0) or counts("stalls")[0] <= shop.grown("stalls"), counts("stalls")
        assert source("shop")["state"] != "failing", source("shop")

    def jumped():
        long_enough("jumps")
        assert until("what lies in the future is refused", lambda: source("shop")["refused"] > 0, 60, 1)
        valid, bad = counts("jumps")
        assert bad == 0 and valid <= shop.grown("jumps") - 10 * (shop.asked["jumps"] - 1), (valid, bad)
        assert "ahead of this server" in source("shop")["note"], source("shop")

    def relabelled():
        long_enough("relabels")
        valid, bad = counts("relabels")
        assert bad == 0 and 0 < valid <= shop.grown("relabels"), (valid, bad)

    def died():
        state = until("it is told of", lambda: source("mortal") if source("mortal")["state"] == "failing" else None, 90, 1)
        assert state["error"] and state["remedy"], state
        before = counts("dies")
        assert before[0] <= mortal.grown("dies") and before[1] == 0, before
        coverage = until("its slots are missing", lambda: (server.json("slo", "show", "dies")["summary"]["coverage"] or 0) < 1, 90, 1)
        assert coverage and counts("dies") == before, (before, counts("dies"))

    try:
        if suite.check("every source is met, and then goes wrong", begin):
            suite.check("one that dies is told of, and its slots are missing", died)
            suite.check("one that lies is recorded, and bad is never above valid", lied)
            suite.check("one that stalls counts nothing", stalled)
            suite.check("one that jumps in time is refused and told of", jumped)
            suite.check("one that changes its labels adds only what grew", relabelled)
    finally:
        shop.shutdown()
        world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
