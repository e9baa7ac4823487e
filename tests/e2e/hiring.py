"""A whole hire over HTTP: three interviewers who cannot see each other's cards before submitting, whichever way they look; the debrief against
arithmetic of our own; second versions; the decision; everything still there after a restart and from a snapshot."""
import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time

from bad_sign_in import Browser
from erasure import BASE, Company, in_folder, texts
from harness import PLIMSOLL, ROOT, Suite

NAME = "Theodora Marchbanks"
PANEL = ("ina", "jon", "kim")
SECRET = "Zanzibar"  # in every card and in nothing else
RATINGS = {"ina": [4, 1, None, 3], "jon": [2, 2, None, 3], "kim": [3, 4, None, 3]}  # by dimension of the interview, the rest not assessed


class Panel(Company):
    def __init__(self):
        super().__init__("hiring")

    def card(self, who, dimensions, ratings=None, **more):
        ratings = ratings or RATINGS[who]
        rated = []
        for i, dimension in enumerate(dimensions):
            points = ratings[i] if i < len(ratings) else None
            rated.append({"dimension": dimension, "rating": points, "evidence": [{"answer": "a1", "quote": f"{SECRET} of {who}", "observed": ""}]} if points
                         else {"dimension": dimension, "not_assessed": "no time was left"})
        return {"answers": [{"id": "a1", "asked": "What did you do first?", "words": f"I said {SECRET} of {who}, and then I measured"}], "dimensions": rated,
                "recommendation": "yes", "why": f"{SECRET}, thinks {who}", "minutes": 45, **more}

    def submit(self, who, card, status=201):
        return self.ask(who, "POST", BASE + f"interviews/{self.iv}/card", {"card": card}, status)


def cli(company, token, *args, code=0):
    done = subprocess.run([PLIMSOLL, "hire", *args, "--server", company.orders.url, "--token", token], capture_output=True, text=True, timeout=30, env=company.orders.world.env, check=False)
    assert done.returncode == code, f"{args}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def stream_of(company, who, seconds, meanwhile):
    """What the live events say to somebody while something happens."""
    lines = []
    ready = threading.Event()

    def listen():
        import http.client
        host = company.orders.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=seconds)
        connection.request("GET", "/api/v1/events", headers={"Cookie": company.people[who].cookie, "Accept": "text/event-stream"})
        reply = connection.getresponse()
        ready.set()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                lines.append(reply.readline().decode())
        except (TimeoutError, OSError):
            pass
        connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    assert ready.wait(10), "the stream began"
    meanwhile()
    thread.join(seconds + 10)
    return "".join(lines)


def main():
    suite, company = Suite(), Panel()
    orders = company.orders
    kept_formats = set()

    def begun():
        company.begin()
        for name in ("jon", "kim", "lee"):
            company.join(name, "guest", "interviewer")
        company.join("mia", "viewer", "manager")
        company.opening = texts(company.hire("POST", "openings", {"title": "SRE", "kit": "sre", "team": "Platform", "job": "Requirements\n- Kubernetes\n- Go or Python\n", "headcount": 1}, 201))["id"]
        company.add(NAME, company.opening)
        company.ap = company.applications[NAME]
        planned = texts(company.hire("POST", f"applications/{company.ap}/interviews", {"round": "incident", "interviewers": [company.ids[p] for p in PANEL]}, 201))
        company.iv, company.dimensions = planned["id"], planned["dimensions"]
        assert planned["minutes"] > 0 and planned["title"] and len(company.dimensions) >= 3, planned
        everybody = {p["id"] for p in texts(company.hire("GET", "interviewers"))["items"]}
        assert {company.ids[p] for p in (*PANEL, "lee", "mia", "rita")} == everybody, "an administrator is no interviewer"

    def strangers():
        for who, status in (("lee", 404), ("ada", 403), ("vic", 403)):
            for path in (f"applications/{company.ap}", f"interviews/{company.iv}", f"applications/{company.ap}/debrief", f"candidates/{company.candidates[NAME]}/resume",
                         f"applications/{company.ap}/match", f"interviews/{company.iv}/draft"):
                company.ask(who, "GET", BASE + path, status=status)
        assert texts(company.ask("lee", "GET", BASE + "applications"))["items"] == []
        for method, path in (("POST", "openings"), ("POST", f"applications/{company.ap}/stage"), ("POST", f"applications/{company.ap}/decision"), ("PUT", f"interviews/{company.iv}"),
                             ("POST", f"applications/{company.ap}/offer"), ("GET", "interviewers"), ("GET", "funnel"), ("GET", "export?format=csv")):
            company.ask("ina", method, BASE + path, {} if method != "GET" else None, 403)
        Browser(orders).ask("GET", BASE + "applications").expect(401)

    def drafts():
        path = BASE + f"interviews/{company.iv}/draft"
        company.ask("ina", "GET", path, status=404)
        draft = company.card("ina", company.dimensions)
        first = company.ask("ina", "PUT", path, draft, 200, **{"If-None-Match": "*"})
        company.ask("ina", "PUT", path, draft, 412, **{"If-None-Match": "*"})
        changed = {**draft, "why": "half a thought"}
        second = company.ask("ina", "PUT", path, changed, 200, **{"If-Match": first.headers["ETag"]})
        company.ask("ina", "PUT", path, draft, 412, **{"If-Match": first.headers["ETag"]})
        read = company.ask("ina", "GET", path)
        assert texts(read)["why"] == "half a thought" and read.headers["ETag"] == second.headers["ETag"]
        company.ask("jon", "GET", path, status=404)
        company.hire("GET", f"interviews/{company.iv}/draft", status=403)
        assert not in_folder(orders.data, SECRET.encode()), "a draft stands nowhere in clear"
        with_drafts = company.ask("ada", "GET", "/api/v1/log/export").text
        assert "draft" not in with_drafts, "no draft is in the log"

    def bad_cards():
        broken = company.card("ina", company.dimensions)
        broken["dimensions"][0]["evidence"] = []
        broken["dimensions"][1]["rating"] = 5
        broken["dimensions"][2]["not_assessed"] = ""
        answer = company.submit("ina", broken, 422)
        assert "/dimensions/1/rating" in answer.text, answer.text
        broken["dimensions"][1]["rating"] = 3
        answer = company.submit("ina", broken, 422)
        assert "/dimensions/0/evidence" in answer.text and "/dimensions/2/not_assessed" in answer.text, answer.text
        company.submit("lee", company.card("ina", company.dimensions), 404)
        company.submit("rita", company.card("ina", company.dimensions), 403)

    def ways(who):
        """Every way in which somebody on the panel could look."""
        ask = company.ask
        looks = [ask(who, "GET", BASE + p).text for p in ("applications", f"applications/{company.ap}", "interviews", "interviews?mine=true&when=all", f"interviews/{company.iv}", "openings", "kits", "agreement")]
        person = company.people[who]
        for path in (f"applications/{company.ap}/debrief", "export?format=greenhouse", "export?format=csv", f"candidates/{company.candidates[NAME]}/export", "/log", "log"):
            looks.append(person.ask("GET", BASE + path).text)
        for path in ("/api/v1/log?limit=1000", "/api/v1/log?type=hiring.", "/api/v1/log/export", "/api/v1/activity", f"/api/v1/log?stream=candidate/{company.candidates[NAME]}"):
            looks.append(person.ask("GET", path).text)
        return looks

    def hidden():
        company.submit("ina", company.card("ina", company.dimensions))
        for who in ("jon", "kim"):
            company.ask(who, "GET", BASE + f"applications/{company.ap}/debrief", status=403)
            company.ask(who, "POST", BASE + f"applications/{company.ap}/debrief/notes", {"text": "hm"}, 403)
            for text in ways(who):
                assert SECRET not in text, f"{who} reads ina's card: {text[:2000]}"
                assert '"rating":4' not in text, f"{who} reads a rating"
            cards = {c["rater"]["id"]: c for c in texts(company.ask(who, "GET", BASE + f"interviews/{company.iv}"))["cards"]}
            assert cards[company.ids["ina"]]["version"] == 1 and cards[company.ids["ina"]]["hidden"], "that it was submitted is no secret"
        heard = stream_of(company, "kim", 4, lambda: company.submit("jon", company.card("jon", company.dimensions)))
        assert SECRET not in heard and company.candidates[NAME] not in heard and '"sealed"' not in heard, heard
        assert SECRET in company.ask("jon", "GET", BASE + f"applications/{company.ap}/debrief").text, "jon has submitted"
        for text in ways("kim"):
            assert SECRET not in text, "kim has not"

    def managers_on_the_panel():
        planned = texts(company.hire("POST", f"applications/{company.ap}/interviews", {"round": "together", "interviewers": [company.ids["mia"]]}, 201))
        for text in ways("mia"):
            assert SECRET not in text, "a manager on the panel is as blind as anybody: " + text[:2000]
        company.ask("mia", "GET", BASE + f"applications/{company.ap}/debrief", status=403)
        company.ask("mia", "POST", BASE + f"applications/{company.ap}/decision", {"outcome": "hire", "reasons": "x", "against": "y"}, 403)
        company.hire("POST", f"interviews/{planned['id']}/cancel", {"reason": "she decides, and does not interview"})
        assert SECRET in company.ask("mia", "GET", BASE + f"applications/{company.ap}/debrief").text

    def debrief():
        company.submit("kim", company.card("kim", company.dimensions))
        view = texts(company.ask("kim", "GET", BASE + f"applications/{company.ap}/debrief"))
        kit = texts(company.hire("GET", "kits/sre"))
        weights = {d["id"]: d["weight"] for d in kit.get("kit", kit)["dimensions"]}
        total = assessed = 0
        for i, dimension in enumerate(company.dimensions):
            points = [RATINGS[p][i] for p in PANEL if i < len(RATINGS[p]) and RATINGS[p][i]]
            row = next(d for d in view["dimensions"] if d["id"] == dimension)
            assert row["result"]["assessed"] == len(points) and len(row["cells"]) == 3, row
            if points:
                assert abs(row["result"]["mean"] - sum(points) / 3) < 1e-9 and row["result"]["spread"] == max(points) - min(points), row
                total += weights[dimension] * sum(points) / len(points)
                assessed += weights[dimension]
        assert abs(view["composite"]["value"] - total / assessed) < 1e-9, view["composite"]
        assert abs(view["composite"]["coverage"] - assessed / sum(weights.values())) < 1e-9, view["composite"]
        spreads = [d["result"]["spread"] if d["result"]["spread"] is not None else -1 for d in view["dimensions"]]
        assert spreads == sorted(spreads, reverse=True), "the widest spread comes first"
        assert view["dimensions"][0]["id"] == company.dimensions[1] and "3 points apart" in view["dimensions"][0]["note"], view["dimensions"][0]
        assert view["missing"] == [] and view["cards"] == 3
        assert {d["dimension"] for d in view["not_assessed"]} == set(weights) - set(company.dimensions[:2]) - set(company.dimensions[3:4]), view["not_assessed"]
        words = view["dimensions"][0]["cells"][0]["words"][0]
        assert SECRET in words, "the candidate's words stand beside the rating"

    def second_version():
        second = company.card("ina", company.dimensions, [4, 3, None, 3])
        company.submit("ina", second, 422)
        company.submit("ina", {**second, "why_changed": "kim's evidence"}, 200)
        card = next(c for c in texts(company.ask("jon", "GET", BASE + f"interviews/{company.iv}"))["cards"] if c["rater"]["id"] == company.ids["ina"])
        assert card["version"] == 2 and card["after_seeing_others"] and card["first"]["dimensions"][1]["rating"] == 1 and card["card"]["dimensions"][1]["rating"] == 3, card
        view = texts(company.hire("GET", f"applications/{company.ap}/debrief"))
        row = next(d for d in view["dimensions"] if d["id"] == company.dimensions[1])
        cell = next(c for c in row["cells"] if c["rater"]["id"] == company.ids["ina"])
        assert cell["changed"] and cell["first_rating"] == 1 and row["result"]["spread"] == 3, "first versions are what spread is of"
        assert view["composite_last"]["value"] > view["composite"]["value"]

    def decided():
        company.ask("ina", "POST", BASE + f"applications/{company.ap}/debrief/notes", {"text": "We read both pieces of evidence"}, 201)
        company.hire("POST", f"applications/{company.ap}/offer", {"on": time.strftime("%Y-%m-%d", time.gmtime())}, 409)
        company.hire("POST", f"applications/{company.ap}/decision", {"outcome": "hire", "reasons": "", "against": ""}, 422)
        done = texts(company.hire("POST", f"applications/{company.ap}/decision", {"outcome": "hire", "reasons": "Measures first", "against": "Capacity was not assessed"}))
        assert done["decisions"][-1]["cards"] == 3 and done["decisions"][-1]["missing"] == 0 and done["decisions"][-1]["what"]["composite"] > 2, done["decisions"]
        today = time.strftime("%Y-%m-%d", time.gmtime())
        assert texts(company.hire("POST", f"applications/{company.ap}/offer", {"on": today}))["stage"] == "offer"
        assert texts(company.hire("POST", f"applications/{company.ap}/offer/answer", {"accepted": True, "on": today, "text": "Gladly"}))["stage"] == "hired"
        assert texts(company.hire("POST", f"applications/{company.ap}/start", {"on": today}))["started_on"] == today
        company.hire("POST", f"applications/{company.ap}/quality", {"day": 90, "met": True, "text": "too soon"}, 422)
        company.hire("POST", f"openings/{company.opening}/close", {"filled": True, "reason": "Filled"})
        opening = texts(company.hire("GET", f"openings/{company.opening}"))
        assert opening["hired"] == 1 and opening["filled"], opening

    def matched():
        reply = texts(company.ask("ina", "GET", BASE + f"applications/{company.ap}/match"))
        assert reply["report"]["rows"] and reply["kept"] is False and NAME in json.dumps(reply["resume"]), str(reply)[:500]
        assert texts(company.ask("ina", "GET", BASE + f"applications/{company.ap}/match")) == reply, "the same input gives the same output"

    def kept_as_files():
        """What is kept of a file says of the job what the file itself says."""
        job = texts(company.hire("GET", f"openings/{company.opening}"))["what"]["job"]
        path = f"candidates/{company.candidates[NAME]}/resume"
        for name in ("grace.pdf", "asha.md", "carla.json", "indira.docx"):
            file = os.path.join(ROOT, "tests", "people", "resumes", name)
            with open(file, "rb") as content:
                resume = {"name": name, "content": base64.b64encode(content.read()).decode()}
            shown = texts(company.hire("PUT", path, resume))
            assert shown["name"] == name and shown["lines"], shown
            assert texts(company.ask("kim", "GET", BASE + path)) == {**shown, "kept_at": shown["kept_at"]}
            kept = texts(company.ask("kim", "GET", BASE + f"applications/{company.ap}/match"))
            direct = texts(company.ask("kim", "POST", "/api/v1/match", {"resume": resume, "job": {"text": job}}))
            assert kept["report"] == direct["report"] and kept["resume"] == direct["resume"], f"{name}: {kept['report']} is not {direct['report']}"
            kept_formats.add(shown["format"])
        assert {"pdf", "docx", "text", "json_resume"} == kept_formats, kept_formats
        company.hire("PUT", path, {"name": "cv.exe", "content": base64.b64encode(b"MZ\0\0" * 50).decode()}, 415)
        company.hire("PUT", path, {"name": "cv.pdf", "content": base64.b64encode(b"%PDF-1.7 and nothing else").decode()}, 422)
        assert texts(company.hire("GET", path))["name"] != "cv.pdf", "what was refused replaces nothing"
        company.hire("DELETE", path, status=204)
        company.hire("GET", path, status=404)
        company.ask("ina", "GET", BASE + f"applications/{company.ap}/match", status=409)
        company.hire("PUT", path, {"name": "cv.txt", "text": f"{NAME}\nSRE, 2020 to 2024\n"})

    def told():
        entries = texts(company.ask("mia", "GET", "/api/v1/log?type=hiring.&limit=1000"))["items"]
        sentences = [e["text"] for e in entries]
        assert any(s == f"The application {company.ap} moved from offer to hired" for s in sentences), sentences
        assert any("Ina submitted a card of" in s for s in sentences) and any("version 2, after seeing others' cards" in s for s in sentences), sentences
        assert not any(NAME in s or SECRET in s for s in sentences), "no sentence names the candidate or what was said"

    def looks():
        return [texts(company.hire("GET", p)) for p in (f"applications/{company.ap}", f"applications/{company.ap}/debrief", f"interviews/{company.iv}", f"candidates/{company.candidates[NAME]}/resume", "applications")]

    def restarted():
        before = looks()
        orders.world.end("plimsoll", signal.SIGKILL)
        orders.start()
        company.sign_in_again()
        assert looks() == before, "after a kill, from the log"
        orders.stop()
        assert os.listdir(os.path.join(orders.data, "snapshots")), "an orderly stop leaves a snapshot"
        orders.start()
        company.sign_in_again()
        assert looks() == before, "from the snapshot"
        assert not in_folder(orders.data, NAME.encode()) and not in_folder(orders.data, SECRET.encode()), "nothing stands in clear"

    def commands():
        made = texts(company.ask("ada", "POST", "/api/v1/tokens", {"name": "recruiting", "rights": ["hire"]}, 201))
        token = made.get("token") or made.get("secret")
        assert NAME in cli(company, token, "candidates").stdout
        shown = cli(company, token, "show", company.ap).stdout
        assert "Measures first" in shown and "against it: Capacity was not assessed" in shown, shown
        side_by_side = cli(company, token, "debrief", company.ap).stdout
        assert "3 cards" in side_by_side and f"\"{SECRET} of ina\"" in side_by_side, side_by_side
        assert json.loads(cli(company, token, "openings", "--json").stdout)["items"][0]["id"] == company.opening
        assert company.iv in cli(company, token, "interviews", "--all").stdout
        other = texts(company.ask("ada", "POST", "/api/v1/tokens", {"name": "ops", "rights": ["admin"]}, 201))
        assert "candidates" not in cli(company, other.get("token") or other.get("secret"), "candidates", code=4).stdout

    steps = [("an opening, a candidate and a panel of three", begun),
             ("who is not on the panel is told that there is no such thing", strangers),
             ("a draft is one's own, and two tabs do not overwrite each other", drafts),
             ("a card without evidence is refused with every field", bad_cards),
             ("a card is hidden until one's own is submitted, whichever way one looks", hidden),
             ("a manager on the panel is as blind as any interviewer", managers_on_the_panel),
             ("the debrief is our own arithmetic", debrief),
             ("a second version stands beside the first", second_version),
             ("a decision, an offer, a start", decided),
             ("the resume is matched anew, and the same", matched),
             ("what is kept of PDF, DOCX, Markdown and JSON is matched as the file is", kept_as_files),
             ("the log tells it without a name", told),
             ("everything is still there after a kill and from a snapshot", restarted),
             ("in a terminal", commands)]
    try:
        for name, run in steps:
            if not suite.check(name, run):
                break
    finally:
        orders.world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
