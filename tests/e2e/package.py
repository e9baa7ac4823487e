"""The Debian package, on a copy of this machine that nothing outlives: what it says, what it installs, and that it runs.

    package.py PACKAGE
"""
import os
import re
import subprocess
import sys

from harness import HERE, ROOT, Suite, World, free_port


def field(package, name):
    return subprocess.run(["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True).stdout.strip()


def calls_allowed(unit):
    """What the unit's SystemCallFilter lines let through, in the words of systemd's own groups."""
    groups, current = {}, None
    told = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True)
    for line in told.stdout.splitlines():
        if line.startswith("@"):
            current = groups.setdefault(line.strip(), set())
        elif current is not None and line.strip() and not line.strip().startswith("#"):
            current.add(line.strip())

    def calls(name):
        return set().union(*(calls(member) for member in groups[name])) if name.startswith("@") else {name}

    allowed = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.M):
        named = set().union(*(calls(name) for name in line.lstrip("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


def main():
    package = os.path.abspath(sys.argv[1])
    suite, world = Suite(), World("package")

    def needs():
        libraries = field(package, "Depends")
        # One library of each kind of need: what talks, what stores, what encrypts. Boost is inside the binary.
        for library in ("libc6", "libcurl4", "libsqlite3-0", "libssl3"):
            assert library in libraries, libraries
        assert "boost" not in libraries, libraries

    def settings():
        files = subprocess.run(["dpkg-deb", "--info", package, "conffiles"], capture_output=True, text=True, check=True).stdout
        assert "/etc/plimsoll/plimsoll.env" in files.split(), files
        listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
        brought = [line.split()[-1].lstrip(".") for line in listed.splitlines() if "./etc/" in line and not line.endswith("/")]
        assert sorted(files.split()) == sorted(brought), "every file in /etc is the operator's once installed"

    def install():
        done = subprocess.run([os.path.join(HERE, "package_root.sh"), os.path.join(HERE, "package_install.sh"), world.folder,
                               package, str(free_port())], capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        suite.check("the package names the libraries it needs", needs)
        suite.check("the package leaves settings to the operator", settings)
        suite.check("the machine for it can be made", install)
        with open(world.path("result"), encoding="utf-8") as result:
            for line in result:
                verdict, name = line.strip().split(" ", 1)

                def told(verdict=verdict, name=name):
                    with open(world.path(name), encoding="utf-8", errors="replace") as said:
                        assert verdict == "ok", said.read()[-1000:] + world.log("serve", 5)

                suite.check(name, told)

        def calls():
            with open(os.path.join(ROOT, "deploy", "debian", "plimsoll.service"), encoding="utf-8") as unit:
                allowed = calls_allowed(unit.read())
            with open(world.path("calls"), encoding="utf-8", errors="replace") as trace:
                made = set(re.findall(r"^\d+ +(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed)", trace.read(), re.M))
            assert {"openat", "accept4"} & made and len(made) > 40, f"the trace has only {sorted(made)}"
            assert made <= allowed, f"the unit would refuse {sorted(made - allowed)}"

        suite.check("the server makes no system call that its unit refuses", calls)
    finally:
        world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
