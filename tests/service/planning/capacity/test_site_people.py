"""Who can take the calls, as chance may have it."""

from datetime import date

import numpy as np
from numpy.testing import assert_array_equal

from service.planning.capacity.site_people import WeekSpan, people_question, site_people
from tests.data.plan.plan_texts import plan

SPAN = WeekSpan(date(2025, 10, 6), date(2026, 4, 5))
SINCE = date(2025, 9, 29)


def test_drawn_hours_are_on_average_those_expected() -> None:
    read, draws = plan(), 4000
    people = site_people(people_question(read, read.site("liege"), SPAN, SINCE, 6, draws))
    there = people.experienced_hours > 0
    assert people.drawn.shape == (draws, *people.experienced_hours.shape)
    drawn = people.drawn[:, there]
    error = drawn.std(axis=0) / np.sqrt(draws)
    assert (np.abs(drawn.mean(axis=0) - 1.0) <= 5 * error + 1e-9).all()
    assert (error > 0).any()


def test_a_week_is_drawn_alike_in_every_question() -> None:
    read = plan()
    whole = site_people(people_question(read, read.site("liege"), SPAN, SINCE, 6, 20))
    later = WeekSpan(date(2025, 11, 3), date(2025, 11, 16))
    part = site_people(people_question(read, read.site("liege"), later, SINCE, 6, 20))
    assert_array_equal(part.drawn, whole.drawn[:, :, 4:6])
