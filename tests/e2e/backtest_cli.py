"""`plimsoll slo backtest` on every past it reads: a server's, a data folder's while the server runs and after it stopped, text with
timestamps, a real Prometheus. One history whose alerts can be worked out by hand; the same answer from all of them.
"""
import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time

from exclusions import rfc3339
from harness import PLIMSOLL, Suite, free_port, get, until
from orders import SERVICE, SLO, Orders, counter, now_ms

MINUTE = 60
HOURS = 30
VALID = 100               # orders a minute
OUTAGE = (20 * 60, 20 * 60 + 30)  # minutes of the history in which half of the orders are bad
TREMOR = (26 * 60, 26 * 60 + 10)  # and in which 5 of 100 are

# Objective 99.9 %, rules of the workbook for 30 days.
PAGE_FAST = 14.4 * 0.001


def bad_in(minute):
    """Minute 1 is the first that counts."""
    if OUTAGE[0] < minute <= OUTAGE[1]:
        return 50
    if TREMOR[0] < minute <= TREMOR[1]:
        return 5
    return 0


def history(start):
    """A sample five seconds before each minute's end; the first begins the counters."""
    lines = {"all": ["# TYPE all counter"], "bad": ["# TYPE bad counter"]}
    valid = bad = 0
    for i in range(HOURS * 60 + 1):
        if i > 0:
            valid, bad = valid + VALID, bad + bad_in(i)
        at = start + i * MINUTE - (5 if i > 0 else -5)
        for name, value in (("all", valid), ("bad", bad)):
            lines[name].append(f'{name}_total{{instance="a",job="orders"}} {value} {at}.000')
    return "\n".join(lines["all"] + lines["bad"] + ["# EOF"]) + "\n"


def fast_page():
    """The minute at whose end burn over 1 h and over 5 min first exceeds 14.4, by plain sums."""
    for end in range(60, HOURS * 60 + 1):
        long = sum(bad_in(m) for m in range(end - 59, end + 1)) / (60 * VALID)
        short = sum(bad_in(m) for m in range(end - 4, end + 1)) / (5 * VALID)
        if long > PAGE_FAST and short > PAGE_FAST:
            return end
    raise AssertionError("the history never burns")


def main():
    suite = Suite()
    orders = Orders("backtest", catalog=SERVICE + SLO.format(name="orders"))
    world = orders.world
    end = now_ms() // 1000 // MINUTE * MINUTE - 2 * MINUTE
    start = end - HOURS * 60 * MINUTE
    when = ["--from", rfc3339(start + MINUTE), "--to", rfc3339(end)]
    text = world.write("history.om", history(start))
    draft = world.write("draft.yaml", SLO.format(name="orders").lstrip("-\n"))
    seen = {}

    def alone(*args, code=0, **env):
        """Without a server."""
        done = subprocess.run([PLIMSOLL, "slo", "backtest", *args], capture_output=True, text=True, timeout=120, check=False,
                              cwd=world.folder, env={**world.env, "PLIMSOLL_SERVER": "http://127.0.0.1:1", **env})
        assert done.returncode == code, f"backtest {args}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def expect(result, whose, valid=None):
        """What can be worked out by hand, whatever the past was read from."""
        assert result["slo"] == "orders" and result["variants"], (whose, result)
        one = result["variants"][0]
        bad = sum(bad_in(m) for m in range(2, HOURS * 60 + 1))
        assert one["bad"] == bad, (whose, one["bad"], bad)
        if valid is not None:
            assert one["valid"] == valid, (whose, one["valid"], valid)
        assert abs(one["sli"] - (1 - one["bad"] / one["valid"])) < 1e-12, whose
        fast = [a for a in one["alerts"] if a["rule"] == "page-1h-5m"]
        assert fast, (whose, one["alerts"])
        fired = start + fast_page() * MINUTE
        assert fast[0]["fired_at"] == rfc3339(fired), (whose, fast[0]["fired_at"], rfc3339(fired))
        outage = [loss for loss in result["losses"] if loss["start"] <= rfc3339(start + OUTAGE[1] * MINUTE) and loss["end"] > rfc3339(start + OUTAGE[0] * MINUTE)]
        assert outage and outage[0]["id"] in fast[0]["answers"] and fast[0]["worth"] == "answers", (whose, outage, fast[0])
        return one

    def begin():
        orders.start()
        live = now_ms() - 25_000
        orders.take(counter("all_total", [(0, live), (0, live + 20_000)]), counter("bad_total", [(0, live), (0, live + 20_000)]))
        done = orders.json("import", "openmetrics", text)
        assert done["bound"] > 0, done

    def by_server():
        seen["server"] = orders.json("slo", "backtest", "orders", *when)
        expect(seen["server"], "server", VALID * (HOURS * 60 - 1))

    def by_text():
        found = json.loads(alone(draft, "--data", text, *when, "--json").stdout)
        expect(found, "text", VALID * (HOURS * 60 - 1))
        same = ("bad", "valid", "sli")
        assert [found["variants"][0][k] for k in same] == [seen["server"]["variants"][0][k] for k in same]
        key = ("rule", "fired_at", "resolved_at", "answers", "worth")
        got = [[a[k] for k in key] for a in found["variants"][0]["alerts"]]
        wanted = [[a[k] for k in key] for a in seen["server"]["variants"][0]["alerts"]]
        assert got == wanted, (got, wanted)

    def words():
        shown = alone(draft, "--data", text, *when, "--objective", "99,99.99", "--factor", "page-1h-5m=2", "--sweep", "--report", "report.html")
        for part in ("orders: 99.9 % of events", "as it is", "99.99 %", "page-1h-5m at 2x", "answers loss-1", "The front of", "as it is"):
            assert part in shown.stdout, (part, shown.stdout)
        assert "\x1b" not in shown.stdout and "━" not in shown.stderr, "no colours and no bar where there is no terminal"
        with open(world.path("report.html"), encoding="utf-8") as page:
            html = page.read()
        assert html.startswith("<!doctype html>") and "<script" not in html and "<svg" in html and "answers loss-1" in html

    def draft_by_server():
        """The text alone goes to the server, which knows the service."""
        tried = orders.json("slo", "backtest", draft, *when, "--objective", "99", "--traffic", "0.5", "--window", "7d")
        assert [v["objective"] for v in tried["variants"]] == ["99.9 %", "99 %", "99.9 %", "99.9 %"], tried["variants"]
        half = tried["variants"][3]
        assert half["traffic"] == 0.5 and half["valid"] == tried["variants"][0]["valid"] // 2, half
        expect(tried, "draft")

    def without_counts():
        other = world.write("other.yaml", SLO.format(name="others").lstrip("-\n"))
        empty = orders.json("slo", "backtest", other)
        assert not empty["variants"] and "--source" in empty["why_empty"], empty
        said = orders.run("slo", "backtest", other).stdout
        assert "plimsoll slo backtest FILE --source" in said, said

    def refusals():
        broken = world.write("broken.yaml", SLO.format(name="orders").replace("0.999", "99.9").lstrip("-\n"))
        said = orders.run("slo", "backtest", broken, check=False)
        assert said.returncode == 4 and "(pasted):" in said.stderr and "target" in said.stderr, said.stderr
        for args, words in ((["none"], "SLO none"), ([draft, "--factor", "x=1"], "page-1h-5m"), ([draft, "--last", "soon", "--step", "x"], "--step"),
                            ([draft, "--data", text, "--source", "http://x"], "--data"), ([draft, "--leave-out", "now"], "--leave-out"),
                            ([draft, "--objective", "100"], "/variants/0/objective")):
            said = orders.run("slo", "backtest", *args, check=False)
            assert said.returncode == 4 and words in said.stderr, (args, said.returncode, said.stderr)
        assert "cannot stand beside" in alone(draft, "--data", text, "--source", "http://x", code=4).stderr
        alone(draft, "--data", world.path("nowhere"), code=4)

    def incidents():
        """One that paged and one that nobody saw: recall is a half."""
        with open(world.path("incidents.csv"), "w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["id", "start", "end", "title"])
            rows.writerow(["INC-1", rfc3339(start + OUTAGE[0] * MINUTE), rfc3339(start + OUTAGE[1] * MINUTE), 'Half, "bad"'])
            rows.writerow(["INC-2", rfc3339(start + 2 * 3600), rfc3339(start + 3 * 3600), "Nobody saw"])
        found = json.loads(alone(draft, "--data", text, *when, "--incidents", "incidents.csv", "--json").stdout)
        assert found["losses_are_known"] and [loss["id"] for loss in found["losses"]] == ["INC-2", "INC-1"], found["losses"]
        assert found["losses"][1]["title"] == 'Half, "bad"' and found["losses"][1]["bad"] == 50 * (OUTAGE[1] - OUTAGE[0]), found["losses"]
        score = found["variants"][0]["score"]
        assert score["losses"] == 2 and score["losses_without_page"] == 1 and score["recall"] == 0.5, score
        late = (fast_page() - OUTAGE[0]) * MINUTE
        assert found["variants"][0]["detections"][1]["detected_after"] == f"{late // 60}m", found["variants"][0]["detections"][1]
        world.write("wrong.csv", "start,end\nyesterday,today\n")
        said = alone(draft, "--data", text, "--incidents", "wrong.csv", code=4).stderr
        assert "wrong.csv:2" in said and "RFC 3339" in said, said

    def leave_out():
        found = json.loads(alone(draft, "--data", text, *when, "--leave-out", f"{rfc3339(start + OUTAGE[0] * MINUTE)}/{rfc3339(start + OUTAGE[1] * MINUTE)}", "--json").stdout)
        less = found["variants"][1]
        assert less["bad"] == 5 * (TREMOR[1] - TREMOR[0]), less["bad"]
        assert less["score"]["pages"] < found["variants"][0]["score"]["pages"], less["score"]

    def by_folder():
        """While the server has it open, by the name of an SLO and for a draft; nothing of the folder changes."""
        before = sorted(os.listdir(orders.data))
        expect(json.loads(alone("orders", "--data", orders.data, *when, "--json").stdout), "folder", VALID * (HOURS * 60 - 1))
        expect(json.loads(alone(draft, "--data", orders.data, *when, "--json").stdout), "draft on folder")
        assert sorted(os.listdir(orders.data)) == before

    def excluded():
        """What the log left out is left out of the folder's past too."""
        hour = ["--start", rfc3339(start + OUTAGE[0] * MINUTE), "--end", rfc3339(start + OUTAGE[1] * MINUTE)]
        asked = orders.json("exclusion", "request", "--slo", "orders", "--kind", "correction", "--category", "measurement-error", "--title", "A broken probe",
                            "--reason", "It timed out", *hour)
        orders.json("exclusion", "approve", asked["id"], "--reason", "nobody else is here yet")
        for found in (orders.json("slo", "backtest", "orders", *when), json.loads(alone("orders", "--data", orders.data, *when, "--json").stdout)):
            assert found["variants"][0]["bad"] == 5 * (TREMOR[1] - TREMOR[0]), found["variants"][0]["bad"]
        orders.run("exclusion", "withdraw", asked["id"], "--reason", "it was no probe")

    def stopped():
        orders.stop()
        expect(json.loads(alone("orders", "--data", orders.data, *when, "--json").stdout), "stopped folder", VALID * (HOURS * 60 - 1))

    def by_prometheus():
        """The same samples in a real one, asked minute by minute."""
        blocks = world.path("blocks")
        made = subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", text, blocks], capture_output=True, text=True, timeout=120, check=False)
        assert made.returncode == 0, made.stderr
        port = free_port()
        world.write("prometheus.yml", "global: {scrape_interval: 1h}\nscrape_configs: []\n")
        world.start("prometheus", "prometheus", "--config.file=" + world.path("prometheus.yml"), "--storage.tsdb.path=" + blocks,
                    "--storage.tsdb.retention.time=100d", f"--web.listen-address=127.0.0.1:{port}", "--log.level=error")
        until("prometheus is ready", lambda: get(f"http://127.0.0.1:{port}/-/ready"))
        found = json.loads(alone(draft, "--source", f"http://127.0.0.1:{port}", *when, "--json").stdout)
        expect(found, "prometheus", VALID * (HOURS * 60 - 1))
        assert any("history begins" in caveat for caveat in found["caveats"]), found["caveats"]
        world.end("prometheus")
        started = time.monotonic()
        said = alone(draft, "--source", f"http://127.0.0.1:{port}", *when, code=5)
        assert time.monotonic() - started < 110 and "plimsoll:" in said.stderr, said.stderr

    def interrupted():
        """A source that takes the request and says nothing; whoever gives up leaves nothing behind."""
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            scratch = world.path("scratch")
            os.makedirs(scratch)
            asking = world.start("asking", PLIMSOLL, "slo", "backtest", draft, "--source", f"http://127.0.0.1:{silent.getsockname()[1]}", env={"TMPDIR": scratch})
            until("it asks", lambda: os.listdir(scratch))
            asking.send_signal(signal.SIGINT)
            assert asking.wait(30) == 130, asking.returncode
            world.processes.pop("asking")
            assert os.listdir(scratch) == [], os.listdir(scratch)

    try:
        if suite.check("a history is imported", begin):
            suite.check("the server replays an SLO: the fast page fires when plain sums say so", by_server)
            suite.check("text with timestamps gives the same counts and the same alerts", by_text)
            suite.check("in words, with variants, a sweep and a report that stands alone", words)
            suite.check("a draft is tried on the server's counts", draft_by_server)
            suite.check("queries that nothing counted say how their past is read", without_counts)
            suite.check("what is wrong is said at its place", refusals)
            suite.check("known incidents decide what a page was worth", incidents)
            suite.check("time can be left out", leave_out)
            suite.check("a data folder is read while its server runs", by_folder)
            suite.check("and what its log excluded is left out", excluded)
            suite.check("a data folder is read after its server stopped", stopped)
            suite.check("a Prometheus is asked minute by minute", by_prometheus)
            suite.check("an end by hand leaves no copy behind", interrupted)
    finally:
        world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
