"""Documents made to do harm cost a clear refusal, or a result with a problem named, and nothing else: bounded processor time and memory, no
file, no process, no other label than the honest document has. `hostile_documents.py NAME...` runs the named cases alone."""
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

from harness import PLIMSOLL, ROOT, Suite, World

sys.path.insert(0, os.path.join(ROOT, "tests", "people", "hostile"))
import make  # noqa: E402: lies beside the documents' truth

# What the command line says of each refusal: the code is HTTP's.
MEANINGS = {
    "too_large": "The document is larger than what is read",
    "too_many_pages": "more pages than are read",
    "inflates": "What is packed in the document",
    "took_too_long": "took more time or memory than it may",
    "encrypted": "is encrypted",
    "scanned": "hold pictures and no text",
    "damaged": "is damaged",
    "empty": "holds no text",
    "format": "of a format that is not read",
}
REFUSED = 4
READER_CPU_S = 2.0
READER_MB = 512
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """From now on a process whose parent ends becomes ours, so that none can be left behind unseen."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(folder, *args):
    """Exit code, both outputs, processor seconds and the most memory in MB, of the program and all that it started."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([PLIMSOLL, *args], cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 env={"PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder, "NO_COLOR": "1"},
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20)))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        return child.returncode, out.read().decode("utf-8", "replace"), err.read().decode("utf-8", "replace"), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def left_behind():
    """Whether a process that was orphaned, and so came to us, still runs after a while. One that has ended is nobody's work any more."""
    try:
        for _ in range(100):
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
        return True
    except ChildProcessError:
        return False


def labels(report):
    return sorted((row["name"], row["asked"], row["label"]) for row in report["rows"])


class Set:
    """The set in a folder, and what came of each case."""

    def __init__(self, world):
        self.world = world
        self.folder = world.path("empty")
        os.makedirs(self.folder)
        self.job = world.write("job.txt", make.JOB)
        self.rows = []
        self.honest = {}

    def match(self, name, data):
        path = self.world.path("document")  # its name says nothing of what it is
        with open(path, "wb") as out:
            out.write(data)
        code, out, err, cpu, peak = run(self.folder, "match", path, self.job, "--as-of", "2026-11", "--json")
        outcome = "read" if code == 0 else next((c for c, meaning in MEANINGS.items() if meaning in err), f"exit {code}")
        self.rows.append((name, outcome, 1000 * cpu, peak))
        assert not left_behind(), f"{name}: a process is left"
        assert os.listdir(self.folder) == [], f"{name}: files are left: {os.listdir(self.folder)}"
        assert code in (0, REFUSED), f"{name}: exit {code}\n{err}"
        if code != 0:
            assert "remedy: " in err and len(err) < 2000 and not out, f"{name}: not a clear refusal:\n{err}"
        return outcome, json.loads(out) if code == 0 else None, cpu, peak

    def honest_one(self, kind):
        if kind not in self.honest:
            outcome, report, cpu, _ = self.match("honest " + kind, make.honest()[kind])
            assert outcome == "read", f"the honest {kind} is read"
            self.honest[kind] = labels(report), cpu
        return self.honest[kind]

    def check(self, case):
        wanted, _ = self.honest_one(case.name.split("-")[0])
        outcome, report, cpu, peak = self.match(case.name, case.bytes)
        # The processor time of the reader, and beside it what the matcher takes for any document.
        assert cpu <= READER_CPU_S + 1.0, f"{cpu:.2f} s of processor time"
        assert peak <= READER_MB, f"{peak:.0f} MB"
        if case.outcome == "refused":
            assert outcome in case.codes, f"{outcome}, not {' or '.join(case.codes)}"
        elif case.outcome == "either":
            assert outcome == "read" or outcome in MEANINGS, outcome
            if report:
                added = set(labels(report)) - set(wanted)
                assert all(label in ("missing", "unreadable", "weak", "related") for _, _, label in added), f"labels grew: {added}"
        else:
            assert outcome == "read", outcome
            problems = {problem["code"] for problem in report["resume"]["problems"]}
            assert set(case.codes) <= problems, f"problems told: {problems}"
            if case.outcome == "same":
                assert labels(report) == wanted, f"labels changed: {sorted(set(labels(report)) ^ set(wanted))}"

    def table(self):
        width = max(len(row[0]) for row in self.rows)
        print(f"{'document':{width}}  outcome          CPU ms  peak MB")
        for name, outcome, cpu, peak in self.rows:
            print(f"{name:{width}}  {outcome:15} {cpu:7.0f} {peak:8.0f}")


def main(names):
    adopt_orphans()
    suite, world = Suite(), World("hostile")
    try:
        documents = Set(world)
        for case in make.cases():
            if not names or case.name in names:
                suite.check(case.name, lambda case=case: documents.check(case))
        for kind, (once, often) in make.stuffed_once_and_often().items() if not names else []:
            def stuffing(once=once, often=often, kind=kind):
                first, second = (documents.match(f"{kind} stuffed {how}", data) for how, data in (("once", once), ("often", often)))
                assert first[0] == second[0] == "read", (first[0], second[0])
                assert labels(first[1]) == labels(second[1]), "saying it again changes nothing"

            suite.check(f"{kind}: a list said five hundred times is the list said once", stuffing)
        documents.table()
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
