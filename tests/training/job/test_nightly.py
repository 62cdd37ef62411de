"""The nightly job on a small case: what it publishes, keeps, refuses and records."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, update

from data.database.schema import release_arrays
from data.plan import Plan
from data.plan.store import current_plan
from data.releases import (
    NewRelease,
    Release,
    current_head,
    list_releases,
    load_release,
    publish,
)
from service.cli import main
from tests.training.job.small_case import (
    ASSUMPTION,
    BUSY,
    CALLS,
    HORIZON,
    NEW,
    NEW_QUEUE,
    ORIGIN,
    PLAN,
    QUIET,
    WEEK,
    Call,
    csv_text,
    database,
    import_calls,
    import_plan,
    request,
    runs,
    url,
)
from training.job.gate.weekday_average import InnerScore, worse_than_average
from training.job.learn import Learned, learn
from training.job.lock import TrainingRunsError, training_lock
from training.job.nightly import train
from training.job.record import TrainingError
from training.series.history_series import queue_input

IN_MINUTES = PLAN.replace("interval_minutes = 30", "interval_minutes = 60")


def ready(folder: Path, text: str = PLAN) -> Engine:
    """A database with the plan and the two queues' ten weeks."""
    engine = database(folder)
    import_calls(engine, import_plan(engine, text), csv_text())
    return engine


def current(engine: Engine) -> Release:
    head = current_head(engine)
    assert head is not None
    return load_release(engine, head.id)


def command(folder: Path, *arguments: str) -> Result:
    environment = {"RELAIS_DATABASE_URL": url(folder)}
    given = ["train", "--jobs", "1", "--horizon-days", str(HORIZON), *arguments]
    return CliRunner().invoke(main, given, env=environment)


def day(number: date) -> int:
    """Its place in the horizon."""
    return (number - ORIGIN).days - 1


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Trained once; to be read only."""
    engine = ready(tmp_path_factory.mktemp("trained"))
    train(engine, request())
    return engine


@pytest.fixture(scope="module")
def release(trained: Engine) -> Release:
    return current(trained)


@pytest.fixture(scope="module")
def learned(trained: Engine) -> list[Learned]:
    plan = current_plan(trained).plan
    inputs = [queue_input(trained, plan, x, ORIGIN, HORIZON) for x in plan.queues]
    found = [learn(x, y) for x, y in zip(plan.queues, inputs, strict=True)]
    return [x for x in found if isinstance(x, Learned)]


@pytest.fixture(scope="module")
def scores(learned: list[Learned]) -> list[InnerScore]:
    return [x.score for x in learned if x.score is not None]


def with_wape(score: InnerScore, ours: float, average: float, dates: int = 400) -> InnerScore:
    """The same with these figures of the inner back-test."""
    return replace(score, wape=ours, wape_weekday_average=average, dates=dates)


def test_a_release_holds_every_queue_of_the_plan_from_the_day_after_the_history(
    release: Release,
) -> None:
    assert set(release.queues) == {BUSY, QUIET}
    assert (release.head.origin, release.head.horizon_days) == (ORIGIN, HORIZON)
    assert release.head.first_day == ORIGIN + timedelta(days=1)
    assert release.head.current
    assert release.head.seed == 3


def test_the_forecast_is_that_of_the_calls(release: Release) -> None:
    for one in CALLS:
        demand = release.queues[one.queue]
        tuesday = one.calls * WEEK[1] * (1.3 - np.arange(20) * 0.03).sum()
        assert demand.day_mean[day(date(2025, 8, 19))] == pytest.approx(tuesday, rel=0.2)
        assert demand.aht[1, 20] == pytest.approx(one.aht_seconds)


def test_closed_days_and_hours_are_zero(release: Release) -> None:
    for demand in release.queues.values():
        closed = [day(ASSUMPTION), day(date(2025, 8, 9)), day(date(2025, 8, 17))]
        assert (demand.day_mean[closed] == 0).all()
        assert (demand.paths[:, closed] == 0).all()
        assert demand.shares.shape == (HORIZON, 48)
        assert demand.shares[:, 16:36].sum() == pytest.approx(demand.shares.sum())
        assert (
            np.delete(demand.day_mean, [*closed, day(date(2025, 8, 10)), day(date(2025, 8, 16))])
            > 0
        ).all()


def test_the_paths_of_every_day_average_to_its_mean(release: Release) -> None:
    for demand in release.queues.values():
        np.testing.assert_allclose(demand.paths.mean(axis=0), demand.day_mean, rtol=1e-5)


def test_the_manifest_records_what_the_night_can_be_made_again_from(release: Release) -> None:
    manifest = release.head.manifest
    assert (manifest["timezone"], manifest["interval_minutes"]) == ("Europe/Brussels", 30)
    assert {"numpy", "scikit-learn", "holidays", "tzdata"} <= set(manifest["packages"])
    json.dumps(manifest, allow_nan=False)


def test_reports_are_json_with_the_inner_back_test_beside_the_usual_average(
    release: Release,
) -> None:
    for report in release.reports.values():
        json.dumps(report, allow_nan=False)
        assert report["source"] == "fitted"
        assert 0 < report["inner_wape"] < report["inner_wape_weekday_average"]
        assert report["inner_calls"] > report["inner_days"] > 0
        assert all(sum(x) > 0 for x in report["weights"].values())


def test_the_job_keeps_a_record_of_what_it_did(trained: Engine) -> None:
    (run,) = runs(trained)
    assert (run.outcome, run.release_id) == ("published", 1)
    assert run.finished_at >= run.started_at > 0
    assert "2 queues fitted, 0 kept" in run.detail
    assert "weekday average" in run.detail


def test_two_trainings_of_the_same_history_and_seed_give_the_same_numbers(
    trained: Engine, release: Release, tmp_path: Path
) -> None:
    again = ready(tmp_path)
    train(again, request())
    for queue, demand in current(again).queues.items():
        one = release.queues[queue]
        for name in ("day_mean", "shares", "paths", "aht"):
            np.testing.assert_array_equal(getattr(one, name), getattr(demand, name))
        assert one.dispersion == demand.dispersion
        assert (one.slot_variance == demand.slot_variance).all()


def test_another_seed_gives_other_paths_with_the_same_means(
    release: Release, tmp_path: Path
) -> None:
    other = ready(tmp_path)
    train(other, request(seed=4))
    one, two = release.queues[BUSY], current(other).queues[BUSY]
    assert (one.day_mean == two.day_mean).all()
    assert (one.paths != two.paths).any()


def test_worker_processes_give_the_same_numbers_as_this_one(
    release: Release, tmp_path: Path
) -> None:
    other = ready(tmp_path)
    train(other, replace(request(), jobs=2))
    for queue, demand in current(other).queues.items():
        assert (demand.day_mean == release.queues[queue].day_mean).all()
        assert (demand.paths == release.queues[queue].paths).all()


def test_a_single_job_starts_no_worker(tmp_path: Path) -> None:
    ready(tmp_path)
    code = (
        "import sys; from service.cli import main\n"
        "main(['train', '--jobs', '1', '--horizon-days', '7'], standalone_mode=False)\n"
        "from joblib.externals.loky import reusable_executor\n"
        "print('workers:', reusable_executor._executor)"
    )
    environment = {**os.environ, "RELAIS_DATABASE_URL": url(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "workers: None"
    assert run.stderr == ""


def test_a_queue_without_history_and_without_former_numbers_stops_the_publication(
    tmp_path: Path,
) -> None:
    engine = ready(tmp_path, PLAN + NEW_QUEUE)
    done = command(tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: queue {NEW}: no history up to {ORIGIN}")
    assert "relais history import FILE" in done.stderr
    remedy = "give it history, say in [[assumed]] how many calls to plan for, or take it out of the"
    assert remedy in done.stderr
    assert list_releases(engine) == []
    (run,) = runs(engine)
    assert (run.outcome, run.release_id) == ("failed", None)
    assert NEW in run.detail


def with_former_numbers(folder: Path) -> Engine:
    """Three queues of which the third has former numbers, made by hand, and no history."""
    engine = ready(folder, PLAN)
    train(engine, request())
    former = current(engine)
    like = replace(former.queues[QUIET], site_aht={"liege": 1.1, "closed since": 0.8})
    new = NewRelease(
        plan_id=former.head.plan_id,
        origin=ORIGIN - timedelta(days=7),
        horizon_days=HORIZON,
        seed=1,
        manifest=former.head.manifest,
        queues=[*former.queues.values(), replace(like, queue=NEW)],
        reports={**former.reports, NEW: {"source": "fitted"}},
    )
    with engine.begin() as connection:
        publish(connection, new)
    import_plan(engine, PLAN + NEW_QUEUE)
    return engine


def test_a_queue_that_fails_keeps_its_former_numbers_and_is_named(tmp_path: Path) -> None:
    engine = with_former_numbers(tmp_path)
    former = current(engine).queues[NEW]
    done = command(tmp_path)
    assert done.exit_code == 1
    assert f"queue {NEW} keeps its former numbers: no history up to {ORIGIN}" in done.stderr
    assert done.stdout.startswith(f"release 3 from {ORIGIN}: 2 queues fitted, 1 kept")
    now = current(engine)
    assert now.head.id == 3
    kept = now.queues[NEW]
    to_friday = slice(0, day(ASSUMPTION))
    assert (kept.day_mean[to_friday] == former.day_mean[7:][to_friday]).all()
    assert kept.day_mean[to_friday].sum() > 0
    assert kept.site_aht == {"liege": 1.1}
    assert now.reports[NEW]["source"] == "former"
    assert "no history" in now.reports[NEW]["reason"]
    assert (kept.day_mean[day(ASSUMPTION)], kept.shares[day(ASSUMPTION)].sum()) == (0, 0)
    assert [x.outcome for x in runs(engine)] == ["published", "published"]


def test_former_numbers_of_other_intervals_cannot_be_kept(tmp_path: Path) -> None:
    engine = with_former_numbers(tmp_path)
    import_plan(engine, IN_MINUTES + NEW_QUEUE)
    with pytest.raises(TrainingError, match="not in the plan's 60-minute intervals"):
        train(engine, request())
    assert len(list_releases(engine)) == 2


def test_too_little_history_is_said_in_days(tmp_path: Path) -> None:
    engine = database(tmp_path)
    import_calls(engine, import_plan(engine), csv_text(weeks=2))
    with pytest.raises(TrainingError, match=r"12 days of history up to .*; 14 are needed"):
        train(engine, request())
    assert list_releases(engine) == []


def test_a_damaged_former_release_does_not_keep_a_new_one_from_being_published(
    tmp_path: Path,
) -> None:
    engine = ready(tmp_path)
    train(engine, request())
    with engine.begin() as connection:
        connection.execute(update(release_arrays).values(npy=b"damaged"))
    assert train(engine, request()).release_id == 2
    assert set(current(engine).queues) == {BUSY, QUIET}


def test_a_queue_that_is_worse_than_the_usual_average_is_told_with_both_figures(
    scores: list[InnerScore],
) -> None:
    assert [worse_than_average(x) for x in scores] == [None, None]
    assert worse_than_average(with_wape(scores[0], ours=0.101, average=0.10)) is None
    reason = worse_than_average(with_wape(scores[0], ours=0.15, average=0.10))
    assert reason is not None
    assert "WAPE is 15.0%, that of the weekday average 10.0%" in reason


def test_a_few_days_are_no_proof_of_being_worse(scores: list[InnerScore]) -> None:
    one = scores[0]
    assert worse_than_average(with_wape(one, ours=0.105, average=0.10, dates=20)) is None
    assert worse_than_average(with_wape(one, ours=0.105, average=0.10, dates=400)) is not None
    assert worse_than_average(with_wape(one, ours=0.15, average=0.10, dates=20)) is not None


def test_nothing_judged_is_nothing_worse(scores: list[InnerScore]) -> None:
    assert worse_than_average(replace(scores[0], calls=0.0, wape=np.nan)) is None


def test_without_history_or_plan_the_remedy_is_named(tmp_path: Path) -> None:
    no_plan = command(tmp_path)
    assert (no_plan.exit_code, no_plan.stdout) == (1, "")
    assert "relais plan import" in no_plan.stderr
    import_plan(database(tmp_path))
    no_history = command(tmp_path)
    assert (no_history.exit_code, no_history.stdout) == (1, "")
    assert "relais history import FILE" in no_history.stderr


def test_a_training_beside_another_is_refused_and_leaves_no_record(tmp_path: Path) -> None:
    engine = ready(tmp_path)
    with training_lock(engine):
        refused = command(tmp_path)
        with pytest.raises(TrainingRunsError):
            train(engine, request())
    assert refused.exit_code == 1
    assert "another training is running" in refused.stderr
    assert runs(engine) == []


def test_as_of_uses_no_call_after_that_day(tmp_path: Path) -> None:
    engine = ready(tmp_path)
    as_of = ORIGIN - timedelta(days=7)
    done = command(tmp_path, "--as-of", as_of.isoformat())
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"release 1 from {as_of}")
    before = current(engine)
    later = Call(BUSY, 500.0, 300.0), Call(QUIET, 500.0, 300.0)
    import_calls(engine, current_plan(engine).plan, csv_text(weeks=1, calls=later))
    assert command(tmp_path, "--as-of", as_of.isoformat()).exit_code == 0
    for queue, demand in current(engine).queues.items():
        assert (demand.day_mean == before.queues[queue].day_mean).all()


def test_every_queue_of_a_release_has_the_plans_intervals(trained: Engine) -> None:
    plan: Plan = current_plan(trained).plan
    slots = 1440 // plan.interval_minutes
    assert {x.shares.shape[1] for x in current(trained).queues.values()} == {slots}


def test_a_day_the_history_does_not_reach_is_refused_with_the_last_one(tmp_path: Path) -> None:
    engine = ready(tmp_path)
    with pytest.raises(TrainingError, match=f"the history ends on {ORIGIN}"):
        train(engine, replace(request(), origin=ORIGIN + timedelta(days=1)))


def test_a_day_before_all_history_publishes_nothing_and_says_so_of_every_queue(
    tmp_path: Path,
) -> None:
    engine = ready(tmp_path)
    train(engine, request())
    before = current(engine).head
    done = command(tmp_path, "--as-of", "2020-01-01")
    assert done.exit_code == 1
    assert "no queue could be fitted as of 2020-01-01" in done.stderr
    assert {BUSY, QUIET} <= {word.rstrip(":") for word in done.stderr.split()}
    assert current(engine).head == before


def test_former_numbers_are_never_moved_back_in_time(tmp_path: Path) -> None:
    engine = ready(tmp_path)
    train(engine, request())
    before = current(engine).head
    import_plan(engine, PLAN + NEW_QUEUE)
    done = command(tmp_path, "--as-of", str(ORIGIN - timedelta(days=7)))
    assert done.exit_code == 1
    assert f"cannot be moved back to {ORIGIN - timedelta(days=7)}" in done.stderr
    assert current(engine).head == before
