"""Reading history CSV: what is taken, and what is refused by row, column and reason."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar.clock import interval_grid, local_iso, utc_iso
from data.history.reading.file import HistoryRefusedError, read_history
from tests.data.history.history_cases import BRUSSELS, NOW, make_plan, read, rows, taken

FULL = (
    "interval_start,queue,offered,site,answered,abandoned,answered_in_time,aht_seconds,wait_seconds"
)
MONDAY = "2025-09-01T08:30:00+02:00"


def test_a_full_row_is_read_as_it_stands() -> None:
    file = read(rows(f"{MONDAY},Contract-NL,12,morocco,10,2,8,431.5,250", header=FULL))
    found = taken(file)
    assert (found.queue, found.site) == (["Contract-NL"], ["morocco"])
    assert utc_iso(found.starts) == ["2025-09-01T06:30:00Z"]
    counts = (found.offered, found.answered, found.abandoned, found.answered_in_time)
    assert [x[0] for x in counts] == [12, 10, 2, 8]
    assert (found.aht_seconds[0], found.wait_seconds[0]) == (431.5, 250)
    assert (file.refused, file.warnings) == ((), ())


def test_optional_values_that_are_empty_or_absent_are_missing_and_zero_is_not() -> None:
    header = "interval_start,queue,offered,site,answered,aht_seconds"
    file = read(rows(f"{MONDAY},billing-fr,3,,0,", header=header))
    found = taken(file)
    assert found.site == [""]
    assert (found.answered[0], found.abandoned[0], found.answered_in_time[0]) == (0, -1, -1)
    assert np.isnan([found.aht_seconds[0], found.wait_seconds[0]]).all()


def test_columns_come_in_any_order_with_any_delimiter() -> None:
    for delimiter in (",", ";", "\t"):
        text = f"offered,interval_start,queue\n7,{MONDAY},billing-fr\n".replace(",", delimiter)
        assert taken(read(text)).offered == [7]


def test_semicolons_a_bom_crlf_and_decimal_commas_are_what_excel_writes() -> None:
    text = f"interval_start;queue;offered;aht_seconds\r\n{MONDAY};billing-fr;7,0;471,25\r\n"
    file = read(("\N{ZERO WIDTH NO-BREAK SPACE}" + text).encode())
    assert (taken(file).offered, taken(file).aht_seconds) == ([7], [471.25])


def test_a_decimal_comma_is_read_in_a_file_with_commas_where_it_is_proved() -> None:
    text = rows(
        f'{MONDAY},billing-fr,7,"471,25"', header="interval_start,queue,offered,aht_seconds"
    )
    assert taken(read(text)).aht_seconds == [471.25]


def test_a_path_bytes_and_text_are_read_alike(tmp_path: Path) -> None:
    text = rows(f"{MONDAY},billing-fr,7")
    path = tmp_path / "calls.csv"
    path.write_text(text)
    assert taken(read(path)).offered == taken(read(text.encode())).offered == [7]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (f"{MONDAY},billing-fr,-3,,,,,,", "offered", "negative"),
        (f"{MONDAY},billing-fr,3.5,,,,,,", "offered", "not a whole number"),
        (f"{MONDAY},billing-fr,1_000,,,,,,", "offered", "not a whole number"),
        (f"{MONDAY},billing-fr,x,,,,,,", "offered", "not a whole number"),
        (f"{MONDAY},billing-fr,nan,,,,,,", "offered", "not a whole number"),
        (f"{MONDAY},billing-fr,99999999999,,,,,,", "offered", "more than 10,000,000"),
        (f"{MONDAY},billing-fr,,,,,,,", "offered", "missing"),
        (f"{MONDAY},billing-fr,9,,-1,,,,", "answered", "negative"),
        (f"{MONDAY},billing-fr,9,,8,,,0,", "aht_seconds", "an AHT of zero although calls came"),
        (f"{MONDAY},billing-fr,9,,,,,0,", "aht_seconds", "an AHT of zero although calls came"),
        (f"{MONDAY},billing-fr,9,,,,,-4,", "aht_seconds", "negative"),
        (f"{MONDAY},billing-fr,9,,,,,14401,", "aht_seconds", "longer than four hours"),
        (f"{MONDAY},billing-fr,9,,,,,inf,", "aht_seconds", "not a number"),
        (f"{MONDAY},billing-fr,9,,,,,,nan", "wait_seconds", "not a number"),
        (f"{MONDAY},billing-fr,9,,,,,,-1", "wait_seconds", "negative"),
        (f"{MONDAY},biling-fr,9,,,,,,", "queue", 'did you mean "billing-fr"?'),
        (f"{MONDAY},,9,,,,,,", "queue", "no queue of the plan"),
        (f"{MONDAY},billing-fr,9,lige,,,,,", "site", 'did you mean "liege"?'),
        (",billing-fr,9,,,,,,", "interval_start", "missing"),
        ("01/09/2025 08:30,billing-fr,9,,,,,,", "interval_start", "--date-order day-first"),
        ("2025-09-01T08:30:00-23:30,billing-fr,9,,,,,,", "interval_start", "no time zone has"),
        (f"{MONDAY},billing-fr,9,,85%,,,,", "answered", "a percentage"),
        ("2025-09-01,billing-fr,9,,,,,,", "interval_start", "no time of day"),
        ("2025-09-01 08:10,billing-fr,9,,,,,,", "interval_start", "off the grid of 30-minute"),
        ("2025-09-01 08:30:00.5,billing-fr,9,,,,,,", "interval_start", "off the grid"),
        ("2025-03-30 02:30,billing-fr,9,,,,,,", "interval_start", "skips this time in spring"),
        ("1925-09-01 08:30,billing-fr,9,,,,,,", "interval_start", "before 1990"),
        ("0001-01-01T00:00:00+14:00,billing-fr,9,,,,,,", "interval_start", "before 1990"),
        ("2125-09-01 08:30,billing-fr,9,,,,,,", "interval_start", "in the future"),
        ("9999-12-31T23:30:00-12:00,billing-fr,9,,,,,,", "interval_start", "in the future"),
        ("2025-11-02 14:00,billing-fr,9,,,,,,", "interval_start", "in the future"),
    ],
)
def test_a_bad_cell_is_refused_by_row_column_and_reason(
    cells: str, column: str, reason: str
) -> None:
    good = "2025-09-01T09:00:00+02:00,billing-fr,4,,,,,,"
    file = read(rows(good, cells, header=FULL))
    assert [(x.file, x.row, x.column) for x in file.refused] == [("calls.csv", 3, column)]
    assert reason in file.refused[0].reason
    assert taken(file).offered == [4]
    assert (file.rejected[0].row, file.rejected[0].cells) == (3, tuple(cells.split(",")))


def test_a_row_of_another_width_is_refused_once_with_its_cells() -> None:
    file = read(rows(f"{MONDAY},billing-fr,9", f"{MONDAY},billing-fr,9,,,,,,,7", header=FULL))
    assert [(x.row, x.column) for x in file.refused] == [(2, "cells"), (3, "cells")]
    assert "more or fewer cells" in file.refused[0].reason


def test_empty_cells_beyond_the_header_are_nothing() -> None:
    assert not read(rows(f"{MONDAY},billing-fr,9,,,,,,,,", header=FULL)).refused


def test_a_name_written_freely_is_the_one_queue_or_site_that_reads_so() -> None:
    found = taken(read(rows(f"{MONDAY},contract nl,9,Liège,,,,,", header=FULL)))
    assert (found.queue, found.site) == (["Contract-NL"], ["liege"])


def test_an_aht_of_zero_without_calls_is_fine() -> None:
    assert not read(rows(f"{MONDAY},billing-fr,2,,0,2,,0,", header=FULL)).refused


def test_everything_wrong_with_a_row_is_named_at_once() -> None:
    file = read(rows("yesterday,biling-fr,-1"))
    assert [x.column for x in file.refused] == ["interval_start", "queue", "offered"]
    assert len(file.rejected) == 1
    assert file.rejected[0].reason.count(";") == 2


def test_rows_are_named_by_the_line_an_editor_shows() -> None:
    text = rows("", f'"{MONDAY}",billing-fr,1', "", f"{MONDAY},nobody,1", f"{MONDAY},billing-fr,x")
    assert [x.row for x in read(text).refused] == [5, 6]


def test_a_duplicate_names_both_rows_and_the_first_is_kept() -> None:
    file = read(rows(f"{MONDAY},billing-fr,4", f"{MONDAY},Contract-NL,5", f"{MONDAY},billing-fr,6"))
    assert [(x.row, x.reason) for x in file.refused] == [
        (4, "the same interval, queue and site as row 2")
    ]
    assert taken(file).offered == [4, 5]


def test_the_same_instant_written_in_two_ways_is_a_duplicate() -> None:
    file = read(rows(f"{MONDAY},billing-fr,4", "2025-09-01T06:30:00Z,billing-fr,4"))
    assert [x.row for x in file.refused] == [3]


def test_local_times_without_a_zone_are_refused_with_the_remedy() -> None:
    file = read(rows("2025-09-01 08:30,billing-fr,4", f"{MONDAY},billing-fr,4"), timezone=None)
    assert [(x.row, "--timezone" in x.reason) for x in file.refused] == [(2, True)]
    assert taken(file).offered == [4]


def test_local_times_with_t_space_or_without_seconds_are_the_same() -> None:
    texts = ("2025-09-01T08:30:00", "2025-09-01 08:30:00", "2025-09-01 08:30", MONDAY)
    assert len({int(taken(read(rows(f"{x},billing-fr,1"))).starts[0]) for x in texts}) == 1


def test_an_unknown_time_zone_is_refused_with_the_nearest() -> None:
    with pytest.raises(HistoryRefusedError, match='did you mean "Europe/Brussels"'):
        read(rows(f"{MONDAY},billing-fr,4"), timezone="Europe/Brusels")


@pytest.mark.parametrize(
    "times", [["02:00", "02:30", "02:00", "02:30"], ["02:00", "02:00", "02:30", "02:30"]]
)
def test_an_autumn_time_that_occurs_twice_is_taken_in_order(times: list[str]) -> None:
    lines = [f"2025-10-26 {x},billing-fr,{i}" for i, x in enumerate(times)]
    file = read(rows(*lines))
    order = np.argsort(taken(file).starts)
    assert local_iso(taken(file).starts[order], BRUSSELS) == [
        "2025-10-26T02:00:00+02:00",
        "2025-10-26T02:30:00+02:00",
        "2025-10-26T02:00:00+01:00",
        "2025-10-26T02:30:00+01:00",
    ]
    seen = [times[taken(file).offered[x]] for x in order]
    assert seen == ["02:00", "02:30", "02:00", "02:30"]
    assert (file.refused, file.warnings) == ((), ())


def test_an_autumn_time_that_occurs_once_is_taken_as_the_first_with_a_warning() -> None:
    file = read(rows("2025-10-26 02:30,billing-fr,4", "2025-10-26 02:30,Contract-NL,4"))
    assert set(local_iso(taken(file).starts, BRUSSELS)) == {"2025-10-26T02:30:00+02:00"}
    assert len(file.warnings) == 1
    assert "row 2" in file.warnings[0]
    assert "(2 rows)" in file.warnings[0]


def test_an_autumn_time_that_occurs_three_times_has_one_too_many() -> None:
    file = read(rows(*["2025-10-26 02:30,billing-fr,4"] * 3))
    assert [(x.row, x.reason) for x in file.refused] == [
        (4, "the same interval, queue and site as row 3")
    ]


def test_a_doubled_time_of_two_sites_is_once_for_each() -> None:
    header = "interval_start,queue,offered,site"
    lines = ["2025-10-26 02:30,billing-fr,4,liege", "2025-10-26 02:30,billing-fr,5,morocco"]
    assert len(set(taken(read(rows(*lines, header=header))).starts.tolist())) == 1


@pytest.mark.parametrize(("minutes", "every"), [(20, 20), (60, 60)])
def test_another_interval_length_than_the_plans_is_refused_as_a_whole(
    minutes: int, every: int
) -> None:
    steps = range(0, 40 * every, every)
    texts = [str(np.datetime64("2025-06-02T00:00:00") + np.timedelta64(x, "m")) for x in steps]
    with pytest.raises(HistoryRefusedError, match=f"{minutes} minutes long, the plan's 30"):
        read(rows(*(f"{x},billing-fr,4" for x in texts)))


def test_a_few_rows_an_hour_apart_are_a_correction_not_another_interval() -> None:
    lines = [f"2025-06-02 {x:02d}:30,billing-fr,4" for x in range(8, 18)]
    assert read(rows(*lines)).rows == 10


def test_a_row_at_eight_each_day_is_no_daily_file() -> None:
    lines = [f"2025-06-{x:02d} 08:00,billing-fr,4" for x in range(1, 29)]
    assert read(rows(*lines)).rows == 28


def test_a_daily_file_takes_dates_even_of_days_without_midnight() -> None:
    plan = make_plan(interval_minutes=1440, timezone="Africa/Cairo")
    lines = [f"2024-04-{x},billing-fr,{x}" for x in range(10, 29)]
    file = read(rows(*lines), plan, "Africa/Cairo")
    grid = interval_grid(date(2024, 4, 10), 19, "Africa/Cairo", 1440)
    assert taken(file).starts.tolist() == grid.starts.tolist()


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("interval_start,queue,offerd", 'did you mean "offered"'),
        ("interval_start,queue,offered,offered", "there twice"),
        ("interval_start,queue", "the column is missing"),
        ("", "it is empty"),
    ],
)
def test_a_wrong_header_is_refused_as_a_whole(header: str, reason: str) -> None:
    with pytest.raises(HistoryRefusedError, match=reason):
        read(f"{header}\n" if header else "")


def test_every_fault_of_a_header_is_named() -> None:
    with pytest.raises(HistoryRefusedError) as caught:
        read("interval_start,queue,calls,queue\n")
    assert [x.column for x in caught.value.refusals] == ["queue", "offered"]


def test_nul_bytes_are_named_by_row() -> None:
    with pytest.raises(HistoryRefusedError, match=r"row 2.*NUL"):
        read(rows(f"{MONDAY},billing-fr,4\0").encode())


def test_a_quote_that_is_never_closed_is_named_by_row() -> None:
    with pytest.raises(HistoryRefusedError, match=r"row 3.*not CSV"):
        read(rows(f"{MONDAY},billing-fr,4", f'{MONDAY},"billing-fr,4', "x" * 200_000))


def test_a_header_without_rows_is_a_warning() -> None:
    file = read(rows())
    assert (file.rows, file.warnings) == (0, ("calls.csv: no rows below the header",))


@given(raw=st.binary(max_size=200))
@settings(max_examples=200)
def test_no_bytes_below_a_good_header_are_an_accident(raw: bytes) -> None:
    try:
        file = read_history(FULL.encode() + b"\n" + raw, "x", make_plan(), BRUSSELS, NOW)
        named = file.rows + len(file.rejected)
    except HistoryRefusedError as error:
        named = len(error.refusals)
    assert named <= raw.count(b"\n") + raw.count(b"\r") + 1


@given(text=st.text("0123456789-:T Z+.", max_size=30))
@settings(max_examples=300)
def test_no_text_for_a_time_is_an_accident(text: str) -> None:
    file = read(rows(f"{text},billing-fr,1"))
    assert file.rows + len(file.rejected) == 1
