"""One figure of the comparison: ours, the peer's, their ratio, and whether it is what it should be."""
import statistics


def median(values):
    return statistics.median(values)


def times_less(name, ours, peer, unit, target, how, **more):
    """How many times less (CPU, bytes, time) ours is: medians of the runs of each."""
    ratio = median(peer) / median(ours)
    return {"id": name, "ours": median(ours), "peer": median(peer), "unit": unit, "ratio": ratio, "target": target, "met": ratio >= target, "how": how,
            "runs": {"ours": ours, "peer": peer}, **more}


def at_most(name, ours, unit, target, how, **more):
    """A figure that has a bound of its own and no peer, or peers that are only told."""
    return {"id": name, "ours": median(ours), "peer": None, "unit": unit, "ratio": None, "target": target, "met": median(ours) <= target, "how": how,
            "runs": {"ours": ours}, **more}


def line(figure):
    """A row for people."""
    peer = "" if figure["peer"] is None else f"{figure['peer']:12.4g}"
    ratio = "" if figure["ratio"] is None else f"{figure['ratio']:8.3g}x"
    wanted = f"{figure['target']:g}" + ("x" if figure["ratio"] is not None else "")
    return f"{figure['id']:44} {figure['ours']:12.4g} {peer:>12} {figure['unit']:<8} {ratio:>9} {wanted:>7} {'met' if figure['met'] else 'MISSED'}"
