"""CPU for a million samples by remote write: the same bodies for all, from 100,000 series that every server has met before."""
from figures import times_less
from servers import Ours, World, feed_write, now_ms, prometheus, say, settle, slo_catalog, victoriametrics

STEP = 15_000
WARM_ROUNDS = 3


def measure(quick):
    series, rounds, turns = (20_000, 3, 2) if quick else (100_000, 10, 5)
    world = World("peers-ingest")
    try:
        servers = [Ours(world, slo_catalog(100)), prometheus(world), victoriametrics(world)]
        begin = now_ms(STEP) - (WARM_ROUNDS + turns * rounds) * STEP
        load = ["--wide", series, "--samples-per-series", 1]
        for server in servers:
            feed_write(server, load, begin, begin + WARM_ROUNDS * STEP, STEP)
        settle(servers)
        seconds = {server.name: [] for server in servers}
        samples = series * rounds
        at = begin + WARM_ROUNDS * STEP
        for turn in range(turns):
            for server in servers[turn % 3:] + servers[:turn % 3]:
                before = server.cpu_s()
                feed_write(server, load, at, at + rounds * STEP, STEP)
                settle([server], 15)
                seconds[server.name].append((server.cpu_s() - before) / samples * 1e6)
            at += rounds * STEP
            say("  turn", turn + 1, {name: round(of[-1], 3) for name, of in seconds.items()})
        resident = {server.name: round(server.resident_mib()) for server in servers}
        how = f"{series:,} series, bodies of 2,000 series with one sample, {turns} turns of {rounds} rounds each"
        return [times_less(f"peers.ingest_cpu_vs_{name}", seconds["plimsoll"], seconds[name], "CPU s/M", target, how,
                           resident_mib={"ours": resident["plimsoll"], "peer": resident[name]}, flags=flags_of(servers))
                for name, target in (("prometheus", 10), ("victoriametrics", 5))]
    finally:
        world.close()


def flags_of(servers):
    return {part: words for server in servers for part, words in server.flags.items()}
