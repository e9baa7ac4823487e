"""CPU to keep 1,000 SLOs judged over all windows for a minute, the samples of that minute taken in included.

Every server has three days of samples first. The peers judge the rules that `plimsoll export rules` writes every 15 s, as Debian
configures Prometheus and as samples come; Plimsoll judges as slots settle. A turn is one minute of one server, fed in real time, while the others are idle.
"""
import re
import time
from concurrent.futures import ThreadPoolExecutor

from figures import times_less
from ingest import flags_of
from receiver import Receiver
from servers import EVERY, Ours, World, add_vmalert, feed_write, get, now_ms, post, prometheus, say, settle, slo_catalog, victoriametrics

STEP = 15_000
DAY = 86_400_000


def counter(url, name):
    """The sum of a counter over its labels, from a page of metrics."""
    page = get(url + "/metrics", 30).decode()
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? ([0-9.e+]+)$", page, re.M))


class Fed:
    """One server and how far it has been fed."""

    def __init__(self, server, load, at):
        self.server, self.load, self.at = server, load, at

    def catch_up(self):
        until_ms = now_ms(STEP)
        if until_ms > self.at:
            feed_write(self.server, self.load, self.at, until_ms, STEP)
            self.at = until_ms

    def minute(self):
        """CPU seconds of a minute in which samples come every 15 s."""
        before, begin = self.server.cpu_s(), time.monotonic()
        for part in range(4):
            time.sleep(max(0.0, begin + part * STEP / 1000 - time.monotonic()))
            feed_write(self.server, self.load, self.at, self.at + STEP, STEP)
            self.at += STEP
        time.sleep(max(0.0, begin + 60 - time.monotonic()))
        return (self.server.cpu_s() - before) / (time.monotonic() - begin) * 60


def for_all_due(seconds, done):
    """A server that falls behind spends what the machine has: what it would take to judge all that was due."""
    return [spent / min(1.0, share) for spent, share in zip(seconds, done)]


def measure(quick):
    slos, series, days, turns = (100, 4, 0.25, 1) if quick else (1_000, 10, 3, 2)
    world, sink = World("peers-evaluate"), Receiver()
    try:
        ours = Ours(world, slo_catalog(slos))
        prom, victoria = prometheus(world), victoriametrics(world)
        rules = ours.export_rules("plimsoll.rules.yaml")
        with open(rules, encoding="utf-8") as text:
            wanted = len(re.findall(r"^ +- (?:record|alert):", text.read(), re.M))
        due = wanted * 60 // int(EVERY.removesuffix("s"))
        load = ["--slos", slos, "--series-per-slo", series]
        begin = now_ms(3_600_000) - int(days * DAY)
        filled_to = now_ms(STEP) - 60_000
        hour = filled_to // 3_600_000 * 3_600_000
        with ThreadPoolExecutor(2) as fillers:
            said = list(fillers.map(lambda server: feed_write(server, load, begin, filled_to, STEP, "--senders", 2), (prom, victoria)))
        fed = {server.name: Fed(server, load, filled_to) for server in (prom, victoria)}
        say("  filled:", said)
        say("  plimsoll:", ours.fill(load, ours.versions(slos), begin, hour, STEP))
        fed["plimsoll"] = Fed(ours, load, hour)
        for one in fed.values():
            one.catch_up()
        settle([ours, prom, victoria], 120)
        seconds = {name: [] for name in fed}
        done = {"prometheus": [], "victoriametrics": []}
        for turn in range(turns):
            for name in ("plimsoll", "prometheus", "victoriametrics"):
                one = fed[name]
                one.catch_up()
                settle([one.server], 30)
                if name == "prometheus":
                    with open(rules, encoding="utf-8") as text:
                        world.write("rules/plimsoll.yaml", text.read())
                    post(prom.url + "/-/reload", timeout=120)
                    before = counter(prom.url, "prometheus_rule_evaluations_total")
                    seconds[name].append(one.minute())
                    done[name].append((counter(prom.url, "prometheus_rule_evaluations_total") - before) / due)
                    world.write("rules/plimsoll.yaml", "groups: []\n")
                    post(prom.url + "/-/reload", timeout=120)
                elif name == "victoriametrics":
                    alerting = add_vmalert(victoria, rules, f"-notifier.url={sink.url}", f"-evaluationInterval={EVERY}")
                    before = counter(alerting, "vmalert_execution_total")
                    seconds[name].append(one.minute())
                    done[name].append((counter(alerting, "vmalert_execution_total") - before) / due)
                    victoria.end("vmalert")
                else:
                    seconds[name].append(one.minute())
                say("  turn", turn + 1, name, round(seconds[name][-1], 3), "CPU s;", "evaluations done:", done.get(name, ["-"])[-1])
        how = f"{slos:,} SLOs of {series} series at 15 s, {days:g} days of samples before, {wanted:,} rules judged every {EVERY}, {turns} turns"
        resident = {server.name: round(server.resident_mib()) for server in (ours, prom, victoria)}
        return [times_less(f"peers.evaluate_cpu_vs_{name}", seconds["plimsoll"], for_all_due(seconds[name], done[name]), "CPU s/min", target, how,
                           evaluations_done=done[name], cpu_s_spent=seconds[name], resident_mib={"ours": resident["plimsoll"], "peer": resident[name]},
                           flags=flags_of([ours, prom, victoria]))
                for name, target in (("prometheus", 1_000), ("victoriametrics", 500))]
    finally:
        world.close()
        sink.close()
