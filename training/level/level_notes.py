"""What a planner is told, and asked, about the days that a queue's level is learned from."""

import math
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from models.arrays import Floats, Index
from training.level.episodes import Episode, dated_days, usual_ratio
from training.level.trust import day_shocks
from training.series.queue import QueueSeries

RECENT = 364  # days whose single unusual ones are asked about: a year ahead they may come again
FAR = math.log(1.4)  # of a single day's calls over usual ones, before it is asked about
NAMED = 4  # single days; the others are counted
BESIDE = 14  # days either side, whose level it is measured from
SAID = 0.05  # of the calls: a smaller change of level is not worth a word
HARDLY_ANY = 0.05  # of usual calls


def level_notes(series: QueueSeries, trust: Floats, episodes: Iterable[Episode]) -> list[str]:
    """Sentences about episodes, oldest first, and about single days; ``trust`` is (D,)."""
    found = list(episodes)
    return [*map(episode_note, found), *_single_days(series, trust, found)]


def episode_note(episode: Episode) -> str:
    """What was made of a stretch, and what a planner who knows better writes."""
    what = f"{_times(episode.factor)} from {_span(episode.first, episode.last)}"
    if episode.compared:
        return (
            f"{what}, and not in another year: taken for an episode that does not come again; if "
            "it does, write [[unusual_days]] with weight = 1 for it, if not, with weight = 0"
        )
    return (
        f"{what}, and no other year to compare: a year later the range holds both, that it comes "
        "again and that it does not; write [[unusual_days]] for it, with weight = 1 if it does, "
        "with weight = 0 if it does not"
    )


def level_change_note(change: float) -> list[str]:
    """What is said of a ``change`` (share of the calls) that is believed to stay; 0: nothing."""
    if abs(change) < SAID:
        return []
    side = "above" if change > 0 else "below"
    return [
        f"the last ten open days stand at least {abs(change):.0%} {side} the months before: taken "
        "for a new level; if it is an episode, write [[unusual_days]] with weight = 0 for its days"
    ]


def _single_days(series: QueueSeries, trust: Floats, episodes: Iterable[Episode]) -> Iterator[str]:
    shocks = day_shocks(series, episodes)
    ratio = usual_ratio(series)
    asked = _asked(series, trust, shocks)
    largest = sorted(asked[np.argsort(-np.abs(shocks[asked]))][:NAMED].tolist())
    for day in largest:
        size = ratio[day] - np.nanmedian(ratio[max(day - BESIDE, 0) : day + BESIDE + 1])
        yield (
            f"{_day(series.days[day])} had {_times(math.exp(float(size)))} and stands on no "
            "calendar: if it comes again, write an [[events]] row for its day"
        )
    if len(asked) > NAMED:
        yield (
            f"{len(asked) - NAMED} more single days of the last year are as far off and stand on "
            "no calendar: unusual_days lists them"
        )


def _asked(series: QueueSeries, trust: Floats, shocks: Floats) -> Index:
    """Days of the last year that are hardly learned from, and nobody said why."""
    days = series.history_days
    recent = np.arange(days) >= days - RECENT
    silent = np.isnan(series.drivers.weight[:days]) & ~dated_days(series)
    far = np.abs(np.nan_to_num(shocks)) >= FAR
    return np.flatnonzero(recent & silent & far & (trust < 0.5))


def _times(factor: float) -> str:
    if factor < HARDLY_ANY:
        return "hardly any calls"
    return f"{factor:.1f} times the usual calls"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _span(first: date, last: date) -> str:
    """As "6 January to 2 February 2025"."""
    if first.year != last.year:
        return f"{_day(first)} to {_day(last)}"
    return f"{first.day} {first:%B} to {_day(last)}"
