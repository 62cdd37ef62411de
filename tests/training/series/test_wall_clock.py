"""Histories without a plan: what is read as it stands, and what is refused by file and row."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from training.series.wall_clock import HistoryFileError, WallClockHistory, read_wall_clock

ZONE = "Europe/Brussels"
HEADER = "interval_start,queue,offered"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "calls.csv"


def read(file: Path, *lines: str, header: str = HEADER) -> list[WallClockHistory]:
    file.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return read_wall_clock(file, ZONE)


def one(file: Path, *lines: str, header: str = HEADER) -> WallClockHistory:
    (found,) = read(file, *lines, header=header)
    return found


def refusal(file: Path, *lines: str, header: str = HEADER) -> str:
    with pytest.raises(HistoryFileError) as refused:
        read(file, *lines, header=header)
    return str(refused.value)


def test_counts_lie_on_the_days_and_slots_of_the_clock(file: Path) -> None:
    found = one(file, "2025-06-02T08:00,a,5", "2025-06-02 08:30:00,a,7", "2025-06-03T23:30,a,1")
    assert (found.queue, found.first, found.interval_minutes) == ("a", date(2025, 6, 2), 30)
    assert found.counts.shape == (2, 48)
    assert found.counts[0, 16:18].tolist() == [5, 7]
    assert found.counts[1, 47] == 1
    assert np.isnan(found.counts).sum() == 96 - 3


def test_any_queue_name_will_do_and_each_begins_on_its_own_day(file: Path) -> None:
    names = ["b2b/ü €", "42", "nan", "NA"]
    lines = [f"2025-06-{2 + i:02d}T08:{m},{x},1" for i, x in enumerate(names) for m in ("00", "30")]
    found = {x.queue: x.first for x in read(file, *lines)}
    assert found == {x: date(2025, 6, 2 + i) for i, x in enumerate(names)}


@pytest.mark.parametrize("minutes", [15, 20, 30, 60, 120, 360])
def test_the_length_of_the_intervals_is_found(file: Path, minutes: int) -> None:
    starts = [divmod(minutes * i, 60) for i in range(4)]
    found = one(file, *(f"2025-06-02T{h:02d}:{m:02d},a,{i}" for i, (h, m) in enumerate(starts)))
    assert found.interval_minutes == minutes
    assert found.counts[0, :4].tolist() == [0, 1, 2, 3]
    assert found.counts.shape[1] == 1440 // minutes


def test_dates_alone_are_days(file: Path) -> None:
    found = one(file, "2025-06-02,a,50", "2025-06-04,a,70")
    assert found.interval_minutes == 1440
    assert found.counts.tolist()[::2] == [[50], [70]]
    assert np.isnan(found.counts[1, 0])


def test_a_doubled_autumn_slot_is_summed(file: Path) -> None:
    found = one(file, "2025-10-26T02:00,a,5", "2025-10-26T02:30,a,1", "2025-10-26T02:00,a,7")
    assert found.counts[0, 4:6].tolist() == [12, 1]


def test_an_autumn_slot_that_comes_once_and_a_nonexistent_spring_time_are_as_written(
    file: Path,
) -> None:
    autumn = one(file, "2025-10-26T02:00,a,5", "2025-10-26T02:30,a,1")
    assert autumn.counts[0, 4:6].tolist() == [5, 1]
    spring = one(file, "2025-03-30T02:00,a,5", "2025-03-30T02:30,a,1")
    assert spring.counts[0, 4:6].tolist() == [5, 1]


@pytest.mark.parametrize("offset", ["Z", "+00:00", "+0000", "+00"])
def test_times_with_an_offset_are_put_on_the_callers_clock(file: Path, offset: str) -> None:
    found = one(file, f"2025-06-01T22:00{offset},a,5", f"2025-06-01T22:30{offset},a,7")
    assert found.first == date(2025, 6, 2)
    assert found.counts[0, :2].tolist() == [5, 7]


def test_both_hours_of_an_autumn_night_with_offsets_fall_into_one_slot(file: Path) -> None:
    found = one(
        file,
        "2025-10-26T02:00+02:00,a,5",
        "2025-10-26T02:30+02:00,a,1",
        "2025-10-26T02:00+01:00,a,7",
    )
    assert found.counts[0, 4:6].tolist() == [12, 1]


def test_sites_of_an_interval_are_summed(file: Path) -> None:
    header = f"{HEADER},site"
    found = one(file, "2025-06-02,a,5,liege", "2025-06-02,a,7,morocco", header=header)
    assert found.counts.tolist() == [[12]]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_byte_order_mark_are_read(file: Path, delimiter: str) -> None:
    text = f"\N{BYTE ORDER MARK}{HEADER}\n2025-06-02,a,5\n".replace(",", delimiter)
    file.write_text(text, encoding="utf-8")
    (found,) = read_wall_clock(file, ZONE)
    assert found.counts.tolist() == [[5]]


def test_zero_is_not_missing(file: Path) -> None:
    assert one(file, "2025-06-02,a,0", "2025-06-03,a,1").counts.tolist() == [[0], [1]]


@pytest.mark.parametrize("value", ["", "-1", "2.5", "many", "nan", "inf", "1e999"])
def test_what_is_no_count_is_refused_by_row(file: Path, value: str) -> None:
    message = refusal(file, "2025-06-02,a,1", f"2025-06-03,a,{value}", f"2025-06-04,a,{value}")
    assert message.startswith(f"{file}: row 3: offered is {value!r} (and 1 more rows)")
    assert "write a count of calls: a whole number, 0 or more" in message


@pytest.mark.parametrize(
    "value",
    [
        *("", "soon", "now", "2025", "2025-06", "20250602", "02/06/2025", "2025-13-01"),
        *("2025-06-02T25:00", "2025-06-02T08:00:00z", "2025-06-02T08:00 CET"),
    ],
)
def test_what_is_no_time_is_refused_by_row(file: Path, value: str) -> None:
    message = refusal(file, "2025-06-02T08:00,a,1", f"{value},a,1")
    assert message.startswith(f"{file}: row 3: interval_start is {value!r}; write an ISO 8601 time")


@pytest.mark.parametrize("value", ["0202-06-02", "1925-06-02", "2205-06-02"])
def test_a_slip_of_the_century_is_refused_by_row(file: Path, value: str) -> None:
    message = refusal(file, "2025-06-02,a,1", f"{value},a,1")
    assert message == f"{file}: row 3: interval_start is {value!r}; write a time of 1990 to 2049"


def test_a_row_without_a_queue_is_refused(file: Path) -> None:
    message = refusal(file, "2025-06-02,a,1", "2025-06-03,,1")
    assert message == f"{file}: row 3: queue is ''; write the queue's name"


def test_a_start_off_the_grid_is_refused(file: Path) -> None:
    lines = ["2025-06-02T08:00,a,1", "2025-06-02T08:30,a,1", "2025-06-03T09:10,a,1"]
    message = refusal(file, *lines)
    assert message.startswith(
        f"{file}: row 4: interval_start 2025-06-03 09:10:00 is not on the 30-minute grid"
    )
    assert "write starts that are whole intervals after midnight" in message


@pytest.mark.parametrize(
    ("second", "minutes"), [("08:05", "5"), ("08:50", "50"), ("08:00:30", "0.5")]
)
def test_intervals_that_do_not_divide_a_day_are_refused(
    file: Path, second: str, minutes: str
) -> None:
    message = refusal(file, "2025-06-02T08:00,a,1", f"2025-06-02T{second},a,1")
    assert message.startswith(f"{file}: row 3: it starts {minutes} minutes after another row")
    assert "write intervals of 15 minutes or more that divide a day" in message


def test_missing_columns_are_named(file: Path) -> None:
    message = refusal(file, "2025-06-02,1", header="start,offered")
    assert message.startswith(f"{file}: row 1: no column interval_start, queue; needed are")


def test_a_header_alone_is_refused(file: Path) -> None:
    assert refusal(file) == f"{file}: row 2: nothing below the header; give it the calls"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n"1,2\n3,4,5,6'])
def test_what_is_no_csv_is_refused_with_its_name(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(
        HistoryFileError, match=r"calls.csv: (cannot be read as CSV in UTF-8|row 1: no column)"
    ):
        read_wall_clock(file, ZONE)


def test_a_series_knows_the_days_up_to_its_origin_only(file: Path) -> None:
    days = [date(2025, 6, 2) + timedelta(days=i) for i in range(28)]
    history = one(file, *(f"{x},a,{i}" for i, x in enumerate(days)))
    series = history.series(days[13], 7, {})
    assert series.counts.ravel().tolist() == list(range(14))
    assert series.horizon_days == 7
    assert series.days[-1] == days[20]


def test_a_span_written_as_a_start_is_refused_and_never_read_as_an_offset(file: Path) -> None:
    said = refusal(file, "2025-03-03 08:00-08:17,a,12", "2025-03-03 08:30-23:00,a,18")
    assert "row 2" in said
    assert "no time zone has this offset" in said
