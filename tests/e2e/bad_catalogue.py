"""A catalogue that shrinks or breaks under a running server: what was true goes on, and the user is told what to do."""
import os

from harness import until
from orders import SERVICE, SLO, Orders, counter, now_ms


def checks(suite):
    orders = Orders("bad-catalogue", SERVICE + "".join(SLO.format(name=f"slo-{n}") for n in range(8)) +
                    SLO.format(name="orders"))
    extra = SLO.format(name="extra-1") + SLO.format(name="extra-2")
    start = now_ms() - 60_000

    def shown(words):
        text = orders.run("catalog", "show").stdout
        return text if all(w in text for w in words) else None

    def names():
        return {item["name"] for item in orders.json("slo", "list")["items"]}

    def begin():
        orders.world.write("catalog/extra.yaml", extra)
        orders.world.write("catalog/one.yaml", SLO.format(name="alone"))
        orders.start()
        assert len(names()) == 12, names()
        for job in ("orders", "extra-1"):
            orders.take(counter("all_total", [(0, start), (70, start + 10_000)], job),
                        counter("bad_total", [(0, start), (2, start + 10_000)], job))

    def one_goes():
        os.remove(os.path.join(orders.catalog, "one.yaml"))
        until("one of 13 objects goes by itself", lambda: names() and "alone" not in names(), 20)

    def vanished():
        os.remove(os.path.join(orders.catalog, "extra.yaml"))
        until("the removal is held", lambda: shown(["Removing 2 of 12 objects", "--allow-deletes", "extra-1", "extra-2"]), 20)
        assert {"extra-1", "extra-2"} <= names(), "nothing was removed"
        refused = orders.run("catalog", "apply", check=False)
        assert refused.returncode == 4, refused
        assert "2 of 12 objects" in refused.stderr and "SLO/extra-1" in refused.stderr, refused.stderr
        assert "plimsoll catalog apply --allow-deletes" in refused.stderr, refused.stderr
        orders.take(counter("all_total", [(100, start + 20_000)], "extra-1"),
                    counter("bad_total", [(2, start + 20_000)], "extra-1"))
        orders.expect_counts(100, 2, "extra-1")

    def allowed():
        orders.run("catalog", "apply", "--allow-deletes")
        assert not {"extra-1", "extra-2"} & names(), names()
        assert not shown(["Removing"]), "nothing waits any more"
        gone = orders.run("slo", "show", "extra-1", check=False)
        assert gone.returncode == 4 and "extra-1" in gone.stderr, gone

    def back():
        orders.world.write("catalog/extra.yaml", extra)
        until("the SLO is back", lambda: "extra-1" in names(), 20)
        orders.expect_counts(100, 2, "extra-1")

    def broken():
        before = names()
        wrong = "# a comment\n" + extra.replace("target: 0.999", "target: 99.9", 1)
        place = f"extra.yaml:{1 + [line.count('99.9') for line in wrong.splitlines()].index(1)}:"
        orders.world.write("catalog/extra.yaml", wrong)
        until("the error is shown with its line", lambda: shown(["refused", place, "target"]), 20)
        refused = orders.run("catalog", "apply", check=False)
        assert refused.returncode == 4 and place in refused.stderr, refused
        assert "targetPercent: 99.9" in refused.stderr, f"it says what to write instead: {refused.stderr}"
        checked = orders.run("check", orders.catalog, check=False)
        assert checked.returncode == 1 and place in checked.stdout, checked
        assert names() == before
        orders.expect_counts(70, 2)
        orders.take(counter("all_total", [(80, start + 20_000)]), counter("bad_total", [(2, start + 20_000)]))
        orders.expect_counts(80, 2)

    def restarted():
        """The server that starts beside a broken file goes on with what applied last."""
        before = names()
        orders.stop()
        orders.start()
        assert names() == before
        orders.expect_counts(80, 2)

    def mended():
        orders.world.write("catalog/extra.yaml", extra)
        until("no refusal any more", lambda: not shown(["refused"]), 20)

    try:
        if suite.check("a server with 13 objects starts", begin):
            suite.check("a file with one of 13 objects vanishes: it is applied", one_goes)
            suite.check("a file with over a tenth vanishes: held, shown, and counted on", vanished)
            suite.check("catalog apply --allow-deletes applies it", allowed)
            suite.check("what comes back has its history", back)
            suite.check("a file with an error changes nothing and its line is named", broken)
            suite.check("a restart beside the broken file keeps what applied", restarted)
            suite.check("the file is mended and the refusal goes", mended)
    finally:
        orders.world.close(keep=suite.failed > 0)
