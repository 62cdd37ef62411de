"""Handling times that move from day to day, and how surely they are known, in planning."""

from dataclasses import replace

import numpy as np
import pytest

from models.arrays import Floats
from service.planning.basis.current import Current
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from tests.service.cases import HORIZON, MONDAY, week

POOL = "belgium-nl-residential"


def need(current: Current, course: Floats | float, deviation: Floats | float = 0.0) -> PoolNeed:
    """A week of a pool's, where its queues' AHT has this course."""
    queues = {
        name: replace(x, aht_course=course, aht_deviation=deviation)
        for name, x in current.release.queues.items()
    }
    moved = replace(current, release=replace(current.release, queues=queues))
    [pool] = [x for x in current.plan.pools if x.name == POOL]
    found = pool_need(moved, pool, week(current, MONDAY), WhatIf(), Method())
    assert found is not None
    return found


def test_a_days_aht_follows_its_course(current: Current) -> None:
    course = np.linspace(1.0, 1.5, HORIZON)
    still, moved = need(current, 1.0), need(current, course)
    day = still.question.span.at.day
    assert moved.aht == pytest.approx(still.aht * course[day])
    assert moved.erlangs == pytest.approx(still.erlangs * course[day])


def test_what_is_not_known_of_the_aht_is_so_on_all_days_of_a_path(current: Current) -> None:
    sure, unsure = need(current, 1.0), need(current, 1.0, 0.1)
    over = unsure.risk.day_loads() / sure.risk.day_loads()
    assert over.std(axis=0) == pytest.approx(np.full(7, 0.1), rel=0.25)
    assert np.ptp(over, axis=1) == pytest.approx(np.zeros(len(over)), abs=1e-6)


def test_who_does_not_know_the_aht_needs_no_fewer_agents(current: Current) -> None:
    sure, unsure = need(current, 1.0), need(current, 1.0, 0.15)
    assert (unsure.agents >= sure.agents).all()
    assert unsure.agents.sum() > sure.agents.sum()
