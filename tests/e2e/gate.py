"""A budget is spent, and what follows: states, pages, the gate with its exit codes, exceptions, replays, SLAs, the portfolio."""
import json
import subprocess
import sys

from harness import PLIMSOLL, Suite, free_port, until
from orders import SLO, Orders, counter, now_ms

MINUTE = 60
HOURS = 3

COMPANY = """
apiVersion: plimsoll/v1
kind: Tier
metadata: {name: tier-0}
spec: {rank: 0}
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {name: ops}
spec: {type: webhook, url: "http://127.0.0.1:%d/hook", allowPrivate: true}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {tier: tier-0, owner: team-shop}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {name: legacy}
spec: {tier: tier-0, owner: nobody}
---
apiVersion: plimsoll/v1
kind: SLA
metadata: {name: acme}
spec:
  customer: ACME
  slo: orders
  targetPercent: 99.5
  timeWindow: [{duration: 1Y, calendar: {startTime: 2020-01-01 00:00:00, timeZone: Europe/Berlin}}]
  credits: [{belowPercent: 99.5, share: 0.1}, {belowPercent: 95, share: 0.5}]
  fee: 1234.5
  currency: EUR
""" % free_port()

POLICY = """
---
apiVersion: plimsoll/v1
kind: ErrorBudgetPolicy
metadata: {name: strict}
spec:
  tiers: [tier-0]
  caution: 0.5
  freeze: 0.25
  consequences: {breach: [Only repairs are shipped]}
  gate: {breach: %s}
  channels: {breach: [ops]}
  longestException: 1d
"""


def history(start):
    """A hundred orders a minute, all good. A sample at each minute's end."""
    lines = {"all": ["# TYPE all counter"], "bad": ["# TYPE bad counter"]}
    for i in range(HOURS * 60 + 1):
        at = start + i * MINUTE - (5 if i > 0 else -5)
        for name, value in (("all", 100 * i), ("bad", 0)):
            lines[name].append(f'{name}_total{{instance="a",job="orders"}} {value} {at}.000')
    return "\n".join(lines["all"] + lines["bad"] + ["# EOF"]) + "\n"


def main():
    suite = Suite()
    orders = Orders("gate", catalog=COMPANY + POLICY % "refuse" + SLO.format(name="orders"))
    start = now_ms() // 1000 // MINUTE * MINUTE - (HOURS * 60 + 2) * MINUTE
    seen = {"valid": 0, "bad": 0}

    def gate(*more):
        done = orders.run("gate", "shop", *more, check=False)
        return done.returncode, done.stdout

    def decided():
        return json.loads(orders.run("gate", "shop", "--json", check=False).stdout)

    def take(valid, bad):
        """Two samples of each counter, so that what the first one has is counted too."""
        seen["valid"], seen["bad"] = seen["valid"] + valid, seen["bad"] + bad
        orders.take(counter("all_total", [(seen["valid"], now_ms())]), counter("bad_total", [(seen["bad"], now_ms())]))

    def without_data():
        orders.start()
        code, said = gate()
        assert code == 2 and "no data yet" in said, (code, said)
        code, said = orders.run("gate", "legacy", check=False).returncode, ""
        assert code == 2, "a service without an SLO cannot be told"

    def codes_of_errors():
        nowhere = orders.run("gate", "nowhere", check=False)
        assert nowhere.returncode == 4 and "There is no such service" in nowhere.stderr, (nowhere.returncode, nowhere.stderr)
        closed = subprocess.run([PLIMSOLL, "gate", "shop", "--server", f"http://127.0.0.1:{free_port()}"], capture_output=True, text=True,
                                timeout=30, env=orders.world.env, check=False)
        assert closed.returncode == 3, closed.returncode
        assert orders.run("gate", check=False).returncode == 6
        assert orders.run("gate", "shop", "--nonsense", check=False).returncode == 6
        assert orders.run("policy", check=False).returncode == 2, "only the gate's 2 says something else"

    def healthy():
        live = now_ms() - 25_000
        orders.take(counter("all_total", [(0, live), (0, live + 20_000)]), counter("bad_total", [(0, live), (0, live + 20_000)]))
        orders.json("import", "openmetrics", orders.world.write("history.om", history(start)))
        until("the gate allows", lambda: gate()[0] == 0, 30)
        code, said = gate("--quiet")
        assert code == 0 and said == "", (code, said)
        decision = decided()
        assert decision["answer"] == "allowed" and decision["state"] == "healthy" and decision["policy"] == "policy strict", decision
        again = decided()
        assert again["id"] == decision["id"] or again["slos"] != decision["slos"], "the same question is one decision"
        assert orders.json("slo", "show", "orders")["summary"]["policy_state"] == "healthy"

    def breach():
        take(3000, 3000)

        def refused():
            if gate()[0] == 1:
                return True
            take(1, 0)
            return False

        until("the gate refuses", refused, 60, 1)
        decision = decided()
        assert decision["state"] == "breach" and decision["reasons"][0]["code"] == "budget_breach", decision
        shown = orders.json("policy", "show", "shop")
        assert shown["policy"] == "strict" and shown["state"] == "breach" and len(shown["breaches"]) == 1, shown
        assert shown["consequences"] == ["Only repairs are shipped"] and shown["told"] == ["ops"], shown
        assert orders.json("slo", "show", "orders")["summary"]["policy_state"] == "breach"
        pages = [p for p in orders.json("page", "list")["items"] if p["reason"] == "entered"]
        assert len(pages) == 1 and "error budget in breach" in pages[0]["summary"], pages

    def exception():
        long = orders.run("policy", "grant", "shop", "--owner", "payments", "--for", "2d", "--reason", "tax", check=False)
        assert long.returncode == 4 and "the policy's longest exception" in long.stderr, (long.returncode, long.stderr)
        made = orders.json("policy", "grant", "shop", "--owner", "payments", "--for", "1h", "--reason", "tax change")
        code, said = gate()
        assert code == 0 and made["id"] in said and "is in breach" in said, (code, said)
        seen["excepted"] = decided()["id"]
        orders.run("policy", "end", made["id"], "--reason", "shipped")
        assert gate()[0] == 1
        assert "ended: shipped" in orders.run("policy", "exceptions").stdout

    def survives():
        orders.kill()
        orders.start()
        assert orders.json("policy", "show", "shop")["breaches"], "the breach is in the log"

    def replays():
        decisions = orders.json("gate", "log", "shop", "--limit", "500")["items"]
        assert len(decisions) >= 4 and {d["answer"] for d in decisions} == {"allowed", "refused", "cannot_tell"}, decisions
        for d in decisions:
            replay = orders.json("gate", "replay", d["id"])
            assert replay["same"] and replay["refolded"]["answer"] == d["answer"], replay
        told = orders.run("gate", "replay", seen["excepted"]).stdout
        assert "the same answer on the same facts" in told, told
        assert orders.run("gate", "replay", "shop-9999", check=False).returncode == 4
        assert all(d["answer"] == "refused" for d in orders.json("gate", "log", "--answer", "refused")["items"])

    def contract():
        sla = orders.json("sla", "show", "acme")
        assert sla["to_date"]["broken"] and sla["credit_now"]["amount"] == {"amount": "617.25", "currency": "EUR"}, sla
        assert sla["headroom_events"] < 0 and sla["between_events"] > 0 and sla["window"] == "year, Europe/Berlin", sla
        assert sla["range"]["start"].endswith("-12-31T23:00:00Z"), sla["range"]
        assert "acme" in orders.run("sla", "list").stdout and "617.25 EUR" in orders.run("sla", "show", "acme").stdout

    def portfolio():
        p = orders.json("portfolio")
        assert p["rollup"]["services"] == 2 and p["rollup"]["failing"] == 1 and p["rollup"]["without_slo"] == 1, p["rollup"]
        assert p["rollup"]["value"] == 0.5 and p["rollup"]["low"] == 0, p["rollup"]
        assert p["services_without_slo"] == [{"service": "legacy", "tier": "tier-0", "owner": "nobody"}], p
        assert [r["slo"] for r in p["stale_reviews"]] == ["orders"], p["stale_reviews"]
        assert "0.0 % to 50.0 % of 2 services" in orders.run("portfolio").stdout

    def downtime():
        table = {r["period"]: r for r in orders.json("downtime", "99.99")["rows"]}
        assert table["30 d"]["allowed_seconds"] == 259.2 and round(table["year"]["allowed_seconds"] / 60, 1) == 52.6, table
        assert orders.json("downtime", "--minutes", "20", "--per", "30d")["objective"] == "99.953703 %"
        assert orders.run("downtime", "101", check=False).returncode == 4

    def edited():
        with open(orders.catalog_file, encoding="utf-8") as file:
            text = file.read()
        with open(orders.catalog_file, "w", encoding="utf-8") as file:
            file.write(text.replace("gate: {breach: refuse}", "gate: {breach: allow}"))
        orders.run("catalog", "apply")

        def asked_by_the_new_policy():
            take(1, 0)
            return gate()[0] == 0

        until("the new policy lets it pass", asked_by_the_new_policy, 60, 1)
        assert orders.json("gate", "replay", decided()["id"])["same"]

    def told():
        said = orders.run("log", "--service", "shop", "--limit", "500").stdout
        for words in ("The budget of orders went from healthy to breach", "A breach of orders began", "granted shop an exception for payments", "Gate of shop, decision"):
            assert words in said, (words, said)

    try:
        if suite.check("without data the gate cannot tell", without_data):
            suite.check("an error is no answer", codes_of_errors)
            suite.check("with budget left it allows", healthy)
            suite.check("a spent budget refuses and pages once", breach)
            suite.check("an exception allows, and ends", exception)
            suite.check("a restart forgets nothing", survives)
            suite.check("every decision replays to the same", replays)
            suite.check("the contract knows what it owes", contract)
            suite.check("the portfolio counts services", portfolio)
            suite.check("the downtime calculator is exact", downtime)
            suite.check("an edited policy decides from then on, and old decisions stay what they were", edited)
            suite.check("the log tells all of it", told)
    finally:
        orders.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
