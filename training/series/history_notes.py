"""What makes a queue's history a poor one to learn from, said in a planner's words."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from data.history.left_out_zeros import asked, share_left_out
from models.arrays import Flags, Floats
from training.series.features import DAYS_PER_YEAR
from training.series.outages import Outage
from training.series.queue import QueueSeries

SHORT = 56  # days: below it the weekdays' own levels are hardly known
MISSING = 0.1  # share of the open intervals
FEW_CALLS = 10.0  # a day
STALE = 7  # days
RECENT = 28  # days
MANY_ABANDONED = 0.25  # of the calls
NAMED = 3  # outages
TOLD_DAYS = 364  # days back that an outage is told of


def notes(series: QueueSeries) -> list[str]:
    """Reasons for wide ranges, most serious first; empty for a history that is fine."""
    return list(_notes(series))


def _notes(series: QueueSeries) -> Iterator[str]:
    days = series.history_days
    known = ~np.isnan(series.totals)
    if not known.any():
        yield "no day of its history is usable: its calls are taken to be hardly any"
        return
    if days < SHORT:
        yield f"{days} days of history: ranges are wide until there are {SHORT}"
    elif days < DAYS_PER_YEAR:
        yield f"{days} days of history: less than a year, so no season is known"
    silent = int(days - 1 - np.flatnonzero(known)[-1])
    if silent >= STALE:
        yield f"the last {silent} days of history have no usable day"
    is_open = series.open_slots[:days]
    missing = float(np.isnan(series.counts[is_open]).mean())
    left_out = share_left_out(series.counts, is_open)
    if left_out is not None:
        yield asked(left_out)
    elif missing > MISSING:
        yield f"{missing:.0%} of its open intervals are missing: what was seen stands for them"
    mean = float(np.nanmean(series.totals))
    if mean < FEW_CALLS:
        yield f"{mean:.1f} calls a day: single calls decide, so ranges are wide"


def spread_notes(spread: Flags, days: Sequence[date]) -> list[str]:
    """What days that are spread daily totals, ``spread`` (D,), leave unknown."""
    at = np.flatnonzero(spread)
    if not at.size:
        return []
    return [
        f"{at.size} of its {len(spread)} days, {days[at[0]]} to {days[at[-1]]}, are daily totals "
        "that were spread: they tell how many calls came, not when in the day"
    ]


def abandoned_notes(offered: Floats, abandoned: Floats, retry_share: float) -> list[str]:
    """What calls that were given up make of demand; ``offered``, ``abandoned`` are (D, S)."""
    if retry_share > 0:
        return [
            f"first attempts are learned: {retry_share:.0%} of the calls that were given up are "
            "taken to have come again (retry_share)"
        ]
    known = ~np.isnan(abandoned[-RECENT:])
    calls = float(np.nansum(offered[-RECENT:][known]))
    share = float(abandoned[-RECENT:][known].sum()) / calls if calls > 0 else 0.0
    if share < MANY_ABANDONED:
        return []
    return [
        f"{share:.0%} of its calls were given up in the last {RECENT} days: part of the calls are "
        "the same callers again, whom a site with good service will not see; retry_share in the "
        "plan leaves them out"
    ]


def outage_notes(found: Sequence[Outage], slots: int, origin: date) -> list[str]:
    """The latest hours that were taken as not counted, of days with so many ``slots``.

    Of the year up to ``origin``: what lies further back nobody can tell any more.
    """
    gone = [x for x in found if x.day > origin - timedelta(days=TOLD_DAYS)]
    if not gone:
        return []
    minutes = 1440 // slots
    spans = [
        f"{x.day} {_clock(x.first * minutes)}-{_clock(x.end * minutes)}" for x in gone[-NAMED:]
    ]
    more = f" and {len(gone) - NAMED} earlier times" if len(gone) > NAMED else ""
    return [
        f"hardly a call where many are usual on {', '.join(spans)}{more}: taken as not counted; "
        "[[unusual_days]] with weight = 1 takes a day as it stands"
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
