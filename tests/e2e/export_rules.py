"""What Plimsoll exports is what it judges: the same alerts in a real Prometheus, and pages that other tools accept.

A real Prometheus loads the exported rules and scrapes a service that turns faulty, while it sends the same samples to Plimsoll
by remote write. Both must fire and resolve the same severities. Prometheus evaluates every second on samples of every second;
Plimsoll judges slots of 10 s once they have settled: TOLERANCE is three of those.

`promtool test rules` then runs the workbook's rules over a computed series, minute by minute, against arithmetic of this file.
"""
import csv
import io
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
from fractions import Fraction

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from harness import HERE, PLIMSOLL, Plimsoll, Suite, World, free_port, get, post, until

TOLERANCE = 30
FAULT_SHARE = 0.5

CATALOG = """
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{hook}/page", secret: env:HOOK_SECRET, allowPrivate: true}}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {{name: shop, displayName: The shop}}
spec: {{owner: team-shop, channels: [hook], runbook: "https://runbooks.example.com/shop"}}
---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {{name: quick}}
spec:
  rules:
    - {{name: page-quick, severity: page, long: 2m, short: 1m, factor: 10}}
    - {{name: ticket-slow, severity: ticket, long: 3m, short: 1m, factor: 4}}
---
apiVersion: plimsoll/v1
kind: Indicator
metadata: {{name: requests}}
spec:
  ratio:
    bad: 'sum(rate(http_requests_total{{job="shop",code=~"5.."}}[5m]))'
    total: 'sum(rate(http_requests_total{{job="shop"}}[5m]))'
---
apiVersion: plimsoll/v1
kind: Indicator
metadata: {{name: quick-answers}}
spec: {{latency: {{histogram: 'http_request_duration_seconds{{job="shop"}}', within: 1}}}}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  labels: {{team-name: shop}}
  annotations: {{plimsoll.dev/burn-policy: quick, plimsoll.dev/stale-after: 0s}}
spec:
  service: shop
  indicatorRef: requests
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.99}}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: latency}}
spec:
  service: shop
  indicatorRef: quick-answers
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 28d, isRolling: true}}]
  objectives: [{{target: 0.95}}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: minutes}}
spec:
  service: shop
  indicatorRef: requests
  budgetingMethod: Timeslices
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 1m}}]
---
apiVersion: openslo/v1
kind: SLO
metadata: {{name: by-the-book}}
spec:
  service: shop
  indicatorRef: requests
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  objectives: [{{target: 0.999}}]
"""

PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: ["{rules}"]
scrape_configs:
  - job_name: shop
    static_configs: [{{targets: ["127.0.0.1:{service}"]}}]
remote_write:
  - url: http://127.0.0.1:{plimsoll}/api/v1/write
    write_relabel_configs: [{{source_labels: [__name__], regex: "http_.*", action: keep}}]
    queue_config: {{batch_send_deadline: 300ms}}
"""

SEVERITIES = ("page", "ticket")


class Scene:
    def __init__(self):
        self.world = World("export")
        self.ports = {name: free_port() for name in ("service", "prometheus", "hook")}
        catalog = self.world.write("catalog/all.yaml", CATALOG.format(**self.ports))
        self.plimsoll = Plimsoll(self.world, os.path.dirname(catalog), env={"HOOK_SECRET": "whsec_ZXhwb3J0cy1hcmUtdGVzdGVkLXRvbw=="})
        self.rules = self.world.path("rules", "plimsoll.rules.yaml")
        self.loading = threading.Event()
        # When each severity was first seen to fire, and then to be gone, by who says so.
        self.fired = {"prometheus": {}, "plimsoll": {}}
        self.resolved = {"prometheus": {}, "plimsoll": {}}

    def url(self, name, path):
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def start(self):
        self.world.start("service", "/usr/bin/python3", os.path.join(HERE, "service.py"), str(self.ports["service"]))
        self.world.start("hook", "/usr/bin/python3", os.path.join(HERE, "receiver.py"), str(self.ports["hook"]), "whsec_ZXhwb3J0cy1hcmUtdGVzdGVkLXRvbw==",
                         self.world.path("hook.jsonl"))
        until("the service answers", lambda: get(self.url("service", "/work")))
        self.plimsoll.start()

    def start_prometheus(self):
        config = self.world.write("prometheus.yml", PROMETHEUS.format(rules=self.rules, plimsoll=self.plimsoll.port, **self.ports))
        self.world.start("prometheus", "prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.world.path('tsdb')}",
                         f"--web.listen-address=127.0.0.1:{self.ports['prometheus']}")
        until("Prometheus is ready", lambda: get(self.url("prometheus", "/-/ready")))

    def load(self):
        while not self.loading.wait(0.02):
            try:
                get(self.url("service", "/work"))
            except OSError:
                pass  # a 500: that is what the fault is for

    def query(self, expression):
        reply = json.loads(get(self.url("prometheus", "/api/v1/query?query=" + urllib.parse.quote(expression))))
        return reply["data"]["result"]

    def firing_in_prometheus(self):
        return {one["metric"]["sloth_severity"] for one in self.query('ALERTS{alertname="AvailabilityErrorBudgetBurn",alertstate="firing"}')}

    def firing_in_plimsoll(self):
        return {a["severity"] for a in self.plimsoll.json("alert", "list")["items"] if a["slo"] == "availability" and a["state"] != "resolved"}

    def look(self):
        for who, firing in (("prometheus", self.firing_in_prometheus()), ("plimsoll", self.firing_in_plimsoll())):
            for severity in SEVERITIES:
                if severity in firing:
                    self.fired[who].setdefault(severity, time.time())
                    self.resolved[who].pop(severity, None)
                elif severity in self.fired[who]:
                    self.resolved[who].setdefault(severity, time.time())

    def all_fired(self):
        self.look()
        return all(set(self.fired[who]) == set(SEVERITIES) for who in self.fired)

    def all_resolved(self):
        self.look()
        return all(set(self.resolved[who]) == set(SEVERITIES) for who in self.resolved)


def tool(*command, text=None):
    done = subprocess.run(command, capture_output=True, text=True, input=text, timeout=120, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


# A computed series: a thousand requests a minute, of which thirty fail from minute FAULT to minute MEND.
FAULT, MEND, PER_MINUTE, BAD_PER_MINUTE = 300, 400, 1000, 30


def bad_in(minute, window):
    """Bad events in the last `window` minutes."""
    first, last = max(minute - window, FAULT), min(minute, MEND)
    return BAD_PER_MINUTE * max(0, last - first)


def burns(minute, long, short, factor):
    """The workbook's rule in exact numbers; windows that reach before the first sample are as long as there is data."""
    def above(window):
        length = min(window, minute)
        return Fraction(bad_in(minute, length), PER_MINUTE * length) > Fraction(factor) * Fraction(1, 1000)
    return above(long) and above(short)


def page_fires(minute):
    return burns(minute, 60, 5, "14.4") or burns(minute, 360, 30, "6")


def ticket_fires(minute):
    return burns(minute, 1440, 120, "3") or burns(minute, 4320, 360, "1")


def changes(fires, end=560):
    return [minute for minute in range(2, end) if fires(minute) != fires(minute - 1)]


def unit_test(rules, world):
    groups = [line.split("name: ")[1].strip() for line in open(rules, encoding="utf-8") if line.startswith("  - name: ")]
    tests = []
    for severity, fires in (("page", page_fires), ("ticket", ticket_fires)):
        query = f'count(ALERTS{{alertname="ByTheBookErrorBudgetBurn",alertstate="firing",sloth_severity="{severity}"}}) or vector(0)'
        minutes = {0, 299, 559}
        for minute in changes(fires):
            # The minute of a change may be one at which the ratio equals the threshold, which floats decide either way.
            minutes |= {minute - 2, minute + 1}
        for minute in sorted(m for m in minutes if m >= 0):
            expected = int(minute > 1 and fires(minute))
            tests.append({"expr": query, "eval_time": f"{minute}m", "exp_samples": [{"labels": "{}", "value": expected}]})
    series = [{"series": 'http_requests_total{job="shop",code="200"}',
               "values": f"0+{PER_MINUTE}x{FAULT} {PER_MINUTE * FAULT + PER_MINUTE - BAD_PER_MINUTE}+{PER_MINUTE - BAD_PER_MINUTE}x{MEND - FAULT - 1} "
                         f"{PER_MINUTE * FAULT + (PER_MINUTE - BAD_PER_MINUTE) * (MEND - FAULT) + PER_MINUTE}+{PER_MINUTE}x200"},
              {"series": 'http_requests_total{job="shop",code="500"}',
               "values": f"0+0x{FAULT} {BAD_PER_MINUTE}+{BAD_PER_MINUTE}x{MEND - FAULT - 1} {BAD_PER_MINUTE * (MEND - FAULT)}+0x200"}]
    document = {"rule_files": [rules], "evaluation_interval": "1m", "group_eval_order": groups,
                "tests": [{"interval": "1m", "input_series": series, "promql_expr_test": tests}]}
    return world.write("rules_test.json", json.dumps(document, indent=1)), len(tests)


def main():
    suite, scene = Suite(), Scene()
    plimsoll = scene.plimsoll
    scene.start()

    def accepted():
        said = plimsoll.run("export", "rules", "--out", os.path.dirname(scene.rules) + "/").stderr
        assert "dropped: slo/minutes budgetingMethod" in said, said
        assert "3 SLOs in 1 file" in said, said
        tool("promtool", "check", "rules", scene.rules)
        one = plimsoll.run("export", "rules", "--slo", "latency").stdout
        assert "LatencyErrorBudgetBurn" in one and "AvailabilityErrorBudgetBurn" not in one, one
        refused = plimsoll.run("export", "rules", "--slo", "latancy", check=False)
        assert refused.returncode == 4 and "did you mean `latency`" in refused.stderr, refused

    def computed():
        path, asked = unit_test(scene.rules, scene.world)
        assert asked > 8 and len(changes(page_fires)) == 2, (asked, changes(page_fires))
        tool("promtool", "test", "rules", path)

    def healthy():
        scene.start_prometheus()
        threading.Thread(target=scene.load, daemon=True).start()
        until("both have figures", lambda: scene.query("slo:current_burn_rate:ratio") and scene.firing_in_plimsoll() is not None
              and 'plimsoll_slo_burn_rate{service="shop",slo="availability",window="1m"}' in plimsoll.run("export", "metrics").stdout, 90)
        scene.look()
        assert not scene.fired["prometheus"] and not scene.fired["plimsoll"], scene.fired

    def fires():
        post(scene.url("service", f"/fault?share={FAULT_SHARE}"))
        until("both fire both severities", scene.all_fired, 180)
        for severity in SEVERITIES:
            apart = scene.fired["plimsoll"][severity] - scene.fired["prometheus"][severity]
            print(f"       {severity} fired {apart:+.1f} s after Prometheus", flush=True)
            assert abs(apart) <= TOLERANCE, (severity, scene.fired)

    def same_burn():
        def alike():
            page = plimsoll.run("export", "metrics").stdout
            ours = float(page.split('plimsoll_slo_burn_rate{service="shop",slo="availability",window="5m"} ')[1].split("\n")[0])
            theirs = float(scene.query('slo:current_burn_rate:ratio{sloth_slo="availability"}')[0]["value"][1])
            return abs(ours - theirs) <= 0.2 * theirs
        until("the burn rates are alike", alike, 60)

    def resolves():
        post(scene.url("service", "/fault?share=0"))
        until("both resolve both severities", scene.all_resolved, 240)
        for severity in SEVERITIES:
            apart = scene.resolved["plimsoll"][severity] - scene.resolved["prometheus"][severity]
            print(f"       {severity} resolved {apart:+.1f} s after Prometheus", flush=True)
            assert abs(apart) <= TOLERANCE, (severity, scene.resolved)

    def metrics():
        page = plimsoll.run("export", "metrics").stdout
        assert page.endswith("# EOF\n"), page[-100:]
        tool("promtool", "check", "metrics", text=page)
        families = {family.name for family in text_string_to_metric_families(page)}  # refuses what OpenMetrics does not allow
        assert "plimsoll_slo_burn_rate" in families, families
        for name in ("plimsoll_slo_objective", "plimsoll_slo_error_budget_remaining_ratio", "plimsoll_slo_valid_events", "plimsoll_slo_bad_events",
                     "plimsoll_slo_coverage_ratio", "plimsoll_slo_alerts_firing", "plimsoll_slo_state"):
            assert f'\n{name}{{service="shop",slo="availability"' in page, name

    def tables():
        rows = list(csv.DictReader(io.StringIO(plimsoll.run("export", "csv").stdout, newline="")))
        assert {row["slo"] for row in rows} == {"availability", "latency", "minutes", "by-the-book"}, rows
        counts = list(csv.DictReader(io.StringIO(plimsoll.run("export", "csv", "--slo", "availability", "--counts", "--step", "10s").stdout, newline="")))
        detail = plimsoll.json("slo", "show", "availability")
        measured = [row for row in counts if row["valid"]]
        assert measured and all(int(row["bad"]) <= int(row["valid"]) for row in measured), counts[-3:]
        assert sum(int(row["bad"]) for row in measured) > 0
        budget = list(csv.DictReader(io.StringIO(plimsoll.run("export", "csv", "--slo", "availability").stdout, newline="")))
        assert abs(float(budget[-1]["budget_remaining"]) - detail["summary"]["budget_remaining"]) < 0.2, budget[-1]
        assert budget[-1]["burn_page-quick_long"] != "", budget[-1]

    def others():
        folder = scene.world.path("out") + "/"
        plimsoll.run("export", "grafana", "--out", folder)
        with open(folder + "shop.dashboard.json", encoding="utf-8") as file:
            dashboard = json.load(file)
        assert dashboard["uid"] == "plimsoll-shop" and dashboard["title"] == "The shop: SLOs", dashboard
        for panel in dashboard["panels"]:
            for target in panel.get("targets", []):
                scene.query(target["expr"].replace("$slo", "availability"))  # PromQL that Prometheus takes
        plimsoll.run("export", "openslo", "--out", folder)
        with open(os.path.join(folder, "channel.yaml"), "w", encoding="utf-8") as file:
            file.write("apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: hook}\nspec: {type: webhook, url: 'https://hook.example.com/', secret: env:S}\n")
        os.remove(folder + "shop.dashboard.json")
        checked = subprocess.run([PLIMSOLL, "check", folder], capture_output=True, text=True, timeout=60, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr

    try:
        if suite.check("promtool accepts the rules, and what they cannot say is told", accepted):
            suite.check("they fire when the arithmetic says", computed)
            if suite.check("nothing fires while all is well", healthy):
                suite.check("a fault fires the same alerts in both", fires)
                suite.check("both see the same burn", same_burn)
                suite.check("its end resolves them in both", resolves)
            suite.check("the page of metrics is one", metrics)
            suite.check("tables are read by others", tables)
            suite.check("dashboards and OpenSLO are read again", others)
    finally:
        scene.loading.set()
        scene.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
