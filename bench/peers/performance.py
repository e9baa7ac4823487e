#!/usr/bin/env python3
"""Writes docs/performance.md from what was measured: build/peers.json, build/scale.json and build/soak.json, as far as they are there.

`bench/peers/performance.py [--build DIR] [--out FILE]`. A table comes from the JSON; what stands in words beside it is here, and in
bench/scale/performance.md and bench/soak/performance.md where those exist. Nothing is written by hand in the document.
"""
import argparse
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

WHAT = {
    "peers.ingest_cpu_vs_prometheus": "CPU for a million samples by remote write, against Prometheus",
    "peers.ingest_cpu_vs_victoriametrics": "the same, against VictoriaMetrics",
    "peers.evaluate_cpu_vs_prometheus": "CPU to keep 1,000 SLOs judged for a minute, samples taken in, against Prometheus and rules",
    "peers.evaluate_cpu_vs_victoriametrics": "the same, against VictoriaMetrics with vmalert",
    "peers.backtest_wall_vs_vmalert": "90 days of 20 SLOs judged again, against vmalert's replay of the rules",
    "peers.backtest_wall_vs_vm_raw": "the same, against asking VictoriaMetrics for the ratios of every window",
    "peers.chart_p95_vs_vm_raw": "a burn-down of 30 days in 1,000 points, against one from samples",
    "peers.chart_p95_vs_prometheus_stored": "the same, against a recording rule's series that Prometheus has ready",
    "peers.disk_vs_victoriametrics": "disk for an SLO of 20 series at 15 s over 30 days",
    "peers.detect_over_floor_s": "from the first bad event to the webhook, over the rule's own floor of 51.8 s",
}

BOUNDS = {
    "peers.ingest_cpu_vs_victoriametrics": "Nine series in ten feed no SLO here and cost no more than walking their bytes and one look-up, and VictoriaMetrics knows its "
        "series by their bytes too. By a profile (`perf`) of the server in this load, 38 % of its CPU is its own code (the decoder foremost, ledger and HTTP), 30 % the "
        "kernel's (sockets, and the commit before each answer), 13 % libc (copies, memory), 9 % hashing of label bytes, 5 % snappy, 4 % SQLite: no single part decides. "
        "Plimsoll has every body on disk before it answers; VictoriaMetrics answers from memory and writes a little later.",
    "peers.backtest_wall_vs_vm_raw": "What VictoriaMetrics reads grows with the series of an SLO, what Plimsoll reads does not: the ratio is one of series.",
    "peers.evaluate_cpu_vs_prometheus": "Plimsoll's minute is samples taken in, slots judged and the server's own clocks: a server of 100 SLOs that gets nothing took "
        "0.05 CPU s a minute when this was looked into; a profile of one that is fed has no function above 7 % but the switch between threads (11 %). The peers' cost grows with the samples in the windows, so it is a matter of how many series an SLO has.",
    "peers.evaluate_cpu_vs_victoriametrics": "As above; VictoriaMetrics with vmalert needs about as much as Prometheus for these rules.",
    "peers.disk_vs_victoriametrics": "Blocks are the larger part of the file: the slots of 10 s of the last 8 days and the minutes of all thirty, each with two integers. Zeros "
        "between the samples are kept apart; what is left is the noise of the counts, 9 to 10 bits of each, which nothing packs smaller. Beside them stand the levels' overlap, pages "
        "of 16 KiB that rows do not fill to the end, and the redo and journal of the last hours, which weigh less the more SLOs there are. The ratio grows with the series of an SLO: "
        "VictoriaMetrics' bytes do, ours do not.",
}


def number(value):
    if value is None:
        return "–"
    if abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def pair(figure):
    ratio = "–" if figure["ratio"] is None else f"{number(figure['ratio'])}x"
    target = f"{number(figure['target'])}" + (f" {figure['unit']} at most" if figure["ratio"] is None else "x")
    return ratio, target


def verdict(figure):
    if figure["met"]:
        return "met"
    if figure["ratio"] is None:
        return f"**missed** by {number(figure['ours'] - figure['target'])} {figure['unit']}"
    return f"**missed** by a factor of {number(figure['target'] / figure['ratio'])}"


def peers_section(report):
    machine, versions = report["machine"], report["versions"]
    figures = [f for f in report["figures"] if f["id"] in WHAT]
    figures.sort(key=lambda f: list(WHAT).index(f["id"]))
    out = ["## Beside Prometheus and VictoriaMetrics\n",
           "`./dev bench peers` starts all of them on loopback, gives them the same counters (and the same bodies where they are written remotely) and the same SLOs: "
           "the peers judge the recording and alerting rules that `plimsoll export rules` writes, in Sloth's structure. CPU is user and system time of each "
           "server's process with its threads (VictoriaMetrics with vmalert where that judges), counted between marks: before the first mark and after the last sample "
           "the server is left alone until it uses less than 5 % of a core for three seconds, so that merges which samples cause are counted, and "
           "those of what was there before are not. Figures are medians of runs that alternate between the servers. Ratios say how many times less "
           "Plimsoll takes.\n",
           f"Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, Linux {machine['kernel']}; load before the run "
           f"{number(machine['load_before'])}. Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(versions.items()) if name != "plimsoll")
           + f"; {versions['plimsoll']}.\n"]
    if any(f["quick"] for f in figures):
        out.append("**Rows marked (quick) are of `--quick`: they show that the comparison runs, not how it ends.**\n")
    busiest = max(f["load_after"] for f in figures)
    if busiest > 2 * machine["cores"]:
        out.append(f"**The machine was busy with other work (a load of up to {number(busiest)} on {machine['cores']} cores): run it again on a quiet one.**\n")
    out += ["| what | ours | peer | unit | ratio | target | |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for f in figures:
        ratio, target = pair(f)
        out.append(f"| {WHAT[f['id']]} (`{f['id']}`){' (quick)' if f['quick'] else ''} | {number(f['ours'])} | {number(f['peer'])} | {f['unit']} | {ratio} | {target} | {verdict(f)} |")
    out += ["", "How each was measured:", ""]
    for f in figures:
        more = ""
        if "resident_mib" in f:
            more = f" Resident memory at the end: {f['resident_mib']['ours']} MiB ours, {f['resident_mib']['peer']} MiB the peer's."
        if f.get("evaluations_done"):
            more += " Rules the peer got through, of those due: " + ", ".join(f"{100 * share:.0f} %" for share in f["evaluations_done"])
            more += ", for " + ", ".join(number(s) for s in f["cpu_s_spent"]) + " CPU s; the figure is for all that was due."
        if f.get("prometheus"):
            more += " The same outages by Prometheus and Alertmanager: " + ", ".join(f"{number(s)} s over the floor ({who})" for who, s in f["prometheus"].items()) + "."
        if f.get("sizes"):
            more += " Bytes of all: " + ", ".join(f"{name} {number(size)}" for name, size in f["sizes"].items()) + "."
        if f.get("peer_pages") is not None:
            more += f" Pages found: {f['pages']} by rule of all SLOs here, {f['peer_pages']} by the replay of its SLOs, whose alert is one for both paging rules."
        if f.get("ended") is False:
            more += " The replay was ended by its bound of time: the ratio is a lower one."
        if f.get("sleeps_s"):
            more += f" Replay waits between rules for VictoriaMetrics to show what it was sent: {number(f['sleeps_s'])} s at vmalert's default, not counted here."
        out.append(f"- `{f['id']}`: {f['how']}.{more}")
    missed = [f for f in figures if not f["met"]]
    if missed:
        out += ["", "What bounds those that are missed:", ""]
        out += [f"- `{f['id']}`: {BOUNDS.get(f['id'], 'not looked into yet.')}" for f in missed]
    flags = {}
    for f in figures:
        flags.update(f.get("flags") or {})
    out += ["", "Flags (ports and folders left out):", ""]
    for part, words in sorted(flags.items()):
        kept = [w for w in words if not any(s in w for s in ("127.0.0.1", "DIR", "localhost", "timeFrom", "timeTo")) and w]
        out.append(f"- {part}: " + (f"`{' '.join(kept)}`" if kept else "defaults"))
    out += ["", "What is not alike, and speaks for or against either side:", "",
            "- Prometheus and VictoriaMetrics store every sample of every series, and answer any question about them later. Plimsoll stores counts of the series that "
            "feed SLOs, and nothing of the others: it is not a place for metrics. A tenth of the ingested series feed SLOs; were it all of them, its cost would be "
            "higher and the ratios lower.",
            "- The peers judge every 15 s, as Debian configures Prometheus; Plimsoll judges every slot of 10 s, as soon as it has settled. Judged once a minute, "
            "Prometheus' own default without a configuration, the peers' rules would cost about a quarter.",
            "- All have three days of samples before they are judged, so that every window of a burn rule is full. The period of 30 days is not: the peers' rules "
            "add it up from recordings that begin with the run, which spares them what 30 days of recordings would cost.",
            "- A backtest of Plimsoll also finds losses, scores pages and draws the budget; a replay leaves series that somebody has to read; range queries leave "
            "ratios that nobody has judged. vmalert's replay runs once and asks in pieces of 1,000 points, its default.",
            "- A chart of Plimsoll has the burn rates of four rules beside the budget. The peers' charts are one line each, and their times are those of the same client.",
            "- Of VictoriaMetrics' files only the samples are counted, without the index; of Plimsoll's the whole ledger file. The log's reserve of 64 MiB "
            "for a full disk is left out: it is there once, for any number of SLOs.",
            "- CPU seconds of different programs on a shared machine are comparable to about a tenth."]
    return "\n".join(out) + "\n"


SCALE = (("slos", "SLOs"), ("series", "series"), ("check_s", "check, s"), ("first_settled_s", "first start until settled, s"), ("cpu_s_a_minute", "CPU s a minute"),
         ("judging_lag_p99_s", "judging lag p99, s"), ("resident_mib", "resident, MiB"), ("ledger_mib_an_hour", "ledger, MiB an hour"), ("change_s", "one change applied, s"),
         ("restart_s", "restart, s"))


def beside(room):
    """Words that belong to a section."""
    path = os.path.join(ROOT, "bench", room, "performance.md")
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as words:
        return "\n" + words.read().strip() + "\n"


def scale_section(report):
    out = ["## By size\n", f"`./dev bench scale` on {report['cores']} cores and {number(report['memory_gib'])} GiB; SLOs of series at 15 s.\n",
           "| " + " | ".join(title for _, title in SCALE) + " |", "| " + " | ".join("---" for _ in SCALE) + " |"]
    for size in report["sizes"]:
        out.append("| " + " | ".join(number(size.get(key)) for key, _ in SCALE) + " |")
    stopped = [f"{size['slos']:,} SLOs of {size['series']:,} series: {size['stopped']}" for size in report["sizes"] if size.get("stopped")]
    out += [""] + [f"- {line}" for line in stopped]
    if report.get("growth"):
        out += ["", "Growth (1 is linear in the number of SLOs): " + "; ".join(
            f"{g['figure']} {number(g['exponent'])} from {g['from']:,} to {g['to']:,}" for g in report["growth"]) + "."]
    return "\n".join(out) + "\n" + beside("scale")


def soak_section(report):
    exact = sum(total["exact"] for total in report["totals"])
    out = ["## Over time\n",
           f"`./dev soak --hours {number(report['hours'])} --speed {report['speed']} --seed {report['seed']}`: {number(report['company_hours'])} hours of the demo company with "
           f"{report['restarts']} restarts and {report['full_disks']} full disks; {report['samples']:,} samples, {report['repeated']:,} bodies sent twice, "
           f"{exact} of {len(report['totals'])} accounts exact, {report['pages_received']:,} pages.\n",
           "| what | rule | found | |", "| --- | --- | --- | --- |"]
    out += [f"| {v['name']} | {v['rule']} | {v['found']} | {'holds' if v['holds'] else '**does not hold**'} |" for v in report["verdicts"]]
    return "\n".join(out) + "\n" + beside("soak")


def main():
    parser = argparse.ArgumentParser(description="Writes docs/performance.md from build/peers.json, build/scale.json and build/soak.json")
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="folder of the JSON")
    parser.add_argument("--out", default=os.path.join(ROOT, "docs", "performance.md"))
    options = parser.parse_args()
    sections = []
    for name, section in (("peers", peers_section), ("scale", scale_section), ("soak", soak_section)):
        try:
            with open(os.path.join(options.build, name + ".json"), encoding="utf-8") as file:
                sections.append(section(json.load(file)))
        except FileNotFoundError:
            print(f"no {name}.json: its section is left out", file=sys.stderr)
    if not sections:
        sys.exit("nothing was measured: ./dev bench peers, ./dev bench scale --json build/scale.json, ./dev soak --json build/soak.json")
    with open(options.out, "w", encoding="utf-8") as out:
        out.write("# Performance\n\nMade by `bench/peers/performance.py` from the runs' own JSON; the figures of single parts are in [figures.md](figures.md).\n\n"
                  + "\n".join(sections))
    return 0


if __name__ == "__main__":
    sys.exit(main())
