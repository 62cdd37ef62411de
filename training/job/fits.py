"""Every queue of the plan read up to the origin and fitted, in worker processes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from joblib import Parallel, delayed, parallel_config
from joblib.externals.loky import get_reusable_executor
from sqlalchemy import Engine, func, select

from data.calendar.clock import local_day
from data.database.schema import history
from data.plan import Plan
from models.queues import Queue
from training.day_shape.pooling import with_lent_weeks
from training.job.learn import Failed, Learned, learn
from training.job.record import TrainingError
from training.series.history_series import (
    QueueInput,
    TooShortHistoryError,
    UnfitHistoryError,
    queue_input,
)


def last_known_day(engine: Engine, plan: Plan, asked: date | None) -> date:
    """The origin: the day asked for, else the last of the history."""
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


def read_all(
    engine: Engine, plan: Plan, origin: date, horizon_days: int
) -> list[QueueInput | Failed]:
    """What each queue of the plan is learned from, in the plan's order."""
    return _lending(
        plan, [_input(engine, plan, queue, origin, horizon_days) for queue in plan.queues]
    )


def fit_all(
    plan: Plan, inputs: Sequence[QueueInput | Failed], rehearsed_days: int, jobs: int
) -> list[Learned | Failed]:
    """One result a queue; ``rehearsed_days`` as ``training.job.learn`` takes them."""
    with parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1):
        results: list[Learned | Failed] = Parallel()(
            delayed(learn)(queue, given, rehearsed_days)
            for queue, given in zip(plan.queues, inputs, strict=True)
        )
    if jobs > 1:  # idle workers would outlive a process that becomes the server
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
        return Failed(queue.id, str(error), isinstance(error, TooShortHistoryError))
