"""A server that ends, politely or not, while senders push: totals equal what was acknowledged. The seed is printed;
PLIMSOLL_SEED replays it."""
import os
import random
import threading
import time

from harness import until
from orders import Orders, counter, now_ms
from remote_write import push

SENDERS = 4
ENDS = 5


class Sender(threading.Thread):
    """Pushes a counter that only it writes, each body until it is taken, as Prometheus does. The counter is reset now
    and then: a lost sample before a reset could not be made up for by a later one, and would show in the totals."""

    def __init__(self, orders, name, seed):
        super().__init__()
        self.orders, self.name, self.chance = orders, name, random.Random(seed)
        self.at = now_ms() - 60_000
        self.value = (0, 0)  # all, bad
        self.counted = (0, 0)  # what the values pushed so far amount to
        self.taken = (0, 0)  # the same, as far as it was acknowledged
        self.resets = 0
        self.halt = threading.Event()
        self.refused = []

    def deliver(self):
        body = (counter("all_total", [(self.value[0], self.at)], instance=self.name) +
                counter("bad_total", [(self.value[1], self.at)], instance=self.name))
        while True:
            status = push(self.orders.url, body)
            if status == 204:
                self.taken = self.counted
                return
            if status not in (0, 503):
                self.refused.append(status)
                return
            if self.halt.wait(0.02):
                return

    def next_value(self):
        grow = self.chance.randrange(1, 50)
        bad = self.chance.randrange(0, grow)
        if self.value[0] > 50 and self.chance.random() < 0.1:
            self.resets += 1
            return grow, bad
        return self.value[0] + grow, self.value[1] + bad

    def step(self):
        before, self.value = self.value, self.next_value()
        self.counted = tuple(c + (v if v < b else v - b) for c, v, b in zip(self.counted, self.value, before))
        self.at += 1

    def run(self):
        while not self.halt.is_set() and not self.refused:
            self.step()
            self.deliver()


def checks(suite):
    seed = int(os.environ.get("PLIMSOLL_SEED", str(random.randrange(1 << 30))))
    print("seed", seed, flush=True)
    chance = random.Random(seed)
    orders = Orders("load")
    senders = [Sender(orders, f"sender-{n}", seed + n) for n in range(SENDERS)]

    def settle():
        """What was not acknowledged is sent again; then one last sample of every series at one time, so that no slot
        waits for a slower series."""
        for s in senders:
            s.halt.set()
        for s in senders:
            s.join()
        for s in senders:
            s.deliver()
        last = max(s.at for s in senders) + 1000
        for s in senders:
            s.at = last
            s.deliver()
            assert not s.refused and s.taken == s.counted, (s.refused, s.taken, s.counted)

    def exact():
        valid, bad = (sum(s.taken[i] for s in senders) for i in (0, 1))
        orders.expect_counts(valid, bad)
        return valid, bad

    def begin():
        orders.start()
        for s in senders:
            s.deliver()
            s.start()

    def ends(end):
        def run():
            for _ in range(ENDS):
                time.sleep(0.3 + chance.random() * 0.7)
                end()
                orders.start()
                before = [s.at for s in senders]
                until("every sender goes on", lambda: all(s.at > b for s, b in zip(senders, before)), 30, 0.05)
                assert not any(s.refused for s in senders), [s.refused for s in senders]
        return run

    def polite():
        process = orders.world.processes["plimsoll"]
        orders.stop()
        assert process.returncode == 0, f"SIGTERM ends with exit code 0, not {process.returncode}"

    def totals():
        settle()
        valid, bad = exact()
        resets = sum(s.resets for s in senders)
        print(f"{valid} orders, {bad} bad, {resets} resets, over {2 * ENDS} ends", flush=True)

    def once_more():
        orders.kill()
        orders.start()
        exact()
        orders.stop()
        done = orders.run("audit", "verify", "--data", orders.data, "--public-key", orders.world.path("head.key.pub"))
        assert "intact" in done.stdout, done.stdout

    try:
        if suite.check("senders push", begin):
            suite.check("SIGTERM during load ends well and senders go on", ends(polite))
            suite.check("kill -9 during load, and senders go on", ends(orders.kill))
            suite.check("nothing acknowledged was lost: totals are equal, event for event", totals)
            suite.check("and so after one more kill, and the log is whole", once_more)
    finally:
        for s in senders:
            s.halt.set()
        orders.world.close(keep=suite.failed > 0)
