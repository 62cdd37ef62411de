"""Promises kept: service levels by week, and stated readiness against what happened."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from data.accuracy.archive import Archive, last_day_known
from data.accuracy.publication import WEEKS, FrozenArray, NewPublication
from data.accuracy.store import frozen_array, keep, list_publications
from service.cli import main
from service.commands.promises import keep_promises
from service.planning.accuracy.accuracy_table import accuracy
from service.planning.accuracy.promises import WEEK_COLUMNS
from service.planning.accuracy.question import AccuracyQuestion, Measure
from service.planning.capacity.capacity_table import CapacityQuestion, capacity, weekly_table
from service.web.current import read_current
from tests.training.job.small_case import (
    BUSY,
    PLAN,
    QUIET,
    csv_text,
    database,
    import_calls,
    import_plan,
    url,
)

MONDAYS = (date(2025, 6, 2), date(2025, 6, 16))  # no holiday in either week
IN_TIME = (9, 7)  # of ten calls a half-hour: the first week meets 80 %
POOL = "liege-fr-residential"
WEEKS_ASKED = CapacityQuestion(date(2025, 8, 11), date(2025, 8, 24))

pytestmark = pytest.mark.training


def history(definition_known: bool) -> str:
    lines = ["interval_start,queue,offered,site,answered,abandoned,answered_in_time,aht_seconds"]
    for monday, in_time in zip(MONDAYS, IN_TIME, strict=True):
        for day in range(5):
            for slot in range(16, 36):
                start = datetime.combine(
                    monday + timedelta(days=day), time(slot // 2, slot % 2 * 30)
                )
                known = str(in_time) if definition_known else ""
                lines += [
                    f"{start.isoformat()},{x},10,liege,10,0,{known},300" for x in (BUSY, QUIET)
                ]
    lines += [f"2025-06-23T08:00:00,{x},10,liege,10,0,9,300" for x in (BUSY, QUIET)]
    return "\n".join([*lines, ""])


def case(folder: Path, definition_known: bool = True) -> Engine:
    """A publication that promised 85 % twice, one week surely and one by chance."""
    engine = database(folder)
    import_calls(engine, import_plan(engine), history(definition_known))
    axes = {
        "series": [POOL],
        "columns": list(WEEK_COLUMNS),
        "mondays": [x.isoformat() for x in MONDAYS],
        "targets": [{"share": 0.8, "definition": "offered", "max_abandoned": None}],
    }
    weeks = np.array([[[0.85, 0.95, 1000.0], [0.85, 0.6, 1000.0]]], dtype=np.float32)
    frozen = (FrozenArray("pool", WEEKS, axes, weeks),)
    with engine.begin() as connection:
        keep(connection, 1, NewPublication(1, date(2025, 5, 31), 60, frozen))
    return engine


def rows(engine: Engine, measure: Measure) -> list[dict[str, object]]:
    question = AccuracyQuestion(MONDAYS[0], date(2025, 6, 29), measure, leads="all")
    found = accuracy(question, last_day_known(engine), lambda days: Archive(engine, days))
    return found.table.rows()


def test_the_level_promised_stands_beside_the_one_achieved(tmp_path: Path) -> None:
    [row] = rows(case(tmp_path), "service_level")
    assert (row["pool"], row["weeks"], row["service_level_calls"]) == (POOL, 2, 2000.0)
    assert row["service_level_promised"] == pytest.approx(0.85)
    assert row["service_level"] == pytest.approx(0.8)
    assert row["bias"] == pytest.approx(0.05)
    assert row["mean_miss"] == pytest.approx((0.05 + 0.15) / 2)
    assert row["met_target"] == 0.5


def test_stated_probabilities_stand_beside_what_happened(tmp_path: Path) -> None:
    low, high = rows(case(tmp_path), "readiness")
    assert (low["probability_from"], low["probability_to"], low["weeks"]) == (0.6, 0.7, 1)
    assert (low["met_target"], high["met_target"]) == (0.0, 1.0)
    assert low["brier"] == pytest.approx(0.36)
    assert high["meets_target_probability"] == pytest.approx(0.95)


STAFF = """
[[sites.staff]]
contract = "permanent"
languages = ["fr", "nl"]
headcount = 40
as_of = 2025-08-01
weekly_hours = 38
"""


def test_a_training_keeps_what_its_release_promises_once(tmp_path: Path) -> None:
    engine = database(tmp_path)
    text = PLAN.replace("[[routing]]", f"{STAFF}\n[[routing]]")
    import_calls(engine, import_plan(engine, text), csv_text())
    given = ["train", "--jobs", "1", "--horizon-days", "21"]
    done = CliRunner().invoke(main, given, env={"RELAIS_DATABASE_URL": url(tmp_path)})
    assert done.exit_code == 0, done.output
    [publication] = list_publications(engine)
    kept = frozen_array(engine, publication, "pool", WEEKS)
    assert kept is not None
    assert kept.series == ["liege-fr-residential", "liege-nl-residential"]
    assert kept.axes["mondays"] == ["2025-08-11", "2025-08-18"]
    weeks = weekly_table(capacity(read_current(engine), WEEKS_ASKED)).rows()
    told = [x["meets_target_probability"] for x in weeks if x["pool"] == kept.series[0]]
    assert told == pytest.approx(kept.column("meets_target_probability")[0].tolist(), abs=1e-4)
    keep_promises(engine)
    assert frozen_array(engine, publication, "pool", WEEKS) is not None


def test_weeks_whose_answers_in_time_nobody_counted_are_not_scored(tmp_path: Path) -> None:
    engine = case(tmp_path, definition_known=False)
    [row] = rows(engine, "service_level")
    assert (row["weeks"], row["weeks_left_out"]) == (0, 2)
    assert rows(engine, "readiness") == []
