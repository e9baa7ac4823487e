"""A shop whose orders are counted: the world in which bad input is tried."""
import http.client
import json
import os
import shutil
import subprocess
import time

from harness import PLIMSOLL, Plimsoll, World, measure
from remote_write import push, series, snappy

SERVICE = """
apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {}
"""

SLO = """
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.999}}]
  indicator:
    metadata: {{name: {name}}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(bad_total{{job="{name}"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(all_total{{job="{name}"}}[5m]))'}}}}}}
"""


def now_ms():
    return int(time.time() * 1000)


def counter(name, samples, job="orders", instance="a", order=None):
    """One series of a remote-write body; samples: list of (value, milliseconds)."""
    return series({"__name__": name, "job": job, "instance": instance}, samples, order)


class Answer:
    """What a request was answered: status, headers, and the problem if it was one."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.text = status, headers, body.decode(errors="replace")
        self.problem = json.loads(self.text) if "problem+json" in headers.get("Content-Type", "") else {}

    def expect(self, status, *words):
        assert self.status == status, f"{self.status}, not {status}: {self.text}"
        missing = [w for w in words if w not in self.text]
        assert not missing, f"the answer does not say {missing}: {self.text}"
        assert status < 400 or self.problem.get("remedy"), f"the answer does not say what to do: {self.text}"
        return self


class Orders(Plimsoll):
    """A server with the SLO "orders" in a world of its own, and requests that no good client sends."""

    def __init__(self, name, catalog=SERVICE + SLO.format(name="orders"), env=None):
        world = World(name)
        self.catalog_file = world.write("catalog/all.yaml", catalog)
        super().__init__(world, os.path.dirname(self.catalog_file), env=env)

    def call(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.headers, reply.read())
        finally:
            connection.close()

    def write(self, packed, **headers):
        return self.call("POST", "/api/v1/write", packed,
                         **{"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy", **headers})

    def take(self, *rows):
        status = push(self.url, b"".join(rows))
        assert status == 204, status

    def refuse(self, packed, status, *words, **headers):
        return self.write(packed, **headers).expect(status, *words)

    def counts(self, slo="orders"):
        """(valid, bad) of the whole period; (0, 0) while there is nothing."""
        m, inputs = measure(self.json("slo", "show", slo), "slo.budget_remaining")
        return (inputs["valid"], inputs["bad"]) if m["value"] is not None else (0, 0)

    def expect_counts(self, valid, bad, slo="orders"):
        got = self.counts(slo)
        assert got == (valid, bad), f"{slo} counts {got}, not {(valid, bad)}"

    def local_token(self):
        with open(os.path.join(self.data, "cli.token"), encoding="utf-8") as file:
            return file.readline().strip()

    def serve_and_fail(self, **options):
        """Starts a second server with other options, which must end by itself; returns (exit code, what it said)."""
        said = {"--data": self.data, "--catalog": self.catalog, "--listen": f"127.0.0.1:{self.port}",
                "--head-key": self.world.path("head.key")}
        said.update({"--" + name.replace("_", "-"): value for name, value in options.items()})
        done = subprocess.run([PLIMSOLL, "serve", *[word for pair in said.items() for word in pair]],
                              capture_output=True, text=True, timeout=30, env=self.world.env, check=False)
        return done.returncode, done.stdout + done.stderr

    def copy_of_data(self, name):
        copy = self.world.path(name)
        shutil.copytree(self.data, copy)
        return copy


def packed(*rows):
    return snappy(b"".join(rows))
