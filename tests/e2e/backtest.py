"""The backtest against arithmetic of this file, against the live engine, and against a real Prometheus over the same data.

Two constructed months: traffic that swings a hundredfold, on which averaging ratios is wrong by a budget; a page for every
minute is computed here in exact fractions from the workbook's rule. The demo company's outage: the generator says when it was.
Live: the same samples that the judge saw as they came are replayed, and every alert must stand at the same instant. Prometheus:
the exported rules over counters of the same history, back-filled into a real one, evaluated minute by minute.
"""
import calendar
import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from fractions import Fraction

from harness import PLIMSOLL, Plimsoll, Suite, World, free_port, get, until
from promises import SERVICE, ratio
from remote_write import push, series

MINUTE, HOUR, DAY = 60, 3600, 86_400
DAYS = 30
WORKBOOK = (("page", 60, 5, "14.4"), ("page", 360, 30, "6"), ("ticket", 1440, 120, "3"), ("ticket", 4320, 360, "1"))

QUICK = """
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {name: quick}
spec:
  rules:
    - {name: page-quick, severity: page, long: 2m, short: 1m, factor: 3}
    - {name: page-patient, severity: page, long: 3m, short: 1m, factor: 2, entryDelay: 40s}
    - {name: ticket-slow, severity: ticket, long: 4m, short: 1m, factor: 1.5, clearDelay: 30s}
"""


def begin_live(plimsoll, *names, **labels):
    """Figures are as of the newest live sample, so there are some."""
    now = int(time.time() * 1000)
    body = b""
    for name in names:
        body += series({"__name__": name, "instance": "live", **labels}, [(0.0, now - 30_000), (10.0 if "bad" not in name else 0.0, now - 10_000)])
    assert push(plimsoll.url, body) in (200, 204)


def stamp(text):
    return calendar.timegm(time.strptime(text.split(".")[0].rstrip("Z"), "%Y-%m-%dT%H:%M:%S"))


def told(at):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


class Past:
    """Minutes of a made-up past: valid and bad of each, and sums of any window of them."""

    def __init__(self, start, minutes):
        self.start, self.minutes = start, minutes
        self.valid, self.bad = [0], [0]
        for valid, bad in minutes:
            self.valid.append(self.valid[-1] + valid)
            self.bad.append(self.bad[-1] + bad)

    def end(self):
        return self.start + MINUTE * len(self.minutes)

    def above(self, minute, window, factor, allowed):
        """Burn over the window that ends with `minute` above the factor; a young window is as long as there is data."""
        first = max(0, minute - window)
        valid, bad = self.valid[minute] - self.valid[first], self.bad[minute] - self.bad[first]
        return valid > 0 and Fraction(bad, valid) > Fraction(factor) * allowed

    def spent(self, minute, window, allowed):
        first = max(0, minute - window)
        valid, bad = self.valid[minute] - self.valid[first], self.bad[minute] - self.bad[first]
        return Fraction(bad) / (allowed * valid)

    def alerts(self, rules, allowed):
        """(severity, minute fired, minute resolved or None) of every run of every rule."""
        out = []
        for severity, long, short, factor in rules:
            fired = None
            for minute in range(1, len(self.minutes) + 1):
                # The short window first: it is below nearly always.
                now = self.above(minute, short, factor, allowed) and self.above(minute, long, factor, allowed)
                if now and fired is None:
                    fired = minute
                elif not now and fired is not None:
                    out.append((severity, fired, minute))
                    fired = None
            if fired is not None:
                out.append((severity, fired, None))
        return sorted(out, key=lambda a: (a[1], a[0]))

    def import_into(self, plimsoll, slo, sli_version):
        """All of a minute's events lie in its first slot; the others are measured and empty."""
        hours = {}
        for n, (valid, bad) in enumerate(self.minutes):
            at = self.start + MINUTE * n
            rows = hours.setdefault(at // HOUR * HOUR, [])
            first = at % HOUR // 10
            rows += [[first, valid, bad, 1, 1]] + [[first + k, 0, 0, 1, 1] for k in range(1, 6)]
        listed = [{"start": told(at), "slots": rows} for at, rows in sorted(hours.items(), reverse=True)]
        filled = 0
        for first in range(0, len(listed), 100):
            filled += api(plimsoll, "/api/v1/import/slots", {"slo": slo, "sli_version": sli_version, "hours": listed[first:first + 100]})["filled"]
        return filled


def api(plimsoll, path, body=None):
    with open(os.path.join(plimsoll.data, "cli.token"), encoding="utf-8") as file:
        token = file.readline().strip()
    request = urllib.request.Request(plimsoll.url + path, data=None if body is None else json.dumps(body).encode(),
                                     headers={"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read())
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{path}: {refused.code} {refused.read().decode()[:800]}") from None


def backtest(plimsoll, slo, **question):
    return api(plimsoll, "/api/v1/slos/backtest", {"slo": slo, **question})


def alerts_of(result, variant=0):
    """As Past.alerts() gives them, in seconds."""
    return sorted(((a["severity"], stamp(a["fired_at"]), a["resolved_at"] and stamp(a["resolved_at"])) for a in result["variants"][variant]["alerts"]),
                  key=lambda a: (a[1], a[0]))


def counted(past, alerts):
    return [(severity, past.start + MINUTE * fired, resolved and past.start + MINUTE * resolved) for severity, fired, resolved in alerts]


def months(suite):
    """Half of the five-minute slices have a thousand requests with 1 % errors, half have ten and none."""
    world = World("backtest")
    slos = ratio("swings", "sum(rate(all_total[5m]))", bad="sum(rate(bad_total[5m]))", target=0.995, window="30d")
    slos += ratio("swings-alone", "sum(rate(one_total[5m]))", bad="sum(rate(one_bad_total[5m]))", target=0.999, window="30d")
    catalog = world.write("catalog/all.yaml", SERVICE + slos)
    plimsoll = Plimsoll(world, os.path.dirname(catalog))
    start = int(time.time()) // DAY * DAY - (DAYS + 1) * DAY

    def slices(bad_of_busy, alone=None):
        minutes = []
        for number in range(DAYS * 288):
            busy = number % 2 == 0
            for minute in range(5):
                valid = 200 if busy else 2
                bad = bad_of_busy // 5 if busy else 0
                if alone is not None and number == alone and minute == 0:
                    bad += 1
                minutes.append((valid, bad))
        return minutes

    swings = Past(start, slices(10))
    alone = Past(start, slices(0, alone=4001))

    def feed():
        plimsoll.start()
        versions = {o["slo"]["name"]: o["slo"]["sli_version"] for o in api(plimsoll, "/api/v1/catalog/objects?kind=SLO&limit=500")["items"]}
        for name, past in (("swings", swings), ("swings-alone", alone)):
            assert past.import_into(plimsoll, name, versions[name]) == DAYS * 8640
        begin_live(plimsoll, "all_total", "bad_total", "one_total", "one_bad_total", job="shop")
        until("they have figures", lambda: all(s["as_of"] for s in api(plimsoll, "/api/v1/slos")["items"]))

    def exact():
        """1 % of 1,000 beside nothing of 10: 0.9901 % of all, where the mean of the ratios would say 0.5 %."""
        out = backtest(plimsoll, "swings", **{"from": told(start), "to": told(swings.end())})
        one = out["variants"][0]
        valid, bad = 4320 * 1010, 4320 * 10
        assert (one["valid"], one["bad"]) == (valid, bad), one
        left = 1 - Fraction(bad) / (Fraction(5, 1000) * valid)
        assert abs(one["budget_remaining"] - float(left)) < 1e-12 and f"{float(left):.3f}" == "-0.980", one["budget_remaining"]
        assert f"{1 - one['sli']:.6f}" == "0.009901", one["sli"]
        assert out["judged"] == DAYS * 1440 and out["coverage"] == 1.0, out["judged"]

    def every_alert():
        out = backtest(plimsoll, "swings", **{"from": told(start), "to": told(swings.end())})
        expected = counted(swings, swings.alerts(WORKBOOK, Fraction(5, 1000)))
        assert alerts_of(out) == expected, (len(expected), alerts_of(out)[:5], expected[:5])
        assert expected, "it burns at almost 2 all month: the slow rule fires"

    def every_alert_of_other_objectives():
        tried = ["99", "99.9", "99.95", "98"]
        out = backtest(plimsoll, "swings", variants=[{"objective": one} for one in tried], **{"from": told(start), "to": told(swings.end())})
        for place, objective in enumerate(tried, 1):
            allowed = 1 - Fraction(objective) / 100
            expected = counted(swings, swings.alerts(WORKBOOK, allowed))
            left_out = out["variants"][place]["alerts_left_out"]
            assert len(expected) == len(alerts_of(out, place)) + left_out, (objective, len(expected), left_out)
            assert alerts_of(out, place) == expected[:500], objective
            left = 1 - swings.spent(len(swings.minutes), DAYS * 1440, allowed)
            assert abs(out["variants"][place]["budget_remaining"] - float(left)) < 1e-9
        counts = [len(one["alerts"]) + one["alerts_left_out"] for one in out["variants"]]
        print("       alerts at 99.5, 99, 99.9, 99.95 and 98 %:", *counts, flush=True)

    def one_failure():
        """One request of 2.2 million: 0.023 % of the budget; averaged, its slice of ten would have cost 11.6 %."""
        out = backtest(plimsoll, "swings-alone", **{"from": told(start), "to": told(alone.end())})
        one = out["variants"][0]
        assert (one["valid"], one["bad"]) == (4320 * 1010, 1), one
        assert f"{1 - one['budget_remaining']:.5f}" == "0.00023", one["budget_remaining"]
        expected = counted(alone, alone.alerts(WORKBOOK, Fraction(1, 1000)))
        assert alerts_of(out) == expected, (alerts_of(out), expected)
        assert out["losses"] == [] and one["score"]["cheap_pages"] == one["score"]["pages"], one["score"]

    def traffic():
        """Ten times as much is ten times the counts, and the same alerts."""
        out = backtest(plimsoll, "swings", variants=[{"traffic": 10}, {"leave_out": [{"start": told(start), "end": told(start + 15 * DAY)}]}],
                       **{"from": told(start), "to": told(swings.end())})
        same, tenfold, half = out["variants"]
        assert (tenfold["valid"], tenfold["bad"]) == (same["valid"] * 10, same["bad"] * 10)
        assert [a["fired_at"] for a in tenfold["alerts"]] == [a["fired_at"] for a in same["alerts"]]
        assert (half["valid"], half["bad"]) == (same["valid"] // 2, same["bad"] // 2)
        assert not [a for a in half["alerts"] if stamp(a["fired_at"]) <= start + 15 * DAY], half["alerts"][:2]

    try:
        if suite.check("thirty days of slices are counted", feed):
            suite.check("the exact ratio, not the mean of ratios", exact)
            suite.check("every alert of the month is where arithmetic puts it", every_alert)
            suite.check("and of four other objectives, side by side", every_alert_of_other_objectives)
            suite.check("one failure in a quiet slice costs what one request costs", one_failure)
            suite.check("other traffic, and time that is left out", traffic)
    finally:
        world.close()


def demo(suite):
    """checkout had an outage of 42 minutes six days before it was founded, at 13:20 UTC: a fifth of all requests failed."""
    world = World("backtest-demo")
    ready = world.path("ready.json")

    def up():
        process = world.start("demo", PLIMSOLL, "demo", "--data", world.path("company"), "--listen", f"127.0.0.1:{free_port()}", "--seed", "5",
                              "--ready-file", ready)

        def there():
            assert process.poll() is None, world.log("demo", 5)
            with open(ready, encoding="utf-8") as file:
                return json.load(file)

        world.welcome = until("the demo is ready", there, 60, 0.05)

    class Company:
        @property
        def url(self):
            return world.welcome["url"]

        @property
        def data(self):
            return os.path.dirname(world.welcome["token_file"])

    outage = int(time.time()) // DAY * DAY - 6 * DAY + 13 * HOUR + 20 * MINUTE

    def found():
        out = backtest(Company(), "checkout-availability", **{"from": told(outage - 3 * DAY), "to": told(outage + 2 * DAY)})
        losses = [loss for loss in out["losses"] if stamp(loss["start"]) <= outage < stamp(loss["end"])]
        assert len(losses) == 1, out["losses"]
        loss = losses[0]
        assert abs(stamp(loss["start"]) - outage) <= MINUTE and abs(stamp(loss["end"]) - outage - 42 * MINUTE) <= 2 * MINUTE, loss
        assert 350 < loss["peak_burn"] < 450, f"a fifth at 99.95 % burns 400 times: {loss['peak_burn']}"
        met = [d for d in out["variants"][0]["detections"] if d["loss"] == loss["id"]][0]
        # 14.4 x 0.05 % of the hour's events must be bad: of a fifth, that is 14.4 x 0.0005 / 0.2 of an hour, 2.2 minutes.
        after = stamp(met["paged_at"]) - outage
        assert 2 * MINUTE <= after <= 4 * MINUTE, after
        pages = [a for a in out["variants"][0]["alerts"] if a["severity"] == "page" and loss["id"] in a["answers"]]
        assert pages and all(a["worth"] == "answers" for a in pages), pages
        assert out["variants"][0]["score"]["recall"] == 1.0, out["variants"][0]["score"]
        print(f"       paged {after} s after the outage began, {met['spent_by_then']:.1%} of the budget gone; it cost {loss['share']:.0%}", flush=True)

    def as_known():
        """The same with the incident given, and one that nothing tells of."""
        incidents = [{"id": "INC-1", "title": "no database", "start": told(outage), "end": told(outage + 42 * MINUTE)},
                     {"id": "INC-2", "title": "a rumour", "start": told(outage + DAY), "end": told(outage + DAY + HOUR)}]
        out = backtest(Company(), "checkout-availability", incidents=incidents, sweep=True, **{"from": told(outage - 3 * DAY), "to": told(outage + 2 * DAY)})
        assert out["losses_are_known"] and [loss["id"] for loss in out["losses"]] == ["INC-1", "INC-2"], out["losses"]
        score = out["variants"][0]["score"]
        assert score["losses_without_page"] == 1 and score["recall"] == 0.5 and score["precision"] == 1.0, score
        front = [p for p in out["front"] if p["on_front"]]
        pages = [p["pages_per_month"] for p in front]
        assert front and pages == sorted(pages) and any(p["as_it_is"] for p in out["front"]), front
        means = [p["detect_mean"] for p in front]
        print(f"       {len(out['front'])} settings tried, {len(front)} on the front: {pages} pages a month, detected after {means}", flush=True)

    try:
        if suite.check("the demo company comes up", up):
            suite.check("its outage is found, paged for within minutes, and priced", found)
            suite.check("known incidents are the truth when they are given; the sweep has a front", as_known)
    finally:
        world.close()


def live(suite):
    """Thirteen minutes of samples, one a slot, each judged before the next one comes: then the same minutes are replayed."""
    world = World("backtest-live")
    policy = "annotations: {plimsoll.dev/burn-policy: quick, plimsoll.dev/stale-after: 0s}"
    one = ratio("live", "sum(rate(all_total[5m]))", bad="sum(rate(bad_total[5m]))", target=0.9, window="1d").replace("metadata: {name: live}\nspec:\n  service", f"metadata: {{name: live, {policy[:-1]}}}}}\nspec:\n  service")
    catalog = world.write("catalog/all.yaml", SERVICE + one + QUICK)
    plimsoll = Plimsoll(world, os.path.dirname(catalog))
    slots = 78
    begin = (int(time.time()) // 10 - slots) * 10

    def share(n):
        """Bad of a hundred in slot n: a bad spell, one that trembles about the threshold, a pause without data, a short one."""
        if 12 <= n < 20:
            return 60
        if 34 <= n < 48:
            return 38 if n % 2 else 22
        return 95 if 60 <= n < 63 else 1

    def told_to_live():
        plimsoll.start()
        all_so_far = bad_so_far = 0
        for n in range(slots):
            all_so_far, bad_so_far = all_so_far + 100, bad_so_far + share(n)
            if 52 <= n < 54:
                continue  # two scrapes are lost: the next one measures their time too
            at = (begin + 10 * n) * 1000
            labels = {"instance": "a", "job": "shop"}
            body = series({"__name__": "all_total", **labels}, [(float(all_so_far), at)]) + series({"__name__": "bad_total", **labels}, [(float(bad_so_far), at)])
            assert push(plimsoll.url, body) in (200, 204)
            until("judged", lambda at=at: n == 0 or stamp(plimsoll_as_of(plimsoll)) * 1000 >= at, 20, 0.005)

    def plimsoll_as_of(server):
        return api(server, "/api/v1/slos/live")["summary"]["as_of"] or "1970-01-01T00:00:00Z"

    def same():
        def judged():
            return {(a["rule"], stamp(a["as_of"]), a.get("resolved_as_of") and stamp(a["resolved_as_of"])) for a in listed()}

        def listed():
            return [a for a in api(plimsoll, "/api/v1/alerts?limit=500")["items"] if a["slo"] == "live"]

        until("the judge has said what it has to say", lambda: len(judged()) >= 4, 20)
        settled = judged()
        out = backtest(plimsoll, "live", step="10s", **{"from": told(begin)})
        # Live names the sample that completed the crossing, which stands at the begin of its slot; a replay the end of that slot.
        replayed = {(a["rule"], stamp(a["fired_at"]) - 10, a["resolved_at"] and stamp(a["resolved_at"]) - 10) for a in out["variants"][0]["alerts"]}
        assert settled == replayed, f"live {sorted(settled, key=str)}\nreplayed {sorted(replayed, key=str)}"
        print(f"       {len(settled)} alerts of {len({a[0] for a in settled})} rules, fired and resolved in the same slots", flush=True)

    try:
        if suite.check("samples are judged as they come", told_to_live):
            suite.check("a replay fires and resolves the same alerts in the same slots", same)
    finally:
        world.close()


def prometheus(suite):
    """Five days of counters every 30 s with four spells of failure, in both."""
    world = World("backtest-prometheus")
    slo = ratio("web", 'sum(rate(http_requests_total{job="web"}[5m]))', bad='sum(rate(http_requests_total{job="web",code=~"5.."}[5m]))', target=0.99, window="30d")
    catalog = world.write("catalog/all.yaml", SERVICE + slo)
    plimsoll = Plimsoll(world, os.path.dirname(catalog))
    days, step = 5, 30
    end = int(time.time()) // HOUR * HOUR - HOUR
    begin = end - days * DAY
    spells = [(1 * DAY + 2 * HOUR, 25 * MINUTE, 60), (2 * DAY + 7 * HOUR + 210, 4 * HOUR, 20), (3 * DAY + 11 * HOUR + 45, 20 * MINUTE, 95), (4 * DAY + HOUR, 9 * HOUR, 4)]
    text = world.path("counters.om")

    def bad_share(offset):
        return max([share for start, length, share in spells if start <= offset < start + length] + [0])

    def write_counters():
        good_of, bad_of = [0, 0], [0, 0]
        rows = {"200": ([], []), "500": ([], [])}
        for n in range(days * DAY // step + 1):
            for instance in (0, 1):
                requests = 150 + 10 * instance + n % 7
                bad = requests * bad_share(n * step) // 100 if n else 0
                good_of[instance] += requests - bad if n else 0
                bad_of[instance] += bad
                at = begin + n * step
                rows["200"][instance].append(f'http_requests_total{{code="200",instance="{instance}",job="web"}} {good_of[instance]} {at}')
                rows["500"][instance].append(f'http_requests_total{{code="500",instance="{instance}",job="web"}} {bad_of[instance]} {at}')
        with open(text, "w", encoding="utf-8") as out:
            out.write("# TYPE http_requests counter\n")
            for code in rows.values():
                for instance in code:
                    out.write("\n".join(instance) + "\n")
            out.write("# EOF\n")

    def ours():
        write_counters()
        plimsoll.start()
        done = plimsoll.json("import", "openmetrics", text)
        assert done["bound"] > 0, done
        begin_live(plimsoll, "http_requests_total", job="web", code="200")
        begin_live(plimsoll, "http_requests_total", job="web", code="500")
        until("it has figures", lambda: api(plimsoll, "/api/v1/slos")["items"][0]["as_of"])
        world.ours = backtest(plimsoll, "web", **{"from": told(begin), "to": told(end)})
        assert len([a for a in world.ours["variants"][0]["alerts"] if a["severity"] == "page"]) >= 3, world.ours["variants"][0]["alerts"]

    def theirs():
        data, rules, port = world.path("tsdb"), world.path("rules"), free_port()
        url = f"http://127.0.0.1:{port}"
        tool("promtool", "tsdb", "create-blocks-from", "openmetrics", text, data)
        plimsoll.run("export", "rules", "--out", rules + "/")
        files = [os.path.join(rules, name) for name in os.listdir(rules)]
        config = world.write("prometheus.yml", "global: {evaluation_interval: 1m}\n")

        def start():
            world.start("prometheus", "prometheus", f"--config.file={config}", f"--storage.tsdb.path={data}", f"--web.listen-address=127.0.0.1:{port}",
                        "--storage.tsdb.retention.time=1y", "--query.max-samples=200000000")
            until("Prometheus is ready", lambda: get(url + "/-/ready"), 60)

        start()
        # The recording rules, evaluated over the past, become blocks of the same store.
        tool("promtool", "tsdb", "create-blocks-from", "rules", f"--start={begin}", f"--end={end}", "--eval-interval=60s", f"--url={url}",
             f"--output-dir={data}", *files)
        world.end("prometheus")
        start()
        firing = {}
        for severity, expression in alert_expressions(files):
            reply = json.loads(get(url + "/api/v1/query_range?" + urllib.parse.urlencode(
                {"query": expression, "start": begin, "end": end, "step": 60}), timeout=60))
            firing[severity] = spans([int(at) for one in reply["data"]["result"] for at, _ in one["values"]])
        world.end("prometheus")
        world.theirs = firing

    def alert_expressions(files):
        import yaml
        for file in files:
            with open(file, encoding="utf-8") as stream:
                for group in yaml.safe_load(stream)["groups"]:
                    for rule in group["rules"]:
                        if "alert" in rule:
                            yield rule["labels"]["sloth_severity"], rule["expr"]

    def spans(times):
        """Runs of minutes, as (first, first after the last)."""
        out = []
        for at in sorted(set(times)):
            if out and at - out[-1][1] <= 0:
                out[-1][1] = at + 60
            else:
                out.append([at, at + 60])
        return [tuple(one) for one in out]

    def alike():
        """Ours counts, theirs extrapolates rates from the samples within each window: a window's edge is one sample apart."""
        for severity in ("page", "ticket"):
            mine = merged([(stamp(a["fired_at"]), stamp(a["resolved_at"]) if a["resolved_at"] else end) for a in world.ours["variants"][0]["alerts"] if a["severity"] == severity])
            others = world.theirs[severity]
            assert len(mine) == len(others), f"{severity}: ours {[(told(a), told(b)) for a, b in mine]}, theirs {[(told(a), told(b)) for a, b in others]}"
            fired = [a[0] - b[0] for a, b in zip(mine, others)]
            resolved = [a[1] - b[1] for a, b in zip(mine, others)]
            print(f"       {severity}: {len(mine)} alerts; ours fired {fired} s and resolved {resolved} s after Prometheus", flush=True)
            assert all(abs(d) <= 60 for d in fired + resolved), (severity, fired, resolved)

    def merged(ranges):
        """The export has one alert for each severity: two rules of ours that fire together are one of theirs."""
        out = []
        for start, stop in sorted(ranges):
            if out and start <= out[-1][1]:
                out[-1][1] = max(out[-1][1], stop)
            else:
                out.append([start, stop])
        return [tuple(one) for one in out]

    try:
        if suite.check("five days of counters are counted and replayed", ours) and suite.check("the exported rules run over them in a real Prometheus", theirs):
            suite.check("both fire and resolve within one evaluation interval", alike)
    finally:
        world.close()


def tool(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command[:4])}: exit {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}"
    return done.stdout


def main():
    suite = Suite()
    months(suite)
    demo(suite)
    live(suite)
    prometheus(suite)
    return suite.finish()


if __name__ == "__main__":
    raise SystemExit(main())
