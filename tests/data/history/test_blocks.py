"""Blocks cut a series at fixed instants and lose nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.history.block import SPAN, VALUES, blocks_of, differs
from data.stored_arrays import compressed, decompressed
from tests.data.history.imports.import_cases import series

WHOLE = st.integers(-(2**63), 2**63 - 1)


@given(st.sets(st.integers(0, 20_000), max_size=40))
def test_blocks_hold_every_row_once_and_none_spans_an_edge(slots: set[int]) -> None:
    rows = series(dict.fromkeys(slots, 1))
    blocks = list(blocks_of(rows))
    starts = [y for x in blocks for y in x.starts.tolist()]
    assert starts == rows.starts.tolist()
    numbers = [x.number for x in blocks]
    assert numbers == sorted(set(numbers))
    assert all((x.starts // SPAN == x.number).all() for x in blocks)


def test_what_a_file_does_not_say_is_not_known() -> None:
    (block,) = blocks_of(series({0: 9}, spread=True))
    known = {x: y for x, (y,) in zip(VALUES, block.values, strict=True) if not np.isnan(y)}
    assert known == {"offered": 9, "abandoned": 0, "wait_seconds": 3, "spread": 1}


def test_what_neither_knows_is_the_same() -> None:
    one = np.array([[np.nan, np.nan, 1.0, 1.0]])
    other = np.array([[np.nan, 1.0, np.nan, 1.0]])
    assert differs(one, other).tolist() == [False, True, True, False]


@given(st.lists(st.tuples(WHOLE, WHOLE, WHOLE), min_size=1))
def test_numbers_come_back_as_they_were_compressed(rows: list[tuple[int, int, int]]) -> None:
    numbers = np.array(rows, dtype=np.int64).T
    kept = compressed(numbers, 1)
    assert np.array_equal(decompressed(kept["blob"], kept["sha256"]), numbers)
    assert compressed(numbers.copy(), 1) == kept
