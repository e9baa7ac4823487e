"""Definitions of other tools on their way in: files that apply, a report that is honest, exit codes, and the same over HTTP."""
import filecmp
import glob
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

from harness import PLIMSOLL, ROOT, Plimsoll, Suite, World

EXAMPLES = os.path.join(ROOT, "examples", "importing")
SEEDS = sorted(glob.glob(os.path.join(ROOT, "fuzz", "seeds", "convert", "*")))


def main():
    suite, world = Suite(), World("importing")

    def run(*args, code=0):
        done = subprocess.run([PLIMSOLL, *args], cwd=world.folder, env=world.env, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == code, f"plimsoll {' '.join(args)}: exit {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
        return done

    def written(folder):
        return sorted(os.path.relpath(path, world.path(folder)) for path in glob.glob(world.path(folder, "**", "*.yaml"), recursive=True))

    try:
        def plan():
            shown = run("import", "slo", os.path.join(EXAMPLES, "sloth.yaml"), "--out", "plan", "--dry-run", code=1).stdout
            assert "slos/checkout-availability.yaml" in shown and "the period is 30d" in shown, shown
            assert not os.path.exists(world.path("plan")), "a dry run writes nothing"

        suite.check("a dry run shows files and losses and writes nothing", plan)

        def applies():
            run("import", "slo", EXAMPLES + "/sloth.yaml", EXAMPLES + "/CODEOWNERS", "--out", "in", code=1)
            assert len(written("in")) == 5, written("in")
            run("check", "in")
            run("fmt", "--check", "in")
            with open(world.path("in", "services", "checkout.yaml"), encoding="utf-8") as service:
                assert "owner: acme/team-shop" in service.read()

        suite.check("what is imported applies, and is laid out as fmt leaves it", applies)

        def keeps():
            path = world.path("in", "services", "checkout.yaml")
            with open(path, "a", encoding="utf-8") as service:
                service.write("# mine\n")
            kept = run("import", "slo", EXAMPLES + "/sloth.yaml", "--out", "in", "--owner", "somebody", code=1).stdout
            assert "kept: --overwrite replaces it" in kept, kept
            with open(path, encoding="utf-8") as service:
                assert "# mine" in service.read()
            run("import", "slo", EXAMPLES + "/sloth.yaml", "--out", "in", "--owner", "somebody", "--overwrite", code=1)
            with open(path, encoding="utf-8") as service:
                text = service.read()
                assert "# mine" not in text and "owner: somebody" in text, text

        suite.check("files that differ are kept unless they may be replaced", keeps)

        def codes():
            clean = run("import", "slo", os.path.join(ROOT, "fuzz", "seeds", "convert", "openslo.yaml"), "--out", "clean")
            assert "Everything carries over" in clean.stdout, clean.stdout
            broken = world.write("broken.yaml", "a: [\n")
            assert "broken.yaml:2" in run("import", "slo", broken, code=4).stderr
            other = world.write("other.yaml", "apiVersion: apps/v1\nkind: Deployment\n")
            assert "other.yaml:1:1" in run("import", "slo", other, code=4).stderr
            run("import", "slo", world.path("nowhere.yaml"), code=5)
            run("import", "slo", code=2)
            run("import", "slo", other, "--from", "excel", code=4)

        suite.check("exit codes tell lost, refused, unreadable and misspelt apart", codes)

        def every_format():
            made = 0
            for path in [p for p in SEEDS if "pyrra-and" not in p]:
                folder = "seed-" + os.path.basename(path)
                report = json.loads(subprocess.run([PLIMSOLL, "import", "slo", path, "--out", folder, "--json"], cwd=world.folder, env=world.env,
                                                   capture_output=True, text=True, timeout=60, check=False).stdout)
                made += report["slos"]
                assert all(loss["why"] and loss["fate"] in ("changed", "dropped") for loss in report["losses"]), report["losses"]
                run("check", folder)
            assert made >= 8, made

        suite.check("every format makes a catalogue that applies", every_format)

        def both_ways():
            before = run("check", "in").stdout.split(" objects")[1]
            run("fmt", "--export", "parts", "in")
            run("check", "parts")
            assert "indicators/checkout-latency.yaml" in written("parts"), written("parts")
            run("fmt", "--inline", "parts")
            assert run("check", "parts").stdout.split(" objects")[1] == before
            same, differ, wrong = filecmp.cmpfiles(world.path("in"), world.path("parts"), written("in"), shallow=False)
            assert not differ and not wrong, (differ, wrong)
            run("fmt", "--export", "parts", "in", code=5)

        suite.check("parts taken out and written in place again are the files as they were", both_ways)

        def fmt():
            path = world.write("messy/a.yaml", "kind: Service\n# ours\napiVersion: openslo/v1\nmetadata:\n    name: a   # the first\n")
            assert "messy/a.yaml" in run("fmt", "--check", "messy", code=1).stdout
            run("fmt", "messy")
            with open(path, encoding="utf-8") as file:
                assert file.read() == "# ours\napiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: a  # the first\n"
            run("fmt", "--check", "messy")
            world.write("messy/b.yaml", "a: &x 1\nb: *x\n")
            assert "stays as it is" in run("fmt", "--check", "messy").stderr
            world.write("messy/c.yaml", "a: [\n")
            run("fmt", "--check", "messy", code=1)

        suite.check("fmt lays out what it can, and names what it leaves", fmt)

        plimsoll = Plimsoll(world, world.path("in"))
        plimsoll.start()

        def served():
            names = {slo["name"] for slo in plimsoll.json("slo", "list")["items"]}
            assert names == {"checkout-availability", "checkout-latency"}, names

        suite.check("a server promises what was imported", served)

        def over_http():
            with open(os.path.join(plimsoll.data, "cli.token"), encoding="utf-8") as token, open(EXAMPLES + "/sloth.yaml", encoding="utf-8") as text:
                secret, files = token.read().strip(), [{"name": "sloth.yaml", "text": text.read()}]

            def post(body, expected):
                request = urllib.request.Request(plimsoll.url + "/api/v1/import/slo", json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": "Bearer " + secret})
                try:
                    with urllib.request.urlopen(request, timeout=30) as reply:
                        status, answer = reply.status, json.load(reply)
                except urllib.error.HTTPError as problem:
                    status, answer = problem.code, json.load(problem)
                assert status == expected, (status, answer)
                return answer

            answer = post({"files": files, "owner": "team-shop"}, 200)
            assert answer["format"] == "sloth" and answer["slos"] == 2, answer
            assert any("owner: team-shop" in document["yaml"] for document in answer["documents"]), answer
            assert post({"files": files, "from": "pyrra"}, 422)["code"] == "convert.unknown_format"
            assert post({"files": [{"name": "x.yaml", "text": "a: ["}]}, 422)["code"] == "convert.unreadable"
            post({"files": files, "form": "sloth"}, 422)

        suite.check("over HTTP it is the same", over_http)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
