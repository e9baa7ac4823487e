"""Counts asked for from a real Prometheus and a real VictoriaMetrics: the same as those that are pushed and imported.

One seeded history of counters (targets that come, fail and come back; kinds of errors that begin; resets) is pushed, imported
from a file, and put into both engines, which are asked for it. Afterwards the counters go on live, and what stands between
Plimsoll and an engine refuses, lies and falls silent.
"""
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import Plimsoll, Suite, World, free_port, get, measure, post, until
from remote_write import push, series, snappy

MINUTE = 60
STEP = 10       # of the live source
SCRAPE = 5      # seconds between samples

HEAD = """
apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {}
"""

SOURCE = """---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: {name}}}
spec:
  type: Prometheus
  connectionDetails:
    url: http://127.0.0.1:{port}
    allowPrivate: true
    timeout: 20s
    pull: {{step: {step}, delay: {delay}, lookAgain: {again}, rate: 50}}
"""

SLO = """---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 1d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
  indicator:
    metadata: {{name: {name}}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{{source}, spec: {{query: 'sum(increase(http_requests_total{{{via}code=~"5.."}}[5m]))'}}}}}}
        total: {{metricSource: {{{source}, spec: {{query: 'sum(increase(http_requests_total{{{via}job="shop"}}[5m]))'}}}}}}
"""


GAUGE = """---
apiVersion: openslo/v1
kind: SLO
metadata: {name: depth}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1d, isRolling: true}]
  objectives: [{target: 0.9, op: lte, value: 10}]
  indicator:
    metadata: {name: depth}
    spec:
      thresholdMetric: {metricSource: {metricSourceRef: prometheus, spec: {query: 'queue_depth{job="shop"}'}}}
"""


class History:
    """Counters of three targets, a sample each 15 s, so that no sample lies on a step's edge."""

    def __init__(self, seed, start, end):
        rng = random.Random(seed)
        self.series = []
        self.depth = [(at, rng.randrange(20)) for at in range(start + 5, end, 15)]
        self.lost = {"all": 0, "bad": 0}  # grown between a step's start and a reset in that step
        for n, instance in enumerate(("a", "b", "c")):
            away = (start + 70 * MINUTE, start + 95 * MINUTE) if instance == "c" else (0, 0)
            for code in ("200", "404", "500", "503"):
                born = start if code == "200" else start + rng.randrange(5, 60) * MINUTE
                dead = start + 130 * MINUTE if (instance, code) == ("b", "404") else end
                reset = start + 100 * MINUTE + 30 if instance == "a" else None  # within a step
                value, points, since = 0 if code != "200" else rng.randrange(5000), [], 0
                for at in range(start + 1 + n, end, 15):
                    if at < born or at > dead or away[0] <= at < away[1]:
                        continue
                    grows = rng.randrange(1, 40)
                    if reset and at >= reset:
                        self.lost["all"] += since
                        self.lost["bad"] += since if code[0] == "5" else 0
                        value, reset = 0, None
                    since = grows if at // MINUTE != (at - 15) // MINUTE else since + grows
                    value += grows
                    points.append((at, value))
                self.series.append(({"job": "shop", "instance": instance, "code": code}, points))

    def text(self, extra, at):
        for labels, points in self.series:
            inner = ",".join(f'{k}="{v}"' for k, v in sorted({**labels, **extra}.items()))
            for when, value in points:
                yield f"http_requests_total{{{inner}}} {value} {at(when)}\n"

    def depth_text(self):
        yield "# TYPE queue_depth gauge\n"
        for when, value in self.depth:
            yield f'queue_depth{{instance="q",job="shop"}} {value} {when}\n'

    def depth_counts(self, until_):
        """(samples, above 10) at the ends of minutes, of values at most five minutes old."""
        seen = [[v for at, v in self.depth if end - 5 * MINUTE <= at <= end] for end in range(self.depth[0][0] // MINUTE * MINUTE, until_ + 1, MINUTE)]
        return sum(1 for s in seen if s), sum(1 for s in seen if s and s[-1] > 10)

    def grown(self, instance):
        """(all, bad) that a target's counters grew by, resets within a step left out."""
        out = [0, 0]
        for labels, points in self.series:
            if labels["instance"] != instance:
                continue
            begins = points[0][1] if labels["code"] != "200" else 0  # beside the target's others: from zero
            grown = sum(b - a if b >= a else b for (_, a), (_, b) in zip(points, points[1:])) + begins
            out[0] += grown
            out[1] += grown if labels["code"][0] == "5" else 0
        lost = (self.lost["all"], self.lost["bad"]) if instance == "a" else (0, 0)
        return out[0] - lost[0], out[1] - lost[1]

    def rows(self, extra, first, last):
        """Remote-write rows of the samples in [first, last)."""
        out = []
        for labels, points in self.series:
            some = [(value, when * 1000) for when, value in points if first <= when < last]
            if some:
                out.append(series({"__name__": "http_requests_total", **labels, **extra}, some))
        return out


class Between:
    """A proxy that can be told to fail: `mode` is pass, busy, garbage, partial, cut, stale or down."""

    def __init__(self, target):
        self.target, self.mode, self.refused = target, "pass", 0
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def reply(self, status, body, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                try:
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # who asked has gone meanwhile
                    self.close_connection = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                form = urllib.parse.parse_qs(body.decode())
                mode = between.mode
                if mode != "pass":
                    between.refused += 1
                if mode == "down":
                    self.close_connection = True
                    return None
                if mode == "busy":
                    return self.reply(429, b"slow down", Retry_After="2")
                if mode == "garbage":
                    return self.reply(200, b"<html>please sign in</html>")
                if mode == "partial":
                    return self.reply(200, b'{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}')
                if mode == "stale":
                    form["time"] = [str(int(time.time()) - 30)]
                    form.pop("start", None)
                    request = urllib.request.Request(between.target + "/api/v1/query", urllib.parse.urlencode(form, doseq=True).encode())
                else:
                    request = urllib.request.Request(between.target + self.path, body)
                try:
                    with urllib.request.urlopen(request, timeout=10) as answer:
                        status, text = answer.status, answer.read()
                except urllib.error.HTTPError as refused:
                    status, text = refused.code, refused.read()
                return self.reply(status, text[:len(text) // 2] if mode == "cut" else text)

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # who asked was killed, or gave up: that is part of the story

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Live:
    """Counters that go on in an engine."""

    def __init__(self, engine):
        self.engine, self.values = engine, {"200": 0, "500": 0}
        self.rng, self.stopping = random.Random(11), threading.Event()
        self.sent = []
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while not self.stopping.wait(SCRAPE):
            at = int(time.time() * 1000)
            for code in self.values:
                self.values[code] += self.rng.randrange(0, 30 if code == "200" else 3)
            self.sent.append((at, dict(self.values)))
            labels = {"__name__": "http_requests_total", "job": "live", "instance": "z"}
            push(self.engine, b"".join(series({**labels, "code": c}, [(v, at)]) for c, v in self.values.items()))

    def grown(self, since, until_):
        """Growth of all and of bad from the last sample before `since` to the last one before `until_`, in seconds."""
        def last(t):
            return [v for at, v in self.sent if at <= t * 1000][-1]
        a, b = last(since), last(until_)
        return sum(b.values()) - sum(a.values()), b["500"] - a["500"]


def counts(plimsoll, slo):
    m, inputs = measure(plimsoll.json("slo", "show", slo), "slo.budget_remaining")
    return (inputs["valid"], inputs["bad"]) if m["value"] is not None else (0, 0)


def sources(plimsoll):
    token = open(os.path.join(plimsoll.data, "cli.token"), encoding="utf-8").readline().strip()
    reply = json.loads(get(plimsoll.url + "/api/v1/sources", headers={"Authorization": "Bearer " + token}))
    return {s["name"]: s for s in reply["items"]}


def summary(plimsoll, slo):
    return plimsoll.json("slo", "show", slo)["summary"]


def main():
    suite, world = Suite(), World("pull")
    prometheus, victoria = free_port(), free_port()
    now = int(time.time())
    end = (now - 2 * MINUTE) // MINUTE * MINUTE
    start = end - 150 * MINUTE
    history = History(2026, start, end)
    os.makedirs(world.path("catalog"))

    def begin():
        lines = "".join(history.text({}, lambda t: t))
        world.write("history.om", "# TYPE http_requests counter\n" + lines + "".join(history.depth_text()) + "# EOF\n")
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", world.path("history.om"), world.path("prometheus-data")],
                       check=True, capture_output=True)
        world.write("prometheus.yml", "global: {scrape_interval: 1h}\n")
        world.start("prometheus", "prometheus", "--config.file=" + world.path("prometheus.yml"), "--storage.tsdb.path=" + world.path("prometheus-data"),
                    f"--web.listen-address=127.0.0.1:{prometheus}", "--web.enable-remote-write-receiver", "--log.level=warn")
        world.start("victoria", "victoria-metrics", "-storageDataPath=" + world.path("victoria-data"), f"-httpListenAddr=127.0.0.1:{victoria}",
                    "-retentionPeriod=1", "-memory.allowedPercent=20")
        until("prometheus is ready", lambda: get(f"http://127.0.0.1:{prometheus}/-/ready"))
        until("victoria-metrics is ready", lambda: get(f"http://127.0.0.1:{victoria}/health"))
        post(f"http://127.0.0.1:{victoria}/api/v1/import/prometheus", "".join(history.text({}, lambda t: t * 1000)).encode(), 30)
        get(f"http://127.0.0.1:{victoria}/internal/force_flush")

    if not suite.check("a Prometheus and a VictoriaMetrics hold the same history", begin):
        world.close()
        return suite.finish()

    between = Between(f"http://127.0.0.1:{prometheus}")

    def catalog(*more):
        text = HEAD
        text += SOURCE.format(name="prometheus", port=prometheus, step="1m", delay="30s", again="0s")
        text += SOURCE.format(name="victoria", port=victoria, step="1m", delay="30s", again="0s")
        text += SOURCE.format(name="between", port=between.port, step=f"{STEP}s", delay="8s", again="20s")
        for name in ("prometheus", "victoria"):
            text += SLO.format(name="by-" + name, source="metricSourceRef: " + name, via="")
        text += SLO.format(name="grouped", source="metricSourceRef: prometheus", via="").replace(
            "metadata: {name: grouped}", "metadata: {name: grouped, annotations: {plimsoll.dev/group-by: instance}}", 1)
        text += GAUGE
        for via in ("push", "file"):
            text += SLO.format(name="by-" + via, source="type: Prometheus", via=f'via="{via}",')
        return text + "".join(more)

    def live(name):
        return SLO.format(name=name, source="metricSourceRef: between", via="").replace('code=~"5.."', 'code=~"5..",job="live"').replace('job="shop"', 'job="live"')

    world.write("catalog/all.yaml", catalog())
    plimsoll = Plimsoll(world, world.path("catalog"))

    def four_ways():
        plimsoll.start()
        for first in range(start, end, 10 * MINUTE):  # as a sender would: in the order of time
            rows = history.rows({"via": "push"}, first, first + 10 * MINUTE)
            until("a body is taken", lambda b=b"".join(rows): push(plimsoll.url, b, 20) == 204, 30)  # groups are being bound meanwhile
        # Windows end where live samples are: a series that does not grow says that time went on.
        mark = {"__name__": "http_requests_total", "job": "shop", "instance": "mark", "code": "200", "via": "file"}
        push(plimsoll.url, series(mark, [(0, end * 1000), (0, (end + 15) * 1000)]))
        world.write("file.om", "# TYPE http_requests counter\n" + "".join(history.text({"via": "file"}, lambda t: t)) + "# EOF\n")
        plimsoll.run("import", "openmetrics", world.path("file.om"))
        for name in ("by-prometheus", "by-victoria"):
            until(name + " is filled", lambda n=name: not (summary(plimsoll, n)["filling"] or {}).get("under_way") and counts(plimsoll, n) != (0, 0), 90)

    def equal():
        """Pulled counts lack only what grew in a step before a reset in that very step: no later value of the counter tells of it."""
        pushed = counts(plimsoll, "by-push")
        assert pushed[0] > 10_000 and pushed[1] > 1000, pushed
        assert counts(plimsoll, "by-file") == pushed, f"imported {counts(plimsoll, 'by-file')}, pushed {pushed}"
        lacking = (pushed[0] - history.lost["all"], pushed[1] - history.lost["bad"])
        got = {n: counts(plimsoll, n) for n in ("by-prometheus", "by-victoria")}
        print("       pushed", pushed, "lost in resets", history.lost, "pulled", got, flush=True)
        assert got["by-prometheus"] == lacking and got["by-victoria"] == lacking, f"{got}, not {lacking}; pushed {pushed}"

    def since_when():
        note = summary(plimsoll, "by-prometheus")["filling"]["note"]
        assert "history begins at" in note, note

    def groups():
        until("the groups are there", lambda: len(group_names()) == 3, 60)
        until("the groups are filled", lambda: not (summary(plimsoll, "grouped")["filling"] or {}).get("under_way"), 60)
        assert counts(plimsoll, "grouped") == counts(plimsoll, "by-prometheus")
        for name, instance in group_names().items():
            assert counts(plimsoll, name) == history.grown(instance), f"{name}: {counts(plimsoll, name)}, not {history.grown(instance)}"

    def group_names():
        return {s["name"]: s["group"]["instance"] for s in plimsoll.json("slo", "list")["items"] if s["group_of"] == "grouped"}

    def gauges():
        m, _ = measure(plimsoll.json("slo", "show", "depth"), "slo.budget_remaining")
        as_of = summary(plimsoll, "depth")["as_of"]
        at = int(time.mktime(time.strptime(as_of[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone)
        wanted = [history.depth_counts(at + d) for d in (-MINUTE, 0, MINUTE)]
        assert counts(plimsoll, "depth") in wanted, f"{counts(plimsoll, 'depth')}, not one of {wanted}"

    followed = []

    def goes_on():
        writer = Live(f"http://127.0.0.1:{prometheus}")
        followed.append(writer)
        writer.thread.start()
        until("live samples", lambda: len(writer.sent) >= 3)
        world.write("catalog/all.yaml", catalog(live("live"), live("verbatim").replace("[5m]", "[$__step]")))
        plimsoll.run("catalog", "apply")
        until("live counts", lambda: counts(plimsoll, "live")[0] > 0, 60)

    def settled(seconds=60):
        """What is counted equals what the counters grew by, from the first sample to the last step that was asked for."""
        writer = followed[0]

        def same():
            s = summary(plimsoll, "live")
            if s["as_of"] is None:
                return False
            got = counts(plimsoll, "live")
            # A step may end between our two questions: one of the last ends fits.
            ends = range(int(time.time()) // STEP * STEP, int(time.time()) // STEP * STEP - 6 * STEP, -STEP)
            wanted = [writer.grown(writer.sent[0][0] / 1000, e) for e in ends if e * 1000 > writer.sent[0][0]]
            settled.last = (got, wanted)
            return got in wanted
        try:
            until("live counts equal the counters' growth", same, seconds)
        except AssertionError:
            raise AssertionError(f"counted {settled.last[0]}, the counters grew by one of {settled.last[1]}") from None

    def trouble(mode, words):
        def run():
            between.mode, before = mode, between.refused
            until("it was refused", lambda: between.refused >= before + 2, 60)
            error = until("the source tells", lambda: sources(plimsoll)["between"]["error"], 30)
            assert any(w in error for w in words), error
            between.mode = "pass"
            until("the source is well", lambda: not sources(plimsoll)["between"]["error"], 90)
            settled(90)
        return run

    def bad_among_fifty():
        many = [live(f"s{i}") for i in range(49)]
        many.append(live("broken").replace('sum(increase(http_requests_total{code=~"5..",job="live"}[5m]))', "sum(no_such_function(http_requests_total[$__step]))")
                    .replace('sum(increase(http_requests_total{job="live"}[5m]))', "sum(increase(http_requests_total[$__step]))"))
        world.write("catalog/all.yaml", catalog(live("live"), *many))
        plimsoll.run("catalog", "apply")
        until("all but one count", lambda: all(counts(plimsoll, f"s{i}")[0] > 0 for i in (0, 17, 48)), 90)
        note = until("the one is named", lambda: "broken" in sources(plimsoll)["between"]["note"] and sources(plimsoll)["between"]["note"], 60)
        assert "1 of 51 SLOs" in note and "unknown function" in note, note
        assert counts(plimsoll, "broken") == (0, 0)
        settled()

    def killed():
        before = counts(plimsoll, "live")
        plimsoll.kill()
        written = len(followed[0].sent)
        until("the counters went on without us", lambda: len(followed[0].sent) >= written + 3 * STEP // SCRAPE, 90)
        plimsoll.start()
        until("it counts on", lambda: counts(plimsoll, "live")[0] > before[0], 60)
        settled(60)

    def as_it_stands():
        """increase() of Prometheus extrapolates from the samples in a step to its edges: near the truth, and not it."""
        got, exact = counts(plimsoll, "verbatim"), counts(plimsoll, "live")
        print("       verbatim increase() of Prometheus", got, "by differences", exact, flush=True)
        assert exact[0] / 3 < got[0] < exact[0] * 3, f"verbatim {got}, by differences {exact}"

    def restarted_engine():
        between.mode, before = "down", between.refused
        until("it was tried in vain", lambda: between.refused >= before + 3, 90)
        between.mode = "pass"
        settled(90)

    if suite.check("the same history pushed, imported, and asked for from both", four_ways):
        suite.check("all four count the same, but for what a reset within a step hides", equal)
        suite.check("groups of a roll-up that is asked for are filled and add up", groups)
        suite.check("gauges are samples at the ends of steps", gauges)
        suite.check("a source that is younger than the window says since when it counts", since_when)
        if suite.check("a new SLO is filled and counts on", goes_on):
            suite.check("live counts are exact", settled)
            suite.check("429: it waits, and nothing is lost", trouble("busy", ["429"]))
            suite.check("a sign-in page is not counted", trouble("garbage", ["not one of the Prometheus query API"]))
            suite.check("a partial answer is not counted", trouble("partial", ["partial"]))
            suite.check("half an answer is not counted", trouble("cut", ["not one of the Prometheus query API", "not JSON"]))
            suite.check("an answer for another time is not counted", trouble("stale", ["it answers for", "not one of"]))
            suite.check("an engine that is away for a while costs nothing", restarted_engine)
            suite.check("Plimsoll is killed and catches up", killed)
            suite.check("PromQL that is evaluated as it stands counts whole events", as_it_stands)
            suite.check("a bad query among fifty costs only itself", bad_among_fifty)
    if followed:
        followed[0].stopping.set()
    if suite.failed:
        print(world.log("plimsoll", 20))
        try:
            print(json.dumps(list(sources(plimsoll).values()), indent=1)[:4000])
        except (OSError, KeyError):
            pass
    world.close(keep=bool(os.environ.get("KEEP")))
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
