"""What the end-to-end tests stand on: processes on loopback that end by their id, the CLI, and patience with a bound."""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLIMSOLL = os.environ.get("PLIMSOLL_BINARY") or os.path.join(ROOT, "build", "release", "bin", "plimsoll")
HERE = os.path.join(ROOT, "tests", "e2e")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def get(url, timeout=5, headers=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=timeout) as reply:
        return reply.read()


def post(url, body=b"", timeout=5):
    with urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST"), timeout=timeout) as reply:
        return reply.read()


def until(what, check, seconds=60, every=0.25):
    """Asks until the answer is true; the bound is on patience, not on speed."""
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline:
        try:
            last = check()
            if last:
                return last
        except (OSError, ValueError, KeyError, IndexError, subprocess.CalledProcessError) as problem:
            last = repr(problem)
        time.sleep(every)
    raise AssertionError(f"{what}: not within {seconds} s; last: {last}")


class World:
    """A scratch folder and the processes started in it."""

    def __init__(self, name):
        self.folder = tempfile.mkdtemp(prefix=f"plimsoll-{name}-")
        self.processes = {}
        self.env = dict(os.environ, XDG_CONFIG_HOME=os.path.join(self.folder, "config"), NO_COLOR="1")

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def start(self, name, *command, env=None):
        with open(self.path(name + ".log"), "ab") as log:
            # A pipe that nobody writes to: a server that ends with its standard input ends with us at the latest.
            self.processes[name] = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder,
                                                    stdin=subprocess.PIPE, env={**self.env, **(env or {})})
        return self.processes[name]

    def end(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(how)
        process.wait(30)

    def log(self, name, lines=40):
        with open(self.path(name + ".log"), encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def lines(self, name):
        try:
            with open(self.path(name), encoding="utf-8") as rows:
                return [json.loads(row) for row in rows if row.endswith("\n")]
        except FileNotFoundError:
            return []

    def close(self, keep=False):
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait(30)
        if keep:
            print("kept:", os.path.basename(self.folder), file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


class Plimsoll:
    """A server in a world, and its CLI."""

    def __init__(self, world, catalog, port=None, env=None):
        self.world, self.catalog, self.port, self.env = world, catalog, port or free_port(), env or {}
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = world.path("data")
        self.awaits = "/readyz"

    def start(self):
        process = self.world.start("plimsoll", PLIMSOLL, "serve", "--data", self.data, "--catalog", self.catalog,
                                   "--listen", f"127.0.0.1:{self.port}", "--head-key", self.world.path("head.key"),
                                   env=self.env)

        def ready():
            assert process.poll() is None, f"plimsoll ended with exit code {process.poll()}: {self.world.log('plimsoll', 5)}"
            return get(self.url + self.awaits)

        until("plimsoll is ready", ready, 60, 0.05)

    def kill(self):
        self.world.end("plimsoll", signal.SIGKILL)

    def stop(self):
        self.world.end("plimsoll", signal.SIGTERM)

    def run(self, *args, check=True):
        done = subprocess.run([PLIMSOLL, *args, "--server", self.url], capture_output=True, text=True, timeout=60,
                              env={**self.world.env, "PLIMSOLL_TOKEN_FILE": os.path.join(self.data, "cli.token")},
                              check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"plimsoll {' '.join(args)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def json(self, *args):
        return json.loads(self.run(*args, "--json").stdout)


def measure(detail, name, window=None):
    """One measure of `slo show --json`, its inputs by name."""
    for m in detail["measures"]:
        if m["id"] == name and (window is None or m.get("window_name") == window):
            return m, {i["name"]: i["numerator"] for i in m["inputs"]}
    raise KeyError(name)


class Suite:
    """Named checks, counted; a failed one says why and the rest go on where they can."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, name, run):
        try:
            run()
            self.passed += 1
            print("ok    ", name, flush=True)
            return True
        except Exception as problem:  # noqa: BLE001 - the suite reports whatever went wrong and goes on
            self.failed += 1
            print("FAILED", name, "\n      ", problem, flush=True)
            return False

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
