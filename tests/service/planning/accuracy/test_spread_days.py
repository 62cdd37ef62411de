"""Intervals that are spread daily totals are scored by the day, never one by one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from data.calendar.clock import day_start
from data.database.schema import history
from tests.service.planning.accuracy.test_accuracy import EVERY, published, rows
from tests.training.job.small_case import BUSY, ORIGIN


def test_a_spread_day_is_scored_as_a_day_only(tmp_path: Path) -> None:
    engine = published(tmp_path)
    asked = replace(EVERY, measure="intervals")
    days, (busy, quiet) = rows(engine), rows(engine, asked)
    since, until = (day_start(ORIGIN - timedelta(days=x), "Europe/Brussels") for x in (1, 0))
    with engine.begin() as connection:
        inside = history.c.interval_start.between(since, until - 1) & (history.c.queue == BUSY)
        connection.execute(update(history).where(inside).values(spread=1))
    assert rows(engine) == days
    fewer, same = rows(engine, asked)
    assert fewer["intervals"] == busy["intervals"] - 20
    assert same == quiet
