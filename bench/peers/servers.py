"""The servers that are compared: how each is started, given its load, and what it costs.

CPU is user and system time of a server's process with all its threads, by its CPU clock, in nanoseconds; none of them has children.
Memory is resident memory from /proc. Every process is started and ended by its id; every folder goes away with its world.
"""
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.append(os.path.join(ROOT, "tests", "e2e"))

from harness import PLIMSOLL, Plimsoll, World, free_port, get, post, until  # noqa: E402
from promises import ratio  # noqa: E402

EVERY = "15s"  # evaluation_interval of the prometheus.yml that Debian installs, and the interval of the samples
FEED = os.path.join(os.path.dirname(PLIMSOLL), "plimsoll_feed")


def say(*words):
    print(*words, file=sys.stderr, flush=True)


class Server:
    """One server: the ids of its processes, where it takes remote write, and the flags it was started with."""

    def __init__(self, name, world, port, write_path="/api/v1/write"):
        self.name, self.world, self.port, self.write_path = name, world, port, write_path
        self.url = f"http://127.0.0.1:{port}"
        self.processes = {}
        self.flags = {}

    def start(self, part, *command, ready):
        self.processes[part] = self.world.start(part, *command)
        self.flags[part] = [word.replace(self.world.folder, "DIR") for word in command[1:]]
        process = self.processes[part]

        def answers():
            assert process.poll() is None, f"{part} ended with {process.poll()}: {self.world.log(part, 5)}"
            get(ready)
            return True

        until(f"{part} is ready", answers, 120, 0.05)

    def end(self, part):
        self.processes.pop(part)
        self.world.end(part)

    def cpu_s(self):
        return sum(time.clock_gettime((~process.pid << 3) | 2) for process in self.processes.values())

    def resident_mib(self):
        pages = 0
        for process in self.processes.values():
            with open(f"/proc/{process.pid}/statm", encoding="ascii") as statm:
                pages += int(statm.read().split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 2**20

    def query_range(self, expression, start, end, step, more=None):
        asked = urllib.parse.urlencode({"query": expression, "start": start, "end": end, "step": step, **(more or {})})
        return get(f"{self.url}/api/v1/query_range?{asked}", timeout=300)


def prometheus(world, name="prometheus", more=(), config=""):
    """Takes remote write; rules are read from the world's folder rules/ when told to reload, and judged as often as Debian's configuration has it."""
    server = Server("prometheus", world, free_port())
    path = world.write(f"{name}.yml", config or f"global: {{evaluation_interval: {EVERY}}}\nrule_files: [\"{world.path('rules', '*.yaml')}\"]\n")
    server.start(name, "prometheus", f"--config.file={path}", f"--storage.tsdb.path={world.path(name)}",
                 f"--web.listen-address=127.0.0.1:{server.port}", "--web.enable-remote-write-receiver", "--web.enable-lifecycle", *more,
                 ready=f"{server.url}/-/ready")
    return server


def victoriametrics(world):
    server = Server("victoriametrics", world, free_port())
    server.start("victoria-metrics", "victoria-metrics", f"-storageDataPath={world.path('victoria')}", f"-httpListenAddr=127.0.0.1:{server.port}",
                 "-retentionPeriod=1y", "-search.maxPointsPerTimeseries=200000", "-search.maxQueryDuration=300s", "-search.disableCache",
                 ready=f"{server.url}/health")
    return server


def vmalert_command(victoria, rules, *more):
    return ["vmalert", f"-rule={rules}", f"-datasource.url={victoria.url}", f"-remoteWrite.url={victoria.url}", f"-remoteRead.url={victoria.url}",
            "-datasource.queryStep=60s", *more]


def add_vmalert(victoria, rules, *more):
    """Judges rules beside VictoriaMetrics; what it costs is counted with it."""
    port = free_port()
    victoria.start("vmalert", *vmalert_command(victoria, rules, f"-httpListenAddr=127.0.0.1:{port}", *more), ready=f"http://127.0.0.1:{port}/health")
    return f"http://127.0.0.1:{port}"


class Ours(Server):
    """A Plimsoll server in a world, with its catalogue's text."""

    def __init__(self, world, catalog, env=None):
        catalog_file = world.write("catalog/all.yaml", catalog)
        self.plimsoll = Plimsoll(world, os.path.dirname(catalog_file), env=env)
        super().__init__("plimsoll", world, self.plimsoll.port)
        self.plimsoll.start()
        self.processes["plimsoll"] = world.processes["plimsoll"]
        self.flags["plimsoll"] = ["serve", "--data=DIR", "--catalog=DIR"]

    def token(self):
        with open(os.path.join(self.plimsoll.data, "cli.token"), encoding="utf-8") as token:
            return token.read().strip()

    def headers(self):
        return {"Authorization": "Bearer " + self.token()}

    def versions(self, slos):
        """The sli_version of slo-0 to slo-(slos-1), as imports must name it."""
        found, cursor = {}, ""
        while True:
            page = json.loads(get(f"{self.url}/api/v1/catalog/objects?kind=SLO&limit=500&cursor={urllib.parse.quote(cursor)}", 60, self.headers()))
            found.update({item["name"]: item["slo"]["sli_version"] for item in page["items"]})
            cursor = page.get("next_cursor")
            if not cursor:
                return [found[f"slo-{n}"] for n in range(slos)]

    def fill(self, load, versions, begin, end, step):
        """History as slots."""
        return feed("slots", *load, "--port", self.port, "--token", self.token(), "--from", begin, "--to", end, "--step", step, "--versions", *versions)

    def export_rules(self, name="rules.yaml"):
        path = self.world.path(name)
        self.plimsoll.run("export", "rules", "--out", path)
        return path


def slo_catalog(slos, more="", service_spec="{owner: bench}"):
    """SLOs on all_total and bad_total with n="<number>", each with the workbook's rules."""
    head = [more] if more else []
    head.append(f"apiVersion: plimsoll/v1\nkind: Service\nmetadata: {{name: shop}}\nspec: {service_spec}\n")
    promised = [ratio(f"slo-{n}", *(f'sum(rate({metric}_total{{n="{n}"}}[5m]))' for metric in ("all", "bad")), target=0.999, window="30d") for n in range(slos)]
    return "---\n".join(head) + "".join(promised)


def feed(*words, out=None, timeout=900):
    """Runs the load generator; what it says about bodies, samples and seconds."""
    done = subprocess.run([FEED, *map(str, words)], stdout=out or subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, check=False)
    if done.returncode != 0:
        raise AssertionError(f"plimsoll_feed {words[0]}: exit {done.returncode}: {done.stderr.decode()[-400:]}")
    return json.loads(done.stdout) if done.stdout else {}


def feed_write(server, load, begin, end, step, *more):
    return feed("write", *load, "--port", server.port, "--path", server.write_path, "--from", begin, "--to", end, "--step", step, *more)


def settle(servers, most_s=60, share=0.05):
    """Waits until each server has used less than `share` of a core for three seconds in a row; at most `most_s`."""
    quiet, before = 0, [s.cpu_s() for s in servers]
    for _ in range(most_s):
        time.sleep(1)
        now = [s.cpu_s() for s in servers]
        quiet = quiet + 1 if all(b - a < share for a, b in zip(before, now)) else 0
        before = now
        if quiet == 3:
            return True
    say(f"  not quiet after {most_s} s: measuring all the same")
    return False


def disk_bytes(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def versions():
    def said(*command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        return (done.stdout + done.stderr).strip()

    packages = said("dpkg-query", "-W", "-f", "${Package} ${Version}\\n", "prometheus", "victoria-metrics", "prometheus-alertmanager").splitlines()
    return {**dict(line.split(" ", 1) for line in packages if " " in line), "plimsoll": said(PLIMSOLL, "version").splitlines()[0]}


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = re.search(r"model name\s*:\s*(.*)", info.read())
    with open("/proc/meminfo", encoding="utf-8") as info:
        memory = int(info.readline().split()[1]) / 2**20
    return {"cpu": model.group(1) if model else "unknown", "cores": os.cpu_count(), "memory_gib": round(memory, 1), "kernel": os.uname().release,
            "load_before": os.getloadavg()[0]}


def now_ms(step):
    return int(time.time() * 1000) // step * step


__all__ = ["EVERY", "Ours", "PLIMSOLL", "ROOT", "Server", "World", "add_vmalert", "disk_bytes", "feed", "feed_write", "free_port", "get", "machine", "now_ms", "post",
           "prometheus", "say", "settle", "slo_catalog", "until", "versions", "victoriametrics", "vmalert_command"]
