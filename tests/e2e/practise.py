"""Practising as its routes show it: without an account where the administrator allows it, privately with one, two tabs at once, and
nothing of it in the log or in clear in any file."""
import json
import os
import re
import sys

from bad_sign_in import PASSWORD, Browser
from harness import Suite, until
from orders import Orders

SECRET = "zebra-crossing-at-dawn"
KEEP = {"Content-Type": "application/json"}


class Open(Orders):
    """A server that is started with further options."""

    def start(self, *more):
        if not more:
            return super().start()
        plain = self.world.start
        self.world.start = lambda name, *command, env=None: plain(name, *command, *more, env=env)
        try:
            super().start()
        finally:
            self.world.start = plain


def main():
    suite = Suite()
    server = Open("practise")
    try:
        run(suite, server)
    finally:
        server.world.close()
    return suite.finish()


def run(suite, server):
    def ask(path, body=None, **headers):
        if body is None:
            return server.call("GET", "/api/v1/" + path, **headers)
        return server.call("POST", "/api/v1/" + path, json.dumps(body), **{**KEEP, **headers})

    def closed():
        for path, body in (("questions", None), ("questions/A1", None), ("practice/asks", None), ("practice/plan", {}), ("practice/workbook", None)):
            ask(path, body).expect(401)
        assert "open" not in server.call("GET", "/api/v1/session").text or json.loads(server.call("GET", "/api/v1/session").text)["open"] == []

    def opened():
        assert json.loads(server.call("GET", "/api/v1/session").text)["open"] == ["practise"]
        assert len(json.loads(ask("questions").expect(200).text)["items"]) >= 110
        assert json.loads(ask("questions/d3").expect(200).text)["answers"]["spoken"]
        assert len(json.loads(ask("practice/asks").expect(200).text)["items"]) >= 14
        plan = json.loads(ask("practice/plan", {"by": "random", "seed": 7, "role": "director"}).expect(200).text)
        assert plan == json.loads(ask("practice/plan", {"by": "random", "seed": 7, "role": "director"}).text), "one seed, one order"
        checks = json.loads(ask("practice/stories", {"stories": [{"action": "We fixed it."}]}).expect(200).text)
        assert "we_only" in [f["rule"] for f in checks["checks"][0]["findings"]], checks
        figure = json.loads(ask("practice/figure", {"claim": "Reduced pages by 40 %", "baseline": "12", "after": "8"}).expect(200).text)
        assert figure["contradicted"] and "33.3 %" in figure["findings"][0]["text"], figure
        claims = json.loads(ask("practice/claims", {"text": "- Cut time to restore from 90 to 54 min"}).expect(200).text)
        assert claims["claims"][0]["figure"]["baseline"] == "90 min", claims

    def only_that():
        for path in ("practice/workbook", "slos", "people", "events", "health"):
            ask(path).expect(401)
        server.call("PUT", "/api/v1/practice/workbook", "{}", **KEEP).expect(401)

    def from_elsewhere():
        server.call("POST", "/api/v1/practice/plan", "{}", **KEEP, Origin="http://evil.example").expect(403)

    def refused():
        ask("practice/stories", {"stories": [{"action": "x" * 2001}], "words_per_minute": 1}).expect(422, "/stories/0/action", "/words_per_minute")
        ask("practice/figure", {"claim": "x", "colour": "red"}).expect(422, "colour")
        server.call("POST", "/api/v1/practice/plan", "{", **KEEP).expect(400)
        ask("practice/claims", {"text": "x" * (700 << 10)}).expect(413)

    suite.check("without the option nobody practises without an account", lambda: (server.start(), closed()))
    server.stop()
    suite.check("with it everybody may, and everything is computed and kept nowhere", lambda: (server.start("--open-practise"), opened()))
    suite.check("and nothing else is open: no workbook, no figure of operations", only_that)
    suite.check("another site's page may not ask", from_elsewhere)
    suite.check("what passes a bound is refused with every field", refused)

    ada, bob = Browser(server), Browser(server)

    def people():
        # Each of the two starts printed one, and only the newer lets in.
        link = until("both links", lambda: (re.findall(r"/setup#(plc_\S+)", server.world.log("plimsoll", 1000)) + [None, None])[1], 10)
        ada.ask("POST", "/api/v1/setup", {"code": link, "name": "ada", "display_name": "Ada", "password": PASSWORD}).expect(200)
        invited = ada.ask("POST", "/api/v1/invitations", {"name": "bob", "display_name": "Bob", "role": "viewer", "hiring_role": "none"}).expect(201)
        bob.ask("POST", "/api/v1/join", {"code": json.loads(invited.text)["code"], "password": PASSWORD}).expect(200)

    def keep(who, workbook, tag):
        return who.ask("PUT", "/api/v1/practice/workbook", workbook, **KEEP, **({"If-Match": tag} if tag else {}))

    def private():
        empty = bob.ask("GET", "/api/v1/practice/workbook").expect(200)
        assert empty.headers["ETag"] == '"none"' and "no-store" in empty.headers["Cache-Control"], dict(empty.headers)
        keep(bob, {"notes": [{"question": "A1", "text": SECRET}]}, None).expect(428)
        kept = keep(bob, {"notes": [{"question": "A1", "text": SECRET}]}, '"none"').expect(200)
        assert SECRET not in kept.text
        assert SECRET in bob.ask("GET", "/api/v1/practice/workbook").expect(200).text
        assert SECRET not in ada.ask("GET", "/api/v1/practice/workbook").expect(200).text, "not even the administrator"
        with open(os.path.join(server.data, "cli.token"), encoding="utf-8") as file:
            token = file.read().strip()
        server.call("GET", "/api/v1/practice/workbook", Authorization="Bearer " + token).expect(403, "signed in")
        return kept.headers["ETag"]

    def two_tabs():
        tag = bob.ask("GET", "/api/v1/practice/workbook").headers["ETag"]
        keep(bob, {"notes": [{"question": "A1", "text": SECRET}], "role": "senior"}, tag).expect(200)
        keep(bob, {"notes": []}, tag).expect(409, "If-Match")
        assert SECRET in bob.ask("GET", "/api/v1/practice/workbook").text, "what came first stays"

    def nowhere():
        server.stop()
        for folder, _, names in os.walk(server.world.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    assert SECRET.encode() not in file.read(), f"{name} holds it in clear"
        server.start("--open-practise")
        assert SECRET in bob.ask("GET", "/api/v1/practice/workbook").expect(200).text, "it lasts"
        assert "practice" not in ada.ask("GET", "/api/v1/log?limit=200").expect(200).text, "the log tells nothing of it"

    def removed():
        bob.ask("DELETE", "/api/v1/practice/workbook").expect(204)
        again = bob.ask("GET", "/api/v1/practice/workbook").expect(200)
        assert SECRET not in again.text and again.headers["ETag"] == '"none"'

    suite.check("an administrator and a viewer sign in", people)
    suite.check("a workbook is its owner's alone: no administrator, no token, nobody else", private)
    suite.check("two tabs cannot overwrite each other", two_tabs)
    suite.check("it lasts, sealed: no file holds it in clear, and the log tells nothing of it", nowhere)
    suite.check("its owner removes it for good", removed)


if __name__ == "__main__":
    sys.exit(main())
