"""Contracts that can be worked, drawn at random, and the TOML that says them."""

from collections.abc import Iterable

from hypothesis import strategies as st

from data.plan.contracts import Break, Contract

SITES = (None, "liege", "morocco", "belgium")
DAY_HOURS = (3.0, 4.0, 5.25, 7.6, 8.8, 9.5)
EIGHT = Contract("full-time", 40.0, (8.0,), 5, 480, 1200, 30, (Break(30, False, 180, 300),))


@st.composite
def breaks(draw: st.DrawFn, paid_minutes: int) -> tuple[Break, ...]:
    """At most three of a day, whose windows lie one after the other, each with work after it."""
    found: list[Break] = []
    day = paid_minutes
    for _ in range(draw(st.integers(0, 3))):
        free = found[-1].latest + found[-1].minutes if found else 0
        minutes, paid = draw(st.sampled_from([5, 15, 30])), draw(st.booleans())
        whole = day if paid else day + minutes
        if free + 2 + minutes >= whole:
            break
        first = draw(st.integers(free + 1, whole - minutes - 1))
        last = draw(st.integers(first, whole - minutes - 1))
        found.append(Break(minutes, paid, first, last))
        day = whole
    return tuple(found)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """One that can be worked, for any site."""
    hours = draw(st.sets(st.sampled_from(DAY_HOURS), min_size=1, max_size=3))
    days = draw(st.integers(1, 7))
    weekly = draw(st.integers(round(min(hours) * 10), int(max(hours) * days * 10))) / 10
    pauses = draw(breaks(round(max(hours) * 60)))
    step = draw(st.sampled_from([15, 30, 60]))
    attendance = round(max(hours) * 60) + sum(x.minutes for x in pauses if not x.paid)
    earliest = draw(st.integers(0, (1440 - attendance) // step * step))
    starts = -(-earliest // step) * step
    return Contract(
        name=draw(st.sampled_from(["full-time", "part-time", "vier Tage", "été 9€", 'a "b"'])),
        weekly_hours=max(weekly, min(hours)),
        day_hours=tuple(sorted(hours, reverse=True)),
        days_a_week=days,
        earliest_start=earliest,
        latest_end=draw(st.integers(starts + attendance, 1440)),
        start_every=step,
        breaks=pauses,
        weekend_share=draw(st.integers(0, 100)) / 100,
        share_min=draw(st.integers(0, 100)) / 100,
        share_max=1.0,
        site=draw(st.sampled_from(SITES)),
        hourly_cost=draw(st.none() | st.integers(1, 9999).map(lambda x: x / 100)),
    )


def toml(rows: Iterable[Contract]) -> str:
    """What a plan says of them."""
    return "\n".join(_row(x) for x in rows)


def _row(x: Contract) -> str:
    said = {
        "name": _text(x.name),
        "weekly_hours": x.weekly_hours,
        "day_hours": list(x.day_hours),
        "days_a_week": x.days_a_week,
        "earliest_start": f'"{_clock(x.earliest_start)}"',
        "latest_end": f'"{_clock(x.latest_end)}"',
        "start_every_minutes": x.start_every,
        "unpaid_breaks": _breaks(x, paid=False),
        "paid_breaks": _breaks(x, paid=True),
        "weekend_share": x.weekend_share,
        "share_min": x.share_min,
        "share_max": x.share_max,
        "site": x.site and f'"{x.site}"',
        "pool": x.pool and f'"{x.pool}"',
        "hourly_cost": x.hourly_cost,
    }
    keys = (f"{key} = {value}" for key, value in said.items() if value is not None)
    return "\n".join(["", "[[contracts]]", *keys, ""])


def _text(words: str) -> str:
    escaped = words.replace('"', '\\"')
    return f'"{escaped}"'


def _breaks(x: Contract, *, paid: bool) -> str:
    rows = (
        f"{{ minutes = {y.minutes}, from_hours = {y.earliest / 60}, to_hours = {y.latest / 60} }}"
        for y in x.breaks
        if y.paid == paid
    )
    return f"[{', '.join(rows)}]"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
