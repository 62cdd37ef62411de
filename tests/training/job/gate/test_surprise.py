"""What the last days bear out, and what of a move they explain."""

from datetime import date

import numpy as np
import pytest

from models.arrays import Floats
from tests.training.job.test_former import former
from training.job.gate.moves import Moves, limited
from training.job.gate.past import LAST_DAYS
from training.job.gate.stretches import stretches
from training.job.gate.surprise import Surprise

LAST = date(2025, 9, 28)


def seen(calls: Floats, stated: Floats | None = None, new: int = 7) -> Surprise:
    """A queue for which 100 calls a day were published."""
    return Surprise(
        last=LAST,
        calls=calls,
        said=np.full(LAST_DAYS, 100.0),
        stated=np.full(LAST_DAYS, np.nan) if stated is None else stated,
        new=np.arange(LAST_DAYS) >= LAST_DAYS - new,
    )


def calls(times: float, days: int) -> Floats:
    """The last ``days`` at so many times what was published."""
    return np.where(np.arange(LAST_DAYS) >= LAST_DAYS - days, 100.0 * times, 100.0)


def test_days_as_forecast_bear_out_no_change() -> None:
    assert seen(calls(1.0, 0)).evidence == 0.0
    assert not seen(calls(1.0, 0)).is_news


@pytest.mark.parametrize(("days", "borne_out"), [(1, 0.0), (5, 0.0), (7, 0.0), (8, 0.4), (14, 0.4)])
def test_a_level_is_borne_out_once_both_halves_of_ten_days_show_it(
    days: int, borne_out: float
) -> None:
    assert np.expm1(seen(calls(1.4, days)).evidence) == pytest.approx(borne_out)


def test_a_weight_of_one_bears_out_the_days_at_once_and_none_forgets_them() -> None:
    stated = np.where(np.arange(LAST_DAYS) >= LAST_DAYS - 5, 1.0, np.nan)
    assert np.expm1(seen(calls(2.0, 5), stated).evidence) == pytest.approx(1.0)
    assert seen(calls(2.0, 10), np.zeros(LAST_DAYS)).evidence == 0.0


def test_missing_days_are_news() -> None:
    gone = calls(1.0, 0)
    gone[-7:] = np.nan
    assert seen(gone).is_news


def test_a_move_is_explained_within_the_range_and_what_is_borne_out() -> None:
    span = (1, 7)
    found = Moves(np.zeros(1), np.zeros(1), {span: 0.3}, {span: 0.1})
    assert found.unexplained(0.0) == {span: 0.3}
    assert found.unexplained(0.25) == {}
    assert found.unexplained(-0.25) == {span: 0.3}


def test_a_single_day_moves_at_most_by_its_half_width() -> None:
    new = former()
    log = np.zeros(len(new.day_mean))
    log[0], log[1] = 0.5, 0.05
    kept = limited(new, Moves(log, np.full(len(log), 0.1), {}, {}), evidence=0.0)
    assert kept.day_mean[0] == pytest.approx(new.day_mean[0] * np.exp(0.1 - 0.5))
    assert (kept.day_mean[1:] == new.day_mean[1:]).all()
    np.testing.assert_allclose(kept.paths.mean(axis=0), kept.day_mean, rtol=1e-5)


def test_days_are_told_together_over_closed_ones() -> None:
    on = np.array([True, True, False, True, False, True])
    passed = np.array([False, False, True, False, False, False])
    assert [str(x) for x in stretches(LAST, on, passed)] == [
        "2025-09-23 to 2025-09-26",
        "2025-09-28",
    ]
