"""Telemetry that is broken, wrong, late, doubled or not allowed: each is told why, and the good beside it is counted."""
from orders import Orders, counter, now_ms, packed
from remote_write import snappy, varint

MIB = 1 << 20


def checks(suite):
    orders = Orders("bad-writes")
    start = now_ms() - 120_000
    good = counter("all_total", [(5000, start + 1000)])

    def begin():
        orders.start()
        orders.take(counter("all_total", [(1000, start)]), counter("bad_total", [(0, start)]))

    def broken():
        whole = packed(good)
        orders.refuse(whole[:-20], 400, "snappy", "cut short")
        orders.refuse(b"GET / HTTP/1.1", 400, "snappy")
        orders.refuse(snappy(good[:-3]), 400, "protobuf", "time series 1")
        orders.refuse(snappy(b"\xff\xff\xff"), 400, "protobuf")
        orders.refuse(b"", 400, "empty")
        orders.expect_counts(0, 0)

    def wrong_media():
        orders.refuse(packed(good), 415, "application/json", **{"Content-Type": "application/json"})
        orders.refuse(packed(good), 415, "gzip", "snappy", **{"Content-Encoding": "gzip"})
        orders.refuse(packed(good), 415, "2.0",
                      **{"Content-Type": "application/x-protobuf;proto=io.prometheus.write.v2.Request"})
        orders.expect_counts(0, 0)

    def too_large():
        orders.refuse(bytes(17 * MIB), 413, str(16 * MIB))
        orders.refuse(varint(1 << 31) + b"\xf4\x00\x00aa", 413, str(1 << 31))
        orders.expect_counts(0, 0)

    def bad_beside_good():
        mixed = packed(counter("all_total", [(1100, start + 10_000), (float("nan"), start + 15_000), (-5, start + 20_000),
                                             (1200, start + 25_000), (1200.5, start + 26_000)]),
                       counter("bad_total", [(3, start + 10_000), (4, start + 25_000)]))
        answer = orders.refuse(mixed, 400, "3 of 7 samples", "NaN", "below zero", "whole")
        told = {(e["place"].split(" at ")[0], e["detail"]) for e in answer.problem["errors"]}
        named = 'all_total{instance="a",job="orders"}'
        assert told == {(named, "the counter is NaN"), (named, "the counter is below zero"),
                        (named, "the counter is not a whole number")}, told
        assert all(" at 20" in e["place"] and e["remedy"] for e in answer.problem["errors"]), answer.text
        orders.expect_counts(200, 4)

    def future():
        ahead = packed(counter("all_total", [(9000, now_ms() + 3_600_000)]))
        orders.refuse(ahead, 400, "ahead of this server's clock", "set the clocks")
        orders.expect_counts(200, 4)

    def twice():
        body = packed(counter("all_total", [(1300, start + 30_000)]), counter("bad_total", [(4, start + 30_000)]))
        for _ in range(2):
            orders.write(body).expect(204)
        orders.expect_counts(300, 4)

    def conflicting():
        orders.refuse(packed(counter("all_total", [(1301, start + 30_000)])), 400, "another value is stored")
        orders.expect_counts(300, 4)

    def unsorted():
        # A second series would begin at an unknown count, or from zero, and not add exactly 50.
        orders.take(counter("all_total", [(1350, start + 40_000)], order=["job", "instance", "__name__"]),
                    counter("bad_total", [(4, start + 40_000)], order=["instance", "__name__", "job"]))
        orders.expect_counts(350, 4)

    def strangers():
        token = {"Authorization": "Bearer " + orders.local_token()}
        body = packed(counter("all_total", [(1350, start + 40_000)]))
        orders.refuse(body, 401, "token", **{"X-Forwarded-For": "192.0.2.7"})
        orders.refuse(body, 401, "token", Forwarded="for=192.0.2.7")
        orders.write(body, **{"X-Forwarded-For": "192.0.2.7"}, **token).expect(204)
        orders.refuse(body, 421, "evil.example", Host="evil.example")
        orders.refuse(body, 403, Origin="http://evil.example")
        orders.expect_counts(350, 4)

    try:
        if suite.check("a server for bad telemetry starts", begin):
            suite.check("truncated snappy and invalid protobuf are told and store nothing", broken)
            suite.check("a wrong content type is told and stores nothing", wrong_media)
            suite.check("a body that is too large, packed or unpacked, is 413", too_large)
            suite.check("NaN and negative counters cost only themselves and are named", bad_beside_good)
            suite.check("a time in the future is refused with what to do", future)
            suite.check("a body sent twice counts once", twice)
            suite.check("another value for a stored time is refused", conflicting)
            suite.check("unsorted labels are the same series", unsorted)
            suite.check("forwarded, foreign and misaddressed writes are refused", strangers)
    finally:
        orders.world.close(keep=suite.failed > 0)
