"""Writes calendar_windows.txt: where windows begin, told by another implementation (Python's zoneinfo) than the one that is tested.

Each line: zone, unit, local time of the boundary, the instant in seconds since 1970. A boundary that a clock change skips is the first
instant after it; one that happens twice is the first of the two. Past years only, so that later zone databases agree.
"""
import calendar
import pathlib
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

UTC = timezone.utc
CASES = [
    ("America/New_York", 2023, 2024),
    ("Australia/Lord_Howe", 2023, 2024),
    ("Africa/Cairo", 2023, 2024),
    ("America/Sao_Paulo", 2017, 2019),
    ("Africa/Casablanca", 2023, 2024),
    ("Pacific/Apia", 2011, 2012),
    ("Europe/Dublin", 2023, 2023),
    ("Asia/Kathmandu", 2023, 2023),
]


def instant(zone, local):
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return int(first.timestamp())
    low = int(local.replace(tzinfo=UTC).timestamp()) - 30 * 3600
    high = low + 60 * 3600
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).replace(tzinfo=None) >= local:
            high = middle
        else:
            low = middle
    return high


def near_a_change(zone, day):
    offsets = {datetime.fromtimestamp(instant(zone, day + timedelta(days=n)), zone).utcoffset() for n in range(-3, 5)}
    return len(offsets) > 1


def rows():
    for name, first, last in CASES:
        zone = ZoneInfo(name)
        day = datetime(first, 1, 1)
        while day.year <= last:
            if near_a_change(zone, day):
                yield name, "day", day, instant(zone, day)
            if day.weekday() == 0:
                yield name, "week", day, instant(zone, day)
            if day.day == 1:
                yield name, "month", day, instant(zone, day)
                if day.month in (1, 4, 7, 10):
                    yield name, "quarter", day, instant(zone, day)
                if day.month == 1:
                    yield name, "year", day, instant(zone, day)
            if day.day == calendar.monthrange(day.year, day.month)[1]:
                yield name, "month-end", day, instant(zone, day)
            day += timedelta(days=1)


def main():
    lines = [f"{zone} {unit} {local:%Y-%m-%d} {at}" for zone, unit, local, at in rows()]
    pathlib.Path(__file__).with_suffix(".txt").write_text("\n".join(lines) + "\n")


main()
