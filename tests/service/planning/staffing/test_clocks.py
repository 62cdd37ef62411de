"""Two clocks side by side: ten years out and in again, and shifts on the callers' hours.

Morocco leaves its UTC+1 in Ramadan, and for good on 20 September 2026.
"""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from data.calendar.clock import IntervalGrid, interval_grid, local_iso, local_offsets, utc_of_local
from data.exports.csv import csv_lines
from data.history.reading.file import HistoryFile, read_history
from service.planning.basis.current import Current
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.data.history.history_cases import make_plan, taken

BRUSSELS, CASABLANCA = "Europe/Brussels", "Africa/Casablanca"
ZONES = [BRUSSELS, CASABLANCA]
DAYS = (date(2030, 1, 1) - date(2020, 1, 1)).days
NOW = datetime(2030, 2, 1, tzinfo=UTC)  # all ten years are past
MINUTE = 60


@pytest.fixture(scope="module", params=ZONES)
def years(request: pytest.FixtureRequest) -> IntervalGrid:
    """Every half-hour of 2020 to 2029 on one clock."""
    return interval_grid(date(2020, 1, 1), DAYS, request.param, 30)


def calls(grid: IntervalGrid) -> NDArray[np.int64]:
    """Counts that tell every two neighbours, and the two hours of an autumn night, apart."""
    return np.arange(len(grid.starts)) % 9973


def imported(starts: list[str], grid: IntervalGrid, timezone: str | None) -> HistoryFile:
    """What a plan on the grid's clock reads of a history with these starts."""
    queue, offered = ["billing-fr"] * len(starts), calls(grid).tolist()
    lines = csv_lines({"interval_start": starts, "queue": queue, "offered": offered})
    plan = make_plan(timezone=grid.timezone)
    return read_history("".join(lines), "calls.csv", plan, timezone, now=NOW)


def test_ten_years_have_each_instant_once_half_an_hour_apart(years: IntervalGrid) -> None:
    assert set(np.diff(years.starts).tolist()) == {30 * MINUTE}
    whole = (years.starts[-1] - years.starts[0]) // (30 * MINUTE) + 1
    assert whole == len(years.starts)
    ends = [local_iso(years.starts[[i]], years.timezone)[0][:16] for i in (0, -1)]
    assert ends == ["2020-01-01T00:00", "2029-12-31T23:30"]


def test_ten_years_exported_with_offsets_come_back_slot_by_slot(years: IntervalGrid) -> None:
    read = imported(local_iso(years.starts, years.timezone), years, None)
    assert (read.refused, read.warnings) == ((), ())
    assert np.array_equal(taken(read).starts, years.starts)
    assert np.array_equal(taken(read).offered, calls(years))


def test_ten_years_without_offsets_come_back_slot_by_slot(years: IntervalGrid) -> None:
    naive = [x[:19] for x in local_iso(years.starts, years.timezone)]
    assert len(set(naive)) < len(naive)  # some are shown twice
    read = imported(naive, years, years.timezone)
    assert (read.refused, read.warnings) == ((), ())
    assert np.array_equal(taken(read).starts, years.starts)
    assert np.array_equal(taken(read).offered, calls(years))


def test_what_the_other_clock_exported_is_the_same_instants(years: IntervalGrid) -> None:
    [other] = set(ZONES) - {years.timezone}
    read = imported(local_iso(years.starts, other), years, years.timezone)
    assert (read.refused, read.warnings) == ((), ())
    assert np.array_equal(taken(read).starts, years.starts)


def shown_in_casablanca(day: date) -> str:
    """What Casablanca's clock shows when Brussels' shows 08:00 on that day."""
    grid = interval_grid(day, 1, BRUSSELS, 30)
    [opening] = np.flatnonzero(grid.slot == 16)
    return local_iso(grid.starts[[opening]], CASABLANCA)[0][:16]


MORNINGS = [
    (date(2026, 2, 13), "08:00"),
    (date(2026, 2, 16), "07:00"),  # Ramadan
    (date(2026, 3, 25), "08:00"),
    (date(2026, 3, 30), "07:00"),  # summer time in Brussels
    (date(2026, 12, 1), "07:00"),  # Morocco on UTC+0 for good
]


@pytest.mark.parametrize(("day", "clock"), MORNINGS)
def test_eight_in_brussels_is_eight_or_seven_in_casablanca(day: date, clock: str) -> None:
    assert shown_in_casablanca(day) == f"{day}T{clock}"


@pytest.mark.parametrize(("day", "clock"), MORNINGS[:4])
def test_the_staffing_of_morocco_opens_on_its_own_clock(
    current: Current, day: date, clock: str
) -> None:
    table = staffing_table(current, StaffingQuestion(day, day, site="morocco"))
    starts = [str(x) for x in table.columns["interval_start"]]
    assert starts[0][:16] == f"{day}T{clock}"
    assert len(starts) == 24  # until 20:00 in Brussels


def test_ramadan_of_2026_is_utc_from_15_february_to_22_march() -> None:
    grid = interval_grid(date(2026, 2, 1), 79, CASABLANCA, 30)
    hours = local_offsets(grid.starts, CASABLANCA) // 3600
    utc = sorted({grid.days[i] for i in grid.day[hours == 0]})
    assert (utc[0], utc[-1], len(utc)) == (date(2026, 2, 15), date(2026, 3, 22), 36)
    changes = [grid.starts[i + 1] for i in np.flatnonzero(np.diff(hours))]
    assert [datetime.fromtimestamp(x, UTC).strftime("%m-%d %H:%M") for x in changes] == [
        *("02-15 02:00", "03-22 02:00")
    ]


def test_from_20_september_2026_morocco_never_changes_its_clock_again() -> None:
    grid = interval_grid(date(2026, 9, 21), 365 * 3, CASABLANCA, 30)
    assert set(local_offsets(grid.starts, CASABLANCA).tolist()) == {0}


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (date(2026, 2, 15), ["02:00", "02:30"]),  # Ramadan begins
        (date(2026, 9, 20), ["01:00", "01:30"]),
    ],
)
def test_the_nights_that_double_an_hour_in_morocco_have_it_twice(
    night: date, hours: list[str]
) -> None:
    grid = interval_grid(night, 1, CASABLANCA, 30)
    times = [x[11:16] for x in local_iso(grid.starts, CASABLANCA)]
    assert sorted({x for x in times if times.count(x) == 2}) == hours
    naive = np.array([int(datetime.fromisoformat(f"{night}T{hours[0]}Z").timestamp())])
    first, second, _ = utc_of_local(naive, CASABLANCA)
    assert (second - first).tolist() == [3600]
