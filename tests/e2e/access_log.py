"""A real nginx under load writes its log, which is rotated under it by renaming and by copying and truncating, while Plimsoll is
killed: what is counted by status and route equals the lines of the log files themselves, exactly. Then the same lines are imported into a
server that never saw them. The seed is printed; PLIMSOLL_SEED replays the order of rotations and ends."""
import collections
import datetime
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from harness import Plimsoll, Suite, World, free_port, get, measure, until

ROUTES = {"order": r"/orders/[0-9]+", "cart": r"/cart(/.*)?"}
STATUSES = [200, 204, 400, 404, 500, 503]
SLOS = {f"{route}-{status}": (route, status) for route in [*ROUTES, "other"] for status in STATUSES}
LAYOUT = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_user_agent" $request_time'


def slo(name, route, status):
    def query(more=""):
        return f'sum(increase(access_log_requests_total{{log="shop",route="{route}"{more}}}[5m]))'
    only = query(f',status="{status}"')
    return f"""
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: "{name}"}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 1d, isRolling: true}}]
  objectives: [{{target: 0.5}}]
  indicator:
    metadata: {{name: "{name}"}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: '{only}'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: '{query()}'}}}}}}
"""


def catalogue(log):
    routes = "\n".join(f"      - {{name: {name}, path: '{pattern}'}}" for name, pattern in ROUTES.items())
    return f"""apiVersion: openslo/v1
kind: Service
metadata: {{name: shop}}
spec: {{description: behind nginx}}
---
apiVersion: openslo/v1
kind: DataSource
metadata: {{name: shop}}
spec:
  type: access_log
  connectionDetails:
    path: {log}
    format: nginx
    layout: '{LAYOUT}'
    buckets: [0.05, 0.25, 1]
    routes:
{routes}
""" + "".join(slo(name, *which) for name, which in SLOS.items())


class Nginx:
    """Answers with the status that a request asks for."""

    def __init__(self, world):
        self.world, self.port = world, free_port()
        self.log = world.path("logs", "access.log")
        os.makedirs(os.path.dirname(self.log))
        asked = "\n".join(f"    if ($arg_status = {status}) {{ return {status}; }}" for status in STATUSES)
        temporary = "\n".join(f"  {kind}_temp_path {world.path(kind)};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        self.config = world.write("nginx.conf", f"""daemon off;
worker_processes 2;
pid {world.path("nginx.pid")};
error_log {world.path("nginx.error.log")};
events {{ worker_connections 256; }}
http {{
  log_format shop '{LAYOUT}';
  access_log {self.log} shop;
{temporary}
  server {{
    listen 127.0.0.1:{self.port};
{asked}
    location / {{ return 200 'x'; }}
  }}
}}
""")

    def start(self):
        self.world.start("nginx", "nginx", "-p", self.world.folder, "-c", self.config)
        until("nginx answers", lambda: get(f"http://127.0.0.1:{self.port}/warm"))

    def reopen(self):
        self.world.processes["nginx"].send_signal(signal.SIGUSR1)

    def shift(self):
        last = 1
        while os.path.exists(f"{self.log}.{last}"):
            last += 1
        for n in range(last, 1, -1):
            os.rename(f"{self.log}.{n - 1}", f"{self.log}.{n}")

    def rotate_by_renaming(self):
        self.shift()
        os.rename(self.log, self.log + ".1")
        self.reopen()

    def rotate_by_truncating(self):
        """While nobody writes, or nginx's own lines between copy and truncation would be lost to everybody."""
        self.shift()
        shutil.copyfile(self.log, self.log + ".1")
        os.truncate(self.log, 0)


class Load(threading.Thread):
    """wrk in short runs, with pauses in which nothing is written."""

    SCRIPT = """
local n = 0
local paths = {"/orders/", "/cart?", "/cart/items?", "/search?q=", "/orders/x?"}
local statuses = {200, 200, 200, 204, 404, 500, 503}
request = function()
  n = n + 1
  local path = paths[n % 5 + 1]
  if path == "/orders/" then path = path .. n .. "?" end
  return wrk.format("GET", path .. "&status=" .. statuses[n % 7 + 1])
end
"""

    def __init__(self, world, port):
        super().__init__()
        self.script, self.port = world.write("load.lua", self.SCRIPT), port
        self.halt, self.idle = threading.Event(), threading.Lock()
        self.failures = []

    def run(self):
        while not self.halt.is_set():
            with self.idle:
                done = subprocess.run(["wrk", "-t1", "-c3", "-d1s", "-s", self.script, f"http://127.0.0.1:{self.port}"],
                                      capture_output=True, text=True, check=False)
                if done.returncode != 0:
                    self.failures.append(done.stderr)
                self.speak_no_http()
                time.sleep(0.1)  # nginx writes a line after its answer
            self.halt.wait(0.3)

    def speak_no_http(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as s:
            s.sendall(b'\x16\x03\x01\x02"GET \\ hello\n\n')
            while s.recv(4096):
                pass


def lines_of(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="latin-1", newline="\n") as log:
            yield from log


def counted(lines):
    """By route and status, as the lines say it."""
    out = collections.Counter()
    for line in lines:
        request, status = re.match(r'^\S+ - .*? \[[^\]]+\] "(.*?)" (\d{3}) ', line).groups()
        path = re.match(r"^GET ([^ ?]+)", request)
        route = next((name for name, pattern in ROUTES.items() if path and re.fullmatch(pattern, path.group(1))), "other")
        out[route, int(status)] += 1
    return +out


def figures(plimsoll):
    out = collections.Counter()
    totals = {}
    for name, (route, status) in SLOS.items():
        _, inputs = measure(plimsoll.json("slo", "show", name), "slo.budget_remaining")
        out[route, status] = inputs["bad"]
        totals[route] = inputs["valid"]
    return +out, totals


def main():
    seed = int(os.environ.get("PLIMSOLL_SEED", str(random.randrange(1 << 30))))
    print("seed", seed, flush=True)
    chance = random.Random(seed)
    suite, world = Suite(), World("access-log")
    os.chmod(world.folder, 0o755)  # nginx's workers run as another user
    nginx = Nginx(world)
    folder = os.path.dirname(nginx.log)
    catalog = os.path.dirname(world.write("catalog/shop.yaml", catalogue(nginx.log)))
    plimsoll = Plimsoll(world, catalog)
    load = Load(world, nginx.port)

    def source(server=plimsoll):
        return next(s for s in server.json("source", "list")["items"] if s["name"] == "shop")

    def begin():
        plimsoll.start()
        until("the log that is not there yet is told", lambda: "access.log" in source()["error"])
        nginx.start()
        load.start()

    def rotate_and_kill():
        for turn in range(6):
            time.sleep(chance.uniform(1, 3))
            dead = chance.random() < 0.5
            if dead:
                plimsoll.kill()
            if turn % 3 == 2:
                with load.idle:
                    nginx.rotate_by_truncating()
            else:
                nginx.rotate_by_renaming()
            time.sleep(chance.uniform(0, 2))
            if not dead:
                plimsoll.kill()
            plimsoll.start()
        load.halt.set()
        load.join()
        assert not load.failures, load.failures

    def all_counted():
        wanted = counted(lines_of(folder))
        print("lines", sum(wanted.values()), "in", len(os.listdir(folder)), "files", flush=True)
        assert sum(wanted.values()) > 1000 and len(wanted) >= 10, wanted

        def same():
            return figures(plimsoll)[0] == wanted

        try:
            until("counts equal lines", same, 120, 1)
        except AssertionError as problem:
            have = figures(plimsoll)[0]
            raise AssertionError(f"too many: {have - wanted}, missing: {wanted - have}; {source()}") from problem
        totals = figures(plimsoll)[1]
        for route, total in totals.items():
            lines = sum(n for (r, _), n in wanted.items() if r == route)
            assert total == lines, (route, total, lines)

    def nothing_wrong():
        assert not source()["error"] and not source()["note"], source()

    def imported():
        """In a world of its own. The slots of a file's first and last line are left out, so those are lines of another time."""
        def moved(line, by_s):
            def later(found):
                at = datetime.datetime.strptime(found.group(1), "%d/%b/%Y:%H:%M:%S %z") + datetime.timedelta(seconds=by_s)
                return at.strftime("[%d/%b/%Y:%H:%M:%S %z]")
            return re.sub(r"\[([^\]]+)\]", later, line, count=1)

        other = World("access-log-import")
        try:
            lines = list(lines_of(folder))
            everything = [*lines, *(moved(lines[0], by_s) for by_s in (-120, 120))]
            path = other.write("all.log", "")
            with open(path, "w", encoding="latin-1", newline="\n") as out:
                out.writelines(everything)
            second = Plimsoll(other, os.path.dirname(other.write("catalog/shop.yaml", catalogue(other.path("none.log")))))
            second.start()
            report = second.json("import", "access-log", path, "--source", "shop")
            assert report["lines"] == len(everything), report
            assert report["skipped"] == {"edge_of_file": 2}, report
            assert report["bound"] == len(everything), report
            assert min(report["slots_filled"].values()) == max(report["slots_filled"].values()) > 0, report
            again = second.json("import", "access-log", path, "--source", "shop")
            assert set(again["slots_filled"].values()) == {0}, again
        finally:
            other.close()

    try:
        if suite.check("nginx opens behind a log that was not there", begin):
            suite.check("its log is rotated and the server killed", rotate_and_kill)
            suite.check("every line counts once, by status and route", all_counted)
            suite.check("the source says nothing is wrong", nothing_wrong)
            suite.check("the same lines can be imported, once", imported)
    finally:
        load.halt.set()
        if load.is_alive():
            load.join()
        if "nginx" in world.processes:
            world.end("nginx")  # a killed master would leave its workers behind
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
