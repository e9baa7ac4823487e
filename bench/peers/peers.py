#!/usr/bin/env python3
"""./dev bench peers [--json FILE] [--quick] [NAME...]: Plimsoll beside Debian's Prometheus and VictoriaMetrics, in one run.

NAME chooses: ingest, evaluate, history (backtest, charts, disk), detect; all of them without one. A figure that is measured takes the place of
what FILE (build/peers.json) held of it. --quick is smaller in every way: it shows that the comparison runs, not how it ends.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import time

import detect
import evaluate
import history
import ingest
from figures import line
from servers import FEED, PLIMSOLL, ROOT, machine, say, versions

MEASURES = {"ingest": ingest.measure, "evaluate": evaluate.measure, "history": history.measure, "detect": detect.measure}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench peers", description="Plimsoll beside Prometheus and VictoriaMetrics, in one run")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of " + ", ".join(MEASURES))
    parser.add_argument("--json", default=os.path.join(ROOT, "build", "peers.json"), help="where the figures go (build/peers.json)")
    parser.add_argument("--quick", action="store_true", help="small: to see that it runs")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that what was started is ended, and its folders go
    unknown = [name for name in options.names if name not in MEASURES]
    if unknown:
        parser.error(f"no measure is called {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    for binary in (PLIMSOLL, FEED):
        if not os.access(binary, os.X_OK):
            sys.exit(f"{binary} is missing: ./dev bench peers builds it")
    try:
        with open(options.json, encoding="utf-8") as kept:
            figures = {figure["id"]: figure for figure in json.load(kept)["figures"]}
    except (OSError, ValueError, KeyError):
        figures = {}
    about = {"machine": machine(), "versions": versions()}
    say("machine:", about["machine"])
    say("versions:", about["versions"])
    failed = []
    for name in options.names or MEASURES:
        say("==", name)
        begin = time.monotonic()
        try:
            for figure in MEASURES[name](options.quick):
                figures[figure["id"]] = {**figure, "quick": options.quick, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                                         "load_after": os.getloadavg()[0]}
                print(line(figure), flush=True)
        except (AssertionError, OSError, ValueError, LookupError, subprocess.SubprocessError) as problem:
            failed.append(name)
            say(f"{name}: {type(problem).__name__}: {problem}")
        say(f"   {time.monotonic() - begin:.0f} s")
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({**about, "figures": list(figures.values())}, out, indent=1)
            out.write("\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
