import pytest

from service.planning.basis.current import Current
from service.planning.overtime.overtime_table import (
    Overtime,
    OvertimeRows,
    overtime_sheets,
    overtime_table,
)
from tests.service.planning.overtime.overtime_case import contracted, found, there, times
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, MOROCCO_FR


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Overtime:
    """A short week, and a long one."""
    current: Current = contracted(tmp_path_factory.mktemp("overtime"))
    short = found(current, times(there(current, BELGIUM_FR), 0.8))
    return Overtime(current, (short, found(current, there(current, MOROCCO_FR))))


def test_hours_of_a_week_are_those_of_its_days(answer: Overtime) -> None:
    weeks = overtime_table(answer, OvertimeRows("weeks")).rows()
    hours = overtime_table(answer, OvertimeRows("hours")).rows()
    kinds = [("overtime", "overtime_hours"), ("early leave", "early_leave_hours")]
    for week in weeks:
        for kind, column in kinds:
            some = [x for x in hours if (x["pool"], x["kind"]) == (week["pool"], kind)]
            assert sum(int(str(x["people"])) for x in some) == week[column]


def test_a_row_of_hours_is_a_pool_a_day_an_hour_and_a_kind(answer: Overtime) -> None:
    rows = overtime_table(answer, OvertimeRows("hours")).rows()
    keys = [(x["date"], x["pool"], x["from"], x["kind"]) for x in rows]
    assert keys == sorted(set(keys))
    assert all(int(str(x["to"])[:2]) == int(str(x["from"])[:2]) + 1 for x in rows)


def test_the_workbook_has_weeks_and_hours(answer: Overtime) -> None:
    sheets = overtime_sheets(answer)
    assert list(sheets) == ["weeks", "hours"]
    assert sheets["weeks"]["pool"] == [BELGIUM_FR, MOROCCO_FR]
