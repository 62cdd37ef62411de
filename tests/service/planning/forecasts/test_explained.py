"""Why a day's forecast is what it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.demand import PARTS
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.forecasts.explained import EXPLAINED
from service.planning.forecasts.forecast_table import ForecastQuestion, forecast_table
from tests.service.cases import MONDAY, PLAN, current_of

EVENT = """
[[events]]
match = { segment = "residential", call_type = "billing", language = "fr" }
from = %s
to = %s
factor = 1.25
reason = "annual bills"
author = "planning"
"""
DAYS = ForecastQuestion(MONDAY, MONDAY.replace(day=MONDAY.day + 6), "queue", "day", explain=True)


@pytest.fixture
def busy(tmp_path: Path) -> Current:
    """Billing's Mondays take a fifth more, a holiday halves the first; an event raises it."""
    current = current_of(tmp_path, PLAN + EVENT % (MONDAY, MONDAY))
    billing = current.release.queues["residential-billing-fr"]
    parts = np.ones_like(billing.parts)
    parts[PARTS.index("weekday")], parts[PARTS.index("holiday")] = 1.2, 0.5
    queues = {**current.release.queues, "residential-billing-fr": replace(billing, parts=parts)}
    return replace(current, release=replace(current.release, queues=queues))


def test_the_factors_of_every_day_multiply_to_its_mean(busy: Current) -> None:
    for row in forecast_table(busy, DAYS).rows():
        product = np.prod([float(str(row[name])) for name in EXPLAINED])
        assert product == pytest.approx(float(str(row["offered_mean"])), rel=1e-4, abs=1e-3)


def test_an_event_is_a_factor_of_its_own(busy: Current) -> None:
    first = forecast_table(busy, DAYS).rows()[0]
    assert first["queue"] == "residential-billing-fr"
    assert (first["weekday"], first["holiday"], first["events"]) == (1.2, 0.5, 1.25)
    assert first["level"] == pytest.approx(900 / 0.6)


def test_nothing_is_explained_unasked(busy: Current) -> None:
    unasked = forecast_table(busy, replace(DAYS, explain=False)).columns
    assert not set(EXPLAINED) & set(unasked)


@pytest.mark.parametrize(
    "question",
    [
        replace(DAYS, by="total"),
        replace(DAYS, granularity="week"),
        replace(DAYS, site="morocco"),
    ],
    ids=["total", "week", "site"],
)
def test_sums_and_parts_of_queues_are_refused_with_what_to_ask(
    busy: Current, question: ForecastQuestion
) -> None:
    with pytest.raises(QuestionError, match="by=queue, granularity=day, no site"):
        forecast_table(busy, question)
