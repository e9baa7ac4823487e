"""A log that somebody changed: each change is found and named. Tampered with sqlite3, on copies of a stopped server's data."""
import hashlib
import os
import sqlite3
import struct

from orders import Orders, counter, now_ms

COLUMNS = "seq, at, type, version, stream, actor, source, body"


def field(value):
    raw = struct.pack("<q", value) if isinstance(value, int) else value.encode()
    return struct.pack("<I", len(raw)) + raw


def rehash(db):
    """What an intruder with the format at hand would do: every hash anew, from the first event to the last."""
    chain = db.execute("SELECT value FROM meta WHERE name = 'chain'").fetchone()[0]
    last = hashlib.sha256(field("plimsoll-log-1") + field(chain)).digest()
    for row in db.execute(f"SELECT {COLUMNS} FROM events ORDER BY seq").fetchall():
        last = hashlib.sha256(last + b"".join(field(value) for value in row)).digest()
        db.execute("UPDATE events SET hash = ? WHERE seq = ?", (last, row[0]))


def checks(suite):
    orders = Orders("tampering")
    path = orders.world.path
    heads = {}

    def begin():
        orders.start()
        start = now_ms() - 60_000
        orders.take(counter("all_total", [(0, start), (1000, start + 30_000)]),
                    counter("bad_total", [(0, start), (900, start + 30_000)]))
        for n in range(12):
            orders.run("token", "create", f"token-{n}", "--right", "view")
        heads["middle"] = orders.run("audit", "head").stdout.strip()
        for n in range(4):
            orders.run("token", "create", f"late-{n}", "--right", "view")
        heads["last"] = orders.run("audit", "head").stdout.strip()
        orders.stop()

    def audit(data, *args):
        done = orders.run("audit", "verify", "--data", data, "--public-key", path("head.key.pub"), *args, check=False)
        return done.returncode, done.stdout + done.stderr

    def intact():
        for head in ([], ["--head", heads["middle"]], ["--head", heads["middle"], "--head", heads["last"]]):
            code, said = audit(orders.data, *head)
            assert code == 0 and "intact" in said and "FOUND" not in said, said

        alone = orders.run("audit", "verify", "--data", orders.data).stdout
        assert "not confirmed" in alone and "no public key" in alone, f"unchecked signatures confirm nothing: {alone}"

    def found(name, word, change, *args, keep_heads=True):
        def run():
            copy = orders.copy_of_data(name.replace(" ", "-"))
            db = sqlite3.connect(os.path.join(copy, "log.db"), isolation_level=None)
            for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {trigger}")
            change(db)
            db.close()
            if not keep_heads:
                os.remove(os.path.join(copy, "log.heads"))
            code, said = audit(copy, *[a() for a in args])
            assert code == 1 and "TAMPERED" in said, f"exit {code}: {said}"
            findings = [line for line in said.splitlines() if "FOUND" in line]
            assert any(f"FOUND  {word}:" in line for line in findings), said
            print("      ", *findings, sep="\n       ", flush=True)
        suite.check(f"{name} is found and named", run)

    def sql(*statements):
        def change(db):
            for statement in statements:
                db.execute(statement)
        return change

    def flip(db):
        body = db.execute("SELECT body FROM events WHERE seq = 5").fetchone()[0]
        at = len(body) // 2
        db.execute("UPDATE events SET body = ? WHERE seq = 5", (body[:at] + chr(ord(body[at]) ^ 1) + body[at + 1:],))

    def rewrite(db):
        db.execute("UPDATE events SET actor = 'person:innocent' WHERE seq >= 4")
        rehash(db)

    def guarded():
        db = sqlite3.connect(os.path.join(orders.copy_of_data("guarded"), "log.db"), isolation_level=None)
        for statement in ("UPDATE events SET actor = '' WHERE seq = 3", "DELETE FROM events WHERE seq = 3",
                          "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 3"):
            try:
                db.execute(statement)
                raise AssertionError(f"done: {statement}")
            except sqlite3.IntegrityError as refused:
                assert "append-only" in str(refused), refused

    def export():
        out = path("export.ndjson")
        orders.run("audit", "export", "--data", orders.data, "-o", out, "--head-key", path("head.key"))
        public = ["--public-key", path("head.key.pub")]
        assert "intact" in orders.run("audit", "verify-export", out, *public).stdout
        with open(out, encoding="utf-8") as file:
            lines = file.readlines()
        for name, kept in (("changed", [line.replace("token-3", "token-4") for line in lines]),
                           ("shortened", lines[:6] + lines[7:]), ("cut", lines[:-2])):
            with open(path("spoilt.ndjson"), "w", encoding="utf-8") as file:
                file.writelines(kept)
            spoilt = orders.run("audit", "verify-export", path("spoilt.ndjson"), *public, check=False)
            assert spoilt.returncode == 1 and "FOUND" in spoilt.stdout, f"{name}: {spoilt}"

    def last():
        return heads["last"]

    try:
        if not suite.check("a server writes a log and stops", begin):
            return
        suite.check("the untouched log is intact", intact)
        suite.check("the file itself refuses changes", guarded)
        found("a flipped byte", "changed", flip)
        found("a removed row", "removed", sql("DELETE FROM events WHERE seq = 6"))
        found("a swapped pair", "swapped", sql("UPDATE events SET seq = -1 WHERE seq = 4", "UPDATE events SET seq = 4 WHERE seq = 5",
                                               "UPDATE events SET seq = 5 WHERE seq = -1"))
        cut = sql("DELETE FROM events WHERE seq > (SELECT max(seq) - 3 FROM events)")
        found("a cut tail with a head kept", "cut tail", cut, lambda: "--head", last, keep_heads=False)
        found("a cut tail beside the heads", "cut tail", cut)
        found("a wholly rewritten log", "rewritten", rewrite, lambda: "--head", last, keep_heads=False)
        found("a log rewritten and cut", "rewritten", lambda db: (rewrite(db), cut(db)), lambda: "--head", last,
              lambda: "--head", lambda: heads["middle"], keep_heads=False)
        suite.check("an export verifies offline, and not when it was changed", export)
    finally:
        orders.world.close(keep=suite.failed > 0)
