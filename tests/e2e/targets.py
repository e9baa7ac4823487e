"""What may be promised, through the real server: a history is imported, told again by independent arithmetic, and a proposal lives through two people."""
import datetime
import json
import sys
from fractions import Fraction

from bad_sign_in import Browser, code_of
from harness import Suite, until
from orders import SERVICE, SLO, Orders, counter, now_ms

MINUTE = 60
HOUR = 60        # minutes
DAY = 24 * HOUR  # minutes
DAYS = 24
PERIOD = 7 * DAY
PASSWORD = "correct horse battery"
USUAL = ["0.9", "0.95", "0.99", "0.995", "0.998", "0.999", "0.9995", "0.9999", "0.99999"]


def rfc3339(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def bad_of(minute):
    """Of 100 orders in the minute that begins then: one of ten minutes has a bad one, Tuesday mornings have five each."""
    at = datetime.datetime.fromtimestamp(minute, datetime.timezone.utc)
    if at.weekday() == 1 and at.hour == 9:
        return 5
    return 1 if minute // 60 % 10 == 0 else 0


class Past:
    """DAYS days of minutes, with half an hour on the twelfth day of which half failed."""

    def __init__(self, end):
        self.start, self.end = end - DAYS * DAY * MINUTE, end
        self.bad = [bad_of(self.start + i * MINUTE) for i in range(DAYS * DAY)]
        for i in range(12 * DAY + 300, 12 * DAY + 330):
            self.bad[i] = 50
        self.sums = [0]
        for bad in self.bad:
            self.sums.append(self.sums[-1] + bad)

    def error(self, first, last):
        """Exact error ratio of minutes [first, last)."""
        return Fraction(self.sums[last] - self.sums[first], 100 * (last - first))

    def hours(self):
        """Minutes since the start at which whole hours of the clock end."""
        return [n for n in range(DAYS * DAY + 1) if (self.start + n * MINUTE) % 3600 == 0]

    def windows(self):
        return [(n - PERIOD, n) for n in self.hours() if n >= PERIOD]

    def breaches(self, allowance):
        """Times that the budget went to zero: out of it again only above a twentieth; young windows say nothing."""
        count, inside = 0, False
        for end in range(1, DAYS * DAY + 1):
            first = max(0, end - PERIOD)
            if end - first < PERIOD / 30:
                continue
            left = 1 - self.error(first, end) / allowance
            now = left <= Fraction(1, 20) if inside else left <= 0
            count += now and not inside
            inside = now
        return count

    def text(self):
        lines = {"all": ["# TYPE all counter"], "bad": ["# TYPE bad counter"]}
        for i in range(DAYS * DAY + 1):
            at = self.start + i * MINUTE - (5 if i > 0 else -5)
            for name, value in (("all", 100 * i), ("bad", self.sums[i])):
                lines[name].append(f'{name}_total{{instance="a",job="orders"}} {value} {at}.000')
        return "\n".join(lines["all"] + lines["bad"] + ["# EOF"]) + "\n"


def main():
    suite = Suite()
    catalog = SERVICE + SLO.format(name="orders").replace("30d", "7d").replace("target: 0.999", "target: 0.99")
    orders = Orders("targets", catalog=catalog)
    ada, eve = Browser(orders), Browser(orders)
    past = Past(now_ms() // 3_600_000 * 3600 - 3600)
    asked = ["orders", "--from", rfc3339(past.start), "--to", rfc3339(past.end), "--notice", "20% over 5m", "--level", "99.7"]
    told, again = {}, rfc3339(past.end + 200 * 86400)[:10]

    def begin():
        orders.start()
        live = now_ms() - 25_000
        orders.take(counter("all_total", [(0, live), (0, live + 20_000)]), counter("bad_total", [(0, live), (0, live + 20_000)]))
        done = orders.json("import", "openmetrics", orders.world.write("history.om", past.text()))
        assert done["bound"] > 0, done
        told.update(orders.json("target", "suggest", *asked))
        assert told["why_empty"] == "" and told["objective"] == "99 %", told

    def baseline():
        b = told["baseline"]
        assert (b["valid"], b["bad"]) == (100 * DAYS * DAY, past.sums[-1]), (b["valid"], b["bad"], past.sums[-1])
        worst = max(past.error(*w) for w in past.windows())
        assert abs(b["window_worst"] - float(1 - worst)) < 1e-12, (b["window_worst"], float(1 - worst))
        days, week = {}, {}
        for i, bad in enumerate(past.bad):
            at = datetime.datetime.fromtimestamp(past.start + i * MINUTE, datetime.timezone.utc)
            days[at.strftime("%Y-%m-%d")] = days.get(at.strftime("%Y-%m-%d"), 0) + bad
            week[at.weekday() * 24 + at.hour] = week.get(at.weekday() * 24 + at.hour, 0) + bad
        assert {d["day"]: d["bad"] for d in b["days"]} == days, b["days"]
        assert [c["bad"] for c in b["week"]] == [week.get(i, 0) for i in range(168)], "hours of the week"
        # What else went wrong lies a fixed time before today: on some days of the week within that hour too.
        tuesday = 24 + 9
        share = 1 - week[tuesday] / b["week"][tuesday]["valid"]
        assert b["week"][tuesday]["bad"] == week[tuesday] and share < 0.96, (share, b["week"][tuesday])
        assert b["pattern"].startswith(f"worst Tuesdays 09-10: {100 * share:.3g} %"), (b["pattern"], share)

    def levels():
        assert [level["objective"] for level in told["levels"] if level["as_it_is"]] == ["99 %"], told["levels"]
        assert "99.7 %" in [level["objective"] for level in told["levels"]], told["levels"]
        for level in told["levels"]:
            allowance = 1 - Fraction(level["objective"].split()[0]) / 100
            left = float(1 - past.error(DAYS * DAY - PERIOD, DAYS * DAY) / allowance)
            assert abs(level["budget_now"] - left) < 1e-9, (level, left)
            assert level["breaches"] == past.breaches(allowance), (level, past.breaches(allowance))
            limits = level["breaches"] == 0 and level["pages_per_month"] <= 8
            assert not level["affordable"] or limits, level
            assert level["affordable"] == (level["why_not"] == ""), level
        affordable = [level["objective"] for level in told["levels"] if level["affordable"]]
        assert told["tightest_affordable"] == (affordable[-1] if affordable else None), (told["tightest_affordable"], affordable)

    def noticed():
        def holds(first, last):
            return any(past.error(end - 5, end) >= Fraction(1, 5) for end in range(first + 5, last + 1))
        least = min(past.error(*w) for w in past.windows() if holds(*w))
        levels_ = sorted([Fraction(level) for level in USUAL] + [Fraction("0.997")])
        loosest = next(level for level in levels_ if 1 - level <= least)
        assert Fraction(told["loosest_noticed"].split()[0]) / 100 == loosest, (told["loosest_noticed"], told["noticed_why"], float(least))

    def words():
        text = orders.run("target", "suggest", *asked).stdout
        for part in ("What was delivered", "What each objective would have brought", "Tue", "worst Tuesdays 09-10", "99.7 %", "tightest that is affordable"):
            assert part in text, (part, text)
        wrong = orders.run("target", "suggest", "orders", "--level", "101", "--notice", "often", "--zone", "Mars/Olympus", check=False)
        assert wrong.returncode == 4 and all(name in wrong.stderr for name in ("level", "notice", "zone")), wrong.stderr
        assert orders.run("target", "suggest", "gone", check=False).returncode == 4

    def people():
        code = until("the link", lambda: orders.world.log("plimsoll", 1000).split("/setup#")[1].split()[0], 10)
        ada.ask("POST", "/api/v1/setup", {"code": code, "name": "Ada", "display_name": "Ada L", "password": PASSWORD}).expect(200)
        link = orders.run("user", "invite", "eve", "--role", "editor").stdout
        eve.ask("POST", "/api/v1/join", {"code": code_of(link), "password": PASSWORD}).expect(200)

    def proposed():
        body = {"slo": "orders", "objective": "99.5", "reason": "Users notice sooner", "from": rfc3339(past.start), "to": rfc3339(past.end)}
        ada.ask("POST", "/api/v1/targets", {**body, "objective": "99", "reason": ""}).expect(422, "/objective", "/reason")
        t = json.loads(ada.ask("POST", "/api/v1/targets", body).expect(201).text)
        assert (t["id"], t["state"], t["from"], t["to"], t["may_decide"]) == ("tg-1", "proposed", "99 %", "99.5 %", False), t
        evidence = t["evidence"]
        assert abs(evidence["sli"] - float(1 - past.error(0, DAYS * DAY))) < 1e-12, evidence
        assert evidence["breaches"] == past.breaches(Fraction(5, 1000)), evidence
        ada.ask("POST", "/api/v1/targets", body).expect(409, "waits already")

    def four_eyes():
        ada.ask("POST", "/api/v1/targets/tg-1/approve", {}).expect(403, "Somebody else")
        ada.ask("POST", "/api/v1/targets/tg-1/review", {"verdict": "agrees", "comment": ""}).expect(403)
        eve.ask("POST", "/api/v1/targets/tg-1/review", {"verdict": "objects", "comment": "Tuesdays are not mended"}).expect(200)
        assert json.loads(eve.ask("GET", "/api/v1/targets/tg-1").text)["may_decide"]
        t = json.loads(eve.ask("POST", "/api/v1/targets/tg-1/approve", {"comment": "Mended now", "review_on": again}).expect(200).text)
        assert t["state"] == "approved" and not t["self_approved"] and not t["in_force"], t
        assert "target: 0.995" in t["to_do"] and "all.yaml" in t["to_do"], t["to_do"]

    def in_force():
        shown = orders.run("target", "show", "tg-1").stdout
        assert "yet to be edited" in shown and "target: 0.995" in shown, shown
        with open(orders.catalog_file, "w", encoding="utf-8") as file:
            file.write(catalog.replace("target: 0.99}", "target: 0.995}"))
        orders.run("catalog", "apply")
        t = orders.json("target", "show", "tg-1")
        assert t["in_force"] and t["to_do"] == "", t
        assert not any("objective" in line for line in t["since"]), t["since"]

    def superseded():
        orders.run("target", "propose", "orders", "--objective", "99.8", "--window", "28d", "--reason", "Tighter still")
        t = json.loads(eve.ask("POST", "/api/v1/targets/tg-2/approve", {}).expect(200).text)
        assert "target: 0.998" in t["to_do"] and "28d" in t["to_do"], t["to_do"]
        states = {i["id"]: i["state"] for i in orders.json("target", "list")["items"]}
        assert states == {"tg-1": "superseded", "tg-2": "approved"}, states
        orders.run("target", "propose", "orders", "--objective", "99.9", "--reason", "Once more")
        orders.run("target", "withdraw", "tg-3", "--comment", "Too soon")
        assert "withdrawn" in orders.run("target", "list").stdout

    def survives():
        before = orders.json("target", "list")
        orders.kill()
        orders.start()
        after = orders.json("target", "list")
        assert [{k: v for k, v in i.items() if k != "since"} for i in after["items"]] == [{k: v for k, v in i.items() if k != "since"} for i in before["items"]], (before, after)
        said = orders.run("log", "--slo", "orders").stdout
        for part in ("99.5 % was proposed for orders, which promises 99 %", "was objected to: Tuesdays are not mended", f"was approved, to be looked at again on {again}",
                     "was withdrawn: Too soon"):
            assert part in said, (part, said)
        assert orders.run("audit", "verify", "--data", orders.data).returncode == 0

    try:
        if suite.check("history goes in, and a suggestion comes out", begin):
            suite.check("the baseline adds up, day by day and hour by hour", baseline)
            suite.check("budgets and breaches of each level are those of the arithmetic", levels)
            suite.check("the loosest objective that tells when users notice", noticed)
            suite.check("the terminal tells it too, and refuses what cannot be asked", words)
            suite.check("two people", people)
            suite.check("a proposal records its evidence", proposed)
            suite.check("who proposed does not approve", four_eyes)
            suite.check("what is approved comes into force with the catalogue", in_force)
            suite.check("the next that is approved supersedes it", superseded)
            suite.check("a crash forgets nothing, and the log tells all of it", survives)
    finally:
        orders.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
