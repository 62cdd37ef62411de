"""What was published against what came: frozen by the night, scored from history."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, func, select, update

from data.accuracy.archive import Archive, last_day_known
from data.accuracy.expected_aht import expected_aht
from data.accuracy.freezing import frozen
from data.accuracy.store import PublicationError, keep, list_publications
from data.database.schema import published_arrays, release_arrays
from data.plan.store import current_plan
from data.releases import load_release
from service.app import create_app
from service.cli import main
from service.planning.accuracy.accuracy_table import accuracy
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.basis.span import QuestionError
from tests.training.job.small_case import (
    BUSY,
    ORIGIN,
    PLAN,
    QUIET,
    csv_text,
    database,
    import_calls,
    import_plan,
    request,
    url,
)
from training.job.nightly import train

pytestmark = pytest.mark.training

KNOWN = ORIGIN - timedelta(days=14)  # a Friday: two weeks of published days have come
BUSY_DAYS = (date(2025, 7, 29), date(2025, 7, 30))
EVENT = """
[[events]]
match = { language = "fr" }
from = 2025-07-29
to = 2025-07-30
factor = 2.0
reason = "a campaign that never ran"
author = "planning"
"""
EVERY = AccuracyQuestion(first=KNOWN, leads="all")


def nights(engine: Engine, origin: date = KNOWN) -> None:
    """Train as of a day."""
    train(engine, replace(request(), origin=origin))


def published(folder: Path, text: str = PLAN) -> Engine:
    engine = database(folder)
    import_calls(engine, import_plan(engine, text), csv_text())
    nights(engine)
    return engine


@pytest.fixture(scope="module", name="case")
def _case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Engine]:
    folder = tmp_path_factory.mktemp("case")
    return folder, published(folder, PLAN + EVENT)


def rows(engine: Engine, question: AccuracyQuestion = EVERY) -> list[dict[str, Any]]:
    known = last_day_known(engine)
    return accuracy(question, known, lambda days: Archive(engine, days)).table.rows()


def came() -> dict[tuple[str, date], int]:
    """Queue and day -> calls of the history file."""
    found: dict[tuple[str, date], int] = {}
    for row in csv.DictReader(io.StringIO(csv_text())):
        key = (row["queue"], date.fromisoformat(row["interval_start"][:10]))
        found[key] = found.get(key, 0) + int(row["offered"])
    return found


def by_hand(engine: Engine, queue: str, lift: float) -> tuple[list[int], list[float]]:
    """Calls that came after the origin, and the mean that stood, open days only."""
    actual, mean = [], []
    numbers, counts = load_release(engine, 1).queues[queue], came()
    for lead in range(1, 15):
        day = KNOWN + timedelta(days=lead)
        if (queue, day) in counts:
            actual.append(counts[queue, day])
            factor = lift if day in BUSY_DAYS else 1.0
            mean.append(float(numbers.day_mean[lead - 1]) * factor)
    return actual, mean


def test_wape_and_bias_are_those_worked_out_from_the_file(case: tuple[Path, Engine]) -> None:
    _, engine = case
    busy, quiet = rows(engine)
    assert (busy["queue"], quiet["queue"]) == (BUSY, QUIET)
    for row, lift in ((busy, 2.0), (quiet, 1.0)):
        actual, mean = map(np.array, by_hand(engine, row["queue"], lift))
        assert row["days"] == len(actual) == 10
        assert row["offered"] == actual.sum()
        assert row["wape"] == pytest.approx(np.abs(actual - mean).sum() / actual.sum(), abs=1e-4)
        assert row["bias"] == pytest.approx((mean - actual).sum() / actual.sum(), abs=1e-4)


def test_an_event_that_was_wrong_is_scored_beside_the_machine(case: tuple[Path, Engine]) -> None:
    _, engine = case
    busy, quiet = rows(engine)
    assert (busy["event_days"], quiet["event_days"]) == (2, 0)
    assert busy["wape"] > busy["machine_wape"]
    assert quiet["wape"] == quiet["machine_wape"]
    [event] = rows(engine, replace(EVERY, measure="events"))
    assert event["event"] == "a campaign that never ran, 2025-07-29 to 2025-07-30, planning"
    assert event["days"] == 2
    assert event["offered"] == sum(came()[BUSY, day] for day in BUSY_DAYS)
    assert event["offered_mean"] == pytest.approx(2 * event["offered_machine_mean"], rel=1e-5)


def test_the_naive_forecast_is_the_last_known_weekday(case: tuple[Path, Engine]) -> None:
    _, engine = case
    _, quiet = rows(engine)
    counts = came()
    days = [KNOWN + timedelta(days=x) for x in range(1, 15)]
    open_days = [x for x in days if (QUIET, x) in counts]
    known = sorted(day for queue, day in counts if queue == QUIET and day <= KNOWN)
    last = {day.weekday(): day for day in known}  # 21 July is a holiday: its Monday is the 14th
    missed = sum(abs(counts[QUIET, x] - counts[QUIET, last[x.weekday()]]) for x in open_days)
    assert quiet["naive_wape"] == pytest.approx(missed / quiet["offered"], abs=1e-4)
    assert quiet["skill"] == pytest.approx(1 - quiet["wape"] / quiet["naive_wape"], abs=1e-3)


def test_parts_add_up_to_the_whole(case: tuple[Path, Engine]) -> None:
    _, engine = case
    [whole] = rows(engine, replace(EVERY, by="total"))
    for name in ("offered", "offered_mean", "offered_machine_mean"):
        assert whole[name] == pytest.approx(sum(x[name] for x in rows(engine)), rel=1e-5)
    each = rows(engine, replace(EVERY, by="total", leads="each", granularity="day"))
    assert [x["lead_from"] for x in each] == [3, 4, 5, 6, 7, 10, 11, 12, 13, 14]
    assert sum(x["offered"] for x in each) == whole["offered"]


def test_half_hours_and_handling_times_are_scored(case: tuple[Path, Engine]) -> None:
    _, engine = case
    busy, _ = rows(engine, replace(EVERY, measure="intervals"))
    [day, _] = rows(engine)
    assert (busy["intervals"], busy["offered"]) == (200, day["offered"])
    assert busy["offered_mean"] == pytest.approx(day["offered_mean"], rel=1e-3)
    assert busy["wape"] > day["machine_wape"]
    aht = rows(engine, replace(EVERY, measure="aht"))
    assert [round(x["aht_seconds"]) for x in aht] == [300, 420]
    assert all(abs(x["bias"]) < 0.01 for x in aht)


def test_plans_and_trainings_that_come_later_change_nothing(tmp_path: Path) -> None:
    engine = published(tmp_path)
    before = rows(engine)
    import_plan(engine, PLAN + EVENT)
    nights(engine)  # the same last known day again, in hindsight
    assert rows(engine) == before
    with engine.begin() as connection:
        connection.execute(delete(release_arrays))
    assert rows(engine) == before
    assert [x["event_days"] for x in rows(engine, replace(EVERY, release=2))] == [2, 0]


def test_a_corrected_history_corrects_what_came(tmp_path: Path) -> None:
    engine = published(tmp_path)
    busy, _ = rows(engine)
    start = f"{ORIGIN}T10:00:00"
    text = f"interval_start,queue,offered\n{start},{BUSY},1000\n"
    import_calls(engine, import_plan(engine), text)
    assert rows(engine)[0]["offered"] > busy["offered"] + 900


def test_a_day_that_history_lacks_is_left_out_and_counted(tmp_path: Path) -> None:
    engine = database(tmp_path)
    lost = f"{ORIGIN - timedelta(days=1)}T10:00:00,{BUSY}"
    lines = [x for x in csv_text().splitlines(keepends=True) if not x.startswith(lost)]
    import_calls(engine, import_plan(engine), "".join(lines))
    nights(engine)
    busy, quiet = rows(engine)
    assert (busy["days"], busy["days_left_out"]) == (9, 1)
    assert (quiet["days"], quiet["days_left_out"]) == (10, 0)


def test_what_stands_is_kept_with_its_release_or_not_at_all(tmp_path: Path) -> None:
    engine = published(tmp_path)
    [first] = list_publications(engine)
    release, stored = load_release(engine, 1), current_plan(engine)

    def killed() -> None:
        stands = frozen(engine, stored, KNOWN, list(release.queues.values()))
        with engine.begin() as connection:
            keep(connection, 1, stands)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert list_publications(engine) == [first]
    with engine.connect() as connection:
        others = select(func.count()).where(published_arrays.c.publication_id != first.id)
        assert connection.execute(others).scalar() == 0


def test_an_event_counts_from_the_night_after_it_was_written(tmp_path: Path) -> None:
    engine = published(tmp_path)
    import_plan(engine, PLAN + EVENT)
    nights(engine, KNOWN + timedelta(days=1))
    each = rows(engine, replace(EVERY, releases="each"))
    of_busy = [(x["release"], x["days"], x["event_days"]) for x in each if x["queue"] == BUSY]
    assert of_busy == [(1, 10, 0), (2, 10, 2)]


@pytest.mark.parametrize("values", [{"npy": b""}, {"sha256": "0" * 64}, {"schema_version": 99}])
def test_what_is_damaged_is_named_with_the_remedy(
    tmp_path: Path, values: dict[str, object]
) -> None:
    engine = published(tmp_path)
    with engine.begin() as connection:
        connection.execute(update(published_arrays).values(**values))
    with pytest.raises(PublicationError, match=r"publication 1, queue, days: .*; "):
        rows(engine)


def test_handling_times_are_expected_along_their_course(case: tuple[Path, Engine]) -> None:
    _, engine = case
    plan, release = current_plan(engine).plan, load_release(engine, 1)
    days = [KNOWN + timedelta(days=1 + x) for x in range(14)]
    demand = release.queues[QUIET]
    plain = replace(demand, aht_course=np.ones(14))
    longer = replace(demand, aht_course=np.linspace(1.1, 1.2, 14))
    queue = plan.queue(QUIET)
    usual, found = (expected_aht(plan, queue, x, days) for x in (plain, longer))
    open_days = demand.day_mean > 0
    ratio = found[open_days] / usual[open_days]
    np.testing.assert_allclose(ratio, np.linspace(1.1, 1.2, 14)[open_days])
    assert np.isnan(found[~open_days]).all()


def test_csv_command_and_http_say_the_same(case: tuple[Path, Engine]) -> None:
    folder, engine = case
    client = create_app({"DATABASE_URL": url(folder)}).test_client()
    asked = {"from": KNOWN.isoformat(), "leads": "all"}
    body = client.get("/v1/accuracy", query_string=asked).get_json()
    assert body["rows"] == rows(engine)
    assert (body["first"], body["last"]) == (KNOWN.isoformat(), ORIGIN.isoformat())
    text = client.get("/v1/accuracy.csv", query_string=asked).get_data(as_text=True)
    told = list(csv.DictReader(io.StringIO(text)))
    assert [list(x) for x in told] == [list(x) for x in body["rows"]]
    assert [float(x["wape"]) for x in told] == [x["wape"] for x in body["rows"]]
    given = ["accuracy", "--from", asked["from"], "--leads", "all"]
    environment = {"RELAIS_DATABASE_URL": url(folder)}
    written = CliRunner().invoke(main, [*given, "--out", "-"], env=environment)
    assert written.stdout == text.replace("\r\n", "\n")
    shown = CliRunner().invoke(main, given, env=environment)
    assert shown.stdout.splitlines()[0].split() == list(body["rows"][0])


def test_nothing_published_is_an_answer_that_says_so(tmp_path: Path) -> None:
    engine = database(tmp_path)
    import_calls(engine, import_plan(engine), csv_text())
    client = create_app({"DATABASE_URL": url(tmp_path)}).test_client()
    body = client.get("/v1/accuracy").get_json()
    assert body["rows"] == []
    assert "no published day has come yet: relais train" in body["notes"][0]


def test_questions_that_cannot_be_answered_are_refused(case: tuple[Path, Engine]) -> None:
    _, engine = case
    with pytest.raises(QuestionError, match="by is pool; calls is told by queue, call_type"):
        rows(engine, replace(EVERY, by="pool"))
    with pytest.raises(QuestionError, match="dates are inclusive"):
        rows(engine, AccuracyQuestion(first=ORIGIN, last=KNOWN))


def test_who_called_again_is_left_out_of_what_came_as_of_what_was_forecast(tmp_path: Path) -> None:
    engine = database(tmp_path)
    text = "retry_share = 0.5\n" + PLAN.lstrip()
    import_calls(engine, import_plan(engine, text), csv_text())
    nights(engine)
    start = f"{ORIGIN}T10:00:00"
    one = f"interval_start,queue,offered,answered,abandoned\n{start},{BUSY},40,30,10\n"
    before = rows(engine)[0]["offered"]
    [busy] = [x for x in csv.DictReader(io.StringIO(csv_text())) if _is_at(x, start)]
    import_calls(engine, current_plan(engine).plan, one)
    assert rows(engine)[0]["offered"] == before - int(busy["offered"]) + 35


def _is_at(row: dict[str, str], start: str) -> bool:
    return row["interval_start"] == start and row["queue"] == BUSY
