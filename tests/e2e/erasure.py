"""Candidates are erased for good: their words are in no file any more, the chain is whole, and back-ups and crashes change nothing of it."""
import json
import os
import signal
import sqlite3
import subprocess
import sys

from bad_sign_in import PASSWORD, Browser, code_of
from harness import PLIMSOLL, Suite, until
from orders import Orders

EVE, MAX = "Evelina Quillfeather", "Maximilian Thornbury"
WORDS = {EVE: "I drew the queue before I named a cause, says Evelina", MAX: "I rolled it back and then read the graph, says Maximilian"}
BASE = "/api/v1/hiring/"


def texts(answer):
    return json.loads(answer.text)


def in_folder(folder, needle):
    """Files below the folder that hold these bytes."""
    found = []
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                if needle in file.read():
                    found.append(name)
    return found


class Company:
    """A server with an administrator, somebody who hires, an interviewer, a plain viewer, and two candidates with cards."""

    def __init__(self, name="erasure"):
        self.orders = Orders(name)
        self.people, self.ids = {}, {}
        self.candidates, self.applications = {}, {}

    def ask(self, who, method, path, body=None, status=200, **headers):
        return self.people[who].ask(method, path, body, **headers).expect(status)

    def hire(self, method, path, body=None, status=200):
        return self.ask("rita", method, BASE + path, body, status)

    def join(self, name, role, hiring):
        issued = texts(self.ask("ada", "POST", "/api/v1/invitations", {"name": name, "display_name": name.title(), "role": role, "hiring_role": hiring}, 201))
        self.people[name] = Browser(self.orders)
        self.people[name].ask("POST", "/api/v1/join", {"code": issued["code"], "password": PASSWORD}).expect(200)
        self.ids[name] = issued["id"]

    def begin(self):
        self.orders.start()
        ada = self.people["ada"] = Browser(self.orders)
        link = until("the greeting", lambda: [line for line in self.orders.world.log("plimsoll", 1000).split() if "/setup#" in line], 10)[-1]
        ada.ask("POST", "/api/v1/setup", {"code": code_of(link), "name": "ada", "display_name": "Ada", "password": PASSWORD}).expect(200)
        self.join("rita", "guest", "manager")
        self.join("ina", "guest", "interviewer")
        self.join("vic", "viewer", "none")

    def sign_in_again(self):
        for name, browser in self.people.items():
            browser.cookie = browser.csrf = ""
            browser.sign_in(name, PASSWORD).expect(200)

    def add(self, name, opening):
        made = texts(self.hire("POST", f"openings/{opening}/candidates", {"name": name, "mail": f"{name.split()[0].lower()}@example.org", "source": "applied"}, 201))
        self.candidates[name], self.applications[name] = made["candidate"]["id"], made["id"]
        self.hire("PUT", f"candidates/{made['candidate']['id']}/resume", {"name": "cv.txt", "text": f"{name}\nSRE at Shopfloor, 2020 to 2024\nKept the queue calm\n"})

    def interview(self, name):
        planned = texts(self.hire("POST", f"applications/{self.applications[name]}/interviews", {"round": "incident", "interviewers": [self.ids["ina"]]}, 201))
        interview = planned["interviews"][-1] if "interviews" in planned else planned
        card = {"answers": [{"id": "a1", "question": "", "asked": "What did you do first?", "words": WORDS[name]}],
                "dimensions": [{"dimension": d, "evidence": [{"answer": "a1", "quote": "", "observed": ""}], "rating": 3} for d in interview["dimensions"]],
                "flags": [], "recommendation": "yes", "why": f"{name} is calm"}
        self.ask("ina", "POST", BASE + f"interviews/{interview['id']}/card", {"card": card}, 201)

    def fill(self):
        opening = texts(self.hire("POST", "openings", {"title": "SRE", "kit": "sre", "team": "Platform"}, 201))["id"]
        for name in (EVE, MAX):
            self.add(name, opening)
            self.interview(name)
            self.hire("POST", f"applications/{self.applications[name]}/decision", {"outcome": "no_hire", "reasons": f"{name} was weaker on capacity", "against": "calm in the incident"})

    def export(self, name, status=200):
        return self.hire("GET", f"candidates/{self.candidates[name]}/export", status=status)


def main():
    suite, company = Suite(), Company()
    orders = company.orders
    kept = {}

    def ciphers(name):
        """Sealed texts of the candidate, as the log holds them, and the key that opens them."""
        with sqlite3.connect(f"file:{orders.data}/log.db?mode=ro", uri=True) as log:
            bodies = [json.loads(row[0]) for row in log.execute("SELECT body FROM events WHERE stream = ?", ("candidate/" + company.candidates[name],))]
        with sqlite3.connect(f"file:{orders.data}/keys.db?mode=ro", uri=True) as keys:
            (key,) = keys.execute("SELECT key FROM people WHERE id = ?", (company.candidates[name],)).fetchone()
        return [b["sealed"] for b in bodies if b.get("sealed")], key

    def filled():
        company.begin()
        company.fill()
        for name in (EVE, MAX):
            text = company.export(name).text
            assert name in text and WORDS[name] in text and "weaker on capacity" in text and "Kept the queue calm" in text, text
            kept[name] = ciphers(name)
            assert len(kept[name][0]) >= 2 and len(kept[name][1]) == 32, kept[name]

    def no_clear_text():
        for name in (EVE, MAX):
            for needle in (name, WORDS[name], name.split()[0].lower() + "@"):
                assert not in_folder(orders.data, needle.encode()), f"{needle} stands in clear"

    def operators():
        for who in ("vic", "ada"):
            listed = texts(company.ask(who, "GET", "/api/v1/log?type=hiring.&limit=1000"))["items"]
            assert listed and all(e["withheld"] and e["type"] == "hiring.Withheld" and e["actor"] == "" for e in listed), listed[:2]
            one = texts(company.ask(who, "GET", f"/api/v1/log/{listed[0]['seq']}"))
            assert one["body"] == {} and one["previous_hash"], one
            company.ask(who, "GET", BASE + "applications", status=403)
            company.ask(who, "GET", BASE + "retention", status=403)
            company.ask(who, "POST", BASE + f"candidates/{company.candidates[EVE]}/erase", {"reason": "asked"}, 403)
        company.ask("vic", "GET", "/api/v1/log/export", status=403)
        for needle in (EVE, WORDS[EVE], "no_hire"):
            assert needle not in company.ask("vic", "GET", "/api/v1/log?limit=1000").text, needle
        whole = company.ask("ada", "GET", "/api/v1/log/export").text
        assert EVE not in whole and WORDS[EVE] not in whole, "an export holds ids and sealed text"
        company.ask("ina", "GET", BASE + "retention", status=403)
        company.ask("ina", "GET", BASE + f"candidates/{company.candidates[EVE]}/export", status=403)

    def own_copy():
        issued = texts(company.hire("POST", f"applications/{company.applications[EVE]}/link", {"shows": "evidence"}, 201))
        kept["code"] = issued["code"]
        stranger = Browser(orders)
        copy = texts(stranger.ask("GET", "/api/v1/candidate", **{"X-Candidate-Code": issued["code"]}).expect(200))
        assert copy["name"] == EVE and copy["outcome"] == "no_hire" and "weaker on capacity" in copy["reasons"], copy
        assert any(e["words"] == WORDS[EVE] for d in copy["dimensions"] for e in d["evidence"]), copy["dimensions"]
        assert all(d["ratings"] == [] for d in copy["dimensions"]), "ratings are not shown unless the server lets them"
        assert all([a["points"] for a in d["anchors"]] == [1, 2, 3, 4] for d in copy["dimensions"])
        assert "Ina" not in json.dumps(copy) and company.ids["ina"] not in json.dumps(copy), "raters are not named"
        company.hire("POST", f"applications/{company.applications[EVE]}/link", {"shows": "ratings"}, 409)
        asked = texts(stranger.ask("POST", "/api/v1/candidate/requests", {"what": "correction", "text": "My name has an accent"}, **{"X-Candidate-Code": issued["code"]}).expect(200))
        company.hire("POST", f"applications/{company.applications[EVE]}/requests/{asked['requests'][0]['id']}/answer", {"followed": True, "text": "Done"}, 204)
        again = texts(stranger.ask("GET", "/api/v1/candidate", **{"X-Candidate-Code": issued["code"]}).expect(200))
        assert again["requests"][0]["answer"]["text"] == "Done" and again["requests"][0]["answer"]["by"]["id"] == "", again["requests"]
        wrong = [stranger.ask("GET", "/api/v1/candidate", **{"X-Candidate-Code": code}).expect(403).text
                 for code in (issued["code"][:-2] + "AA", "plk_00000001deadbeef_" + "A" * 43)]
        assert texts_alike(wrong), wrong
        other = texts(company.hire("POST", f"applications/{company.applications[MAX]}/link", {}, 201))
        company.hire("DELETE", f"applications/{company.applications[MAX]}/links/{other['link']}", status=204)
        assert texts_alike([wrong[0], stranger.ask("GET", "/api/v1/candidate", **{"X-Candidate-Code": other["code"]}).expect(403).text])
        offered = texts(stranger.ask("GET", "/api/v1/candidate/declaration", **{"X-Candidate-Code": issued["code"]}).expect(200))
        attribute = offered["attributes"][0]
        said = {"values": {attribute["id"]: attribute["choices"][0]["id"]}}
        stranger.ask("PUT", "/api/v1/candidate/declaration", said, **{"X-Candidate-Code": issued["code"]}).expect(200)
        assert declared(company.candidates[EVE]) == 1, "apart from the log"
        assert not in_folder(orders.data, issued["code"].rsplit("_", 1)[1].encode()), "the log has the hash of the secret alone"

    def declared(candidate):
        with sqlite3.connect(f"file:{orders.data}/demographics.db?mode=ro", uri=True) as apart:
            tables = [row[0] for row in apart.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [row for table in tables for row in apart.execute(f"SELECT * FROM {table}")]
        return sum(candidate in row for row in rows)

    def texts_alike(answers):
        return len({json.loads(a)["code"] + json.loads(a)["title"] for a in answers}) == 1

    def held():
        eve = company.candidates[EVE]
        company.hire("PUT", f"candidates/{eve}/hold", {"reason": "a lawsuit of Quillfeather"})
        company.hire("POST", f"candidates/{eve}/erase", {"reason": "asked"}, 409)
        company.hire("PUT", f"candidates/{eve}/hold", {"reason": "twice"}, 409)
        listed = texts(company.hire("GET", "retention"))
        assert listed["held"] == 1, listed
        company.hire("POST", f"candidates/{eve}/hold/release", {"reason": "it is settled"})
        company.hire("POST", f"candidates/{eve}/erase", {"reason": "due"}, 422)
        company.hire("PUT", f"candidates/{eve}/keep", {"until": "1999-01-01", "reason": "x"}, 422)
        view = texts(company.hire("PUT", f"candidates/{eve}/keep", {"until": "2030-01-01", "reason": "she may apply again"}))
        assert view["set"] and view["why"]["text"] == "she may apply again", view

    def backed_up():
        done = subprocess.run([PLIMSOLL, "backup", "--data", orders.data, "--output", orders.world.path("backup"), "--keys", orders.world.path("keys"), "--json"],
                              capture_output=True, text=True, timeout=60, env=orders.world.env, check=False)
        assert done.returncode == 0, done.stderr
        kept["backup"] = json.loads(done.stdout)

    def erased():
        eve = company.candidates[EVE]
        proof = texts(company.hire("POST", f"candidates/{eve}/erase", {"reason": "asked"}))
        assert proof["key_gone"] and proof["by"]["name"] == "Rita" and proof["events"] > 5 and proof["gone"] and proof["stays"], proof
        assert texts(company.hire("GET", f"candidates/{eve}/erasure"))["seq"] == proof["seq"]
        company.export(EVE, 410)
        company.hire("POST", f"candidates/{eve}/erase", {"reason": "asked"}, 410)
        Browser(orders).ask("GET", "/api/v1/candidate", **{"X-Candidate-Code": kept["code"]}).expect(403)
        for path in ("applications?limit=1000", f"applications/{company.applications[EVE]}", "retention"):
            assert EVE not in company.hire("GET", path).text, path
        gone()
        assert WORDS[MAX] in company.export(MAX).text, "the other is untouched"

    def gone():
        _, key = kept[EVE]
        assert declared(company.candidates[EVE]) == 0, "what was declared apart went too"
        assert not in_folder(orders.data, key), "the key is in a file"
        assert not in_folder(orders.data, EVE.encode())
        assert in_folder(orders.data, kept[MAX][1]), "the other key is where it was"
        assert in_folder(orders.data, kept[EVE][0][0].encode()), "sealed text stays in the chain"

    def chain():
        report = json.loads(subprocess.run([PLIMSOLL, "audit", "verify", "--data", orders.data, "--json"], capture_output=True, text=True, timeout=60,
                                           env=orders.world.env, check=False).stdout)
        assert report["intact"], report

    def restarted():
        orders.stop()
        gone()
        chain()
        orders.start()
        company.sign_in_again()
        company.export(EVE, 410)
        assert WORDS[MAX] in company.export(MAX).text

    def killed():
        """The event is in the log, another program holds keys.db, and the server dies before the key could go."""
        reader = sqlite3.connect(os.path.join(orders.data, "keys.db"), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM people").fetchone()
        proof = texts(company.hire("POST", f"candidates/{company.candidates[MAX]}/erase", {"reason": "mistake"}))
        assert not proof["key_gone"], proof
        orders.world.end("plimsoll", signal.SIGKILL)
        assert in_folder(orders.data, kept[MAX][1]), "its last trace is still there"
        reader.close()
        orders.start()
        company.sign_in_again()
        assert texts(company.hire("GET", f"candidates/{company.candidates[MAX]}/erasure"))["key_gone"]
        assert not in_folder(orders.data, kept[MAX][1]) and not in_folder(orders.data, MAX.encode())

    def restored():
        """Keys of before the erasure under a log of after it: the start erases again what the log says."""
        orders.stop()
        os.replace(os.path.join(kept["backup"]["keys"], "keys.db"), os.path.join(orders.data, "keys.db"))
        for side in ("-wal", "-shm"):
            if os.path.exists(os.path.join(orders.data, "keys.db" + side)):
                os.remove(os.path.join(orders.data, "keys.db" + side))
        assert in_folder(orders.data, kept[EVE][1]), "the back-up brought the key again"
        orders.start()
        company.sign_in_again()
        assert not in_folder(orders.data, kept[EVE][1]) and not in_folder(orders.data, kept[MAX][1])
        company.export(EVE, 410)
        orders.stop()
        chain()

    steps = [("two candidates with resumes, cards and decisions; the export has their words", filled), ("nothing of it stands in clear in any file", no_clear_text),
             ("operators see that there was something, and no more", operators), ("the candidate's own copy: evidence, anchors, corrections, one answer to wrong codes", own_copy),
             ("a legal hold forbids erasing; dates are checked", held), ("a back-up with keys", backed_up),
             ("erased: no word, no key, in no file; the other is untouched", erased), ("the chain is whole while the server runs", chain), ("and after a restart", restarted),
             ("killed between event and key: the next start ends it", killed), ("older keys restored are erased again", restored)]
    try:
        for name, run in steps:
            if not suite.check(name, run):
                break
    finally:
        orders.world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
