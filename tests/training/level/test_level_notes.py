"""Planners are told what was taken for an episode, and asked about what nobody can tell."""

from dataclasses import replace
from datetime import date

import numpy as np

from models.arrays import Floats
from tests.training.series_cases import Case, day_index
from training.level.episodes import Episode
from training.level.level_notes import NAMED, episode_note, level_notes
from training.level.trust import day_trust
from training.series.queue import QueueSeries

CASE = Case(days=400, calls=1000.0)
SALE = date(2023, 9, 12)


def notes(series: QueueSeries) -> list[str]:
    return level_notes(series, day_trust(series), ())


def counts_with(factors: dict[date, float]) -> Floats:
    counts = CASE.counts()
    for day, factor in factors.items():
        counts[day_index(CASE, day)] *= factor
    return np.round(counts)


def test_an_episode_is_said_with_its_dates_and_size_and_how_to_refuse_it() -> None:
    told = episode_note(Episode(date(2025, 1, 6), date(2025, 2, 2), 3.04, compared=True))
    assert told == (
        "3.0 times the usual calls from 6 January to 2 February 2025, and not in another year: "
        "taken for an episode that does not come again; if it does, write [[unusual_days]] with "
        "weight = 1 for it, if not, with weight = 0"
    )


def test_a_stretch_without_another_year_is_asked_about() -> None:
    told = episode_note(Episode(date(2024, 12, 9), date(2025, 1, 5), 0.01, compared=False))
    assert told.startswith("hardly any calls from 9 December 2024 to 5 January 2025, and no other")
    assert "weight = 1 if it does, with weight = 0 if it does not" in told


def test_a_single_day_on_no_calendar_is_asked_about() -> None:
    (only,) = notes(CASE.series(counts_with({SALE: 2.4})))
    assert only.startswith("12 September 2023 had 2.")
    assert 2.1 <= float(only.split()[4]) <= 2.5  # the day itself has a say in what is usual
    assert only.endswith(
        " times the usual calls and stands on no calendar: if it comes again, write an [[events]] "
        "row for its day"
    )


def test_usual_days_holidays_and_days_planners_spoke_of_are_not_asked_about() -> None:
    assert notes(CASE.series()) == []
    bridge = date(2023, 5, 19)  # the Friday after Ascension
    assert notes(CASE.series(counts_with({bridge: 2.4}))) == []
    series = CASE.series(counts_with({SALE: 2.4}))
    weight = series.drivers.weight.copy()
    weight[day_index(CASE, SALE)] = 1.0
    assert notes(replace(series, drivers=replace(series.drivers, weight=weight))) == []


def test_the_largest_are_named_in_the_order_of_their_days_and_the_others_counted() -> None:
    sales = [date(2023, month, 12) for month in (4, 5, 6, 7, 9, 10)]
    found = notes(CASE.series(counts_with(dict.fromkeys(sales, 2.5))))
    assert len(found) == NAMED + 1
    assert found[-1].startswith("2 more single days of the last year are as far off")
    days = [x.split(" had ")[0].split() for x in found[:-1]]
    months = ["April", "May", "June", "July", "September", "October"]
    assert [months.index(x[1]) for x in days] == sorted(months.index(x[1]) for x in days)
