"""From the first bad event to the webhook: a total outage of SLOs of 99.9 %, samples every 5 s, everything at its defaults.

The floor is the rule's own: of an hour's traffic 1.44 % must be bad, which takes 51.84 s of outage; nothing can page sooner. Seven SLOs
fail 5 s after one another, so that the phase between outage and evaluation differs. Prometheus judges the exported rules, once as Debian
and Alertmanager configure them (every 15 s, a group waits 30 s) and once tuned (judged every 5 s, no waiting for a group), and tells Alertmanager.
"""
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

from figures import at_most, median
from ingest import flags_of
from receiver import Receiver
from servers import EVERY, Ours, Server, World, feed_write, free_port, now_ms, post, prometheus, say, slo_catalog

STEP = 5_000
FLOOR_S = 0.001 * 14.4 * 3_600
SLOS = 7
HOUR = 3_600_000
HISTORY = 72 * HOUR

CHANNEL = """apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: '{url}/plimsoll', secret: env:PEERS_SECRET, allowPrivate: true}}
"""

ALERTMANAGER = """
route: {{receiver: hook, group_by: [sloth_id]{waiting}}}
receivers: [{{name: hook, webhook_configs: [{{url: '{url}/{name}', send_resolved: false}}]}}]
"""

PROMETHEUS = """
global: {{{evaluation}}}
rule_files: ["{rules}/*.yaml"]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}]}}
"""


def paging_prometheus(world, name, sink, evaluation="", waiting=""):
    port = free_port()
    alertmanager = Server("alertmanager", world, port)
    config = world.write(f"{name}-alertmanager.yml", ALERTMANAGER.format(url=sink.url, name=name, waiting=waiting))
    alertmanager.start(f"{name}-alertmanager", "prometheus-alertmanager", f"--config.file={config}", f"--storage.path={world.path(name + '-am')}",
                       f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", ready=f"http://127.0.0.1:{port}/-/ready")
    return prometheus(world, name, config=PROMETHEUS.format(evaluation=evaluation, rules=world.path("rules"), port=port))


def severe(part):
    """The SLOs of every page in a webhook's body, Plimsoll's or Alertmanager's; tickets come much sooner and are something else."""
    if isinstance(part, list):
        for inner in part:
            yield from severe(inner)
    elif isinstance(part, dict):
        if part.get("severity") == "page" and "slo" in part:
            yield part["slo"]
        if part.get("sloth_severity") == "page" and "sloth_slo" in part:
            yield part["sloth_slo"]
        for inner in part.values():
            yield from severe(inner)


def first_pages(sink, who):
    """SLO number to the time at which its first page came."""
    out = {}
    for at, path, body in sink.came:
        if path.strip("/") == who:
            for slo in severe(json.loads(body)):
                out.setdefault(int(slo.removeprefix("slo-")), at)
    return out


def measure(quick):
    world, sink = World("peers-detect"), Receiver()
    try:
        ours = Ours(world, slo_catalog(SLOS, CHANNEL.format(url=sink.url), "{owner: bench, channels: [hook]}"),
                    env={"PEERS_SECRET": "whsec_cGxpbXNvbGwtYmVuY2g="})
        os.mkdir(world.path("rules"))
        servers = {"plimsoll": ours}
        if not quick:
            servers["defaults"] = paging_prometheus(world, "defaults", sink, f"evaluation_interval: {EVERY}")
            servers["tuned"] = paging_prometheus(world, "tuned", sink, "evaluation_interval: 5s", ", group_wait: 0s")
        load = ["--slos", SLOS, "--series-per-slo", 2, "--steady", "--samples-per-series", 60]
        at = now_ms(STEP)
        hour = at // HOUR * HOUR
        for server in servers.values():
            if server is ours:
                ours.fill(load[:-2], ours.versions(SLOS), hour - HISTORY, hour, STEP)
            feed_write(server, load, hour if server is ours else hour - HISTORY, at, STEP)
        # Only now: what rules record of the present would keep Prometheus from taking the past.
        ours.export_rules(os.path.join("rules", "plimsoll.yaml"))
        for server in servers.values():
            if server is not ours:
                post(server.url + "/-/reload", timeout=60)
        time.sleep(0 if quick else 20)
        outage = now_ms(STEP) + 15_000
        failing = [*load, "--outage-from", outage, "--outage-every", STEP]
        deadline = outage / 1000 + SLOS * STEP / 1000 + FLOOR_S + (30 if quick else 150)
        with ThreadPoolExecutor(len(servers)) as senders:
            while time.time() < deadline:
                time.sleep(max(0.0, at / 1000 - time.time()))
                list(senders.map(lambda server: feed_write(server, failing, at, at + STEP, STEP), servers.values()))
                at += STEP
                if all(len(first_pages(sink, who)) == SLOS for who in servers):
                    break
        over = {}
        for who in servers:
            pages = first_pages(sink, who)
            assert len(pages) == SLOS, f"{who}: only {len(pages)} of {SLOS} SLOs paged"
            # The outage begins right after a sample, so that the first that shows it comes a step later: that wait is counted too.
            over[who] = [pages[n] - (outage + n * STEP) / 1000 - FLOOR_S for n in range(SLOS)]
            say("  ", who, [round(s, 1) for s in over[who]])
        peers = {who: median(of) for who, of in over.items() if who != "plimsoll"}
        return [at_most("peers.detect_over_floor_s", over["plimsoll"], "s", 5, f"{SLOS} SLOs, samples every 5 s, three days of traffic before", floor_s=FLOOR_S,
                        prometheus=peers, runs_of_peers={who: of for who, of in over.items() if who != "plimsoll"},
                        flags=flags_of(servers.values()))]
    finally:
        world.close()
        sink.close()
