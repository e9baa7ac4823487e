"""Two documents held against each other over HTTP: every format, every span where it says, every refusal, and nothing kept."""
import base64
import json
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request

from harness import PLIMSOLL, ROOT, Plimsoll, Suite, World, get, until

PEOPLE = pathlib.Path(ROOT) / "tests" / "people"
MARK = "Quixotically"  # a word of our documents that stands nowhere else
RESUME = f"""{MARK} Example

Experience
Site reliability engineer, Example Ltd 2019-03 - 2024-05
- Moved 40 services to Kubernetes with Terraform, which cut deploys from 3 hours to 20 minutes
- Wrote operators in Go

Skills
Python, Kafka, Prometheus
"""
JOB = """Senior site reliability engineer

Requirements
- Kubernetes and Terraform
- Go or Python
- 3 years of Kubernetes

Nice to have
- Rust
"""


class Served(Plimsoll):
    """A server with options of its own."""

    def __init__(self, world, name, *options):
        super().__init__(world, os.path.dirname(world.write(f"{name}/catalog/empty.yaml", "")))
        self.data, self.name, self.options = world.path(name, "data"), name, options

    def start(self):
        process = self.world.start(self.name, PLIMSOLL, "serve", "--data", self.data, "--catalog", self.catalog, "--listen", f"127.0.0.1:{self.port}",
                                   "--head-key", self.world.path(self.name, "head.key"), *self.options)

        def ready():
            assert process.poll() is None, f"plimsoll ended with exit code {process.poll()}: {self.world.log(self.name, 5)}"
            return get(self.url + self.awaits)

        until("plimsoll is ready", ready, 60, 0.05)

    def ask(self, path, body=None, token=True):
        """Status, JSON, headers and bytes of the reply."""
        headers = {"Content-Type": "application/json"}
        if token:
            with open(os.path.join(self.data, "cli.token"), encoding="utf-8") as file:
                headers["Authorization"] = "Bearer " + file.read().strip()
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method="GET" if data is None else "POST")
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                raw = reply.read()
                return reply.status, json.loads(raw), reply.headers, raw
        except urllib.error.HTTPError as error:
            raw = error.read()
            return error.code, json.loads(raw or b"{}"), error.headers, raw

    def match(self, resume, job, token=True, **more):
        return self.ask("/api/v1/match", {"resume": resume, "job": job, "as_of": "2026-11", **more}, token)


def text(words):
    return {"text": words}


def file(path):
    return {"name": path.name, "content": base64.b64encode(path.read_bytes()).decode()}


def in_base64(content):
    return {"name": "given", "content": base64.b64encode(content).decode()}


def refused(reply, status, code, pointer=None):
    got, body = reply[0], reply[1]
    assert got == status and body["code"] == code, (got, json.dumps(body)[:400])
    assert body["remedy"] and (body.get("detail") or body.get("errors")), body
    if pointer:
        assert pointer in [e.get("pointer") or e.get("place") for e in body["errors"]], body["errors"]


def words_at(document, span):
    """What stands in the lines of a document where a span says."""
    out = b""
    for line in document["lines"]:
        raw = line["text"].encode()
        if line["source"] != span["source"] or line["begin"] + len(raw) < span["begin"] or line["begin"] >= span["end"]:
            continue
        out += raw[max(0, span["begin"] - line["begin"]):max(0, span["end"] - line["begin"])] + b" "
    return " ".join(out.decode(errors="replace").split())


def letters(words):
    return re.sub(r"[^a-z0-9]", "", words.lower())


def spans_hold(body):
    """Every quote stands where its span says; punctuation and ligatures apart, which the normal form changes."""
    report, checked = body["report"], 0
    pairs = [(e, body["resume"]) for row in report["rows"] for e in row["evidence"]]
    pairs += [(e, body["job"]) for row in report["rows"] for e in row["asked_at"]] + [(gate["asked_at"], body["job"]) for gate in report["gates"]]
    pairs += [(item["at"], body[item["where"]]) for item in report["denied"] + report["unresolved"]]
    for evidence, document in pairs:
        quote, there = letters(evidence["quote"].rstrip("…")), letters(words_at(document, evidence["at"]))
        assert quote[:60] == there[:60], (evidence["quote"], words_at(document, evidence["at"]))
        checked += 1
    assert checked > 5, checked


def fingerprint(folder):
    """Names of all files, and whether one holds a word of ours."""
    names, held = set(), []
    for at, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(at, name)
            names.add(os.path.relpath(path, folder))
            with open(path, "rb") as content:
                if MARK.encode() in content.read():
                    held.append(name)
    return names, held


def closed(suite, server):
    def anonymous():
        for path, body in (("/api/v1/match", {"resume": text(RESUME), "job": text(JOB)}), ("/api/v1/match/limits", None), ("/api/v1/skills", None)):
            assert server.ask(path, body, token=False)[0] == 401, path

    suite.check("without an account nothing is answered where nothing is open", anonymous)

    def pasted():
        status, body, _, raw = server.match(text(RESUME), text(JOB))
        assert status == 200, body
        labels = {row["name"]: row["label"] for row in body["report"]["rows"]}
        assert labels["Kubernetes"] == "strong" and labels["Rust"] in ("missing", "related"), labels
        assert body["kept"] is False and body["report"]["rules"] and body["report"]["knowledge_base"], body["report"]
        assert [line["text"] for line in body["resume"]["lines"]] == RESUME.split("\n"), body["resume"]
        spans_hold(body)
        assert server.match(text(RESUME), text(JOB))[3] == raw, "the same documents give the same answer"

    suite.check("pasted text: labels, spans, the same again", pasted)

    def formats():
        jobs = {path.suffix: path for path in sorted((PEOPLE / "jobs").iterdir())}
        for path in sorted((PEOPLE / "resumes").iterdir()):
            if path.name in (PEOPLE / "truth" / "refused.txt").read_text(encoding="utf-8"):
                continue
            for job in (jobs[".pdf"], jobs[".docx"], jobs[".md"]):
                status, body, _, _ = server.match(file(path), file(job))
                assert status == 200, (path.name, job.name, body)
                wanted = {".json": "json_resume", ".pdf": "pdf", ".docx": "docx"}.get(path.suffix, "text")
                assert body["resume"]["format"] == body["report"]["resume"]["format"] == wanted, (path.name, body["resume"]["format"])
                assert body["resume"]["name"] == path.name
                spans_hold(body)

    suite.check("PDF, Word, Markdown, JSON Resume: read, and every span where it says", formats)

    def wrong():
        good = text(JOB)
        refused(server.match({"content": "not base64!"}, {}, as_of="someday"), 422, "base.invalid", "/resume/content")
        status, body, _, _ = server.match({"content": "not base64!"}, {}, as_of="someday")
        assert len(body["errors"]) == 3, body["errors"]
        refused(server.match({"content": "YQ==", "text": "a"}, good), 422, "base.invalid", "/resume")
        refused(server.ask("/api/v1/match", {"resume": text(RESUME), "jobs": good}), 422, "base.invalid")
        refused(server.match(in_base64(b"x" * (4 * 1024 * 1024 + 1)), good), 413, "people.document_too_large")
        refused(server.match(text(RESUME), in_base64(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))), 415, "documents.format")
        refused(server.match(in_base64(b"\x89PNG\r\n\x1a\n" + bytes(200)), good), 415, "documents.format")
        refused(server.match(text("Go, " * 1_000_000), good), 413, "people.too_much_work")
        refused(server.match(text(RESUME), text("\n- y" * 150_000)), 413, "people.too_much_work")
        assert "the resume" in server.match(text("Go, " * 1_000_000), good)[1]["detail"]
        for name in ("oskar.pdf", "petra.pdf"):
            status, body, _, _ = server.match(file(PEOPLE / "resumes" / name), good)
            assert status in (415, 422) and body["code"].startswith("documents."), (name, body)
        status = server.match(text("x" * (13 * 1024 * 1024)), good)[0]
        assert status == 413, status

    suite.check("what is wrong is said, all at once, of the document that it is about", wrong)

    def known():
        status, body, _, _ = server.ask("/api/v1/skills")
        assert status == 200 and len(body["items"]) >= 255, len(body["items"])
        status, skill, _, _ = server.ask("/api/v1/skills/kubernetes")
        assert skill["name"] == "Kubernetes" and any(name["text"].lower() == "k8s" for name in skill["names"]) and skill["implied_by"], skill
        assert server.ask("/api/v1/skills/nonsense")[0] == 404
        limits = server.ask("/api/v1/match/limits")[1]
        assert limits["limits"] == {"document_bytes": 4194304, "pages": 20, "cpu_s": 2, "requests_per_hour": 1000, "at_once": 2, "waiting": 8}, limits
        assert limits["skills"] == len(body["items"]) and limits["knowledge_base"] == body["version"]

    suite.check("skills and limits are told", known)


def kept(suite, server):
    def nothing():
        names, held = fingerprint(server.data)
        assert not held, held
        newest = server.ask("/api/v1/log?limit=1")[1]["items"][0]["seq"]
        for _ in range(3):
            assert server.match(text(RESUME), text(JOB))[0] == 200
            assert server.match(in_base64(RESUME.encode()), text(JOB))[0] == 200
        after, held = fingerprint(server.data)
        assert not held, held
        assert {n for n in after - names if not n.endswith(("-wal", "-shm"))} == set(), after - names
        assert server.ask("/api/v1/log?limit=1")[1]["items"][0]["seq"] == newest, "the log did not move"
        assert MARK not in server.world.log(server.name, 10_000)

    suite.check("nothing is kept: no file, no event, no line of the server's log", nothing)


def opened(suite, server):
    def anybody():
        assert server.match(text(RESUME), text(JOB), token=False)[0] == 200
        assert server.ask("/api/v1/match/limits", token=False)[0] == 200
        assert server.ask("/api/v1/skills/go", token=False)[0] == 200
        for path in ("/api/v1/slos", "/api/v1/questions", "/api/v1/people"):
            assert server.ask(path, token=False)[0] in (401, 403, 404), path

    suite.check("--open-match lets anybody match, and nothing else", anybody)

    def often():
        # One went to the check before.
        for _ in range(3):
            assert server.match(text(RESUME), text(JOB), token=False)[0] == 200
        status, body, headers, _ = server.match(text(RESUME), text(JOB), token=False)
        refused((status, body), 429, "match.too_many")
        assert 0 < int(headers["Retry-After"]) <= 900, headers["Retry-After"]
        assert server.match(text(RESUME), text(JOB))[0] == 200, "an account is asked apart from its address"

    suite.check("the fifth within an hour waits as long as Retry-After says; others do not", often)


def settings(suite, world):
    def refused_at_start():
        for option, value in (("--match-bytes", "5000000"), ("--match-pages", "0"), ("--match-cpu", "99"), ("--match-per-hour", "-1"), ("--match-at-once", "0"), ("--match-waiting", "65")):
            server = Served(world, "bad" + option, option, value)
            process = world.start(server.name, PLIMSOLL, "serve", "--data", server.data, "--catalog", server.catalog, "--listen", f"127.0.0.1:{server.port}",
                                  "--head-key", world.path(server.name, "head.key"), option, value)
            assert process.wait(30) != 0, option
            assert option in world.log(server.name), (option, world.log(server.name))

    suite.check("limits that cannot be are refused at the start, by their names", refused_at_start)


def main():
    suite = Suite()
    world = World("match-route")
    try:
        server = Served(world, "closed", "--match-per-hour", "1000")
        server.start()
        closed(suite, server)
        kept(suite, server)
        world.end("closed")
        small = Served(world, "open", "--open-match", "--match-per-hour", "4", "--match-bytes", "4096")
        small.start()
        opened(suite, small)
        world.end("open")
        settings(suite, world)
    finally:
        world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
