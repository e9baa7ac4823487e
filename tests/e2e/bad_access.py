"""Tokens that may not, tokens that ended, and live events that resume where a reader left off."""
import http.client
import json

from harness import until
from orders import Orders, counter, now_ms


class Events:
    """A reader of server-sent events."""

    def __init__(self, port, path="/api/v1/events", **headers):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", path, headers={"Accept": "text/event-stream", **headers})
        self.reply = self.connection.getresponse()
        self.status = self.reply.status

    def take(self, n):
        """The next n events as (id, type, data)."""
        got, fields = [], {}
        while len(got) < n:
            line = self.reply.readline().decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                got.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
                fields = {}
        return got

    def close(self):
        self.connection.close()


def checks(suite):
    orders = Orders("bad-access")
    start = now_ms() - 60_000
    alerts = []
    made = {}

    def begin():
        orders.start()
        orders.take(counter("all_total", [(0, start), (1000, start + 30_000)]),
                    counter("bad_total", [(0, start), (900, start + 30_000)]))
        alerts.extend(until("an alert fires", lambda: orders.json("alert", "list")["items"], 20))

    def view_only():
        made.update(orders.json("token", "create", "wall", "--right", "view"))
        assert orders.json("slo", "list", "--token", made["secret"])["items"]
        refused = orders.run("alert", "acknowledge", alerts[0]["id"], "--token", made["secret"], check=False)
        assert refused.returncode == 4 and "respond" in refused.stderr, refused
        answer = orders.call("POST", "/api/v1/alerts/acknowledge", b"{}", Authorization="Bearer " + made["secret"])
        assert 400 <= answer.status < 500, answer.text
        still = [a for a in orders.json("alert", "list")["items"] if a["id"] == alerts[0]["id"]]
        assert not still[0].get("acknowledged_at"), still

    def revoked():
        orders.run("token", "revoke", made["id"])
        until("the token ended", lambda: orders.run("slo", "list", "--token", made["secret"], check=False).returncode == 4, 10)
        refused = orders.run("slo", "list", "--token", made["secret"], check=False)
        assert "token" in refused.stderr, refused.stderr
        listed = [t for t in orders.json("token", "list")["items"] if t["id"] == made["id"]]
        assert listed and listed[0]["revoked"], f"it stays listed: {listed}"

    def no_token():
        orders.call("GET", "/api/v1/slos").expect(401, "plimsoll token create")
        orders.call("GET", "/api/v1/slos", Authorization="Bearer plm_nonsense").expect(401, "token")
        refused = orders.run("slo", "list", "--token", "plm_nonsense", check=False)
        assert refused.returncode == 4 and "token" in refused.stderr, refused
        orders.call("GET", "/api/v1/slos", Host="evil.example", Authorization="Bearer " + orders.local_token()).expect(
            421, "evil.example", "loopback")

    def live():
        auth = {"Authorization": "Bearer " + orders.local_token()}
        refused = Events(orders.port)
        assert refused.status == 401, refused.status
        refused.close()
        first = Events(orders.port, "/api/v1/events?from=1", **auth)
        assert first.status == 200 and first.reply.headers["Content-Type"].startswith("text/event-stream")
        seen = first.take(4)
        assert [e[0] for e in seen] == [1, 2, 3, 4] and all(e[2]["seq"] == e[0] and e[2]["type"] == e[1] for e in seen), seen
        first.close()
        again = Events(orders.port, **auth, **{"Last-Event-ID": "4"})
        newest = int(orders.run("audit", "head").stdout.split()[3])
        rest = again.take(newest - 4)
        assert [e[0] for e in rest] == list(range(5, newest + 1)), rest
        token = orders.json("token", "create", "live", "--right", "view")["id"]
        now = again.take(1)[0]
        assert now[0] == newest + 1 and token in json.dumps(now[2]), now
        again.close()
        lost = Events(orders.port, **auth, **{"Last-Event-ID": str(newest + 1000)})
        assert b"reset" in lost.reply.read(), "an id that the log does not have asks the reader to start anew"
        lost.close()

    try:
        if suite.check("a server with an alert starts", begin):
            suite.check("a view token may look and not acknowledge, and is told which right", view_only)
            suite.check("a revoked token ends", revoked)
            suite.check("no token, a wrong token and a wrong Host are refused", no_token)
            suite.check("live events need a token and resume by Last-Event-ID", live)
    finally:
        orders.world.close(keep=suite.failed > 0)
