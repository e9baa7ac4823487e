"""Every released version's data folder, opened by this one: the same figures, alerts, pages and people, and the log whole.

tests/data/make.py makes the folders.
"""
import glob
import json
import os
import sys
import tarfile

from harness import ROOT, Plimsoll, Suite, World, get, measure


def told(plimsoll):
    """What a server says of its data, as far as it does not depend on when it is asked."""
    slos = {}
    for row in plimsoll.json("slo", "list")["items"]:
        m, inputs = measure(plimsoll.json("slo", "show", row["name"]), "slo.budget_remaining")
        slos[row["name"]] = {"budget_remaining": m["value"], "valid": inputs["valid"], "bad": inputs["bad"]}
    return {
        "slos": slos,
        "alerts": sorted((a["slo"], a["rule"], a["state"]) for a in plimsoll.json("alert", "list")["items"]),
        "pages": sorted((p["slo"], p["channel"], p["state"]) for p in plimsoll.json("page", "list")["items"]),
        "tokens": sorted(t["name"] for t in plimsoll.json("token", "list")["items"]
                         if t["name"] != "command line on this host"),
        "people": people(plimsoll),
    }


def people(plimsoll):
    with open(os.path.join(plimsoll.data, "cli.token"), encoding="utf-8") as file:
        token = file.readline().strip()
    listed = json.loads(get(plimsoll.url + "/api/v1/people", headers={"Authorization": f"Bearer {token}"}))
    return sorted((p["name"], p["display_name"], p["role"], p["state"]) for p in listed["items"])


def checks(suite, folder):
    version = os.path.basename(folder)
    world = World("upgrade-" + version)
    with open(os.path.join(folder, "figures.json"), encoding="utf-8") as file:
        figures = json.load(file)
    head = figures.pop("head")
    plimsoll = Plimsoll(world, world.path("catalog"), env={"HOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})

    def verifies():
        done = plimsoll.run("audit", "verify", "--data", plimsoll.data, "--public-key", world.path("head.key.pub"), "--head", head)
        assert "intact" in done.stdout, done.stdout

    def says_the_same():
        plimsoll.start()
        now = json.loads(json.dumps(told(plimsoll)))
        for name, then in figures.items():
            assert now[name] == then, f"{name}: {now[name]}, which were {then}"

    def stays():
        plimsoll.stop()
        verifies()
        says_the_same()
        plimsoll.stop()

    try:
        with tarfile.open(os.path.join(folder, "data.tar.gz")) as tar:
            tar.extractall(world.folder)
        suite.check(f"{version}: its log verifies, with the head it gave out", verifies)
        if suite.check(f"{version}: the same figures, alerts, pages, tokens and people", says_the_same):
            suite.check(f"{version}: and still so after this version has written to it", stays)
    finally:
        world.close(keep=suite.failed > 0)


def main():
    suite = Suite()
    folders = sorted(glob.glob(os.path.join(ROOT, "tests", "data", "v*")))
    suite.check("there are data folders of released versions", lambda: folders.__getitem__(0))
    for folder in folders:
        checks(suite, folder)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
