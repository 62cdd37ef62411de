"""The nightly job: read, fit every queue, judge, publish in one transaction.

It may be killed at any moment: until the last transaction ends the former release is the current
one, and the next run starts afresh.
"""

import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version

import numpy as np
from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky import get_reusable_executor
from sqlalchemy import Connection, Engine, func, insert, select, update

from data.accuracy.store import keep
from data.calendar.clock import local_day
from data.database.schema import history, job_runs
from data.errors import PlannerError
from data.plan import Plan
from data.plan.days.opening import open_slots
from data.plan.store import StoredPlan, current_plan
from data.releases import NewRelease, Release, current_head, load_release, publish
from models.demand import QueueDemand
from models.queues import Queue
from training.day_shape.pooling import with_lent_weeks
from training.handling.site_aht import every_factor
from training.job.former import realigned
from training.job.gate import JUDGED_LEADS, InnerScore, wapes, worse_than_average
from training.job.learn import Failed, Learned, learn
from training.job.lock import training_lock
from training.job.paths import joint_paths
from training.job.standing import standing, still_standing
from training.series.history_series import QueueInput, UnfitHistoryError, queue_input

PACKAGES = ("numpy", "scipy", "scikit-learn", "statsmodels", "pandas", "holidays", "tzdata")
DAY_MINUTES = 1440


class TrainingError(PlannerError):
    """Nothing could be published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to train: ``origin`` None means the last day of the history."""

    origin: date | None
    horizon_days: int
    jobs: int
    seed: int


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """How a run ended; ``release_id`` is None where the former release was kept."""

    release_id: int | None
    origin: date
    failed: tuple[Failed, ...]
    detail: str


def train(engine: Engine, request: TrainingRequest) -> TrainingOutcome:
    """Run the job under its lock and keep a record of it.

    Raises TrainingRunsError where another runs, TrainingError where nothing can be published.
    """
    with training_lock(engine):
        run_id = _started(engine)
        try:
            return _train(engine, request, run_id)
        except Exception as error:
            with engine.begin() as connection:
                _finished(connection, run_id, "failed", f"{type(error).__name__}: {error}", None)
            raise


def _train(engine: Engine, request: TrainingRequest, run_id: int) -> TrainingOutcome:
    began = time.monotonic()
    stored = current_plan(engine)
    origin = _origin(engine, stored.plan, request.origin)
    results = _fit_all(engine, stored.plan, origin, request)
    learned = [x for x in results if isinstance(x, Learned)]
    failed = tuple(x for x in results if isinstance(x, Failed))
    _require_some_fit(learned, failed, origin)
    kept = _kept_demands(engine, stored.plan, failed, origin, request.horizon_days)
    worse, former = worse_than_average(_scores(learned)), current_head(engine)
    if worse is not None and former is not None:
        still = still_standing(engine, stored, former, origin)
        with engine.begin() as connection:
            if still is not None:
                keep(connection, former.id, still)
            _finished(connection, run_id, "kept", worse, former.id)
        return TrainingOutcome(None, origin, failed, worse)
    demands = [*_demands(stored.plan, learned, request.seed), *kept]
    reports = {x.fit.queue: x.report for x in learned} | {
        x.queue: {"source": "former", "reason": x.reason} for x in failed
    }
    manifest = _manifest(stored, time.monotonic() - began)
    new = NewRelease(
        stored.id, origin, request.horizon_days, request.seed, manifest, demands, reports
    )
    stands = standing(engine, stored, new)
    with engine.begin() as connection:
        release_id = publish(connection, new)
        keep(connection, release_id, stands)
        _finished(connection, run_id, "published", summary(learned, failed), release_id)
    return TrainingOutcome(release_id, origin, failed, summary(learned, failed))


def _require_some_fit(learned: Sequence[Learned], failed: Sequence[Failed], origin: date) -> None:
    if learned:
        return
    told = "\n".join(f"queue {x.queue}: {x.reason}" for x in failed)
    raise TrainingError(f"no queue could be fitted as of {origin}, nothing is published:\n{told}")


def _origin(engine: Engine, plan: Plan, asked: date | None) -> date:
    last = last_day(engine, plan)
    if asked is not None and asked > last:
        raise TrainingError(
            f"the history ends on {last}; --as-of {asked} is later: import the missing days, or "
            "take a day the history has"
        )
    return asked or last


def last_day(engine: Engine, plan: Plan) -> date:
    """The local day of the last interval that any queue of the plan has."""
    of_plan = history.c.queue.in_([queue.id for queue in plan.queues])
    latest = select(func.max(history.c.interval_start)).where(of_plan)
    with engine.connect() as connection:
        last = connection.execute(latest).scalar()
    if last is None:
        raise TrainingError("there is no history yet: relais history import FILE")
    return local_day(int(last), plan.timezone)


def _fit_all(
    engine: Engine, plan: Plan, origin: date, request: TrainingRequest
) -> list[Learned | Failed]:
    inputs = _lending(
        plan, [_input(engine, plan, queue, origin, request.horizon_days) for queue in plan.queues]
    )
    with parallel_config(backend="loky", n_jobs=request.jobs, inner_max_num_threads=1):
        results: list[Learned | Failed] = Parallel()(
            delayed(learn)(queue, given) for queue, given in zip(plan.queues, inputs, strict=True)
        )
    if request.jobs > 1:  # idle workers would outlive a process that becomes the server
        get_reusable_executor().shutdown(wait=True)
    return results


def _lending(plan: Plan, inputs: Sequence[QueueInput | Failed]) -> list[QueueInput | Failed]:
    """The inputs, each series with what the other queues of its language lend it."""
    found = [x for x in inputs if isinstance(x, QueueInput)]
    languages = [plan.queue(x.series.queue).language for x in found]
    series = iter(with_lent_weeks([x.series for x in found], languages))
    return [replace(x, series=next(series)) if isinstance(x, QueueInput) else x for x in inputs]


def _input(
    engine: Engine, plan: Plan, queue: Queue, origin: date, horizon_days: int
) -> QueueInput | Failed:
    try:
        return queue_input(engine, plan, queue, origin, horizon_days)
    except UnfitHistoryError as error:
        return Failed(queue.id, str(error))


def _kept_demands(
    engine: Engine, plan: Plan, failed: Sequence[Failed], origin: date, horizon_days: int
) -> list[QueueDemand]:
    """The former numbers of the queues that failed; the former release is read for them alone."""
    head = current_head(engine) if failed else None
    former = None if head is None else load_release(engine, head.id)
    return [_kept_demand(former, plan, x, origin, horizon_days) for x in failed]


def _kept_demand(
    former: Release | None, plan: Plan, failed: Failed, origin: date, horizon_days: int
) -> QueueDemand:
    demand = None if former is None else former.queues.get(failed.queue)
    slots = DAY_MINUTES // plan.interval_minutes
    if former is not None and former.head.origin > origin:
        raise TrainingError(
            f"queue {failed.queue}: {failed.reason}. Its former numbers begin after "
            f"{former.head.origin} and cannot be moved back to {origin}: nothing is published"
        )
    if former is None or demand is None or demand.shares.shape[1] != slots:
        raise TrainingError(
            f"queue {failed.queue}: {failed.reason}. It has no former numbers in the plan's "
            "intervals to keep, so nothing is published: give it history, or take it out of the "
            "plan"
        )
    days = [origin + timedelta(days=1 + i) for i in range(horizon_days)]
    open_now = open_slots(plan, plan.queue(failed.queue), days)
    moved = realigned(demand, former.head.origin, origin, open_now)
    return replace(moved, site_aht=every_factor(plan.sites, moved.site_aht))


def _demands(plan: Plan, learned: Sequence[Learned], seed: int) -> list[QueueDemand]:
    if not learned:
        return []
    paths = joint_paths([x.fit for x in learned], seed)
    return [
        QueueDemand(
            queue=one.fit.queue,
            day_mean=one.fit.day_mean,
            shares=one.fit.shares,
            paths=drawn,
            dispersion=one.fit.noise.dispersion,
            slot_variance=one.fit.slot_variance,
            aht=one.aht,
            parts=one.fit.parts,
            site_aht=every_factor(plan.sites, {site: x.factor for site, x in one.site_aht.items()}),
            patience=np.nan if one.patience is None else one.patience.mean,
            aht_variance=0.0 if one.aht_spread is None else one.aht_spread.variance,
        )
        for one, drawn in zip(learned, paths, strict=True)
    ]


def summary(learned: Sequence[Learned], failed: Sequence[Failed]) -> str:
    """The run in one sentence, with the inner back-test beside the industry's usual average."""
    text = f"{len(learned)} queues fitted, {len(failed)} kept their former numbers"
    found = wapes(_scores(learned))
    if found is None:
        return text
    ours, average = found
    return f"{text}; daily WAPE to {JUDGED_LEADS} days {ours:.1%} (weekday average {average:.1%})"


def _scores(learned: Sequence[Learned]) -> list[InnerScore]:
    return [x.score for x in learned if x.score is not None]


def _manifest(stored: StoredPlan, seconds: float) -> Mapping[str, object]:
    return {
        "plan": stored.name,
        "timezone": stored.plan.timezone,
        "interval_minutes": stored.plan.interval_minutes,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": {name: version(name) for name in PACKAGES},
        "seconds": round(seconds, 1),
    }


def _started(engine: Engine) -> int:
    with engine.begin() as connection:
        row = insert(job_runs).values(started_at=int(time.time())).returning(job_runs.c.id)
        return int(connection.execute(row).scalar_one())


def _finished(
    connection: Connection, run_id: int, outcome: str, detail: str, release_id: int | None
) -> None:
    connection.execute(
        update(job_runs)
        .where(job_runs.c.id == run_id)
        .values(finished_at=int(time.time()), outcome=outcome, detail=detail, release_id=release_id)
    )
