"""The nightly job: read, fit every queue, judge, publish in one transaction.

It may be killed at any moment: until the last transaction ends the former release is the current
one, and the next run starts afresh.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from data.plan.store import current_plan
from data.releases import NewRelease, current_head, publish
from training.job.fits import fit_all, last_known_day
from training.job.former import kept_demands
from training.job.gate import JUDGED_LEADS, InnerScore, wapes, worse_than_average
from training.job.learn import Failed, Learned
from training.job.lock import training_lock
from training.job.publication import demands, manifest
from training.job.record import TrainingError, finished, started


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
        run_id = started(engine)
        try:
            return _train(engine, request, run_id)
        except Exception as error:
            with engine.begin() as connection:
                finished(connection, run_id, "failed", f"{type(error).__name__}: {error}", None)
            raise


def _train(engine: Engine, request: TrainingRequest, run_id: int) -> TrainingOutcome:
    began = time.monotonic()
    stored = current_plan(engine)
    origin = last_known_day(engine, stored.plan, request.origin)
    results = fit_all(engine, stored.plan, origin, request.horizon_days, request.jobs)
    learned = [x for x in results if isinstance(x, Learned)]
    failed = tuple(x for x in results if isinstance(x, Failed))
    _require_some_fit(learned, failed, origin)
    kept = kept_demands(engine, stored.plan, failed, origin, request.horizon_days)
    worse, former = worse_than_average(_scores(learned)), current_head(engine)
    if worse is not None and former is not None:
        with engine.begin() as connection:
            finished(connection, run_id, "kept", worse, former.id)
        return TrainingOutcome(None, origin, failed, worse)
    numbers = [*demands(stored.plan, learned, request.seed), *kept]
    reports = {x.fit.queue: x.report for x in learned} | {
        x.queue: {"source": "former", "reason": x.reason} for x in failed
    }
    new = NewRelease(
        stored.id,
        origin,
        request.horizon_days,
        request.seed,
        manifest(stored, time.monotonic() - began),
        numbers,
        reports,
    )
    with engine.begin() as connection:
        release_id = publish(connection, new)
        finished(connection, run_id, "published", summary(learned, failed), release_id)
    return TrainingOutcome(release_id, origin, failed, summary(learned, failed))


def _require_some_fit(learned: Sequence[Learned], failed: Sequence[Failed], origin: date) -> None:
    if learned:
        return
    told = "\n".join(f"queue {x.queue}: {x.reason}" for x in failed)
    raise TrainingError(f"no queue could be fitted as of {origin}, nothing is published:\n{told}")


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
