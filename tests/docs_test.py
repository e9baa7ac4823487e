"""Every command in README.md and docs/ runs: shell blocks are taken from the documents and run against a real server.

`./dev` lines are checked for a verb that exists, since they build and test; every `plimsoll` line must exit with 0 (or
with what the table in EXPECTED says).
"""
import glob
import os
import re
import shlex
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "e2e"))
from harness import PLIMSOLL, ROOT, Plimsoll, Suite, World, get, until  # noqa: E402

EXPECTED = {
    "plimsoll import slo examples/importing/sloth.yaml examples/importing/CODEOWNERS --out imported": 1,  # it says what it lost
}


def blocks(language):
    for path in [os.path.join(ROOT, "README.md"), *sorted(glob.glob(os.path.join(ROOT, "docs", "**", "*.md"), recursive=True))]:
        with open(path, encoding="utf-8") as document:
            text = document.read()
        for block in re.findall(r"```" + language + r"\n(.*?)```", text, re.S):
            yield os.path.relpath(path, ROOT), block


def commands():
    for path, block in blocks("sh"):
        for line in block.splitlines():
            line = line.split("  #")[0].strip()
            if line:
                yield path, line


def main():
    suite, world = Suite(), World("docs")
    with open(os.path.join(ROOT, "dev"), encoding="utf-8") as script:
        verbs = set(re.findall(r"^    ([a-z]+)\)", script.read(), re.M))
    plimsoll = Plimsoll(world, os.path.join(ROOT, "examples", "quickstart", "catalog"))
    plimsoll.data = world.path("data")
    try:
        plimsoll.start()

        def run(line):
            words = shlex.split(line)
            if words[0] == "./dev":
                assert words[1] in verbs, f"./dev has no verb {words[1]}"
                return
            assert words[0] == "plimsoll", f"what is {words[0]}?"
            arguments = [os.path.join(ROOT, w) if os.path.exists(os.path.join(ROOT, w)) and "/" in w else w for w in words[1:]]
            # As a shell would: "backups/plimsoll-*".
            arguments = [found for w in arguments for found in (glob.glob(w, root_dir=world.folder) if "*" in w else [w])]
            done = subprocess.run([PLIMSOLL, *arguments], cwd=world.folder, capture_output=True, text=True, timeout=60,
                                  env=world.env, check=False)
            assert done.returncode == EXPECTED.get(line, 0), f"exit {done.returncode}: {done.stdout}{done.stderr}"

        for path, line in commands():
            suite.check(f"{path}: {line}", lambda line=line: run(line))

        def yaml(path, block):
            folder = world.path("yaml", str(abs(hash(block))))
            os.makedirs(folder)
            with open(os.path.join(folder, "a.yaml"), "w", encoding="utf-8") as out:
                out.write(block)
            done = subprocess.run([PLIMSOLL, "check", folder], capture_output=True, text=True, timeout=30, check=False)
            # A block alone may name what another block declares; what it must not have is a field or value that is wrong.
            wrong = [row for row in done.stdout.splitlines() if "error:" in row and "names" not in row and "there is no" not in row]
            assert not wrong, "\n".join(wrong)

        for path, block in blocks("yaml"):
            if "apiVersion" in block:
                suite.check(f"{path}: its YAML is valid", lambda path=path, block=block: yaml(path, block))

        def exit_codes():
            with open(os.path.join(ROOT, "src", "cli", "exit_code.h"), encoding="utf-8") as header:
                codes = set(re.findall(r"k\w+ = (\d)", header.read()))
            with open(os.path.join(ROOT, "docs", "cli.md"), encoding="utf-8") as document:
                said = set(re.findall(r"^\| (\d) \|", document.read(), re.M))
            assert codes == said, f"{codes} in the code, {said} in docs/cli.md"

        suite.check("docs/cli.md has every exit code", exit_codes)

        def every_command():
            with open(os.path.join(ROOT, "docs", "cli.md"), encoding="utf-8") as document:
                text = document.read()
            shown = subprocess.run([PLIMSOLL, "--help"], capture_output=True, text=True, timeout=30, check=True).stdout
            nouns = re.findall(r"^  ([a-z]+)\s{2,}", shown.split("Subcommands:")[1], re.M)
            assert len(nouns) > 8, nouns
            missing = [noun for noun in nouns if f"`{noun}" not in text]
            assert not missing, f"docs/cli.md does not have {missing}"

        suite.check("docs/cli.md has every command", every_command)

        def every_field():
            fields = set()
            for path in glob.glob(os.path.join(ROOT, "src", "domain", "catalog", "*.cc")):
                if path.endswith("_test.cc"):
                    continue
                with open(path, encoding="utf-8") as source:
                    for names in re.findall(r"\bFields \w+\([^;]*?\{((?:\s*\"\w+\",?)+)\s*\}", source.read(), re.S):
                        fields |= set(re.findall(r'"(\w+)"', names))
            assert len(fields) > 40, sorted(fields)
            with open(os.path.join(ROOT, "docs", "catalogue.md"), encoding="utf-8") as document:
                text = document.read()
            missing = sorted(f for f in fields if not re.search(r"\b" + f + r"\b", text))
            assert not missing, f"docs/catalogue.md does not have {missing}"

        suite.check("docs/catalogue.md has every field that is read", every_field)

        def http_api():
            subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "docs", "http_api.py"), "--check"], check=True, timeout=30)

        suite.check("docs/http-api.md is what docs/openapi.json says", http_api)

        def limits():
            with open(os.path.join(ROOT, "docs", "operations.md"), encoding="utf-8") as document:
                rows = re.findall(r"^\| .* \| ([\d,]+)( KiB)? \| `([\w/.]+)`: `(.*?)` \|", document.read(), re.M)
            assert len(rows) > 8, rows
            for value, kib, path, code in rows:
                with open(os.path.join(ROOT, path), encoding="utf-8") as source:
                    assert code in source.read(), f"{path} has no `{code}`"
                number = value.replace(",", "")
                assert code.replace("'", "").endswith(f"= {number} << 10" if kib else f"= {number}"), f"{code} is not {value}"

        suite.check("docs/operations.md tells the limits that the code has", limits)

        def figures():
            with open(os.path.join(ROOT, "docs", "figures.md"), encoding="utf-8") as document:
                told = set(re.findall(r"^\| `([a-z0-9_.]+)` \|", document.read(), re.M))
            measured = set()
            for path in glob.glob(os.path.join(ROOT, "bench", "*.cc")):
                with open(path, encoding="utf-8") as source:
                    measured |= set(re.findall(r'\{"([a-z_]+\.[a-z0-9_]+)",', source.read()))
            assert told and told <= measured, f"not measured: {sorted(told - measured)}"

        suite.check("docs/figures.md tells only figures that ./dev bench measures", figures)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
