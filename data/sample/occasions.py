"""What sends callers on dates: bills, house moves at the turn of a month, the plan's events.

Every function returns (D, Q) factors of at least about 1.
"""

import tomllib
from pathlib import Path

import numpy as np

from data.sample.axes import B2B, DUTCH, QUEUES, by_call_type, by_segment
from data.sample.calendar import Calendar
from data.sample.seasons import winter
from models.arrays import Counts, Flags, Floats
from models.queues import Match

PLAN_FILE = Path(__file__).with_name("plan.toml")
RESIDENTIAL_DROPS = ((3, 12, 22), (6, 16, 26))  # French, Dutch: days of the month
B2B_DROPS = (5,)


def bills(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Calls after every posting of bills: a curve over some ten days, higher in winter."""
    size = rng.uniform(0.20, 0.34, 3)
    posted = [_postings(calendar, days, size) for days in (*RESIDENTIAL_DROPS, B2B_DROPS)]
    answer = np.stack([_response(x) for x in posted], axis=1)  # (D, 3)
    chosen = answer[:, np.where(B2B, 2, DUTCH.astype(np.int64))]  # (D, Q)
    cold = 0.75 + 0.6 * winter(calendar)[:, None]
    return 1 + chosen * cold * by_call_type(1.0, 0.0, 0.3)


def _postings(calendar: Calendar, days: tuple[int, ...], sizes: Floats) -> Floats:
    """The size of what is posted on each day (D,); a free day's post leaves on the next."""
    posted = np.zeros(len(calendar.days))
    working = np.flatnonzero(calendar.working)
    for day, size in zip(days, sizes, strict=False):
        planned = np.flatnonzero(calendar.day_of_month == day)
        leaves = np.searchsorted(working, planned)
        posted[working[leaves[leaves < len(working)]]] += size
    return posted


def _response(posted: Floats) -> Floats:
    """Callers (D,) after postings: nobody on the day itself, most after three or four days."""
    lag = np.arange(15.0)
    curve = lag**1.6 * np.exp(-lag / 2.1)
    return np.convolve(posted, curve / curve.max())[: len(posted)]


def house_moves(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Meter transfers at the turn of the month: later, wider and higher in summer."""
    summer = 1 - winter(calendar)
    distance = _from_month_start(calendar) - (0.5 + 1.5 * summer)
    peak = 1 / (1 + (distance / (2.2 + summer)) ** 2)
    height = rng.uniform(0.24, 0.32) * (0.8 + 0.9 * summer)
    return 1 + (peak * height)[:, None] * by_call_type(0, 1, 0.12) * by_segment(1, 0.5)


def _from_month_start(calendar: Calendar) -> Counts:
    """Days from the nearest first of a month (D,), negative before it."""
    since = calendar.day_of_month - 1
    month_end = (calendar.days.astype("datetime64[M]") + 1).astype("datetime64[D]")
    until = (month_end - calendar.days).astype(np.int64)
    return np.where(since <= until, since, -until)


def planned_events(calendar: Calendar) -> Floats:
    """The factors of the plan's events, all of them after the history."""
    factors = np.ones((len(calendar.days), len(QUEUES)))
    for event in tomllib.loads(PLAN_FILE.read_text(encoding="utf-8"))["events"]:
        first, last = np.datetime64(event["from"]), np.datetime64(event["to"])
        within = (calendar.days >= first) & (calendar.days <= last)
        factors[np.ix_(within, _matched(event["match"]))] *= event["factor"]
    return factors


def _matched(selector: dict[str, str]) -> Flags:
    match = Match(**selector)
    return np.array([match.takes(x) for x in QUEUES])
