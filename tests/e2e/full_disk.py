"""A disk that fills up and is freed again: telemetry is refused first, reads and paging go on, and recovery is by itself.

The data folder lies on a small tmpfs, which only root may mount; without it the story fails, and says so.
"""
import os
import subprocess

from harness import HERE, free_port, until
from orders import SERVICE, SLO, Orders, counter, now_ms, packed

SECRET = "whsec_cGxpbXNvbGwtZTJlLXRlc3Qta2V5"
MIB = 1 << 20
DISK = 224 * MIB
RESERVE = 64 * MIB

CHANNEL = """
---
apiVersion: plimsoll/v1
kind: Channel
metadata: {{name: hook}}
spec: {{type: webhook, url: "http://127.0.0.1:{hook}/page", secret: env:HOOK_SECRET, allowPrivate: true}}
"""


class SmallDisk:
    def __init__(self, folder):
        self.folder, self.ballast = folder, os.path.join(folder, "ballast")
        os.makedirs(folder)
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        self.unmount = [*as_root, "umount", "--lazy", folder]
        subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0777", "none", folder], check=True)

    def free(self):
        at = os.statvfs(self.folder)
        return at.f_bavail * at.f_frsize

    def leave(self, room):
        """Fills the disk with ballast until so many bytes are free."""
        more = self.free() - room
        with open(self.ballast, "ab") as out:
            while more > 0:
                more -= out.write(bytes(min(more, MIB)))

    def fill(self):
        try:
            with open(self.ballast, "ab", buffering=0) as out:
                while True:
                    out.write(bytes(4096))
        except OSError:
            assert self.free() < 4096, self.free()

    def clear(self):
        os.remove(self.ballast)

    def close(self):
        subprocess.run(self.unmount, check=False)


def checks(suite):
    hook = free_port()
    orders = Orders("full-disk", SERVICE.replace("{}", "{channels: [hook]}") + CHANNEL.format(hook=hook) +
                    SLO.format(name="orders"), env={"HOOK_SECRET": SECRET})
    start = now_ms() - 120_000
    disks = []
    taken = [0]

    def body(n):
        return packed(counter("all_total", [(100 * n, start + 1000 * n)]), counter("bad_total", [(n, start + 1000 * n)]))

    def take():
        orders.write(body(taken[0])).expect(204)
        taken[0] += 1

    def count():
        orders.expect_counts(100 * (taken[0] - 1), taken[0] - 1)

    def refused():
        return orders.write(body(taken[0])).status == 503

    def a_page_arrives():
        before = len(orders.world.lines("hook.jsonl"))
        orders.run("channel", "test", "hook")
        until("a page arrives", lambda: len(orders.world.lines("hook.jsonl")) > before, 20)

    def begin():
        disks.append(SmallDisk(orders.world.path("disk")))
        orders.data = orders.world.path("disk", "data")
        orders.world.start("hook", "/usr/bin/python3", os.path.join(HERE, "receiver.py"), str(hook), SECRET,
                           orders.world.path("hook.jsonl"))
        orders.start()
        for _ in range(5):
            take()
        count()
        reserve = os.path.join(orders.data, "log.reserve")
        assert os.stat(reserve).st_blocks * 512 >= RESERVE, "64 MiB are kept for the log, really"

    def nearly_full():
        disks[0].leave(RESERVE - 4 * MIB)
        until("writes are refused", refused, 10)
        answer = orders.refuse(body(taken[0]), 503, "disk", "Free space")
        assert int(answer.headers["Retry-After"]) > 0, answer.headers
        count()
        assert orders.run("slo", "explain", "orders").returncode == 0
        ready = orders.call("GET", "/readyz")
        assert ready.status == 503 and "disk" in ready.text, ready.text
        assert orders.call("GET", "/healthz").status == 200

    def full():
        """Not a byte is free: the log uses what was kept for it, and the page arrives."""
        disks[0].fill()
        count()
        a_page_arrives()
        orders.run("token", "create", "made-on-a-full-disk", "--right", "view")
        assert refused(), "telemetry stays refused"
        assert all(h["verified"] for h in orders.world.lines("hook.jsonl"))

    def reserve_gone():
        """Even the reserve is used up: commands are refused in words, and what is there can be read."""
        disks[0].fill()
        answer, made = None, [0]

        def said_no():
            nonlocal answer
            disks[0].fill()
            answer = orders.run("token", "create", "one-too-many", "--right", "view", check=False)
            made[0] += answer.returncode == 0
            return answer.returncode != 0

        until("a command is refused", said_no, 60)
        assert answer.returncode == 5 and "disk is full" in answer.stderr and "Nothing was changed" in answer.stderr, answer
        assert refused()
        until("what is durable is shown again", lambda: orders.run("slo", "list", check=False).returncode == 0, 10)
        count()
        names = [t["name"] for t in orders.json("token", "list")["items"]]
        assert "made-on-a-full-disk" in names, names
        assert names.count("one-too-many") == made[0], f"{names}: what was refused is not there, what was taken is"

    def recovers():
        disks[0].clear()
        until("writes are taken again", lambda: orders.write(body(taken[0])).status == 204, 20)
        taken[0] += 1
        for _ in range(3):
            take()
        count()
        orders.run("token", "create", "made-afterwards", "--right", "view")
        until("it is ready again", lambda: orders.call("GET", "/readyz").status == 200, 10)
        reserve = os.path.join(orders.data, "log.reserve")
        until("the reserve is kept again", lambda: os.stat(reserve).st_blocks * 512 >= RESERVE, 20)
        a_page_arrives()

    def restarts_full():
        """The reserve is there to start with, too: a server that is down pages nobody."""
        disks[0].fill()
        orders.kill()
        orders.awaits = "/healthz"
        orders.start()
        count()
        assert refused()
        a_page_arrives()

    def restarts_without():
        disks[0].fill()
        orders.kill()
        code, said = orders.serve_and_fail()
        assert code == 5 and "disk is full" in said and "Free space" in said, f"exit {code}: {said}"
        disks[0].clear()
        orders.start()
        count()
        until("writes are taken again", lambda: orders.write(body(taken[0])).status == 204, 20)
        taken[0] += 1
        count()
        orders.stop()
        verified = orders.run("audit", "verify", "--data", orders.data, "--public-key", orders.world.path("head.key.pub"))
        assert "intact" in verified.stdout, verified.stdout

    try:
        if suite.check("a server on a small disk starts", begin):
            suite.check("a nearly full disk: writes are refused with Retry-After, reads go on", nearly_full)
            suite.check("a full disk: the log's reserve holds and paging goes on", full)
            suite.check("the reserve used up: commands are refused in words", reserve_gone)
            suite.check("space returns: all goes on by itself, and nothing taken was lost", recovers)
            suite.check("killed and started on a full disk: the reserve lets it serve and page", restarts_full)
            suite.check("killed and started with not even the reserve: told in words, and nothing is lost", restarts_without)
    finally:
        for name in list(orders.world.processes):
            orders.world.processes[name].kill()
            orders.world.processes.pop(name).wait(30)
        for disk in disks:
            disk.close()
        orders.world.close(keep=suite.failed > 0)
