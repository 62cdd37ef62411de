"""Handling times and waits: right ones are left alone, small files too, blatant ones are not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.plan import Handling
from models.queues import Match
from tests.data.history.belief.belief_cases import (
    FIRST,
    PLAN,
    QUEUES,
    Truth,
    doubts,
    empty_engine,
    grave,
    made_rows,
    text,
    with_cell,
)

DAY = [x for x in made_rows(Truth(seed=3), FIRST, 1) if x[0].startswith("2025-03-03")]
OF_ONE_QUEUE = [x for x in DAY if x[1] == QUEUES[0]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return empty_engine(tmp_path_factory.mktemp("empty"))


def test_a_dozen_right_rows_are_not_doubted(engine: Engine) -> None:
    assert doubts(OF_ONE_QUEUE[:12], engine) == []


def test_minutes_are_seen_in_a_dozen_rows(engine: Engine) -> None:
    wrong = with_cell("aht_seconds", lambda x: f"{float(x) / 60:.2f}")(OF_ONE_QUEUE[:12])
    found = doubts(wrong, engine)
    assert grave(found) == {"aht_in_minutes"}
    assert "rows 2, 3, 4 …: billing-fr: AHT of" in str(found[0])
    assert "write seconds, 300 for 5 minutes; or --accept aht_in_minutes" in str(found[0])


def test_minutes_are_seen_from_a_day_on(engine: Engine) -> None:
    whole = made_rows(Truth(seed=4), FIRST, 8)
    minutes = with_cell("aht_seconds", lambda x: f"{float(x) / 60:.2f}")(whole)
    mixed = [b if b[0] >= "2025-04-07" else a for a, b in zip(whole, minutes, strict=True)]
    assert grave(doubts(mixed, engine)) == {"aht_in_minutes"}


@pytest.mark.parametrize(
    ("planned", "kinds"),
    [(300.0, set()), (900.0, {"aht_far_from_usual"}), (400.0, {"aht_off_usual"})],
)
def test_the_plan_says_what_is_usual_where_nothing_is_stored(
    engine: Engine, planned: float, kinds: set[str]
) -> None:
    plan = replace(PLAN, handling=(Handling(Match(), date(2025, 1, 1), planned, None),))
    assert {x.kind for x in doubts(OF_ONE_QUEUE, engine, plan)} == kinds


def test_a_queue_of_short_calls_that_the_plan_knows_is_not_in_minutes(engine: Engine) -> None:
    plan = replace(PLAN, handling=(Handling(Match(), date(2025, 1, 1), 12.0, None),))
    short = with_cell("aht_seconds", lambda _: "12.5")(OF_ONE_QUEUE)
    assert doubts(short, engine, plan) == []


@pytest.mark.parametrize("seed", range(4))
def test_totals_of_waits_are_right_and_their_means_are_not(engine: Engine, seed: int) -> None:
    right = made_rows(Truth(seed), FIRST, 6)
    means = [[*x[:7], f"{float(x[7]) / max(int(x[2]), 1):.1f}"] for x in right]
    assert grave(doubts(right, engine)) == set()
    assert "wait_is_mean" in grave(doubts(means, engine))


def test_waits_without_callers_who_gave_up_are_only_asked_about(engine: Engine) -> None:
    right = made_rows(Truth(seed=2), FIRST, 6)
    means = [[*x[:3], "", "", "", "", f"{float(x[7]) / max(int(x[2]), 1):.1f}"] for x in right]
    found = doubts(text(means), engine)
    assert {x.kind for x in found} == {"wait_is_mean"}
    assert grave(found) == set()


def test_an_empty_file_is_not_doubted(tmp_path: Path) -> None:
    assert doubts([], empty_engine(tmp_path)) == []
