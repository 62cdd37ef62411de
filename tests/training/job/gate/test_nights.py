"""Two nights in a row, the second with something wrong: what the gate holds, warns of and says."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, update

from data.database.schema import history
from data.plan.store import current_plan
from data.releases import Release, current_head, load_release
from service.cli import main
from tests.training.job.small_case import (
    BUSY,
    EVENT,
    HORIZON,
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
from training.fit import QueueFit, fit_queue
from training.job.nightly import TrainingOutcome, train

BEFORE = ORIGIN - timedelta(days=7)
WEEK = [ORIGIN - timedelta(days=x) for x in range(4, -1, -1)]  # Monday to Friday
TRUE_WEEK = f"""
[[unusual_days]]
match = {{ language = "fr" }}
from = {WEEK[0]}
to = {WEEK[-1]}
weight = 1.0
reason = "the calls are true"
"""
PAST_EVENT = f"""
[[events]]
match = {{ language = "fr" }}
from = {WEEK[0]}
to = {WEEK[0]}
factor = 1.1
reason = "letters"
author = "planning"
"""


def lines(times: dict[date, int] | None = None, without: tuple[date, ...] = ()) -> str:
    """The case's rows, the busy queue's days at so many times their calls, or left out."""
    header, *rows = csv_text().splitlines()
    found = [header]
    for row in rows:
        start, queue, offered, answered, aht = row.split(",")
        day = date.fromisoformat(start[:10])
        if queue == BUSY and day in without:
            continue
        factor = (times or {}).get(day, 1) if queue == BUSY else 1
        calls = [str(int(x) * factor) for x in (offered, answered)]
        found.append(",".join([start, queue, *calls, aht if factor else ""]))
    return "\n".join([*found, ""])


def first_night(folder: Path) -> Engine:
    """Trained on all but the last week."""
    engine = database(folder)
    known = [x for x in csv_text().splitlines() if x[:10] <= str(BEFORE) or x[0] == "i"]
    import_calls(engine, import_plan(engine), "\n".join([*known, ""]))
    train(engine, request())
    return engine


def next_night(engine: Engine, text: str) -> TrainingOutcome:
    import_calls(engine, current_plan(engine).plan, text)
    return train(engine, request())


def current(engine: Engine) -> Release:
    head = current_head(engine)
    assert head is not None
    return load_release(engine, head.id)


def command(folder: Path, *arguments: str) -> Result:
    given = ["train", "--jobs", "1", "--horizon-days", str(HORIZON), *arguments]
    return CliRunner().invoke(main, given, env={"RELAIS_DATABASE_URL": url(folder)})


def doubts(outcome: TrainingOutcome) -> dict[str, str]:
    return {x.queue: f"{x.outcome}: {'; '.join(x.doubts)}" for x in outcome.doubted}


def test_a_usual_week_is_published_without_a_word_of_doubt(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    assert doubts(next_night(engine, lines())) == {}
    gate = current(engine).reports[BUSY]["gate"]
    assert (gate["verdict"], gate["learned_until"]) == ("published", str(ORIGIN))
    assert set(gate["moves"]) == {"1-7"}
    json.dumps(gate, allow_nan=False)


def test_a_week_at_twice_its_calls_is_held_and_named_and_the_other_queue_goes_on(
    tmp_path: Path,
) -> None:
    engine = first_night(tmp_path)
    former = current(engine).queues
    outcome = next_night(engine, lines(dict.fromkeys(WEEK, 2)))
    assert list(doubts(outcome)) == [BUSY]
    told = doubts(outcome)[BUSY]
    assert told.startswith("held: its calls would move (days 1 to 7 by +")
    assert "where the last days bear out no change" in told
    assert f"{WEEK[0]} to {ORIGIN}: every interval's calls are an even number" in told
    now = current(engine)
    assert (now.queues[BUSY].day_mean[:7] == former[BUSY].day_mean[7:]).all()
    assert (now.queues[QUIET].day_mean[:7] != former[QUIET].day_mean[7:]).any()
    assert now.reports[BUSY]["source"] == "former"
    assert now.reports[BUSY]["gate"]["learned_until"] == str(BEFORE)


def test_a_doubled_week_that_is_put_right_is_forgotten(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    next_night(engine, lines(dict.fromkeys(WEEK, 2)))
    assert doubts(next_night(engine, lines())) == {}
    assert current(engine).reports[BUSY]["gate"]["learned_until"] == str(ORIGIN)


def test_a_doubled_week_that_a_planner_says_is_true_is_published(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    assert doubts(next_night(engine, lines(dict.fromkeys(WEEK, 2)))) != {}
    import_plan(engine, PLAN + TRUE_WEEK)
    outcome = train(engine, request())
    assert doubts(outcome) == {}
    assert "because: the plan has other unusual days" in "\n".join(outcome.closing)


def test_an_import_that_doubles_past_days_is_held_and_named(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    next_night(engine, lines())
    told = doubts(next_night(engine, lines(dict.fromkeys(WEEK, 2))))
    assert told[BUSY].startswith("held: ")
    assert f"an import changed {WEEK[0]} to {ORIGIN}: now 2.0 times the calls" in told[BUSY]


@pytest.mark.parametrize(
    ("times", "without", "said"),
    [
        ({}, tuple(WEEK), f"{WEEK[0]} to {ORIGIN}: open days without calls in the history"),
        ({ORIGIN: 0}, (), f"{ORIGIN}: no call at all, where "),
        ({ORIGIN: 9}, (), "times the calls forecast (the other queues 1."),
    ],
)
def test_missing_empty_and_swollen_days_are_named(
    tmp_path: Path, times: dict[date, int], without: tuple[date, ...], said: str
) -> None:
    told = doubts(next_night(first_night(tmp_path), lines(times, without)))
    assert list(told) == [BUSY]
    assert said in told[BUSY]


def test_a_day_that_is_a_copy_of_another_is_named(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    header, *rows = lines(without=(ORIGIN,)).splitlines()
    copies = [
        x.replace(str(BEFORE), str(ORIGIN)) for x in rows if x[:10] == str(BEFORE) and BUSY in x
    ]
    told = doubts(next_night(engine, "\n".join([header, *rows, *copies, ""])))
    assert f"{ORIGIN}: interval by interval the calls of 7 days before" in told[BUSY]
    with engine.begin() as connection:
        connection.execute(update(history).values(spread=1))  # equal totals have equal intervals
    told = doubts(train(engine, request()))
    assert "interval by interval" not in told.get(BUSY, "")


def test_what_stays_held_for_a_week_is_then_published_with_an_alarm(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    next_night(engine, lines(dict.fromkeys(WEEK, 2)))
    head = current(engine).head
    since = current(engine).reports[BUSY]["gate"]["held_since"]
    assert (since, head.origin) == (str(ORIGIN), ORIGIN)
    later = [x.replace(str(WEEK[0]), str(ORIGIN + timedelta(days=10))) for x in lines().split("\n")]
    text = "\n".join(x for x in later if x[:1] == "i" or x[:10] > str(ORIGIN)) + "\n"
    told = doubts(next_night(engine, text))
    assert told[BUSY].startswith("alarm: ")
    assert current(engine).reports[BUSY]["source"] == "fitted"


def doubled(fit: QueueFit) -> QueueFit:
    """A model that says twice what it has learned."""
    return replace(fit, day_mean=2.0 * fit.day_mean)


def test_a_broken_model_is_held_beside_what_was_published(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    with (
        mock.patch("training.job.learn.fit_queue", lambda series: doubled(fit_queue(series))),
        mock.patch("training.rehearsal.fit_queue", lambda series: doubled(fit_queue(series))),
    ):
        told = doubts(next_night(engine, lines()))
    assert set(told) == {BUSY, QUIET}
    assert all(x.startswith("held: ") for x in told.values())
    assert "worse than what was published" in told[BUSY]
    assert "the model itself is in doubt" in told[BUSY]


def test_a_changed_plan_is_a_cause_and_no_doubt(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    import_plan(engine, PLAN + EVENT + PAST_EVENT)
    outcome = next_night(engine, lines())
    assert doubts(outcome) == {}
    assert (
        f"because: the plan has other customers, deflection or past events ({BUSY})"
        in outcome.closing
    )


def test_strict_makes_doubts_exit_3_and_the_words_are_the_same(tmp_path: Path) -> None:
    engine = first_night(tmp_path)
    import_calls(engine, current_plan(engine).plan, lines(dict.fromkeys(WEEK, 2)))
    done = command(tmp_path)
    assert done.exit_code == 0
    assert f"queue {BUSY} is held at its former numbers: " in done.stdout
    assert "give them weight = 1 in [[unusual_days]]" in done.stdout
    assert "calls beside release 1: next 7 days" in done.stdout
    assert command(tmp_path, "--strict").exit_code == 3
    import_calls(engine, current_plan(engine).plan, lines())
    assert command(tmp_path, "--strict").exit_code == 0
