"""What the server keeps and shows of itself: the log as sentences, its chain, versions, previews, files, health."""
import base64
import json
import os
import sqlite3
import sys
import urllib.parse

from harness import Suite, until
from orders import SERVICE, SLO, Orders, counter, now_ms

STRICT = SERVICE + SLO.format(name="orders").replace("0.999", "0.9999")


def main():
    suite, orders = Suite(), Orders("records")

    def ask(method, path, body=None):
        answer = orders.call(method, path, None if body is None else json.dumps(body),
                             **{"Authorization": "Bearer " + orders.local_token(), "Content-Type": "application/json"})
        return answer, json.loads(answer.text) if answer.headers.get("Content-Type") == "application/json" else None

    def get(path):
        answer, body = ask("GET", path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text}"
        return body

    def log(**filters):
        return get("/api/v1/log?" + urllib.parse.urlencode(filters))

    def preview(*files):
        answer, body = ask("POST", "/api/v1/catalog/preview", {"files": [{"path": p, "text": t} for p, t in files]})
        assert answer.status == 200, answer.text
        return body

    def begin():
        orders.start()
        start = now_ms() - 600_000
        # Half of one percent is bad: five times what 99.9 % allows, fifty times what 99.99 % does.
        steps = [(n, start + n * 10_000) for n in range(60)]
        orders.take(counter("all_total", [(1000 * n, at) for n, at in steps]), counter("bad_total", [(5 * n, at) for n, at in steps]))
        until("the orders are counted", lambda: orders.counts()[0] > 50_000)

    def previewed():
        stricter = preview(("all.yaml", STRICT))
        effect = stricter["effects"][0]
        assert stricter["ok"] and effect["slo"] == "orders", stricter
        assert effect["budget_now"] - -4 < 1e-9 and effect["budget_then"] - -49 < 1e-9, effect
        assert "page-1h-5m" in effect["fires"], effect
        assert stricter["changes"][0]["fields"][0] == {"field": "objective", "before": "99.9 %", "after": "99.99 %"}, stricter
        assert preview(("", SLO.format(name="orders").replace("0.999", "0.9999")))["effects"] == stricter["effects"], "pasted text"
        new_queries = preview(("all.yaml", SERVICE + SLO.format(name="orders").replace("bad_total", "failed_total")))["effects"][0]
        assert new_queries["budget_then"] is None and "begins anew" in new_queries["text"], new_queries
        wrong = preview(("", SLO.format(name="other").replace("service: shop", "service: nobody")))
        problem = wrong["problems"][0]
        assert not wrong["ok"] and problem["file"] == "(pasted)" and problem["line"] > 1 and problem["column"] > 1, wrong
        assert preview(("all.yaml", SERVICE))["held"], "the only SLO would go"
        assert len(log(type="catalog.")["items"]) == 1, "a preview leaves no trace"

    def applied():
        orders.world.write("catalog/all.yaml", STRICT)
        orders.run("catalog", "apply")
        until("the stricter promise burns", lambda: log(type="slo.AlertFired", slo="orders")["items"])
        versions = get("/api/v1/slos/orders/versions")["items"]
        assert [v["action"] for v in versions] == ["changed", "added"], versions
        assert versions[0]["changes"] == [{"field": "objective", "before": "99.9 %", "after": "99.99 %"}], versions
        assert versions[0]["definition_version"] != versions[1]["definition_version"], versions
        answer, _ = ask("GET", "/api/v1/slos/nobody/versions")
        answer.expect(404)

    def told():
        newest = log(limit=1)
        assert newest["next_cursor"], newest
        seen, cursor = [], ""
        while True:
            page = log(limit=3, cursor=cursor)
            seen += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                break
        assert [e["seq"] for e in seen] == list(range(seen[0]["seq"], 0, -1)), "every event once, newest first"
        assert all(e["text"] and e["actor_name"] and e["hash"] for e in seen), seen
        fired = log(type="slo.AlertFired")["items"][0]
        assert fired["service"] == "shop" and "orders began to burn: " in fired["text"], fired
        detail = get(f"/api/v1/log/{fired['seq']}")
        assert detail["body"]["slo"] == "orders" and detail["entry"] == fired, detail
        before = get(f"/api/v1/log/{fired['seq'] - 1}")["entry"]
        assert detail["previous_hash"] == before["hash"], "the chain, by hand"
        answer, problem = ask("GET", "/api/v1/log?limit=0&before=x&cursor=!")
        answer.expect(422, "limit", "before", "cursor")
        said = orders.run("log", "--slo", "orders", "--type", "slo.").stdout
        assert "began to burn" in said and f"#{fired['seq']}" in said, said
        assert orders.json("log", "--limit", "2")["items"] == log(limit=2)["items"]

    def exported():
        answer, _ = ask("GET", "/api/v1/log/export?from=2")
        assert answer.status == 200 and answer.headers["Content-Type"] == "application/x-ndjson", answer.headers
        file = orders.world.write("export.ndjson", answer.text)
        found = orders.run("audit", "verify-export", file, "--public-key", orders.world.path("head.key.pub"))
        assert "intact" in found.stdout, found.stdout
        with open(orders.world.path("head.key.pub"), encoding="utf-8") as public:
            digits = public.read().split()[-1]
        for key in (digits, base64.b64encode(bytes.fromhex(digits)).decode()):
            found = orders.run("audit", "verify-export", file, "--public-key", key)
            assert "intact" in found.stdout, found.stdout
        wrong = orders.run("audit", "verify-export", file, "--public-key", digits[1:], check=False)
        assert wrong.returncode != 0 and "neither a public key" in wrong.stderr, wrong
        answer, _ = ask("GET", "/api/v1/log/export?from=999999")
        answer.expect(404)

    def files():
        item = get("/api/v1/catalog/files")["items"][0]
        assert item["path"] == "all.yaml" and [o["kind"] for o in item["objects"]] == ["Service", "SLO"], item
        assert get("/api/v1/catalog/file?path=all.yaml")["text"] == STRICT
        os.symlink(os.path.join(orders.data, "cli.token"), os.path.join(orders.catalog, "token.yaml"))
        for path in ("token.yaml", "../data/cli.token", os.path.join(orders.data, "cli.token"), "..%2Fdata%2Fcli.token"):
            answer, _ = ask("GET", "/api/v1/catalog/file?path=" + path)
            answer.expect(404)
        os.unlink(os.path.join(orders.catalog, "token.yaml"))

    def healthy():
        health = get("/api/v1/health")
        failing = [c for c in health["checks"] if not c["ok"]]
        assert health["ok"] and not failing, failing
        assert {c["name"] for c in health["checks"]} >= {"log", "disk", "ledger", "telemetry", "judging", "catalogue", "chain", "paging"}
        answered = next(m for m in health["measures"] if m["id"] == "server.http_answered")
        failed, all_requests = (i["numerator"] for i in answered["inputs"])
        assert abs(answered["value"] - (1 - failed / all_requests)) < 1e-9, answered
        assert "Telemetry is stored" in orders.run("health").stdout

    def unwell():
        orders.world.write("catalog/all.yaml", STRICT + "nonsense: true\n")
        until("the refusal shows", lambda: not get("/api/v1/health")["ok"], every=0.5)
        done = orders.run("health", check=False)
        assert done.returncode == 1 and "NOT OK" in done.stdout and "The files have" in done.stdout, done.stdout
        problems = get("/api/v1/catalog/files")["items"][0]["problems"]
        assert problems and problems[0]["line"] > 1, problems
        orders.world.write("catalog/all.yaml", STRICT)
        until("it is well again", lambda: get("/api/v1/health")["ok"], every=0.5)

    def chain():
        state = until("the chain is verified", lambda: (c := get("/api/v1/audit/chain"))["state"] == "intact" and c)
        assert state["verified_seq"] >= 1 and state["signed_seq"] >= 1 and len(state["public_key"]) == 64, state
        orders.stop()
        with sqlite3.connect(os.path.join(orders.data, "log.db")) as db:
            db.execute("DROP TRIGGER events_are_not_changed")
            db.execute("UPDATE events SET body = replace(body, 'command line', 'somebody else') WHERE seq = 2")
        orders.start()
        broken = until("the change is found", lambda: (c := get("/api/v1/audit/chain"))["state"] == "broken" and c)
        assert broken["problem"].startswith("event 2 does not follow"), broken
        assert not next(c for c in get("/api/v1/health")["checks"] if c["name"] == "chain")["ok"]

    try:
        if suite.check("a server counts orders", begin):
            suite.check("what a change would do is said, and nothing is applied", previewed)
            suite.check("applied, it does that, and is a version with its diff", applied)
            suite.check("the log tells every event once, to browsers and at the terminal", told)
            suite.check("an export over HTTP verifies offline", exported)
            suite.check("files are shown, and only those of the folder", files)
            suite.check("a server that is well says so, with figures that can be computed again", healthy)
            suite.check("one that is not says what to do", unwell)
            suite.check("a change of the log is found by the server itself", chain)
    finally:
        orders.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
