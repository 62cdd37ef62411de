"""Levels of several pools are of all the calls that they are shares of, in every view of a week."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.exports.workbook import Sheet
from models.queues import DEFINITIONS, Definition
from service.page.pool_weeks import pool_week
from service.page.staffed import StaffedWeek, staffed
from service.planning.basis.current import Current
from service.planning.capacity.capacity_sheets import capacity_sheets
from service.planning.capacity.capacity_table import (
    Capacity,
    CapacityQuestion,
    capacity,
    weekly_table,
)
from service.planning.scenarios.differences import compared, comparison_table
from service.planning.scenarios.scenario import Scenario
from tests.service.planning.capacity.capacity_case import FIRST, STAFFED
from tests.service.planning.capacity.capacity_case import staffed as current_of

LAST = date(2025, 11, 16)
FRENCH = ("belgium-fr-residential", "belgium-fr-b2b")


def defined(residential: Definition, business: Definition) -> str:
    """The staffed case by other definitions."""

    def limited(x: Definition) -> str:
        return f'definition = "{x}"\nmax_abandoned = 0.2\n'

    return STAFFED.replace("share = 0.80\n", f"share = 0.80\n{limited(residential)}").replace(
        "share = 0.90\n", f"share = 0.90\nanswer_within_seconds = 20\n{limited(business)}"
    )


def answer_of(folder: Path, residential: Definition, business: Definition) -> Capacity:
    current = current_of(folder, defined(residential, business))
    return capacity(current, CapacityQuestion(FIRST, LAST))


def together(answer: Capacity, names: tuple[str, ...]) -> list[float]:
    """By week, from the sample paths."""
    paths = [x.paths for x in answer.pools if x.capacity.need.pool.name in names]
    in_time, among = (np.sum([getattr(x, y) for x in paths], axis=0) for y in ("in_time", "among"))
    return [float(x) for x in in_time.sum(axis=0) / among.sum(axis=0)]


def keys(summary: Sheet) -> list[tuple[object, object]]:
    """Site and language of its rows."""
    return list(zip(summary["site"], summary["language"], strict=True))


def page_weeks(answer: Capacity) -> list[StaffedWeek]:
    weeks = [pool_week(x) for x in weekly_table(answer).rows()]
    [table] = [
        x for x in staffed(weeks, answer.mondays) if (x.site, x.language) == ("belgium", "fr")
    ]
    return [x for x in table.weeks if x is not None]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_workbook_and_the_page_weigh_levels_by_what_they_are_shares_of(
    tmp_path: Path, definition: Definition
) -> None:
    answer = answer_of(tmp_path, definition, definition)
    wanted = together(answer, FRENCH)
    summary = capacity_sheets(answer)["summary"]
    of = [i for i, x in enumerate(keys(summary)) if x == ("belgium", "fr")]
    assert [summary["service_level"][i] for i in of] == pytest.approx(wanted, abs=1e-3)
    assert [x.service_level for x in page_weeks(answer)] == pytest.approx(wanted, abs=1e-3)


def test_levels_of_different_definitions_are_none_together(tmp_path: Path) -> None:
    answer = answer_of(tmp_path, "offered", "answered")
    summary = capacity_sheets(answer)["summary"]
    levels = dict(zip(keys(summary), summary["service_level"], strict=True))
    assert levels["belgium", "fr"] is None
    assert levels["belgium", "nl"] is not None
    assert [x.service_level for x in page_weeks(answer)] == [None] * 4
    assert None not in summary["abandoned_share"]


def test_a_pools_row_says_by_which_definition_and_of_how_many_calls(tmp_path: Path) -> None:
    answer = answer_of(tmp_path, "answered", "offered")
    for row in weekly_table(answer).rows():
        offered, calls = float(str(row["offered_mean"])), float(str(row["service_level_calls"]))
        if row["definition"] == "offered":
            assert calls == pytest.approx(offered, rel=1e-4)
        else:
            lost = float(str(row["abandoned_share"]))
            assert calls == pytest.approx(offered * (1 - lost), rel=2e-3)


@pytest.mark.parametrize(("business", "known"), [("answered", True), ("offered", False)])
def test_a_scenarios_level_of_all_pools_is_of_one_definition_or_none(
    tmp_path: Path, business: Definition, known: bool
) -> None:
    current: Current = current_of(tmp_path, defined("answered", business))
    answer = capacity(current, CapacityQuestion(FIRST, LAST))
    [result] = compared(current, FIRST, LAST, [Scenario("as it is", ())])
    rows = comparison_table([result]).rows()
    [whole] = [x for x in rows if x["pool"] == "all"]
    if not known:
        assert whole["service_level"] is None
        assert whole["service_level_difference_p10"] is None
        return
    paths = [x.paths for x in answer.pools]
    level = sum(x.in_time.sum() for x in paths) / sum(x.among.sum() for x in paths)
    assert float(str(whole["service_level"])) == pytest.approx(level, abs=1e-4)
