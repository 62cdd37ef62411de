"""What becomes of a right file that was spoilt: stored as it should be, refused or doubted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.history.store import import_history
from tests.data.history.belief.belief_cases import (
    FIRST,
    PLAN,
    QUEUES,
    WEEKS,
    Change,
    Row,
    Truth,
    doubts,
    exchanged,
    grave,
    made_rows,
    of_day,
    shifted,
    stored_engine,
    text,
    times,
    with_cell,
)
from tests.data.history.history_cases import read

RIGHT = made_rows(Truth(seed=1), FIRST, WEEKS)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return stored_engine(tmp_path_factory.mktemp("stored"))


def on(row: Row, day: date) -> Row:
    """The row at the same local time of another day, with that day's offset."""
    naive = datetime.combine(day, datetime.fromisoformat(row[0]).time())
    return [naive.isoformat(), *row[1:]]


def without_days(first: date, days: int) -> Change:
    return lambda rows: [x for x in rows if not 0 <= (of_day(x) - first).days < days]


def copied(first: date, days: int, later: int) -> Change:
    """Days under the dates ``later`` days after them, in place of what was there."""

    def change(rows: list[Row]) -> list[Row]:
        kept = without_days(first + timedelta(days=later), days)(rows)
        copies = [x for x in rows if 0 <= (of_day(x) - first).days < days]
        return kept + [on(x, of_day(x) + timedelta(days=later)) for x in copies]

    return change


def other_names(rows: list[Row]) -> list[Row]:
    names = dict(zip(QUEUES, QUEUES[::-1], strict=True))
    return [[x[0], names[x[1]], *x[2:]] for x in rows]


def of_row(number: int, change: Callable[[Row], str]) -> Change:
    """A mutilation of the cell ``number`` by its row."""
    return lambda rows: [
        [*x[:number], change(x) if x[number] else "", *x[number + 1 :]] for x in rows
    ]


def per_call(row: Row) -> str:
    return f"{float(row[7]) / max(int(row[2]), 1):.1f}"


MAY = date(2025, 5, 5)
GRAVE: list[tuple[str, Change, set[str]]] = [
    ("aht in minutes", with_cell("aht_seconds", lambda x: f"{float(x) / 60:.2f}"), {"aht_in_minutes"}),  # noqa: E501
    ("aht in hours", with_cell("aht_seconds", lambda x: f"{float(x) / 3600:.4f}"), {"aht_in_hours"}),  # noqa: E501
    ("aht in days", with_cell("aht_seconds", lambda x: f"{float(x) / 86400:.6f}"), {"aht_in_day_fractions"}),  # noqa: E501
    ("aht of nothing", with_cell("aht_seconds", lambda _: "0"), set()),
    ("aht as a total", of_row(6, lambda x: f"{min(float(x[6]) * int(x[3]), 14000):.0f}"), {"aht_is_total"}),  # noqa: E501
    ("aht three times", with_cell("aht_seconds", lambda x: f"{float(x) * 3:.1f}"), {"aht_far_from_usual"}),  # noqa: E501
    ("wait as a mean", of_row(7, per_call), {"wait_is_mean"}),
    ("wait as a maximum", of_row(7, lambda x: f"{60 + float(x[7]) % 25:.1f}"), {"wait_is_maximum"}),
    ("wait in milliseconds", with_cell("wait_seconds", lambda x: f"{float(x) * 1000:.0f}"), {"wait_in_milliseconds"}),  # noqa: E501
    ("wait in minutes", with_cell("wait_seconds", lambda x: f"{float(x) / 60:.2f}"), {"wait_in_minutes"}),  # noqa: E501
    ("answered in per cent", of_row(3, lambda x: str(95 - int(x[2]) % 3)), {"counts_are_percentages"}),  # noqa: E501
    ("in time in per cent", of_row(5, lambda x: str(85 + int(x[2]) % 9)), {"counts_are_percentages"}),  # noqa: E501
    ("offered is answered", of_row(2, lambda x: x[3]), {"offered_is_answered"}),
    ("answered and abandoned", exchanged("answered", "abandoned"), {"mostly_abandoned"}),
    ("offered and answered", exchanged("offered", "answered"), {"offered_and_answered_swapped"}),
    ("offered and abandoned", exchanged("offered", "abandoned"), {"level_far_from_usual"}),
    ("in time and answered", exchanged("answered_in_time", "answered"), set()),
    ("in time and abandoned", exchanged("answered_in_time", "abandoned"), {"mostly_abandoned"}),
    ("aht and wait", exchanged("aht_seconds", "wait_seconds"), {"aht_is_total"}),
    ("an hour later", shifted(1), {"clock_shifted"}),
    ("an hour earlier", shifted(-1), {"clock_shifted"}),
    ("two hours earlier", shifted(-2), {"clock_shifted"}),
    ("an hour earlier since May", shifted(-1, MAY), {"clock_shifted"}),
    ("utc read as local in summer", shifted(-1, date(2025, 3, 30)), {"clock_shifted"}),
    ("queues exchanged", other_names, {"queues_exchanged"}),
    ("ten times", times(10, FIRST), {"level_far_from_usual"}),
    ("a tenth", times(0.1, FIRST), {"level_far_from_usual"}),
    ("ten times since May", times(10, MAY), {"level_far_from_usual"}),
    ("last week's rows", copied(MAY, 7, 7), {"day_repeated"}),
    ("a day copied", copied(MAY, 1, 1), {"day_repeated"}),
]  # fmt: skip
WARNED: list[tuple[str, Change, str]] = [
    ("a day at ten times", times(10, MAY, 1), "day_far_from_usual"),
    ("a day doubled", times(2, MAY, 1), "day_doubled"),
    ("a week missing", without_days(MAY, 7), "days_missing"),
    ("a day missing", without_days(MAY, 1), "days_missing"),
    ("talk without wrap", with_cell("aht_seconds", lambda x: f"{float(x) * 0.7:.1f}"), "aht_off_usual"),  # noqa: E501
    ("carried over", of_row(3, lambda x: str(int(x[3]) + (x[0][14:16] == "30"))), "carried_over"),
    ("an early end", lambda rows: [x for x in rows if of_day(x) < date(2025, 6, 29) or x[0][11:13] < "11"], "ends_early"),  # noqa: E501
]  # fmt: skip


def test_the_right_file_is_not_doubted(engine: Engine) -> None:
    assert doubts(RIGHT, engine) == []


@pytest.mark.parametrize(("change", "kinds"), [x[1:] for x in GRAVE], ids=[x[0] for x in GRAVE])
def test_a_wrong_file_stops(engine: Engine, change: Change, kinds: set[str]) -> None:
    wrong = change(RIGHT)
    found = grave(doubts(wrong, engine))
    assert found >= kinds
    assert found or read(text(wrong), PLAN).refused  # row by row: nothing is stored either


@pytest.mark.parametrize(("change", "kind"), [x[1:] for x in WARNED], ids=[x[0] for x in WARNED])
def test_what_may_be_right_is_a_warning(engine: Engine, change: Change, kind: str) -> None:
    wrong = change(RIGHT)
    found = doubts(wrong, engine)
    assert kind in {x.kind for x in found}
    assert not grave(found)


@pytest.mark.parametrize("share", [0.1, 0.37, 0.5, 0.73, 0.999])
def test_a_file_cut_at_any_byte_stops(engine: Engine, share: float) -> None:
    whole = text(RIGHT)
    cut = whole[: round(share * len(whole))].rstrip("\n")
    assert "cut_last_line" in grave(doubts(cut, engine))


def test_the_same_file_again_is_not_doubted(tmp_path: Path) -> None:
    again = stored_engine(tmp_path)
    import_history(again, [read(text(RIGHT), PLAN)], skip_bad_rows=False)
    assert doubts(RIGHT, again) == []
    assert doubts(RIGHT[40:60], again) == []
