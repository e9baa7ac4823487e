"""Every way to budget, through the real server: history goes in as text, figures come out as a person computes them by hand."""
import datetime
import sys
import zoneinfo

from harness import Suite, measure
from orders import SERVICE, Orders, counter, now_ms

SLICE = 300
SLICES = 30 * 24 * 12
ZONE = "America/New_York"


def slo(name, target, method="Occurrences", window="{duration: 30d, isRolling: true}", more="", job="shop", annotations=""):
    return f"""
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: {name}
  annotations: {{{annotations}}}
spec:
  service: shop
  budgetingMethod: {method}
  timeWindow: [{window}]
  objectives: [{{target: {target}{more}}}]
  indicator:
    metadata: {{name: {name}}}
    spec:
      ratioMetric:
        counter: true
        bad: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(bad_total{{job="{job}"}}[5m]))'}}}}}}
        total: {{metricSource: {{type: prometheus, spec: {{query: 'sum(rate(all_total{{job="{job}"}}[5m]))'}}}}}}
"""


def catalogue():
    sliced = ", timeSliceWindow: 5m"
    month = f'{{duration: 1M, isRolling: false, calendar: {{startTime: "2024-01-01 00:00:00", timeZone: {ZONE}}}}}'
    return SERVICE + "".join([
        slo("events", 0.995),
        slo("averaged", 0.995, "RatioTimeslices", more=sliced),
        slo("sliced", 0.995, "Timeslices", more=sliced + ", timeSliceTarget: 0.995"),
        slo("lonely", 0.999, job="lonely"),
        slo("lonely-averaged", 0.999, "RatioTimeslices", more=sliced, job="lonely"),
        slo("month", 0.995, window=month),
        slo("two-goals", 0.99, more=", displayName: silver}, {target: 0.999, displayName: gold"),
    ])


def half_and_half(start, bad_slice, bad_lonely=None):
    """Two counters with a sample at each slice's end: busy and quiet slices in turn. Returns the text and what each slice held."""
    valid = bad = 0
    lines = {"all": ["# TYPE all counter"], "bad": ["# TYPE bad counter"]}
    held = []
    for job in ("shop", "lonely"):
        valid = bad = 0
        for i in range(SLICES + 1):
            if i > 0:
                of_all = 1000 if i % 2 == 1 else 10
                of_bad = bad_slice if i % 2 == 1 else 0
                if job == "lonely":
                    of_all, of_bad = (1, 1) if i == bad_lonely else (of_all, 0)
                valid, bad = valid + of_all, bad + of_bad
                if job == "shop":
                    held.append((start + i * SLICE - 10, of_all, of_bad))
            at = start + i * SLICE - (5 if i > 0 else -5)
            for name, value in (("all", valid), ("bad", bad)):
                lines[name].append(f'{name}_total{{instance="a",job="{job}"}} {value} {at}.000')
    return "\n".join(lines["all"] + lines["bad"] + ["# EOF"]) + "\n", held


def main():
    suite = Suite()
    orders = Orders("methods", catalog=catalogue())
    end = now_ms() // 1000 // SLICE * SLICE - SLICE
    start = end - SLICES * SLICE
    # The lonely failure is the only request of its slice.
    text, held = half_and_half(start, 10, bad_lonely=4000)

    def begin():
        orders.start()
        live = now_ms() - 25_000
        for job in ("shop", "lonely"):
            orders.take(counter("all_total", [(0, live), (0, live + 20_000)], job=job),
                        counter("bad_total", [(0, live), (0, live + 20_000)], job=job))
        done = orders.json("import", "openmetrics", orders.world.write("history.om", text))
        assert done["bound"] > 0, done

    def remaining(name):
        return measure(orders.json("slo", "show", name), "slo.budget_remaining")

    def near(name, expected, tolerance):
        value = remaining(name)[0]["value"]
        assert value is not None and abs(value - expected) <= tolerance, (name, value, expected)

    def exact_by_events():
        # Half of the slices hold 1,000 events with 10 bad, half hold 10 and none: 10/1010 = 0.9901 % bad, of 0.5 % allowed.
        value, inputs = remaining("events")
        expected = 1 - inputs["bad"] / (0.005 * inputs["valid"])
        assert abs(value["value"] - expected) < 1e-12 and abs(value["value"] + 0.980) < 0.0005, (value["value"], expected, inputs)

    def averaged():
        # (1 % + 0 %) / 2 = 0.5 %: all of the budget and no more. The first and last slices may be cut by the window.
        near("averaged", 0, 0.001)

    def counted_by_slices():
        # Every busy slice has 1 % bad, above the 0.5 % that a slice may have: half of all slices, of 0.5 % allowed.
        near("sliced", 1 - 0.5 / 0.005, 0.05)
        detail = orders.json("slo", "show", "sliced")
        assert detail["summary"]["unit"]["noun"] == "slices", detail["summary"]

    def one_lonely_failure():
        value, inputs = remaining("lonely")
        assert inputs["bad"] == 1, inputs
        spent = 1 - value["value"]
        assert abs(spent - 0.00023) < 0.000005, f"one failed request spends {spent:.5%}, not 0.023 %"
        assert abs((1 - remaining("lonely-averaged")[0]["value"]) - 0.1157) < 0.0005, remaining("lonely-averaged")[0]["value"]

    def calendar_month():
        zone = zoneinfo.ZoneInfo(ZONE)
        today = datetime.datetime.now(zone)
        begins = int(datetime.datetime(today.year, today.month, 1, tzinfo=zone).timestamp())
        value, inputs = remaining("month")
        of_month = [(v, b) for at, v, b in held if at >= begins]
        if not of_month:
            return  # the first minutes of a month
        expected = (sum(v for v, _ in of_month), sum(b for _, b in of_month))
        assert (inputs["valid"], inputs["bad"]) == expected, (inputs, expected)
        began = datetime.datetime.fromisoformat(value["window"]["start"].replace("Z", "+00:00"))
        assert int(began.timestamp()) == max(begins, start // 10 * 10), value["window"]

    def two_objectives():
        names = [s["name"] for s in orders.json("slo", "list")["items"]]
        assert {"two-goals.silver", "two-goals.gold"} <= set(names), names
        silver, gold = remaining("two-goals.silver")[0]["value"], remaining("two-goals.gold")[0]["value"]
        assert abs((1 - silver) * 0.01 - (1 - gold) * 0.001) < 1e-12, "one error ratio, two budgets"

    if suite.check("a server takes 30 days of history for every method", begin):
        suite.check("events are counted: budget remaining -98.0 %", exact_by_events)
        suite.check("slices' ratios are averaged where that is asked for: 0 %", averaged)
        suite.check("bad slices are counted", counted_by_slices)
        suite.check("one failed request alone in its slice spends 0.023 %, averaged 11.6 %", one_lonely_failure)
        suite.check("a calendar month begins on its zone's wall clock", calendar_month)
        suite.check("two objectives of one document are two promises on the same counts", two_objectives)
    orders.world.close(keep=suite.failed > 0)
    return suite.finish()


sys.exit(main())
