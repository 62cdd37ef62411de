"""Rows that are left out where nobody called: zeros where it is declared, else asked about."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from data.history.demand import read_demand
from data.history.left_out_zeros import share_left_out
from data.history.quality.report import check_history
from data.history.store import import_history
from models.arrays import Flags, Floats
from tests.data.history.history_cases import make_engine, make_plan, read, rows
from tests.data.plan.plan_texts import PLAN as TEXT
from tests.data.plan.plan_texts import plan

QUEUE = "billing-fr"
PLAN = make_plan(hours=(480, 720))
DECLARED = replace(PLAN, zeros_left_out=frozenset({QUEUE}))
FIRST = date(2025, 3, 3)
OPEN: Flags = np.ones((200, 8), dtype=np.bool_)


def counts(rate: float, seed: int = 1) -> Floats:
    """Half-hours from 08:00 to 12:00."""
    return np.random.default_rng(seed).poisson(rate, OPEN.shape).astype(np.float64)


def without_zeros(calls: Floats) -> Floats:
    return np.where(calls > 0, calls, np.nan)


def lines(calls: Floats) -> list[str]:
    found = []
    for day, slot in zip(*np.nonzero(np.nan_to_num(calls)), strict=True):
        start = datetime.combine(
            FIRST + timedelta(days=int(day)), time(8 + slot // 2, slot % 2 * 30)
        )
        found.append(f"{start.isoformat()},{QUEUE},{calls[day, slot]:.0f}")
    return found


@pytest.mark.parametrize("rate", [0.3, 1.0, 2.5])
def test_a_queue_that_must_have_zeros_and_shows_none_leaves_them_out(rate: float) -> None:
    share = share_left_out(without_zeros(counts(rate)), OPEN)
    assert share == pytest.approx(np.exp(-rate), abs=0.03)


def test_zeros_that_are_shown_are_not_left_out() -> None:
    broken = counts(1.0)
    broken[50:100] = np.nan
    assert share_left_out(broken, OPEN) is None


def test_a_busy_feed_that_is_broken_leaves_no_zeros_out() -> None:
    broken = counts(30.0)
    broken[50:100] = np.nan
    assert share_left_out(broken, OPEN) is None


def test_a_complete_history_is_not_asked_about() -> None:
    assert share_left_out(counts(20.0), OPEN) is None


def test_declared_absent_rows_of_open_intervals_are_zeros(tmp_path: Path) -> None:
    calls, engine = counts(0.7), make_engine(tmp_path)
    import_history(engine, [read(rows(*lines(calls)), PLAN)], skip_bad_rows=False)
    told = calls.ravel()
    first, last = np.flatnonzero(told)[[0, -1]]
    history = read_demand(engine, DECLARED, QUEUE)
    assert_array_equal(history.offered, told[first : last + 1])
    assert history.complete.all()
    assert len(read_demand(engine, PLAN, QUEUE).offered) == np.count_nonzero(told)


def test_the_check_asks_until_it_is_declared(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    import_history(engine, [read(rows(*lines(counts(0.7))), PLAN)], skip_bad_rows=False)
    kinds = {x.kind for x in check_history(engine, PLAN) if x.queue == QUEUE}
    assert "zeros_left_out" in kinds
    kinds = {x.kind for x in check_history(engine, DECLARED) if x.queue == QUEUE}
    assert not kinds & {"zeros_left_out", "gap", "half_filled_day"}


def test_a_site_leaves_zeros_out_only_between_its_own_first_and_last_row(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    given = ["2025-10-06T08:00,billing-fr,3,liege", "2025-10-06T11:30,billing-fr,2,liege"]
    given += ["2025-10-06T10:00,billing-fr,1,morocco", "2025-10-06T11:00,billing-fr,4,morocco"]
    text = rows(*given, header="interval_start,queue,offered,site")
    import_history(engine, [read(text, PLAN)], skip_bad_rows=False)
    history = read_demand(engine, DECLARED, QUEUE)
    assert_array_equal(history.offered, [3, 0, 0, 0, 1, 0, 4, 2])
    assert_array_equal(history.sites.present.sum(axis=0), [1, 1, 1, 1, 2, 2, 2, 1])


def test_a_plan_says_it_for_all_queues_or_for_one() -> None:
    one = 'id = "residential-contract-fr"\n'
    text = TEXT.replace(one, one + "zeros_are_left_out = true\n")
    assert plan(text).zeros_left_out == {"residential-contract-fr"}
    text = "zeros_are_left_out = true\nretry_share = 0.4" + TEXT.replace(
        one, one + "zeros_are_left_out = false\nretry_share = 0.0\n"
    )
    others = {x.id for x in plan(TEXT).queues} - {"residential-contract-fr"}
    assert plan(text).zeros_left_out == others
    assert plan(text).retry_shares == dict.fromkeys(others, 0.4)
