"""Back-ups of a server under load, restored: each is of one instant, whole, and a server goes on from it."""
import json
import os
import shutil
import subprocess
import sys
import threading

from harness import PLIMSOLL, Suite, until
from orders import Orders, counter, now_ms
from remote_write import push

BACKUPS = 4
ORDERS_A_BODY = 100  # of which one is bad: what an instant holds can be told from the counts alone


class Sender(threading.Thread):
    """Pushes body after body, both counters in each; the n-th brings the totals to 100 n and n."""

    def __init__(self, orders):
        super().__init__()
        self.orders, self.sent, self.taken = orders, 0, 0
        self.began = now_ms() - 120_000
        self.refused = []
        self.halt = threading.Event()

    def body(self, n):
        at = self.began + n
        return counter("all_total", [(ORDERS_A_BODY * n, at)]) + counter("bad_total", [(n, at)])

    def run(self):
        while not self.halt.is_set() and not self.refused:
            status = push(self.orders.url, self.body(self.sent))
            if status != 204:
                self.refused.append(status)
            self.taken = self.sent
            self.sent += 1


def main():
    suite, orders = Suite(), Orders("backup")
    sender, again = Sender(orders), Orders("restored")
    made = []  # (folder, keys, bodies taken before, bodies sent when it was done)

    def plimsoll(*words):
        return subprocess.run([PLIMSOLL, *words], capture_output=True, text=True, timeout=60, env=orders.world.env, check=False)

    def back_up():
        for n in range(BACKUPS):
            goal = sender.taken + 50
            until("the load goes on", lambda goal=goal: sender.taken >= goal or sender.refused, 30, 0.02)
            before = sender.taken
            done = plimsoll("backup", "--data", orders.data, "--output", orders.world.path(f"backup-{n}"),
                            "--keys", orders.world.path(f"keys-{n}"), "--json")
            assert done.returncode == 0, done.stderr
            told = json.loads(done.stdout)
            assert [os.path.dirname(told[f]) for f in ("folder", "keys")] == [orders.world.path(f"{f}-{n}") for f in ("backup", "keys")]
            made.append((told["folder"], told["keys"], before, sender.sent))
        assert not sender.refused, f"nobody was refused meanwhile, but {sender.refused}"

    def instants():
        # The key of the heads stands outside the data folder, and is kept by whoever runs the server.
        for name in ("head.key", "head.key.pub"):
            shutil.copy2(orders.world.path(name), again.world.path(name))
        for n, (folder, keys, before, after) in enumerate(made):
            again.data = again.world.path(f"data-{n}")
            done = plimsoll("restore", folder, "--keys", keys, "--data", again.data)
            assert done.returncode == 0, done.stderr
            again.start()
            valid, bad = again.counts()
            again.stop()
            assert valid == ORDERS_A_BODY * bad, f"{valid} orders with {bad} bad are of no instant"
            assert before <= bad <= after, f"{bad} bodies, when {before} to {after} had been taken"
            done = plimsoll("audit", "verify", "--data", again.data, "--public-key", again.world.path("head.key.pub"))
            assert "intact" in done.stdout, done.stdout

    def goes_on():
        again.start()
        last = sender.sent
        assert push(again.url, sender.body(last)) == 204
        again.expect_counts(ORDERS_A_BODY * last, last)
        again.stop()

    def refusals():
        folder, keys, _, _ = made[0]
        for words, said in ((("restore", folder, "--data", again.data), "nothing is written over"),
                            (("restore", keys, "--data", again.world.path("x")), "not a back-up"),
                            (("backup", "--data", again.world.path("x"), "--output", again.world.path("y")), "no such thing")):
            done = plimsoll(*words)
            assert done.returncode != 0 and said in done.stderr, f"{words}: {done.returncode} {done.stderr}"

    def begin():
        orders.start()
        sender.start()

    try:
        if suite.check("a server takes orders", begin):
            suite.check(f"{BACKUPS} back-ups while it does, and no order is refused", back_up)
            sender.halt.set()
            sender.join()
            if suite.check("each is whole and of one instant", instants):
                suite.check("a restored server goes on counting where it stood", goes_on)
            suite.check("nothing is written over, and what is no back-up is said to be none", refusals)
    finally:
        sender.halt.set()
        if sender.is_alive():
            sender.join()
        orders.world.close(keep=suite.failed > 0)
        again.world.close(keep=suite.failed > 0)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
