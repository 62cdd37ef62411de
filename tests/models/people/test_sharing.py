import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linprog

from models.arrays import Flags, Floats
from models.people.sharing import MOST_LANGUAGES, share_hours

FR, NL, BOTH = [True, False], [False, True], [True, True]


def shared(hours: list[float], speaks: list[list[bool]], need: list[float]) -> Floats:
    return share_hours(np.array(hours), np.array(speaks), np.array(need))


def test_people_of_two_languages_fill_the_one_that_lacks_hours() -> None:
    found = shared([100, 50, 50], [FR, NL, BOTH], [100, 100])
    assert_allclose(found, [[100, 0], [0, 50], [0, 50]], atol=1e-12)


def test_what_is_short_is_equally_short_in_both_languages() -> None:
    found = shared([40, 20, 60], [FR, NL, BOTH], [100, 50])
    assert_allclose(found, [[40, 0], [0, 20], [40, 20]])  # 80 % of both


def test_a_language_short_of_speakers_does_not_pull_the_other_down() -> None:
    found = shared([150, 10, 30], [FR, NL, BOTH], [100, 100])
    assert_allclose(found.sum(axis=0), [150, 40])


def test_hours_beyond_the_need_are_shared_by_the_same_rule() -> None:
    found = shared([0, 0, 90], [FR, NL, BOTH], [20, 10])
    assert_allclose(found[2], [60, 30])


def test_a_language_nobody_needs_gets_nothing() -> None:
    found = shared([10, 20, 30], [FR, NL, BOTH], [50, 0])
    assert_allclose(found, [[10, 0], [0, 0], [30, 0]])


def test_a_language_nobody_speaks_gets_nothing_and_leaves_the_others_theirs() -> None:
    assert_allclose(shared([10], [FR], [20, 20]), [[10, 0]])


def test_no_need_no_hours_and_no_groups_share_nothing() -> None:
    assert not shared([10, 5], [FR, BOTH], [0, 0]).any()
    assert not shared([0, 0], [FR, BOTH], [3, 4]).any()
    assert share_hours(np.zeros(0), np.zeros((0, 2), np.bool_), np.ones(2)).shape == (0, 2)
    assert share_hours(np.ones(1), np.zeros((1, 0), np.bool_), np.ones(0)).shape == (1, 0)


def test_groups_of_the_same_languages_divide_their_task_by_their_hours() -> None:
    found = shared([10, 30, 20], [BOTH, BOTH, FR], [40, 20])
    assert_allclose(found, [[5, 5], [15, 15], [20, 0]])


def test_a_chain_of_languages_hands_hours_on_from_one_to_the_next() -> None:
    speaks = [[True, True, False], [False, True, True], [False, False, True]]
    found = shared([60, 30, 0], speaks, [30, 30, 30])
    assert_allclose(found.sum(axis=0), [30, 30, 30])
    assert_allclose(found, [[30, 30, 0], [0, 0, 30], [0, 0, 0]], atol=1e-12)


def test_too_many_languages_are_refused() -> None:
    count = MOST_LANGUAGES + 1
    with pytest.raises(ValueError, match="17 languages"):
        share_hours(np.ones(1), np.ones((1, count), np.bool_), np.ones(count))


amounts = st.sampled_from([0.0, 1.0, 2.5, 10.0, 40.0]) | st.floats(0.01, 100)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Floats, Flags, Floats]:
    groups, languages = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    hours = draw(st.lists(amounts, min_size=groups, max_size=groups))
    need = draw(st.lists(amounts, min_size=languages, max_size=languages))
    spoken = st.lists(st.booleans(), min_size=languages, max_size=languages)
    speaks = draw(st.lists(spoken, min_size=groups, max_size=groups))
    return np.array(hours), np.array(speaks), np.array(need)


def ratios(given: Floats, need: Floats) -> Floats:
    wanted = need > 0
    return np.asarray(given.sum(axis=0)[wanted] / need[wanted])


@given(cases())
def test_every_hour_is_given_once_in_a_language_that_is_spoken_and_needed(
    case: tuple[Floats, Flags, Floats],
) -> None:
    hours, speaks, need = case
    found = share_hours(hours, speaks, need)
    useful = (speaks & (need > 0)).any(axis=1)
    assert (found >= 0).all()
    assert_allclose(found.sum(axis=1), np.where(useful, hours, 0.0), rtol=1e-9, atol=1e-9)
    assert not found[~speaks].any()
    assert not found[:, need <= 0].any()


@given(cases())
def test_nobody_helps_a_language_while_another_of_theirs_is_worse_off(
    case: tuple[Floats, Flags, Floats],
) -> None:
    hours, speaks, need = case
    found, wanted = share_hours(hours, speaks, need), need > 0
    level = np.where(wanted, found.sum(axis=0) / np.where(wanted, need, 1.0), np.inf)
    for given_hours, spoken in zip(found, speaks, strict=True):
        worst = level[spoken & wanted].min(initial=np.inf)
        assert (level[given_hours > 1e-6] <= worst * (1 + 1e-6) + 1e-6).all()


@given(cases())
def test_the_ratios_are_those_of_linear_programs_solved_one_after_the_other(
    case: tuple[Floats, Flags, Floats],
) -> None:
    hours, speaks, need = case
    found = ratios(share_hours(hours, speaks, need), need)
    expected = by_programs(hours, speaks[:, need > 0], need[need > 0])
    assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def by_programs(hours: Floats, speaks: Flags, need: Floats) -> Floats:
    """Each language's ratio by raising all that can still be raised, then fixing those stuck."""
    fixed = np.full(len(need), np.nan)
    while (free := np.isnan(fixed)).any():
        lowest = largest(hours, speaks, need, fixed, free)
        floor = np.where(free, lowest, fixed)
        alone = np.eye(len(need), dtype=np.bool_)
        reached = np.array([largest(hours, speaks, need, floor, x) for x in alone])
        fixed[free & (reached <= lowest + 1e-7 * (1.0 + lowest))] = lowest
    return fixed


def largest(hours: Floats, speaks: Flags, need: Floats, floor: Floats, raised: Flags) -> float:
    """The largest ratio that all of ``raised`` reach while the others keep their floor."""
    groups, languages = speaks.shape
    to_language = np.tile(np.eye(languages), groups)  # (L, G * L)
    of_group = np.kron(np.eye(groups), np.ones(languages))  # (G, G * L)
    kept = np.where(raised, 0.0, floor) * need * (1.0 - 1e-10)
    answer = linprog(
        np.append(np.zeros(groups * languages), -1.0),
        A_ub=np.block(
            [
                [-to_language, np.where(raised, need, 0.0)[:, None]],
                [of_group, np.zeros((groups, 1))],
            ]
        ),
        b_ub=np.concatenate([-kept, hours]),
        bounds=[*[(0, None if x else 0) for x in speaks.ravel()], (0, None)],
    )
    assert answer.x is not None, answer.message
    return float(answer.x[-1])


@given(cases(), st.floats(0.1, 10))
def test_ratios_scale_with_hours(case: tuple[Floats, Flags, Floats], factor: float) -> None:
    hours, speaks, need = case
    once = ratios(share_hours(hours, speaks, need), need)
    assert_allclose(
        ratios(share_hours(hours * factor, speaks, need), need), once * factor, rtol=1e-9
    )


def test_many_weeks_are_shared_as_each_would_be_alone() -> None:
    random = np.random.default_rng(4)
    speaks = np.array([FR, NL, BOTH, FR, BOTH])
    hours, need = random.uniform(0, 100, (3, 26, 5)), random.uniform(0, 200, (3, 26, 2))
    together = share_hours(hours, speaks, need)
    alone = [
        [share_hours(x, speaks, y) for x, y in zip(*z, strict=True)]
        for z in zip(hours, need, strict=True)
    ]
    assert_allclose(together, np.array(alone), atol=1e-9)


def test_groups_may_come_in_any_order() -> None:
    random = np.random.default_rng(8)
    speaks = random.random((7, 4)) < 0.5
    hours, need, order = random.uniform(0, 9, 7), random.uniform(1, 9, 4), random.permutation(7)
    found = share_hours(hours, speaks, need)
    assert_allclose(share_hours(hours[order], speaks[order], need), found[order], atol=1e-12)
    assert_array_equal(found.shape, (7, 4))
