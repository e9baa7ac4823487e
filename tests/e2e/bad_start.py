"""Starts that must not happen: each ends at once, says why and what to do, and harms nothing that is there."""
import os
import subprocess

from harness import free_port
from orders import Orders, counter, now_ms


def sql(file, statement):
    subprocess.run(["sqlite3", "-bail", file, statement], check=True, timeout=30)


def checks(suite):
    orders = Orders("bad-start")
    start = now_ms() - 60_000
    path = orders.world.path

    def elsewhere():
        return f"127.0.0.1:{free_port()}"

    def failing(*words, exit_code=5, **options):
        code, said = orders.serve_and_fail(**options)
        assert code == exit_code, f"exit {code}: {said}"
        missing = [w for w in (*words, "remedy") if w not in said]
        assert not missing, f"not said {missing}: {said}"

    def begin():
        orders.start()
        orders.take(counter("all_total", [(0, start), (70, start + 10_000)]),
                    counter("bad_total", [(0, start), (2, start + 10_000)]))

    def still_well():
        orders.expect_counts(70, 2)

    def port():
        failing("in use", str(orders.port), data=path("other"))
        still_well()

    def two_servers():
        failing("another plimsoll", str(orders.world.processes["plimsoll"].pid), orders.data, listen=elsewhere())
        still_well()

    def head_key():
        inside = path("third", "head.key")
        failing("inside the data folder", inside, data=path("third"), listen=elsewhere(), head_key=inside)
        assert not os.path.exists(inside)

    def no_catalogue():
        failing("no catalogue folder", path("nowhere"), exit_code=2, data=path("fourth"), listen=elsewhere(), catalog=path("nowhere"))
        assert not os.path.exists(path("fourth")), "a start that cannot be leaves no data folder behind"

    def bad_address():
        failing("banana", "127.0.0.1", data=path("fifth"), listen="banana")

    def newer():
        orders.stop()
        for file, key in (("log.db", "name"), ("ledger.db", "key")):
            at = os.path.join(orders.data, file)
            sql(at, f"UPDATE meta SET value = 99 WHERE {key} = 'format'")
            failing("newer version", "format 99")
            sql(at, f"UPDATE meta SET value = 1 WHERE {key} = 'format'")
        orders.start()
        still_well()

    try:
        if suite.check("a server starts", begin):
            suite.check("a port in use is named", port)
            suite.check("a second server on one data folder is refused", two_servers)
            suite.check("a head key inside the data folder is refused", head_key)
            suite.check("a missing catalogue folder is named", no_catalogue)
            suite.check("an address that is none is named", bad_address)
            suite.check("data of a newer version is refused and stays whole", newer)
    finally:
        orders.world.close(keep=suite.failed > 0)
