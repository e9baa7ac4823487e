"""Interview kits, panel plans and calibration, in a terminal without a server and over HTTP with rights; figures worked out here too."""
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

from harness import PLIMSOLL, ROOT, Plimsoll, Suite, World

KITS = {"sre": 4, "senior-sre": 4, "staff-sre": 4, "sre-manager": 4, "sre-director": 5}  # rounds


def main():
    suite, world = Suite(), World("interviewing")
    plimsoll = Plimsoll(world, os.path.dirname(world.write("catalog/empty.yaml", "")))

    def cli(*args, code=0, typed=""):
        done = subprocess.run([PLIMSOLL, "interview", *args], input=typed, capture_output=True, text=True, timeout=30, cwd=world.folder, env=world.env, check=False)
        assert done.returncode == code, f"{args}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def kits():
        listed = {kit["id"]: kit for kit in json.loads(cli("kit", "list", "--json").stdout)["items"]}
        assert {name: kit["rounds"] for name, kit in listed.items()} == KITS, listed
        for name in KITS:
            kit = json.loads(cli("kit", "show", name, "--json").stdout)["kit"]
            assert listed[name]["minutes"] == sum(r["minutes"] for r in kit["rounds"])
            for r in kit["rounds"]:
                assert r["minutes"] == r["opening"]["minutes"] + r["closing"]["minutes"] + sum(q["minutes"] for q in r["questions"]), r["id"]
            tested = {d for r in kit["rounds"] for d in r["dimensions"]}
            assert tested == {d["id"] for d in kit["dimensions"]}, name
            assert all([a["points"] for a in d["anchors"]] == [1, 2, 3, 4] for d in kit["dimensions"])
            text = cli("kit", "show", name).stdout
            assert "Look twice: prompts, never a score" in text and "(not in the bank)" not in text, text
        assert "no such interview kit" in cli("kit", "show", "none", code=4).stderr

    def own():
        kits = os.path.join(ROOT, "examples", "kits")
        assert cli("kit", "check", kits).stdout.startswith("ok: 1 kits"), kits
        assert "acme-terminals" in cli("kit", "list", "--kits", kits).stdout
        with open(os.path.join(kits, "interview.yaml"), encoding="utf-8") as kit:
            text = kit.read()
        world.write("own/a.yaml", text.replace("minutes: 45", "minutes: 50").replace("id: D6", "id: D666"))
        found = cli("kit", "check", world.path("own"), code=1)
        assert "is 50, and its parts take 45" in found.stderr and "names D666, which the bank does not have" in found.stderr, found.stderr
        world.write("own/a.yaml", text.replace("role: senior", "role: wizard"))
        assert "a.yaml:6" in cli("kit", "check", world.path("own"), code=1).stderr

    def gaps():
        done = cli("kit", "gaps", "sre", "--round", "incident=Ana,Ben", "--round", "promise=Ana", "--lead", "Ben", "--json", code=1)
        plan = json.loads(done.stdout)
        assert "change_safety" in plan["untested"] and "observability" in plan["tested_once"], plan
        assert "systems_thinking" not in plan["tested_once"], "two people rate it"
        load = {p["interviewer"]: p for p in plan["interviewers"]}
        assert (load["Ana"]["minutes"], load["Ben"]["minutes"]) == (120, 60), load
        assert load["Ana"]["two_roles"] and load["Ben"]["two_roles"], "two rounds; interviews and leads"
        whole = [word for name in ("incident", "promise", "daily_work", "together") for word in ("--round", f"{name}={name}-interviewer")]
        assert "100 % of the weight is tested" in cli("kit", "gaps", "sre", *whole).stdout
        assert "is no round of the kit" in cli("kit", "gaps", "sre", "--round", "lunch=Ana", code=4).stderr

    def known_of(name):
        """Known ratings by item, read from the file that ships."""
        import yaml
        with open(os.path.join(ROOT, "kits", "calibration", name + ".yaml"), encoding="utf-8") as kit:
            return yaml.safe_load(kit)["items"]

    def calibrate():
        assert "engineer" in cli("calibrate").stdout
        items = known_of("engineer")
        given = [2 if "points" in known else None for item in items for known in item["known"]]
        done = cli("calibrate", "engineer", "--json", typed="".join("n\n" if g is None else f"{g}\n" for g in given))
        result = json.loads(done.stdout)["all"]
        points = [known["points"] for item in items for known in item["known"] if "points" in known]
        also = [known.get("also", []) for item in items for known in item["known"] if "points" in known]
        assert result["exact"]["n"] == len(points), result
        assert abs(result["exact"]["value"] - points.count(2) / len(points)) < 1e-12, result
        assert abs(result["acceptable"]["value"] - sum(p == 2 or 2 in a for p, a in zip(points, also)) / len(points)) < 1e-12, result
        assert abs(result["bias"]["value"] - sum(2 - p for p in points) / len(points)) < 1e-12, result
        assert result["rightly_not_assessed"] == given.count(None), result
        first = items[0]["known"][0]
        assert first["reason"][:30] in " ".join(done.stderr.split()), "known ratings are told after each answer, on stderr with --json"

    def stopped():
        text = cli("calibrate", "engineer", typed="3\n").stdout
        assert "stopped: 7 of 7 answers are not rated" in text and "not enough data" in text, text
        assert "Names the gap in detection" not in text, "an answer that was not rated to its end stays hidden"
        text = cli("calibrate", "engineer", typed="5\nx\nn\n").stdout
        assert text.count("that is neither 1, 2, 3, 4 nor n") == 2, text

    def call(method, path, token, body=None):
        request = urllib.request.Request(plimsoll.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": "Bearer " + token, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def token(*rights):
        done = plimsoll.json("token", "create", "-".join(rights), *[w for right in rights for w in ("--right", right)])
        return done["secret"]

    def served():
        plimsoll.start()
        ana, ben, boss, reader = token("interview"), token("interview", "view"), token("hire"), token("view")
        assert call("GET", "/api/v1/hiring/kits", reader)[0] == 403
        with open(os.path.join(plimsoll.data, "cli.token"), encoding="utf-8") as own_token:
            assert call("GET", "/api/v1/hiring/kits", own_token.read().strip())[0] == 403, "who runs the service sees no kits of hiring by that alone"
        assert len(call("GET", "/api/v1/hiring/kits", ana)[1]["items"]) == 5
        path = "/api/v1/hiring/calibration/engineer"
        for item in call("GET", path, ana)[1]["items"]:
            assert item["known"] == [] and not item["rated"]
        first = known_of("engineer")[0]
        ratings = [{"dimension": k["dimension"], **({"points": k["points"]} if "points" in k else {})} for k in first["known"]]
        status, view = call("POST", f"{path}/items/{first['id']}/ratings", ana, {"version": 1, "ratings": ratings})
        assert status == 201, view
        assert [bool(item["known"]) for item in view["items"]] == [True] + [False] * 6
        assert call("POST", f"{path}/items/{first['id']}/ratings", ana, {"ratings": ratings})[0] == 409, "the first ratings count"
        assert call("POST", f"{path}/items/{first['id']}/ratings", ben, {"ratings": ratings[1:]})[0] == 422
        assert all(item["known"] == [] for item in call("GET", path, ben)[1]["items"]), "Ana's rating opens nothing for Ben"
        assert call("GET", path + "/results", ben)[0] == 403
        assert call("GET", path + "/results", boss)[1]["raters"] == 1
        status, refused = call("POST", "/api/v1/hiring/kits/sre/gaps", ana, {"rounds": [{"round": "lunch", "interviewers": ["", ""]}]})
        assert status == 422 and len(refused["errors"]) >= 2, refused
        plimsoll.stop()
        plimsoll.start()
        assert call("GET", path, ana)[1]["items"][0]["rated"], "it stands in the log"
        assert call("GET", path + "/results", boss)[1]["all"]["ratings"] == len(ratings)

    try:
        suite.check("five kits ship, and each adds up", kits)
        suite.check("a kit of one's own is checked, listed and told apart from a wrong one", own)
        suite.check("a plan's gaps are named", gaps)
        suite.check("calibration in a terminal says what plain arithmetic says", calibrate)
        suite.check("calibration that stops keeps hidden what was not rated", stopped)
        suite.check("over HTTP, by rights, once, and after a restart", served)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
