"""What the past costs: 90 days judged again, 30 days drawn, and the room they take on disk.

Plimsoll has the history as slots, by its import route; VictoriaMetrics has the samples of every series by remote write, merged before it is
asked; Prometheus has one series for each SLO that a recording rule would have left, as blocks made by promtool.
"""
import contextlib
import http.client
import json
import os
import re
import sqlite3
import subprocess
import time
import urllib.parse

from figures import times_less
from ingest import flags_of
from receiver import Receiver
from servers import Ours, World, disk_bytes, feed_write, get, now_ms, prometheus, say, settle, slo_catalog, victoriametrics, vmalert_command

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
LEVELS = ("10 s", "1 min", "5 min")
WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
REPLAY_LIMIT_S = 300
REPLAYED = 4  # SLOs: the replay takes one rule after another, so that its time is proportional


def ratio(n, window, of="bad"):
    return f'sum(rate({of}_total{{n="{n}"}}[{window}]))'


def rfc3339(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ms / 1000))


class Scene:
    """Plimsoll and VictoriaMetrics with the same past, up to now."""

    def __init__(self, name, slos, series, days, step):
        self.slos, self.series, self.days, self.step = slos, series, days, step
        load = ["--slos", slos, "--series-per-slo", series]
        self.world, self.sink = World(name), Receiver()
        self.ours = Ours(self.world, slo_catalog(slos))
        self.victoria = victoriametrics(self.world)
        now = now_ms(step)
        self.end = now // HOUR * HOUR
        self.begin = self.end - days * DAY
        say("  victoriametrics:", feed_write(self.victoria, load, self.begin, now, step, "--series-per-body", 20, "--samples-per-series", 1_440))
        # The present first: then the ledger knows which hours are too old to be kept slot by slot.
        feed_write(self.ours, load, self.end, now, step)
        say("  plimsoll:", self.ours.fill(load, self.ours.versions(slos), self.begin, self.end, step))
        get(self.victoria.url + "/internal/force_merge", 300)
        settle([self.ours, self.victoria], 120)

    def close(self):
        self.world.close()
        self.sink.close()

    def about(self):
        return f"{self.slos} SLOs of {self.series} series at {self.step // 1000} s over {self.days} days"


def backtest_ours(scene):
    """Seconds for all SLOs, one request after another; how many pages the past would have sent."""
    begin, pages = time.monotonic(), 0
    for n in range(scene.slos):
        body = json.dumps({"slo": f"slo-{n}", "from": rfc3339(scene.begin), "to": rfc3339(scene.end), "step": "1m"}).encode()
        reply = json.loads(post_json(scene.ours, "/api/v1/slos/backtest", body))
        assert reply["variants"], f"slo-{n}: {reply.get('why_empty')}"
        pages += reply["variants"][0]["score"]["pages"]
    return time.monotonic() - begin, pages


def post_json(server, path, body):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("POST", path, body, {**server.headers(), "Content-Type": "application/json"})
    reply = connection.getresponse()
    text = reply.read()
    connection.close()
    assert reply.status == 200, f"{path}: {reply.status} {text[:300]!r}"
    return text


def backtest_by_queries(scene):
    """Seconds to ask VictoriaMetrics for the error ratios of every window, minute by minute; nothing is judged yet."""
    begin = time.monotonic()
    for n in range(scene.slos):
        for window in WINDOWS:
            reply = scene.victoria.query_range(f"{ratio(n, window)} / {ratio(n, window, 'all')}", scene.begin / 1000, scene.end / 1000, 60, {"nocache": 1})
            assert len(reply) > 1000, f"too short an answer: {reply[:200]!r}"
    return time.monotonic() - begin


def replay(scene, slos):
    """Seconds of vmalert's replay of the exported rules of some SLOs, its pauses between rules taken off; how many rules; None when it did not end."""
    count = 0
    for n in range(slos):
        rules = scene.world.path("replayed", f"slo-{n}.yaml")
        os.makedirs(os.path.dirname(rules), exist_ok=True)
        scene.ours.plimsoll.run("export", "rules", "--slo", f"slo-{n}", "--out", rules)
        with open(rules, encoding="utf-8") as text:
            count += len(re.findall(r"^ +- (?:record|alert):", text.read(), re.M))
    delay_ms = 100
    command = vmalert_command(scene.victoria, scene.world.path("replayed", "*.yaml"), f"-notifier.url={scene.sink.url}", "-evaluationInterval=1m", "-replay.disableProgressBar",
                              f"-replay.timeFrom={rfc3339(scene.begin)}", f"-replay.timeTo={rfc3339(scene.end)}", "-remoteWrite.flushInterval=50ms",
                              f"-replay.rulesDelay={delay_ms}ms", f"-replay.maxDatapointsPerQuery=1000", "-remoteWrite.maxQueueSize=1000000")
    scene.victoria.flags["vmalert replay"] = [word.replace(scene.world.folder, "DIR") for word in command[1:]]
    process = scene.world.start("vmalert-replay", *command)
    begin = time.monotonic()
    try:
        code = process.wait(REPLAY_LIMIT_S)
        assert code == 0, f"vmalert ended with {code}: {scene.world.log('vmalert-replay', 3)}"
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)
        return None, count
    finally:
        scene.world.processes.pop("vmalert-replay", None)
    return time.monotonic() - begin - count * delay_ms / 1000, count


def backtests(quick):
    scene = Scene("peers-backtest", *((3, 4, 35) if quick else (20, 20, 90)), MINUTE)
    try:
        return judged_again(scene, 1 if quick else 3)
    finally:
        scene.close()


def replayed_pages(scene):
    """How often a replay's page alerts began to fire; a page of two rules is one alert there."""
    get(scene.victoria.url + "/internal/force_flush", 60)
    reply = json.loads(scene.victoria.query_range('ALERTS{alertstate="firing",sloth_severity="page"}', scene.begin / 1000, scene.end / 1000, 60, {"nocache": 1}))
    begun = 0
    for series in reply["data"]["result"]:
        times = [at for at, _ in series["values"]]
        begun += 1 + sum(later - earlier > 600 for earlier, later in zip(times, times[1:]))
    return begun


def judged_again(scene, turns):
    ours, raw, replays = [], [], []
    for turn in range(turns):
        seconds, pages = backtest_ours(scene)
        ours.append(seconds)
        raw.append(backtest_by_queries(scene))
        say("  turn", turn + 1, "plimsoll", round(ours[-1], 3), "s,", pages, "pages; queries", round(raw[-1], 2), "s")
    slos = min(scene.slos, REPLAYED)
    seconds, rules = replay(scene, slos)
    replays.append((seconds if seconds is not None else REPLAY_LIMIT_S) * scene.slos / slos)
    peer_pages = replayed_pages(scene)
    say("  replay", round(replays[-1], 1), "s if of all;", rules, "rules,", peer_pages, "pages", "" if seconds else "(did not end)")
    assert peer_pages > 0 or pages == 0 or seconds is None, "the replay found nothing"
    how = f"{scene.about()}, judged each minute, {turns} turns"
    return [times_less("peers.backtest_wall_vs_vmalert", ours, replays, "s", 100, f"{how}; vmalert replayed {slos} of the SLOs, one after another, once, and its time is told for all", ended=seconds is not None, rules=rules, sleeps_s=rules * scene.slos / slos,
                       pages=pages, peer_pages=peer_pages, flags=flags_of([scene.ours, scene.victoria])),
            times_less("peers.backtest_wall_vs_vm_raw", ours, raw, "s", 15, f"{how}; {len(WINDOWS)} range queries an SLO", pages=pages)]


def times_ms(server, targets, headers=None):
    """Milliseconds from asking to the last byte, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    out = []
    for target in targets:
        begin = time.perf_counter()
        connection.request("GET", target, headers=headers or {})
        reply = connection.getresponse()
        body = reply.read()
        out.append((time.perf_counter() - begin) * 1000)
        assert reply.status == 200 and len(body) > 5_000, f"{target}: {reply.status}, {len(body)} bytes: {body[:200]!r}"
    connection.close()
    return out


def p95(values):
    return sorted(values)[len(values) * 95 // 100]


def stored_series(scene, end_ms):
    """A Prometheus that has the budget of each SLO as one series, a value a minute for 30 days."""
    path = scene.world.path("stored.om")
    with open(path, "w", encoding="utf-8") as out:
        out.write("# TYPE slo:period_error_budget_remaining:ratio gauge\n")
        for n in range(scene.slos):
            rows = {}
            for part in range(3):
                start = end_ms - (30 - 10 * part) * DAY
                reply = scene.victoria.query_range(burn_down(n), start / 1000, (start + 10 * DAY) / 1000 - 60, 60, {"nocache": 1})
                rows.update(dict(json.loads(reply)["data"]["result"][0]["values"]))
            for at, value in sorted(rows.items()):
                out.write(f'slo:period_error_budget_remaining:ratio{{sloth_id="shop-slo-{n}",sloth_service="shop",sloth_slo="slo-{n}"}} {value} {at}\n')
        out.write("# EOF\n")
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=720h", path, scene.world.path("prometheus")], check=True, capture_output=True, timeout=300)
    return prometheus(scene.world, more=["--storage.tsdb.retention.time=120d"])


def burn_down(n):
    of = {role: f'sum(increase({role}_total{{n="{n}"}}[30d]))' for role in ("bad", "all")}
    return f"1 - {of['bad']} / {of['all']} / 0.001"


def charts(quick):
    scene = Scene("peers-chart", *((2, 4, 60, MINUTE) if quick else (3, 20, 60, 15_000)))
    try:
        return drawn(scene, *((1, 20) if quick else (3, 100)))
    finally:
        scene.close()


def drawn(scene, turns, requests):
    end = scene.end - HOUR
    prom = stored_series(scene, end)
    settle([prom, scene.ours, scene.victoria], 60)

    def ranged(server_path, expression, i):
        asked = {"query": expression, "start": (end - 30 * DAY) / 1000, "end": end / 1000 - i, "step": 30 * 86_400 / 999, "nocache": 1}
        return f"{server_path}?{urllib.parse.urlencode(asked)}"

    def ours_target(i):
        upto = end - i // scene.slos * MINUTE
        return f"/api/v1/slos/slo-{i % scene.slos}/chart?points=1000&from={upto - 30 * DAY}&to={upto}"

    def stored_target(i):
        return ranged("/api/v1/query_range", f'slo:period_error_budget_remaining:ratio{{sloth_id="shop-slo-{i % scene.slos}"}}', i)

    raw_requests = max(5, requests // 5)
    ms = {"ours": [], "raw": [], "stored": []}
    for turn in range(turns):
        first = turn * requests
        indexes = range(first, first + requests)
        ms["ours"].append(p95(times_ms(scene.ours, [ours_target(i) for i in indexes], scene.ours.headers())))
        ms["stored"].append(p95(times_ms(prom, [stored_target(i) for i in indexes])))
        ms["raw"].append(p95(times_ms(scene.victoria, [ranged("/api/v1/query_range", burn_down(i % scene.slos), i) for i in indexes[:raw_requests]])))
        say("  turn", turn + 1, {name: round(of[-1], 2) for name, of in ms.items()}, "ms")
    how = f"{scene.about()}; 95 of 100 requests, {turns} turns of {requests} ({raw_requests} from samples), one connection, none asked twice"
    return [times_less("peers.chart_p95_vs_vm_raw", ms["ours"], ms["raw"], "ms", 10, how),
            times_less("peers.chart_p95_vs_prometheus_stored", ms["ours"], ms["stored"], "ms", 1, how, flags=flags_of([prom]))]


def disk(quick):
    """Bytes of ten alike SLOs, by SLO: what is there once has to be there for any number of them."""
    slos = 2 if quick else 10
    scene = Scene("peers-disk", slos, 20, 3 if quick else 30, 15_000)
    try:
        scene.ours.plimsoll.stop()
        scene.victoria.end("victoria-metrics")
        data = scene.ours.plimsoll.data
        sizes = {"ledger.db": sum(os.path.getsize(os.path.join(data, name)) for name in os.listdir(data) if name.startswith("ledger.db")),
                 "plimsoll without the reserve of log.db": disk_bytes(data) - os.path.getsize(os.path.join(data, "log.reserve")),
                 "victoriametrics data/": disk_bytes(scene.world.path("victoria", "data")), "victoriametrics": disk_bytes(scene.world.path("victoria"))}
        with contextlib.closing(sqlite3.connect(os.path.join(data, "ledger.db"))) as ledger:
            for level, size in ledger.execute("SELECT 3 - (id >> 56) AS level, sum(length(bytes)) FROM block_row GROUP BY level"):
                sizes[f"blocks of {LEVELS[level]}"] = size
            (free,), (page,) = ledger.execute("PRAGMA freelist_count").fetchone(), ledger.execute("PRAGMA page_size").fetchone()
            sizes["free pages that the next hours take"] = free * page
        say("  ", sizes)
        how = f"{scene.about()}: ledger.db beside VictoriaMetrics' folder data/ (its index left out) after a forced merge, by SLO"
        return [times_less("peers.disk_vs_victoriametrics", [sizes["ledger.db"] / slos], [sizes["victoriametrics data/"] / slos], "bytes", 10, how, sizes=sizes)]
    finally:
        scene.close()


def measure(quick):
    return backtests(quick) + charts(quick) + disk(quick)
