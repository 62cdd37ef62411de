"""Answers as columns and rows."""

import json

import numpy as np
import pytest

from service.planning.basis.table import Table, stacked

TABLE = Table(
    {
        "name": ["b", None, "a"],
        "calls": np.array([1.23456789, np.nan, np.inf]),
        "agents": np.array([3, 0, 7]),
    }
)


def test_numbers_are_rounded_and_what_is_no_number_is_null() -> None:
    assert TABLE.cells() == {
        "name": ["b", None, "a"],
        "calls": [1.2346, None, None],
        "agents": [3, 0, 7],
    }


def test_a_little_less_than_nothing_is_nothing() -> None:
    assert str(Table({"gap": np.array([-0.00001, -0.0])}).cells()) == "{'gap': [0.0, 0.0]}"


def test_rows_hold_the_same_cells_by_name_in_the_order_of_the_columns() -> None:
    rows = TABLE.rows()
    assert rows[0] == {"name": "b", "calls": 1.2346, "agents": 3}
    assert [list(row) for row in rows] == [["name", "calls", "agents"]] * 3
    assert len(TABLE) == 3


def test_cells_are_plain_values_that_any_json_writer_takes() -> None:
    assert json.loads(json.dumps(TABLE.cells()))["agents"] == [3, 0, 7]


def test_chosen_rows_keep_their_order() -> None:
    kept = TABLE.chosen(np.array([True, False, True]))
    assert kept.cells() == {"name": ["b", "a"], "calls": [1.2346, None], "agents": [3, 7]}


def test_stacked_tables_are_put_in_the_order_asked_for() -> None:
    order = np.array([3, 0, 4, 1, 5, 2])
    both = stacked([TABLE, TABLE], order)
    assert both.cells()["name"] == ["b", "b", None, None, "a", "a"]
    assert both.cells()["agents"] == [3, 3, 0, 0, 7, 7]


def test_tables_of_different_columns_are_not_stacked() -> None:
    with pytest.raises(KeyError):
        stacked([TABLE, Table({"name": ["x"]})], np.array([0]))
