"""Forecasts at past origins: every slot of every day, knowing nothing of what came after."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.training.series_cases import Case
from training.backtest import BacktestRequest, backtest
from training.series.wall_clock import HistoryFileError

HOURLY = Case(days=90, horizon=0, slots=24, calls=150.0, first=date(2025, 1, 6))
COLUMNS = "queue,origin,interval_start,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975"
ORIGINS = (date(2025, 2, 16), date(2025, 3, 10))
HORIZON = 30  # days: over the night of 30 March, in which the clock goes forward
REQUEST = BacktestRequest("Europe/Brussels", "BE", ORIGINS, HORIZON)
QUEUES = ("fr/billing €", "=2")

Row = dict[str, str]


def write(file: Path, changed_from: date = date.max, factor: int = 1) -> Path:
    """Two queues' hours; from ``changed_from`` on the counts are others."""
    lines = ["interval_start,queue,offered"]
    for day, counts in zip(HOURLY.dates, HOURLY.counts(), strict=True):
        change = factor if day >= changed_from else 1
        for hour, count in enumerate(counts):
            start = f"{day.isoformat()}T{hour:02d}:00:00"
            lines += [f"{start},{queue},{int(count) * change}" for queue in QUEUES]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["backtest", *arguments])


def options(out: str, origins: str = "2025-02-16,2025-03-10") -> list[str]:
    clock = ["--timezone", "Europe/Brussels", "--holidays", "BE"]
    days = ["--origins", origins, "--horizon-days", str(HORIZON)]
    return [*clock, *days, "--out", out, "--jobs", "1"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("history") / "calls.csv")


@pytest.fixture(scope="module")
def text(history: Path) -> str:
    """What the command writes."""
    out = history.parent / "somewhere" / "out.csv"
    done = run(str(history), *options(str(out)))
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert done.stderr.startswith(f"{out}: {len(ORIGINS) * len(QUEUES) * HORIZON * 24} rows")
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_columns_are_those_that_others_script_against(text: str) -> None:
    assert text.splitlines()[0] == COLUMNS


def test_there_is_one_row_a_queue_origin_and_slot_of_every_day(rows: list[Row]) -> None:
    expected = {
        (queue, origin.isoformat(), start.isoformat(timespec="seconds"))
        for queue in QUEUES
        for origin in ORIGINS
        for start in (
            datetime.combine(origin + timedelta(days=1), datetime.min.time()) + timedelta(hours=i)
            for i in range(24 * HORIZON)
        )
    }
    found = [(row["queue"], row["origin"], row["interval_start"]) for row in rows]
    assert len(found) == len(expected)
    assert set(found) == expected


def test_closed_slots_are_zero_and_open_ones_are_not(rows: list[Row]) -> None:
    for row in rows:
        start = datetime.fromisoformat(row["interval_start"])
        is_open = start.weekday() < 6 and 6 <= start.hour < 18
        assert (float(row["mean"]) > 0) == is_open, row
        if not is_open:
            assert {row[name] for name in COLUMNS.split(",")[4:]} == {"0"}, row


def test_quantiles_are_whole_numbers_in_order(rows: list[Row]) -> None:
    quantiles = np.array([[int(row[x]) for x in COLUMNS.split(",")[4:]] for row in rows])
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles[:, -1] > quantiles[:, 0]).any()


def test_forecasts_are_near_the_truth(rows: list[Row]) -> None:
    week = dict(zip((x.weekday() for x in HOURLY.dates), HOURLY.truth, strict=True))
    truth, mean = 0.0, 0.0
    for row in rows:
        start = datetime.fromisoformat(row["interval_start"])
        truth += week[start.weekday()][start.hour]
        mean += float(row["mean"])
    assert mean == pytest.approx(truth, rel=0.06)


def test_calls_after_the_origin_change_nothing(history: Path, rows: list[Row]) -> None:
    other = write(history.parent / "other.csv", ORIGINS[0] + timedelta(days=1), factor=3)
    found = backtest(other, REQUEST, jobs=1)
    first, second = (found["origin"] == x.isoformat() for x in ORIGINS)
    before = np.array([float(row["mean"]) for row in rows])
    assert np.abs(found["mean"].to_numpy() - before)[first].max() < 1e-4
    assert np.abs(found["mean"].to_numpy() - before)[second].max() > 1


def test_the_same_history_gives_the_same_text_also_to_standard_output(
    history: Path, text: str
) -> None:
    done = run(str(history), *options("-"))
    assert done.exit_code == 0, done.output
    assert done.stdout == text


def test_days_are_forecast_as_days(tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    counts = Case(days=60, slots=1, first=date(2025, 1, 6)).counts()[:, 0]
    lines = [f"{HOURLY.dates[i]},travel,{int(x)}" for i, x in enumerate(counts)]
    file.write_text("\n".join(["interval_start,queue,offered", *lines, ""]), encoding="utf-8")
    origin = date(2025, 3, 2)
    found = backtest(file, BacktestRequest("Europe/Brussels", "BE", (origin,), 9), jobs=1)
    assert found["interval_start"].tolist() == [f"2025-03-{3 + i:02d}T00:00:00" for i in range(9)]
    assert (found["mean"] > 0).tolist() == [True] * 6 + [False] + [True] * 2


@pytest.mark.parametrize("origin", ["2025-01-18", "2025-04-06"])
def test_an_origin_outside_what_is_known_is_refused(history: Path, origin: str) -> None:
    request = BacktestRequest("Europe/Brussels", "BE", (date.fromisoformat(origin),), HORIZON)
    with pytest.raises(HistoryFileError) as refused:
        backtest(history, request, jobs=1)
    message = str(refused.value)
    assert message.startswith(f"{history}: origin {origin}: queue ")
    assert "is known from 2025-01-06 to 2025-04-05" in message
    assert "an origin needs two weeks before it" in message


def test_a_refused_file_ends_the_command_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("interval_start,queue,offered\n2025-06-02,a,many\n", encoding="utf-8")
    done = run(str(file), *options("-"))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {file}: row 2: offered is 'many'")


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--origins", "2025-02-30", "does not match the format"),
        ("--origins", " , ", "write e.g. 2025-06-30,2025-07-31"),
        ("--timezone", "Europe/Brussel", 'did you mean "Europe/Brussels"?'),
        ("--holidays", "BX", "no calendar of public holidays"),
        ("--horizon-days", "0", "not in the range"),
    ],
)
def test_a_misused_option_is_named_with_its_remedy(
    history: Path, option: str, value: str, hint: str
) -> None:
    given = options("-")
    given[given.index(option) + 1] = value
    done = run(str(history), *given)
    assert done.exit_code == 2
    assert option in done.stderr
    assert hint in done.stderr
