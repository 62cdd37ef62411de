"""Laws: no right file stops, drawn at random; its units, clock and level changed do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.data.history.belief.belief_cases import (
    FIRST,
    Row,
    Truth,
    doubts,
    empty_engine,
    grave,
    made_rows,
    stored_engine,
    with_cell,
)

SEEDS = st.integers(100, 2**31)  # not that of what is stored, which would repeat it
STARTS = st.sampled_from([date(2024, 7, 1), date(2024, 9, 30), FIRST])  # autumn, spring, neither
WRONG: dict[str, Callable[[list[Row]], list[Row]]] = {
    "minutes": with_cell("aht_seconds", lambda x: f"{float(x) / 60:.2f}"),
    "milliseconds": with_cell("wait_seconds", lambda x: f"{float(x) * 1000:.0f}"),
    "shift": lambda rows: [
        [(datetime.fromisoformat(x[0]) + timedelta(hours=1)).isoformat(), *x[1:]] for x in rows
    ],
    "exchange": lambda rows: [
        [x[0], "Contract-NL" if x[1] == "billing-fr" else "billing-fr", *x[2:]] for x in rows
    ],
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return empty_engine(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return stored_engine(tmp_path_factory.mktemp("stored"))


@settings(max_examples=30)
@given(seed=SEEDS, start=STARTS, weeks=st.integers(1, 14), level=st.floats(0.3, 20))
def test_a_right_file_never_stops(
    empty: Engine, seed: int, start: date, weeks: int, level: float
) -> None:
    assert grave(doubts(made_rows(Truth(seed, level), start, weeks), empty)) == set()


@settings(max_examples=20)
@given(seed=SEEDS, weeks=st.integers(1, 8))
def test_a_right_file_never_stops_beside_what_is_stored(
    stored: Engine, seed: int, weeks: int
) -> None:
    assert grave(doubts(made_rows(Truth(seed), FIRST, weeks), stored)) == set()


@settings(max_examples=30)
@given(seed=SEEDS, weeks=st.integers(3, 8), wrong=st.sampled_from(sorted(WRONG)))
def test_a_wrong_file_always_stops(stored: Engine, seed: int, weeks: int, wrong: str) -> None:
    spoilt = WRONG[wrong](made_rows(Truth(seed), FIRST, weeks))
    assert grave(doubts(spoilt, stored))
