"""Figures of hiring over twenty applications, against arithmetic of our own: agreement, funnel, plan, scorecards for other tools, rates by what
candidates declared; and that what they declared stands in one file and in nothing else."""
import csv
import io
import itertools
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request

from erasure import BASE, Company, in_folder, texts
from harness import PLIMSOLL, Suite

N = 20
RATERS = ("ina", "jon")
GIVEN = {"ina": [1 + i % 4 for i in range(N)], "jon": [1 + (i + (i % 3 == 0)) % 4 for i in range(N)]}  # of the first dimension
HIRED = [i for i in range(N) if i % 4 == 0]


def ordinal_alpha(units):
    """Krippendorff's, by its definition: units are lists of ratings."""
    units = [u for u in units if len(u) > 1]
    values = sorted({v for u in units for v in u})
    count = {v: sum(u.count(v) for u in units) for v in values}
    n = sum(count.values())

    def apart(a, b):
        low, high = min(a, b), max(a, b)
        return (sum(count[v] for v in values if low <= v <= high) - (count[low] + count[high]) / 2) ** 2

    observed = sum(apart(a, b) / (len(u) - 1) for u in units for a, b in itertools.permutations(u, 2)) / n
    expected = sum(count[a] * (count[b] - (a == b)) * apart(a, b) for a in values for b in values) / (n * (n - 1))
    return 1 - observed / expected


def main():
    suite, company = Suite(), Company("figures")
    names = [f"Applicant{i} Example" for i in range(N)]
    today = time.strftime("%Y-%m-%d", time.gmtime())

    def as_candidate(code, method, body=None):
        request = urllib.request.Request(company.orders.url + "/api/v1/candidate/declaration", method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"X-Candidate-Code": code, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def card(dimensions, points):
        rated = [{"dimension": dimensions[0], "rating": points, "evidence": [{"answer": "a1"}]}]
        rated += [{"dimension": d, "not_assessed": "no time was left"} for d in dimensions[1:]]
        return {"answers": [{"id": "a1", "question": "X1", "words": "=SUM(1+1) I would ask what changed"}], "dimensions": rated, "recommendation": "yes", "why": "so", "minutes": 50}

    def begun():
        company.begin()
        company.join("jon", "guest", "interviewer")
        company.opening = texts(company.hire("POST", "openings", {"title": "SRE", "kit": "sre", "headcount": 6, "needed_by": "2099-01-01", "roadmap": "Second region"}, 201))["id"]
        company.codes = []
        for i, name in enumerate(names):
            company.add(name, company.opening)
            ap = company.applications[name]
            company.hire("POST", f"applications/{ap}/stage", {"to": "interview", "reason": "as planned"})
            planned = texts(company.hire("POST", f"applications/{ap}/interviews", {"round": "incident", "interviewers": [company.ids[r] for r in RATERS]}, 201))
            for rater in RATERS:
                company.ask(rater, "POST", BASE + f"interviews/{planned['id']}/card", {"card": card(planned["dimensions"], GIVEN[rater][i])}, 201)
            company.dimension = planned["dimensions"][0]
            company.codes.append(texts(company.hire("POST", f"applications/{ap}/link", {}, 201))["code"])

    def agreement():
        page = texts(company.hire("GET", "agreement?kit=sre"))
        expected = ordinal_alpha([[GIVEN[r][i] for r in RATERS] for i in range(N)])
        assert abs(page["overall"]["alpha"]["value"] - expected) < 1e-9, (page["overall"]["alpha"], expected)
        same = sum(GIVEN["ina"][i] == GIVEN["jon"][i] for i in range(N)) / N
        assert abs(page["overall"]["raw"]["value"] - same) < 1e-12
        assert page["cards"] == 2 * N and page["applications"] == N and len(page["raters"]) == 2
        mean = {r: sum(GIVEN[r]) / N for r in RATERS}
        effects = {r["rater"]["id"]: r["leniency"]["effect"] for r in page["raters"]}
        assert abs(effects[company.ids["ina"]] - (mean["ina"] - mean["jon"]) / 2) < 1e-9, "both rated all: the effect is half of the difference"
        own = texts(company.ask("ina", "GET", BASE + "agreement?kit=sre"))
        assert [r["rater"]["id"] for r in own["raters"]] == [company.ids["ina"]]
        assert all(m["by_rater"] == [] for m in own["overall"]["marginals"])
        assert '"candidates":' not in json.dumps(page), "the model's effects of candidates leave nobody ranked"

    def scorecards():
        cards = json.loads(company.hire("GET", "export?format=greenhouse").text)
        assert len(cards) == 2 * N
        first = next(c for c in cards if c["candidate_name"] == names[0] and c["interviewer"]["id"] == company.ids["ina"])
        assert first["overall_recommendation"] == "yes" and first["plimsoll"]["dimensions"][0]["points"] == GIVEN["ina"][0]
        assert first["attributes"][0]["rating"] == {1: "no", 2: "mixed", 3: "yes", 4: "strong_yes"}[GIVEN["ina"][0]]
        assert first["attributes"][1] == {**first["attributes"][1], "rating": "no_decision", "note": "no time was left"}
        rows = list(csv.DictReader(io.StringIO(company.hire("GET", "export?format=csv").text)))
        rated = [r for r in rows if r["points"]]
        assert len(rated) == 2 * N and sorted(int(r["points"]) for r in rated) == sorted(GIVEN["ina"] + GIVEN["jon"])
        assert all(r["evidence"].startswith("'=SUM") for r in rated), "a spreadsheet runs nothing"
        company.ask("ina", "GET", BASE + "export", status=403)

    def declared():
        status, view = as_candidate(company.codes[0], "GET")
        assert status == 200 and [a["id"] for a in view["attributes"]] == ["sex", "race_ethnicity"] and view["values"] == {}, view
        assert as_candidate("plk_nobody", "GET")[0] == 403
        assert as_candidate(company.codes[0], "PUT", {"values": {"sex": "x", "age": "41"}})[0] == 422
        for i, code in enumerate(company.codes):
            status, view = as_candidate(code, "PUT", {"values": {"sex": "male" if i % 2 == 0 else "female"}})
            assert status == 200 and view["values"]["sex"], view
        assert in_folder(company.orders.data, b"female") and all(name.startswith("demographics.db") for name in in_folder(company.orders.data, b"female")), "in one file alone"
        for path in ("applications", f"applications/{company.applications[names[1]]}", "export?format=csv", "funnel", "agreement"):
            assert "female" not in company.hire("GET", path).text, path
        assert "female" not in company.ask("ada", "GET", "/api/v1/log/export").text

    def decided():
        for i, name in enumerate(names):
            ap = company.applications[name]
            company.hire("POST", f"applications/{ap}/decision", {"outcome": "hire" if i in HIRED else "no_hire", "reasons": "the evidence", "against": "looked for, none found"})
            if i in HIRED:
                company.hire("POST", f"applications/{ap}/offer", {"on": today})
                company.hire("POST", f"applications/{ap}/offer/answer", {"accepted": True, "on": today})
            else:
                company.hire("POST", f"applications/{ap}/stage", {"to": "rejected", "reason": "as decided"})
        funnel = texts(company.hire("GET", "funnel"))
        stages = {s["stage"]: s for s in funnel["stages"]}
        assert stages["applied"]["reached"] == N and stages["hired"]["reached"] == len(HIRED), stages
        rate = funnel["offer_rate"]
        assert abs(rate["value"] - len(HIRED) / N) < 1e-12 and rate["sample_size"] == N and rate["interval"]["method"] == "Wilson 95 %", rate
        assert funnel["time_to_fill"]["n"] == 6 and funnel["time_to_fill"]["ended"] == len(HIRED), "one of six posts is open"
        plan = texts(company.hire("GET", "plan"))
        assert (plan["filled"], plan["headcount"]) == (len(HIRED), 6) and plan["posts"][0]["roadmap"] == "Second region", plan
        assert plan["posts"][0]["state"] in ("in_time", "cannot_tell"), plan

    def fairness():
        page = texts(company.hire("GET", "fairness"))
        assert page["counted"] == N, page
        groups = {r["group"][0]: r for r in page["tables"][0]["table"]["rows"]}
        assert groups["male"]["counts"] == {"assessed": 10, "advanced": 5} and groups["female"]["counts"] == {"assessed": 10, "advanced": 0}, groups
        assert abs(groups["female"]["fisher_p"] - 0.0325) < 0.0001, "10 and 0 of 10, 5 and 5: by the hypergeometric distribution"
        company.ask("ina", "GET", BASE + "fairness", status=403)
        company.ask("ada", "GET", BASE + "fairness", status=403)
        table = company.hire("GET", "fairness/table").text
        assert "hired,sex,female,10,0,0," in table, table

    def in_a_terminal():
        token = texts(company.ask("ada", "POST", "/api/v1/tokens", {"name": "reports", "rights": ["hire"]}, 201))["secret"]
        def cli(*args):
            done = subprocess.run([PLIMSOLL, "hire", *args, "--server", company.orders.url, "--token", token], capture_output=True, text=True, timeout=30, env=company.orders.world.env, check=False)
            assert done.returncode == 0, f"{args}: exit {done.returncode}\n{done.stdout}{done.stderr}"
            return done.stdout
        assert "offer rate         25 % of 20" in cli("funnel"), cli("funnel")
        assert "5 of 6 posts filled" in cli("plan")
        assert "Ina" in cli("agreement", "--kit", "sre") and "40 cards of 20 applications" in cli("agreement")
        assert "0/10" in cli("fairness") and "0.0325" in cli("fairness"), cli("fairness")
        assert cli("fairness", "--csv").startswith("stage,attributes,group")
        assert len(json.loads(cli("scorecards"))) == 2 * N
        cli("scorecards", "--format", "csv", "-o", company.orders.world.path("cards.csv"))
        with open(company.orders.world.path("cards.csv"), encoding="utf-8") as cards:
            assert cards.readline().startswith("candidate_id,candidate,")

    def gone():
        eve = company.candidates[names[1]]
        company.hire("POST", f"candidates/{eve}/erase", {"reason": "asked"}, 200)
        page = texts(company.hire("GET", "fairness"))
        assert page["tables"][0]["totals_withheld"], "nine are too few to be told"
        assert not in_folder(company.orders.data, eve.encode()) or all(not name.startswith("demographics") for name in in_folder(company.orders.data, eve.encode()))
        assert as_candidate(company.codes[3], "DELETE")[1]["values"] == {}
        left = texts(company.hire("GET", "agreement?kit=sre"))
        assert left["erased"] == 2 and left["cards"] == 2 * N - 2, left["erased"]
        assert names[1] not in company.hire("GET", "export?format=csv").text

    try:
        suite.check("twenty candidates, forty cards", begun)
        suite.check("agreement is what its definition says, without a candidate's effect", agreement)
        suite.check("scorecards for other tools", scorecards)
        suite.check("what candidates declare stands in one file", declared)
        suite.check("funnel and plan count what happened", decided)
        suite.check("rates by group, with chance beside", fairness)
        suite.check("the same in a terminal", in_a_terminal)
        suite.check("who is erased or withdraws is gone from the sums", gone)
    finally:
        company.orders.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
