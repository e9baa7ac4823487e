"""The demo company: up in seconds, every story visible through the API, a page that fires live, kept and started again."""
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request

from harness import PLIMSOLL, Suite, World, free_port, get, until

READY_BOUND_S = 60  # of patience; the figure itself is printed and measured by ./dev bench


class Demo:
    def __init__(self, world, *options):
        self.world, self.options = world, options
        self.welcome = None

    def start(self):
        ready = self.world.path("ready.json")
        if os.path.exists(ready):
            os.remove(ready)
        process = self.world.start("demo", PLIMSOLL, "demo", "--ready-file", ready, *self.options)

        def there():
            assert process.poll() is None, f"ended with exit code {process.poll()}: {self.world.log('demo', 5)}"
            with open(ready, encoding="utf-8") as told:
                return json.load(told)

        self.welcome = until("the demo is ready", there, READY_BOUND_S, 0.05)
        with open(self.welcome["token_file"], encoding="utf-8") as token:
            self.token = token.readline().strip()

    def api(self, path, method="GET", body=None):
        request = urllib.request.Request(self.welcome["url"] + path, data=body and json.dumps(body).encode(), method=method,
                                         headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.loads(reply.read() or b"null")

    def slo(self, name):
        return self.api(f"/api/v1/slos/{name}")["summary"]

    def alerts(self, slo):
        return [a for a in self.api("/api/v1/alerts?limit=500")["items"] if a["slo"] == slo and a["state"] != "resolved"]

    def end(self):
        process = self.world.processes["demo"]
        self.world.end("demo")
        assert process.returncode == 0, f"exit code {process.returncode}: {self.world.log('demo', 5)}"


def main():
    suite, world = Suite(), World("demo")
    folder = world.path("company")
    demo = Demo(world, "--data", folder, "--listen", f"127.0.0.1:{free_port()}", "--seed", "5")

    def comes_up():
        demo.start()
        print(f"       demo.ready_s {demo.welcome['ready_s']:.1f}", flush=True)
        assert demo.welcome["services"] == 8 and demo.welcome["slos"] == 21, demo.welcome
        # 30 days of 10 s slots for 20 SLOs with counts of their own (a journey has its members'), less the gaps of inventory and
        # the last minutes of its stopped feed.
        assert demo.welcome["past_slots"] == 20 * 259_200 - (9 + 26 + 7) * 360 - 30, demo.welcome["past_slots"]

    def every_slo():
        items = demo.api("/api/v1/slos?limit=500")["items"]
        groups = [i["name"] for i in items if i["group_of"]]
        assert len(items) - len(groups) == 21 and len(groups) == 3, [i["name"] for i in items]
        empty = [i["name"] for i in items if i["budget_remaining"] is None and not i["group_of"]]
        assert not empty, f"without a budget: {empty}"
        live = [i for i in items if i["name"] != "inventory-freshness"]
        assert all(i["as_of"] for i in live)

    def states():
        by_name = {i["name"]: i for i in demo.api("/api/v1/slos?limit=500")["items"]}
        for name in ("storefront-availability", "storefront-latency", "checkout-availability", "inventory-availability",
                     "notifications-delivery", "notifications-promptness", "reports-jobs", "payments-settlement"):
            assert by_name[name]["state"] == "ok", (name, by_name[name])
        assert by_name["storefront-availability"]["budget_remaining"] > 0.5
        assert 0.05 < by_name["checkout-availability"]["budget_remaining"] < 0.5, by_name["checkout-availability"]
        assert by_name["accounts-availability"]["state"] == "breached", by_name["accounts-availability"]
        assert by_name["accounts-availability"]["budget_remaining"] < 0
        assert by_name["search-latency"]["state"] == "burning", by_name["search-latency"]
        assert by_name["search-latency"]["projected_end"] < 0
        assert 0.9 < by_name["inventory-availability"]["coverage"] < 0.99, by_name["inventory-availability"]
        assert by_name["storefront-availability"]["coverage"] > 0.999

    def slow_burn_is_a_ticket():
        assert {a["severity"] for a in demo.alerts("search-latency")} == {"ticket"}

    def page_fires():
        fired = until("payments pages", lambda: [a for a in demo.alerts("payments-availability") if a["rule"] == "page-fast"], 150, 1)
        assert fired[0]["state"] == "firing"

        def delivered():
            pages = demo.api("/api/v1/pages?state=delivered&limit=100")["items"]
            return [p for p in pages if p["slo"] == "payments-availability"]

        until("its page is received", delivered, 20)
        assert "payments-availability" in world.log("demo"), world.log("demo")

    def feed_stops():
        until("the stopped feed is seen", lambda: demo.slo("inventory-freshness")["state"] == "stale", 150, 1)

    def traffic_goes_on():
        before = demo.slo("storefront-availability")["as_of"]
        until("figures move on", lambda: demo.slo("storefront-availability")["as_of"] > before, 40)

    def plimsoll(*args):
        return subprocess.run([PLIMSOLL, *args], capture_output=True, text=True, timeout=30, env=world.env, check=False)

    def breaks_and_mends():
        done = plimsoll("demo", "break", "notifications", "--ratio", "0.5")
        assert done.returncode == 0, done.stderr

        def burns():
            rules = demo.api("/api/v1/slos/notifications-delivery")["rules"]
            short = [e for e in next(r for r in rules if r["definition"]["name"] == "page-fast")["evidence"]]
            return short[1]["burn"] > 5
        until("the break is seen", burns, 60, 1)
        assert plimsoll("demo", "mend", "notifications").returncode == 0
        assert not os.listdir(os.path.join(folder, "broken"))
        assert plimsoll("demo", "break", "nobody").returncode == 4
        assert plimsoll("demo", "break", "search", "--ratio", "1.5").returncode == 2

    def signs_in():
        body = {"name": demo.welcome["name"], "password": demo.welcome["password"]}
        view = demo.api("/api/v1/session", "POST", body)
        assert view["signed_in"] and "admin" in view["rights"], view
        body["password"] += "x"
        try:
            demo.api("/api/v1/session", "POST", body)
        except urllib.error.HTTPError as refused:
            assert refused.code == 401, refused.code
        else:
            raise AssertionError("a wrong password signs in")

    def kept():
        first = dict(demo.welcome)
        left = demo.slo("accounts-availability")["budget_remaining"]
        demo.end()
        demo.options = ("--data", folder)
        demo.start()
        assert demo.welcome["seed"] == 5 and demo.welcome["past_slots"] == 0, demo.welcome
        assert demo.welcome["password"] == first["password"]
        signs_in()
        again = demo.slo("accounts-availability")["budget_remaining"]
        assert abs(again - left) < 0.02, (left, again)
        traffic_goes_on()
        assert "is not taken" not in world.log("demo"), world.log("demo")

    def refused():
        """Samples that the server of this start refused for good."""
        request = urllib.request.Request(demo.welcome["url"] + "/metrics", headers={"Authorization": "Bearer " + demo.token})
        with urllib.request.urlopen(request, timeout=10) as reply:
            rows = [line for line in reply.read().decode().splitlines() if line.startswith("plimsoll_ingest_refused_samples_total{")]
        assert rows, "the metric is gone"
        return sum(float(row.rsplit(" ", 1)[1]) for row in rows)

    def started_again_at_once():
        before = demo.slo("storefront-availability")["as_of"]
        for _ in range(2):  # the second start falls into a slot that the first one, or the one before it, told
            demo.end()
            demo.start()
        until("figures move on", lambda: demo.slo("storefront-availability")["as_of"] > before, 40)
        at = demo.slo("storefront-availability")["as_of"]
        demo.end()  # a sample was just taken: its slot still runs
        demo.start()
        until("figures move on again", lambda: demo.slo("storefront-availability")["as_of"] > at, 40)
        assert refused() == 0, refused()
        assert "is not taken" not in world.log("demo"), world.log("demo")

    def seed_is_kept():
        demo.end()
        done = plimsoll("demo", "--data", folder, "--seed", "6")
        assert done.returncode == 4 and "another seed" in done.stderr, (done.returncode, done.stderr)

    def mixes_with_nothing():
        done = plimsoll("demo", "--data", os.path.join(folder, "data"))
        assert done.returncode == 4 and "holds something else" in done.stderr, (done.returncode, done.stderr)

    def leaves_nothing():
        demo.options = ("--listen", f"127.0.0.1:{free_port()}")
        demo.start()
        gone = demo.welcome["folder"]
        assert os.path.isdir(gone) and gone != folder
        demo.end()
        assert not os.path.exists(gone), gone
        assert not os.path.exists(world.path("config", "plimsoll", "server.json")), "the CLI would still look for it"

    def ends_while_importing():
        process = world.start("demo", PLIMSOLL, "demo", "--listen", f"127.0.0.1:{free_port()}",
                              env={"TMPDIR": world.path()})
        until("it began", lambda: [n for n in os.listdir(world.path()) if n.startswith("plimsoll-demo-") and
                                   os.path.exists(world.path(n, "data", "ledger.db"))], 30, 0.02)
        world.end("demo", signal.SIGINT)
        assert process.returncode == 0, world.log("demo", 5)
        assert not [n for n in os.listdir(world.path()) if n.startswith("plimsoll-demo-")]

    try:
        if suite.check("it comes up with 30 days of history", comes_up):
            for name, check in (("every SLO has its budget", every_slo), ("the stories stand in the figures", states),
                                ("the slow burn is a ticket", slow_burn_is_a_ticket), ("its person signs in", signs_in),
                                ("the counters go on growing", traffic_goes_on),
                                ("the fast burn pages live, and the page is received", page_fires),
                                ("the stopped feed is stale", feed_stops),
                                ("a service is broken and mended", breaks_and_mends),
                                ("kept, it goes on where it was", kept),
                                ("stopped and started within a slot, its traffic is taken", started_again_at_once), ("another seed is refused", seed_is_kept),
                                ("a folder of something else is refused", mixes_with_nothing),
                                ("not kept, it leaves nothing", leaves_nothing),
                                ("it ends while it imports", ends_while_importing)):
                suite.check(name, check)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
