"""One figure, one value: overview, SLO, chart, defence sheet and command line agree, and raw slots give it again."""
import json
import subprocess
import sys
import urllib.error
import urllib.request

from demo import Demo
from harness import PLIMSOLL, Suite, World, free_port, until

MOVED_ON = "its service shows another SLO by now: another one is worse"


def main():
    suite, world = Suite(), World("figures")
    demo = Demo(world, "--listen", f"127.0.0.1:{free_port()}", "--seed", "3")

    def cli(*args):
        done = subprocess.run([PLIMSOLL, *args, "--server", demo.welcome["url"], "--token-file", demo.welcome["token_file"]],
                              capture_output=True, text=True, timeout=30, env=world.env, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def sheets(explained):
        return {s["measure"]["id"]: s["measure"] for s in explained["sheets"] if s["measure"]["id"] != "slo.burn_rate"}

    def everywhere(name):
        """What each place says of an SLO at one instant: read again while traffic moves it."""
        def once():
            line = next((s for s in demo.api("/api/v1/overview")["services"] if s["slo"] == name), None)
            if line is None:
                return MOVED_ON
            chart = demo.api(f"/api/v1/slos/{name}/chart")
            explained = demo.api(f"/api/v1/slos/{name}/explain")
            shown = cli("slo", "show", name, "--json")["summary"]
            detail = demo.api(f"/api/v1/slos/{name}")["summary"]
            last = demo.api("/api/v1/overview")["services"]
            same = line == next((s for s in last if s["slo"] == name), None)
            return same and (line, chart, sheets(explained), shown, detail)
        return until(f"{name} stands still for as long as it is read", once, 60, 0.1)

    def agree():
        compared = 0
        names = [s["slo"] for s in demo.api("/api/v1/overview")["services"] if s["budget_remaining"] is not None]
        for name in names:
            seen = everywhere(name)
            if seen == MOVED_ON:
                continue
            compared += 1
            line, chart, sheet, shown, detail = seen
            told = {line["budget_remaining"], shown["budget_remaining"], detail["budget_remaining"], chart["remaining"][-1],
                    sheet["slo.budget_remaining"]["value"]}
            assert len(told) == 1, (name, told)
            for field, measure in (("budget_minutes", "slo.budget_minutes"), ("projected_end", "slo.budget_projected"),
                                   ("coverage", "slo.coverage")):
                told = {line[field], shown[field], detail[field], sheet[measure]["value"]}
                assert len(told) == 1, (name, field, told)
        assert compared > len(names) / 2, (compared, names)

    def from_slots():
        for name in ("checkout-availability", "inventory-availability", "accounts-availability"):
            measure = sheets(demo.api(f"/api/v1/slos/{name}/explain"))["slo.budget_remaining"]
            window = measure["window"]
            slots = demo.api(f"/api/v1/slos/{name}/slots?step=1m&from={window['start']}&to={window['end']}")
            valid, bad = (sum(n or 0 for n in slots[column]) for column in ("valid", "bad"))
            inputs = {i["name"]: i for i in measure["inputs"]}
            assert (valid, bad) == (inputs["valid"]["numerator"], inputs["bad"]["numerator"]), (name, valid, bad, inputs)
            allowance = inputs["1 - objective"]
            remaining = 1 - bad * allowance["denominator"] / (allowance["numerator"] * valid)
            assert abs(remaining - measure["value"]) < 1e-12, (name, remaining, measure["value"])

    def moves_are_told():
        request = urllib.request.Request(demo.welcome["url"] + "/api/v1/events?figures=true&type=none",
                                         headers={"Authorization": "Bearer " + demo.token})
        heard = []
        with urllib.request.urlopen(request, timeout=60) as stream:
            for raw in stream:
                if raw.startswith(b"data: "):
                    heard.append(json.loads(raw[6:]))
                if len(heard) == 3:
                    break
        revisions = [told["revision"] for told in heard]
        assert revisions == sorted(set(revisions)), revisions
        assert heard[-1]["as_of"] >= heard[0]["as_of"], heard

    def not_sent_again():
        def once():
            with urllib.request.urlopen(urllib.request.Request(demo.welcome["url"] + "/api/v1/overview", headers={
                    "Authorization": "Bearer " + demo.token}), timeout=10) as reply:
                tag = reply.headers["ETag"]
            try:
                urllib.request.urlopen(urllib.request.Request(demo.welcome["url"] + "/api/v1/overview", headers={
                    "Authorization": "Bearer " + demo.token, "If-None-Match": tag}), timeout=10)
            except urllib.error.HTTPError as answer:
                return answer.code == 304
            return False  # counts moved in between
        until("an overview that did not move is not sent again", once, 30, 0.1)

    try:
        if suite.check("a company with history is there", demo.start):
            suite.check("overview, SLO, chart, defence sheet and command line agree", agree)
            suite.check("raw slots give the budget again", from_slots)
            suite.check("a reader hears that figures moved", moves_are_told)
            suite.check("what did not move is not sent again", not_sent_again)
            demo.end()
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
