"""The shifts of a contract on a day: when they may begin, and how much of each interval they take.

Textbook figures: a shift of 8 paid hours with an unpaid half-hour is there for 8.5 and covers 8.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.plan.contracts import Break, Contract
from data.shifts import Pause
from models.arrays import Floats
from service.planning.shifts.columns import Kind, kinds
from tests.data.plan.people.contract_cases import EIGHT, contracts

OPEN = tuple(range(480, 1200, 30))  # 08:00 to 20:00
ROUND_THE_CLOCK = tuple(range(0, 1440, 30))
EARLY = replace(EIGHT, earliest_start=360, latest_end=1320)


def cover(kind: Kind, minutes: tuple[int, ...] = OPEN, length: int = 30) -> Floats:
    return kind.cover(minutes, length)


def begins(found: tuple[Kind, ...]) -> list[int]:
    return sorted({x.start for x in found})


def test_eight_hours_with_an_unpaid_half_hour_cover_sixteen_half_hours_of_seventeen() -> None:
    [first] = [x for x in kinds(EIGHT, OPEN, 30) if (x.start, x.breaks[0].start) == (480, 660)]
    assert first == Kind(480, 990, 8.0, (Pause(660, 30, False),))
    expected = np.ones(24)
    expected[[6, *range(17, 24)]] = 0.0
    assert cover(first).tolist() == expected.tolist()


def test_a_break_may_begin_at_every_step_of_its_window() -> None:
    found = [x.breaks[0].start - x.start for x in kinds(EIGHT, OPEN, 30) if x.start == 480]
    assert found == [180, 210, 240, 270, 300]


def test_a_paid_break_is_paid_time_that_takes_no_calls() -> None:
    paid = replace(EIGHT, breaks=(Break(15, True, 120, 120),))
    [first] = [x for x in kinds(paid, OPEN, 30) if x.start == 480]
    assert (first.end, first.paid_hours) == (960, 8.0)
    assert cover(first)[4] == 0.5
    assert cover(first).sum() * 0.5 == 7.75


def test_a_day_off_the_grid_ends_within_an_interval() -> None:
    belgian = replace(EIGHT, weekly_hours=38.0, day_hours=(7.6,))
    [first] = [x for x in kinds(belgian, OPEN, 30) if (x.start, x.breaks[0].start) == (480, 660)]
    assert first.end == 480 + 486
    assert cover(first)[16] == pytest.approx(6 / 30)
    assert cover(first).sum() * 0.5 == pytest.approx(7.6)


def test_of_shifts_that_reach_beyond_the_open_hours_the_nearest_are_listed() -> None:
    assert begins(kinds(EARLY, OPEN, 30)) == list(range(480, 720, 30))
    saturday = kinds(EARLY, tuple(range(540, 780, 30)), 30)
    assert begins(saturday) == [540]
    assert cover(saturday[-1], tuple(range(540, 780, 30))).all()


def test_an_earlier_shift_is_listed_where_all_others_have_their_break() -> None:
    fixed = replace(EARLY, breaks=(Break(30, False, 180, 180),))
    afternoon = tuple(range(840, 1290, 30))  # 14:00 to 21:30
    found = kinds(replace(fixed, latest_end=1360), afternoon, 30)
    assert 840 in begins(found)
    assert min(begins(found)) < 840
    assert np.max([cover(x, afternoon) for x in found], axis=0).all()


def test_a_contract_whose_hours_lie_elsewhere_has_no_shift() -> None:
    morning = replace(EIGHT, earliest_start=0, latest_end=480)
    assert kinds(replace(morning, breaks=()), OPEN, 30) == ()


@pytest.mark.parametrize(("step", "length"), [(60, 30), (60, 15), (15, 30), (30, 15), (30, 60)])
def test_starts_keep_their_own_grid_whatever_the_intervals(step: int, length: int) -> None:
    odd = replace(EARLY, earliest_start=490, start_every=step)
    minutes = tuple(range(480, 1200, length))
    found = kinds(odd, minutes, length)
    assert found
    assert all(x.start % step == 0 and x.start >= 490 for x in found)
    for x in found:
        if x.end <= 1200:
            assert cover(x, minutes, length).sum() * length == pytest.approx(480)


def test_a_whole_day_is_one_shift() -> None:
    whole = Contract("watch", 48.0, (24.0,), 2, 0, 1440, 30)
    assert kinds(whole, ROUND_THE_CLOCK, 30) == (Kind(0, 1440, 24.0, ()),)


def test_two_short_breaks_of_the_same_window_leave_shifts() -> None:
    both = replace(EIGHT, breaks=(*EIGHT.breaks, *2 * [Break(15, True, 60, 450)]))
    found = kinds(both, OPEN, 30)
    assert {len(x.breaks) for x in found} == {3}
    assert {cover(x).sum() * 0.5 for x in found if x.end <= 1200} == {7.5}


@given(contracts(), st.sampled_from([15, 30, 60]))
@settings(max_examples=60)
def test_a_shift_covers_its_paid_hours_but_for_its_paid_breaks(
    contract: Contract, length: int
) -> None:
    minutes = tuple(range(0, 1440, length))
    found = kinds(contract, minutes, length)
    assert found
    for x in found:
        taken = cover(x, minutes, length)
        paid = sum(y.minutes for y in x.breaks if y.paid)
        assert taken.sum() * length == pytest.approx(round(x.paid_hours * 60) - paid)
        assert ((taken >= 0) & (taken <= 1)).all()
        assert contract.earliest_start <= x.start
        assert x.end <= contract.latest_end


@given(contracts(), st.integers(0, 40), st.integers(1, 20))
@settings(max_examples=60)
def test_what_any_shift_may_be_at_work_at_a_listed_one_is(
    contract: Contract, opens: int, count: int
) -> None:
    minutes = tuple(range(opens * 30, min(opens + count, 48) * 30, 30))
    listed = kinds(contract, minutes, 30)
    whole = kinds(contract, ROUND_THE_CLOCK, 30)
    ever = np.max([cover(x, minutes) for x in whole], axis=0)
    found = np.max([np.zeros(len(minutes)), *(cover(x, minutes) for x in listed)], axis=0)
    assert found == pytest.approx(ever)
