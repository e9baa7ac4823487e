"""History from files: OpenMetrics and Prometheus text, gzip too; counted as a person would count it by hand, and once."""
import gzip

from orders import Orders, counter, now_ms

HOUR = 3600


def checks(suite):
    orders = Orders("history")
    # Whole hours ago, so that the files' edges are known; 10 s slots and the SLO's 30 days hold all of them.
    now = now_ms() // 1000 // HOUR * HOUR

    def rows(name, start, values, instance, written):
        return [f'{name}{{instance="{instance}",job="orders"}} {v} {written(start + 60 * i)}' for i, v in enumerate(values)]

    def open_metrics(start):
        """An hour of minutes: 100 more each, a reset at the 31st; one bad of two each tenth minute."""
        all_values = [1000 + 100 * i for i in range(30)] + [40 + 100 * i for i in range(30)]
        bad_values = [2 * (i // 10) for i in range(60)]
        lines = ["# HELP all Orders.", "# TYPE all counter"]
        lines += rows("all_total", start, all_values, "a", lambda s: f"{s}.250")
        lines += ["# TYPE bad counter"] + rows("bad_total", start, bad_values, "a", lambda s: f"{s}.250")
        lines += [f'other_total{{job="stranger"}} 5 {start}.0', "# EOF"]
        # 29 steps of 100 before the reset, then 40 from zero and 29 steps of 100; bad went from 0 to 10.
        return "\n".join(lines) + "\n", (29 * 100 + 40 + 29 * 100, 10)

    def prometheus_text(start, step):
        values = [500 + step * i for i in range(31)]
        lines = rows("all_total", start, values, "b", lambda s: f"{s * 1000}")
        lines += rows("bad_total", start, [7] * 31, "b", lambda s: f"{s * 1000}")
        return "\n".join(lines) + "\n", (30 * step, 0)

    total = [10, 1]

    def begin():
        """Windows end where live samples are, so there are some."""
        orders.start()
        live = now_ms() - 30_000
        orders.take(counter("all_total", [(0, live), (10, live + 20_000)]), counter("bad_total", [(0, live), (1, live + 20_000)]))
        orders.expect_counts(10, 1)

    def fills(path, *options, expected):
        done = orders.json("import", "openmetrics", path, *options)
        assert done["bound"] > 0 and sum(done["slots_filled"].values()) > 0, done
        total[0] += expected[0]
        total[1] += expected[1]
        orders.expect_counts(*total)
        again = orders.json("import", "openmetrics", path, *options)
        assert sum(again["slots_filled"].values()) == 0, f"the second time fills nothing: {again}"
        orders.expect_counts(*total)
        return done

    def first():
        text, expected = open_metrics(now - 60 * HOUR)
        done = fills(orders.world.write("one.om", text), expected=expected)
        assert done["resets"] == 1 and done["unbound"] == 1 and done["samples"] == 121, done

    def zipped():
        text, expected = open_metrics(now - 50 * HOUR)
        path = orders.world.path("two.om.gz")
        with gzip.open(path, "wb") as out:
            out.write(text.encode())
        fills(path, expected=expected)

    def milliseconds():
        text, expected = prometheus_text(now - 40 * HOUR, 11)
        fills(orders.world.write("three.prom", text), expected=expected)
        text, expected = prometheus_text(now - 30 * HOUR, 13)
        fills(orders.world.write("four.prom", text), "--format", "prometheus", expected=expected)

    def survives():
        orders.kill()
        orders.start()
        orders.expect_counts(*total)

    def bad_lines():
        text, expected = prometheus_text(now - 20 * HOUR, 17)
        spoilt = text + 'all_total{job="orders" 5 1\n' + f'all_total{{instance="c",job="orders"}} -5 {now * 1000}\n' + (
            'all_total{instance="c",job="orders"} 5\n')
        path = orders.world.write("spoilt.prom", spoilt)
        done = fills(path, expected=expected)
        assert done["skipped"].get("negative") == 1 and done["skipped"].get("no_timestamp") == 1, done
        said = orders.run("import", "openmetrics", path).stdout
        assert "spoilt.prom:63:" in said, f"the broken line is named: {said}"

    def hopeless():
        with open(orders.world.path("two.om.gz"), "rb") as whole:
            bytes_of = whole.read()
        cut = orders.world.path("cut.gz")
        with open(cut, "wb") as out:
            out.write(bytes_of[:-40])
        noise = orders.world.write("noise.bin", "%PDF-1.4 nothing to see\n" * 2000)
        for path, word in ((cut, "gzip"), (noise, "noise.bin"), (orders.world.path("absent"), "absent")):
            refused = orders.run("import", "openmetrics", path, check=False)
            assert refused.returncode in (4, 5) and word in refused.stderr and "remedy" in refused.stderr, refused
        orders.expect_counts(*total)

    try:
        if suite.check("a server for history starts", begin):
            suite.check("OpenMetrics fills history, a reset in it, exactly and once", first)
            suite.check("gzip does too", zipped)
            suite.check("Prometheus text in milliseconds does too", milliseconds)
            suite.check("imported history survives kill -9", survives)
            suite.check("bad lines are named and cost only themselves", bad_lines)
            suite.check("a cut gzip, noise and a missing file fill nothing", hopeless)
    finally:
        orders.world.close(keep=suite.failed > 0)
