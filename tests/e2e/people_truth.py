"""Made-up resumes and jobs, in PDF, Word and text, against what a person reads in them (tests/people/truth): precision and recall.

people_truth.py [--all]: --all names what is known to be wrong too. The table that it prints last stands in docs/matching.md.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata

from harness import PLIMSOLL, ROOT, Suite, World

PEOPLE = pathlib.Path(ROOT) / "tests" / "people"
TRUTH = PEOPLE / "truth"
AS_OF = "2026-11"
# Of what is found, how much is right; of what is there, how much is found. What these documents reach today, a little below.
FLOORS = {
    "reading order": (0.97, 0.97),
    "posts": (0.96, 0.96),
    "skills": (0.98, 0.96),
    "used or listed": (0.97, 0.97),
    "denials": (0.95, 0.90),
    "requirements": (0.96, 0.97),
    "conditions": (0.96, 0.96),
    "labels": (0.95, 0.95),
}


def file_of(folder, stem):
    """The resume or job of that name, whatever its format."""
    (found,) = (PEOPLE / folder).glob(stem + ".*")
    return found


def truth_lines(path):
    """Lines, and which of them are known to be wrong today."""
    lines, known = [], set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("known-wrong "):
            line = line.removeprefix("known-wrong ")
            known.add(line)
        if line:
            lines.append(line)
    return lines, known


class Score:
    """Right, extra and missed of one field, in all and of each document."""

    def __init__(self, field):
        self.field = field
        self.of = collections.defaultdict(lambda: [0, 0, 0])
        self.told = []

    def add(self, document, truth, got, known=frozenset()):
        truth, got = set(truth), set(got)
        counts = self.of[document]
        counts[0] += len(truth & got)
        counts[1] += len(got - truth)
        counts[2] += len(truth - got)
        self.told += [(document, "not in the truth", item, False) for item in sorted(got - truth)]
        self.told += [(document, "missed", item, item in known) for item in sorted(truth - got)]

    def count(self, document=None):
        rows = [self.of[document]] if document else list(self.of.values())
        return [sum(row[i] for row in rows) for i in range(3)]

    def figures(self, document=None):
        right, extra, missed = self.count(document)
        return right / max(1, right + extra), right / max(1, right + missed)


def plain(text):
    """As a person compares: one space, one dash, no bullets, no ligatures, no case."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\w)[-\u2010]\n(?=[a-z])", "", text)  # a word that was divided at the end of a line
    text = text.replace("\u2013", "-").replace("\u2014", "-").replace("\u2019", "'").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"(?m)^\s*[-*\u2022]\s+", "", text)).strip().lower()


def order_pairs(name, text):
    """Pairs of neighbours in the truth, and those of them that the reading has in this order with nothing of another block between."""
    blocks = [block.strip().splitlines() for block in (TRUTH / f"reading-{name}.txt").read_text(encoding="utf-8").split("---\n")]
    text = plain(text)
    places, lost = [], []
    for number, block in enumerate(blocks):
        at = 0
        for words in block:
            found = text.find(plain(words), at)
            if found < 0:
                found = text.find(plain(words))  # there, but before what it follows
            if found < 0:
                lost.append(words)
                continue
            places.append((found, number, words))
            at = max(at, found + 1)
    read = [(number, words) for _, number, words in sorted(places)]
    truth = [(number, words) for number, block in enumerate(blocks) for words in block]
    pairs = {(a, b) for a, b in zip(truth, truth[1:]) if a[0] == b[0]}
    got = {(a, b) for a, b in zip(read, read[1:]) if a[0] == b[0]}
    # Going from the end of a block to another's begin is free; from within it, it tears the block apart.
    ends = {block[-1] for block in blocks if block}
    begins = {block[0] for block in blocks if block}
    torn = {(a, b) for a, b in zip(read, read[1:]) if a[0] != b[0] and not (a[1] in ends and b[1] in begins)}
    show = lambda some: {f"{a[1]} > {b[1]}" for a, b in some}
    return show(pairs), show(got | torn)


class People:
    def __init__(self):
        self.world = World("people-truth")
        self.scores = {field: Score(field) for field in FLOORS}
        self.readings = {}

    def plimsoll(self, *arguments):
        return subprocess.run([PLIMSOLL, *map(str, arguments)], capture_output=True, env=self.world.env, timeout=60)

    def json(self, *arguments):
        done = self.plimsoll(*arguments, "--json")
        assert done.returncode == 0, f"{arguments}: {done.stderr.decode()}"
        return json.loads(done.stdout)

    def reading(self, name):
        if name not in self.readings:
            self.readings[name] = self.json("match", "skills", file_of("resumes", name), "--as-of", AS_OF)
        return self.readings[name]

    def check_refusals(self):
        """A scan and a locked file are refused for what they are: nothing is called missing that could not be read."""
        for line in (TRUTH / "refused.txt").read_text().split("\n"):
            if not line:
                continue
            file, words = line.split(" ", 1)
            done = self.plimsoll("match", PEOPLE / "resumes" / file, file_of("jobs", "senior-sre"), "--json")
            said = done.stderr.decode() + done.stdout.decode()
            assert done.returncode != 0 and words in said, f"{file}: {said[:300]}"
            assert "missing" not in done.stdout.decode(), file

    def check_reading_order(self):
        for path in sorted(TRUTH.glob("reading-*.txt")):
            name = path.stem.removeprefix("reading-")
            folder = "resumes" if any((PEOPLE / "resumes").glob(name + ".*")) else "jobs"
            read = self.plimsoll("match", "read", file_of(folder, name))
            assert read.returncode == 0, read.stderr.decode()
            truth, got = order_pairs(name, read.stdout.decode())
            self.scores["reading order"].add(name, truth, got)

    def check_posts(self):
        for path in sorted(TRUTH.glob("posts-*.txt")):
            name = path.stem.removeprefix("posts-")
            lines, known = truth_lines(path)
            titles = {line: line.split(" ", 2) for line in lines}
            got = set()
            for post in self.reading(name)["posts"]:
                dates = f"{post['from']} {post['to']}"
                # A title may be read with its employer and place.
                same = [line for line, (start, end, title) in titles.items() if dates == f"{start} {end}" and plain(title) in plain(post["title"])]
                got.add(same[0] if same else f"{dates} {post['title']}")
            self.scores["posts"].add(name, lines, got, known)

    def check_skills(self):
        for path in sorted(TRUTH.glob("skills-*.txt")):
            name = path.stem.removeprefix("skills-")
            lines, known = truth_lines(path)
            how = {line.split()[-1]: line.split()[0] if " " in line else "" for line in lines}
            known = {line.split()[-1] for line in known}
            said = {skill["id"]: skill["shown"] for skill in self.reading(name)["skills"]}
            shown = {skill for skill, word in said.items() if word in ("used", "listed")}
            self.scores["skills"].add(name, {s for s, word in how.items() if word != "denied"}, shown, known)
            self.scores["denials"].add(name, {s for s, word in how.items() if word == "denied"}, {s for s, word in said.items() if word == "denied"} if "denied" in how.values() else set(), known)
            if "" in how.values():
                continue
            both = shown & {s for s, word in how.items() if word != "denied"}
            self.scores["used or listed"].add(name, {f"{how[s]} {s}" for s in both}, {f"{said[s]} {s}" for s in both}, {f"{how[s]} {s}" for s in known & both})

    def check_pairs(self):
        for path in sorted(TRUTH.glob("*--*.txt")):
            resume, job = path.stem.split("--")
            lines, known = truth_lines(path)
            report = self.json("match", file_of("resumes", resume), file_of("jobs", job), "--as-of", AS_OF)
            rows = {}
            for row in report["rows"]:
                rows[f"{row['asked']} {'|'.join(sorted(row['skills']))}"] = row["label"]
            truth = {" ".join(line.split()[:-1]): line.split()[-1] for line in lines if not line.startswith("gate ")}
            truth = {f"{key.split()[0]} {'|'.join(sorted(key.split()[1].split('|')))}": label for key, label in truth.items()}
            self.scores["requirements"].add(path.stem, truth, rows, {" ".join(line.split()[:-1]) for line in known})
            asked = set(truth) & set(rows)
            self.scores["labels"].add(path.stem, {f"{key} {truth[key]}" for key in asked}, {f"{key} {rows[key]}" for key in asked}, known)
            gates = {line for line in lines if line.startswith("gate ")}
            if gates:
                self.scores["conditions"].add(path.stem, gates, {f"gate {gate_words(gate)} {gate['result']}" for gate in report["gates"]}, known)

    def check_same_in_same_out(self):
        pair = [file_of("resumes", "grace"), file_of("jobs", "payments-sre"), "--as-of", AS_OF, "--json"]
        assert self.plimsoll("match", *pair).stdout == self.plimsoll("match", *pair).stdout

    def check_floors(self):
        fell = []
        for field, (precision, recall) in FLOORS.items():
            got = self.scores[field].figures()
            if got[0] < precision or got[1] < recall:
                fell.append(f"{field}: precision {got[0]:.3f} (floor {precision}), recall {got[1]:.3f} (floor {recall})")
        assert not fell, "; ".join(fell)

    def print(self):
        for score in self.scores.values():
            for document, what, item, known in score.told:
                if not known or "--all" in sys.argv:
                    print(f"  {score.field}, {document}: {what}: {item}{' (known)' if known else ''}")
        for field, score in self.scores.items():
            print(f"\n{field}")
            for document in sorted(score.of):
                precision, recall = score.figures(document)
                right, extra, missed = score.count(document)
                print(f"  {document:32} precision {precision:.3f}  recall {recall:.3f}  ({right} right, {extra} extra, {missed} missed)")
        print()
        print("| field | documents | precision | recall | right | extra | missed |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for field, score in self.scores.items():
            precision, recall = score.figures()
            right, extra, missed = score.count()
            print(f"| {field} | {len(score.of)} | {precision:.3f} | {recall:.3f} | {right} | {extra} | {missed} |")


def gate_words(gate):
    """As the truth writes a condition: its kind and its number."""
    asked = gate["asked"]
    if gate["kind"] == "years":
        years = re.match(r"(\d+) year", asked)
        return f"{'leading' if 'leading' in asked else 'years'} {int(years.group(1)) * 12}"
    if gate["kind"] == "level":
        ranks = ["", "intern", "junior", "mid-level", "senior", "staff or lead", "principal", "manager", "senior manager", "director", "head or vice president"]
        return f"level {ranks.index(asked.removeprefix('level: '))}"
    degrees = ["none", "a diploma", "a bachelor's degree", "a master's degree", "a doctorate"]
    return f"degree {next(i for i, name in enumerate(degrees) if asked.startswith(name))}"


def main():
    suite = Suite()
    people = People()
    try:
        suite.check("a scan and a locked file are refused for what they are", people.check_refusals)
        suite.check("paragraphs come in the order of a person's reading", people.check_reading_order)
        suite.check("posts with their dates", people.check_posts)
        suite.check("skills that resumes show, and how", people.check_skills)
        suite.check("what jobs ask, and what resumes show of it", people.check_pairs)
        suite.check("the same documents give the same report", people.check_same_in_same_out)
        people.print()
        suite.check("precision and recall stand above their floors", people.check_floors)
    finally:
        people.world.close()
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
