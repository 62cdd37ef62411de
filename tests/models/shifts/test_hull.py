import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from models.arrays import Floats
from models.shifts.hull import Pieces, pieces
from models.shifts.week import Worth
from tests.models.shifts.shift_weeks import cover_of, level_of

TABLES = st.lists(
    st.lists(st.integers(-20, 20), min_size=6, max_size=6), min_size=1, max_size=4
).map(lambda x: np.array(x, np.float64))


def worth(values: Floats) -> Worth:
    return Worth(values, np.arange(len(values)))


def hull(found: Pieces, interval: int, most: int) -> Floats:
    """What 0 to ``most`` agents are worth beyond nobody, by the pieces of an interval."""
    mine = found.interval == interval
    width, slope = found.width[mine], found.slope[mine]
    begins = np.cumsum(width) - width
    n = np.arange(most + 1)[:, None]
    return np.asarray((np.clip(n - begins, 0, width) * slope).sum(axis=1))


@given(values=TABLES)
@settings(max_examples=100)
def test_the_hull_is_concave_above_what_agents_are_worth_and_no_higher_than_it_must(
    values: Floats,
) -> None:
    found = pieces(worth(values))
    assert_allclose(found.start, values[:, 0].sum())
    for interval, row in enumerate(values):
        above = hull(found, interval, 5) + row[0]
        assert (above >= row - 1e-9).all()
        assert (np.diff(above, 2) <= 1e-9).all()
        assert_allclose(above.max(), row.max())
        corners = np.flatnonzero(np.diff(above, 2) < -1e-9) + 1
        assert_allclose(above[corners], row[corners])


def test_a_hollow_is_bridged() -> None:
    found = pieces(worth(np.array([[0.0, 0.0, 4.0, 5.0, 5.0]])))
    assert found.width.tolist() == [2.0, 1.0]
    assert found.slope.tolist() == [2.0, 1.0]
    assert not found.single


def test_a_need_that_may_not_be_missed_is_one_piece_and_told_to_be_the_worth_itself() -> None:
    found = pieces(worth(cover_of([3, 0, 5])))
    assert found.single
    assert found.width.tolist() == [3.0, 5.0]
    assert found.start == -8.0


def test_a_level_is_more_than_one_piece_an_interval() -> None:
    assert not pieces(worth(level_of([5.0, 2.0], 0.8))).single


def test_no_interval_has_no_pieces() -> None:
    found = pieces(Worth(np.zeros((0, 3)), np.zeros(0, np.int64)))
    assert (len(found.width), found.start) == (0, 0.0)
