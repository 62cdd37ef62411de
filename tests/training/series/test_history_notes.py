"""What is said about a history that is a poor one to learn from."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.training.series_cases import Case
from training.series.history_notes import notes, outage_notes
from training.series.outages import Outage

USUAL = Case(days=400, calls=500.0)


def test_nothing_is_said_about_a_long_whole_history() -> None:
    assert notes(USUAL.series()) == []


@pytest.mark.parametrize(("days", "said"), [(21, "21 days of history"), (200, "less than a year")])
def test_a_short_history_is_named_with_its_length(days: int, said: str) -> None:
    (only,) = notes(replace(USUAL, days=days).series())
    assert said in only


def test_missing_intervals_are_counted() -> None:
    counts = USUAL.counts()
    counts[np.random.default_rng(2).random(counts.shape) < 0.3] = np.nan
    (only,) = notes(USUAL.series(counts))
    assert only.startswith(("29%", "30%", "31%"))


def test_a_queue_of_a_call_a_day_is_said_to_be_one() -> None:
    (only,) = notes(replace(USUAL, calls=1.0).series())
    assert "calls a day: single calls decide" in only


def test_a_history_that_ends_in_silence_says_since_when() -> None:
    counts = USUAL.counts()
    counts[-20:] = np.nan
    assert any(
        "the last 20 days" in x or "the last 21 days" in x for x in notes(USUAL.series(counts))
    )


def test_a_history_without_a_usable_day_says_only_that() -> None:
    nothing = np.full((USUAL.days, USUAL.slots), np.nan)
    (only,) = notes(USUAL.series(nothing))
    assert only.startswith("no day of its history is usable")


def test_outages_are_told_of_for_a_year() -> None:
    origin = date(2025, 9, 30)
    old, late = Outage(date(2024, 3, 6), 20, 28), Outage(date(2025, 2, 20), 22, 23)
    (told,) = outage_notes([old, late], 48, origin)
    assert "2025-02-20 11:00-11:30" in told
    assert "2024-03-06" not in told
    assert outage_notes([old], 48, origin) == []
