"""Time that figures leave out, through the real server: asked for, decided, undone, and every count accounted for."""
import datetime
import json
import sys

from harness import Suite, measure
from orders import SERVICE, SLO, Orders, counter, now_ms

MINUTE = 60
HOURS = 3


def rfc3339(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def history(start):
    """A hundred orders a minute; ten of them bad in the second hour. A sample at each minute's end."""
    lines = {"all": ["# TYPE all counter"], "bad": ["# TYPE bad counter"]}
    valid = bad = 0
    for i in range(HOURS * 60 + 1):
        if i > 0:
            valid, bad = valid + 100, bad + (10 if 60 < i <= 120 else 0)
        at = start + i * MINUTE - (5 if i > 0 else -5)
        for name, value in (("all", valid), ("bad", bad)):
            lines[name].append(f'{name}_total{{instance="a",job="orders"}} {value} {at}.000')
    return "\n".join(lines["all"] + lines["bad"] + ["# EOF"]) + "\n"


def main():
    suite = Suite()
    orders = Orders("exclusions", catalog=SERVICE + SLO.format(name="orders"))
    end = now_ms() // 1000 // MINUTE * MINUTE - 2 * MINUTE
    start = end - HOURS * 60 * MINUTE
    hour = (start + 60 * MINUTE, start + 120 * MINUTE)
    wanted = ["--slo", "orders", "--kind", "correction", "--category", "measurement-error", "--title", "The probe was broken",
              "--reason", "It timed out", "--start", rfc3339(hour[0]), "--end", rfc3339(hour[1])]
    seen = {}

    def counts():
        m, inputs = measure(orders.json("slo", "show", "orders"), "slo.budget_remaining")
        return m["value"], inputs["valid"], inputs["bad"]

    def begin():
        orders.start()
        live = now_ms() - 25_000
        orders.take(counter("all_total", [(0, live), (0, live + 20_000)]), counter("bad_total", [(0, live), (0, live + 20_000)]))
        done = orders.json("import", "openmetrics", orders.world.write("history.om", history(start)))
        assert done["bound"] > 0, done
        seen["before"] = counts()
        assert seen["before"][2] == 600, seen

    def preview():
        effects = orders.json("exclusion", "preview", *wanted)["effects"]
        assert [e["slo"] for e in effects] == ["orders"], effects
        effect = effects[0]
        assert effect["bad"] == 600 and effect["valid"] == 6000, effect
        assert abs(effect["budget_without"] - seen["before"][0]) < 1e-12 and effect["budget_with"] == 1, effect
        assert counts() == seen["before"], "a preview changes nothing"
        seen["effect"] = effect

    def ask():
        asked = orders.json("exclusion", "request", *wanted)
        assert asked["id"] == "ex-1" and asked["state"] == "requested" and asked["may_decide"], asked
        assert counts() == seen["before"], "a request changes nothing"

    def approve():
        alone = orders.run("exclusion", "approve", "ex-1", check=False)
        assert alone.returncode == 4 and "must say why" in alone.stderr, (alone.returncode, alone.stderr)
        done = orders.json("exclusion", "approve", "ex-1", "--reason", "nobody else is here yet")
        assert done["state"] == "approved" and done["self_approved"] and done["counts"], done
        with_it = counts()
        assert with_it == (1, seen["before"][1] - seen["effect"]["valid"], seen["before"][2] - seen["effect"]["bad"]), (with_it, seen)
        assert {k: done["effects"][0][k] for k in seen["effect"] if k != "period"} == {k: v for k, v in seen["effect"].items() if k != "period"}
        again = orders.run("exclusion", "approve", "ex-1", "--reason", "twice", check=False)
        assert again.returncode == 4 and "decided already" in again.stderr, again.stderr

    def both_values():
        summary = orders.json("slo", "show", "orders")["summary"]
        assert summary["budget_remaining"] == 1, summary
        assert abs(summary["budget_without_exclusions"] - seen["before"][0]) < 1e-12, summary
        sheets = {s["measure"]["id"]: s["measure"] for s in orders.json("slo", "explain", "orders")["sheets"]}
        left_out = sheets["slo.budget_remaining"]["excluded"]
        assert left_out and abs(left_out[0]["value_without"] - seen["before"][0]) < 1e-12, left_out
        share = sheets["exclusions.corrected_share"]
        bad, valid = share["inputs"][0]["numerator"], share["inputs"][1]["numerator"]
        assert bad == 600 and abs(share["value"] - bad / (0.001 * valid)) < 1e-9, share
        listed = orders.json("exclusion", "corrected")["items"]
        assert [i["slo"] for i in listed] == ["orders"] and listed[0]["requesters"][0]["corrections"] == 1, listed

    def chart():
        orders.run("annotate", "--service", "shop", "--title", "Release 42", "--category", "change", "--start", rfc3339(start + 90 * MINUTE))
        token = {"Authorization": "Bearer " + orders.local_token()}
        drawn = json.loads(orders.call("GET", f"/api/v1/slos/orders/chart?from={rfc3339(start)}&to={rfc3339(end)}", **token).text)
        assert [e["id"] for e in drawn["exclusions"]] == ["ex-1"], drawn["exclusions"]
        assert drawn["exclusions"][0]["range"] == {"start": rfc3339(hour[0]), "end": rfc3339(hour[1])}, drawn["exclusions"]
        kinds = [m["kind"] for m in drawn["marks"] if m["kind"] in ("exclusion_began", "annotation")]
        assert kinds == ["exclusion_began", "annotation"], drawn["marks"]
        assert orders.json("annotation", "list", "--slo", "orders")["items"][0]["title"] == "Release 42"

    def survives():
        before = counts()
        orders.kill()
        orders.start()
        assert counts()[1:] == before[1:], (counts(), before)
        assert orders.json("exclusion", "show", "ex-1")["state"] == "approved"

    def recurs():
        night = orders.json("exclusion", "request", "--service", "shop", "--category", "planned", "--title", "Patch hour", "--reason", "Each week",
                            "--start", "+1h", "--for", "30m", "--repeat", "FREQ=WEEKLY", "--zone", "Europe/Berlin")
        assert len(night["occurrences"]) == 10 and night["covers"] == 1, night
        refused = orders.run("exclusion", "refuse", "ex-2", "--reason", "not before the sale", check=True)
        assert "refused" in refused.stdout, refused.stdout

    def bad_input():
        wrong = orders.run("exclusion", "request", "--slo", "gone", "--title", " ", "--reason", "x", "--category", "attack", "--start", "-2d",
                           "--for", "10d", "--repeat", "FREQ=MINUTELY", "--zone", "Mars/Olympus", check=False)
        for field in ("/slos/0", "/title", "/category", "/start", "/end", "/recurrence/rule", "/recurrence/zone"):
            assert field in wrong.stderr, (field, wrong.stderr)
        assert wrong.returncode == 4, wrong.returncode
        assert orders.run("exclusion", "show", "ex-99", check=False).returncode == 4
        assert orders.run("exclusion", "request", "--slo", "orders", "--title", "x", "--reason", "y", "--start", "soon", "--for", "1h", check=False).returncode != 0

    def undone():
        back = orders.json("exclusion", "withdraw", "ex-1", "--reason", "the probe was right")
        assert back["state"] == "withdrawn" and not back["counts"], back
        assert counts() == seen["before"], (counts(), seen["before"])
        told = " ".join(line for line in orders.run("log", "--slo", "orders").stdout.splitlines())
        for words in ("was asked for: The probe was broken", "was approved by who asked for it", "was withdrawn altogether"):
            assert words in told, (words, told)

    try:
        if suite.check("history goes in", begin):
            suite.check("a preview says what it would do and does nothing", preview)
            suite.check("a request waits", ask)
            suite.check("what is approved is left out, count for count", approve)
            suite.check("every figure shows both values, and what was corrected away", both_values)
            suite.check("charts show exclusions and annotations", chart)
            suite.check("a restart changes nothing", survives)
            suite.check("maintenance recurs on a zone's wall clock", recurs)
            suite.check("bad input names every field", bad_input)
            suite.check("what is withdrawn counts again, and the log tells all of it", undone)
    finally:
        orders.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
