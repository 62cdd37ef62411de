"""The nightly job: read, fit every queue, judge, publish in one transaction.

It may be killed at any moment: until the last transaction ends the former release is the current
one, and the next run starts afresh.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from data.accuracy.store import keep
from data.history.quality.arrivals import no_longer_arriving
from data.plan.store import current_plan
from data.release_days import store_known_calls
from data.releases import NewRelease, publish
from models.arrays import Floats
from models.demand import QueueDemand
from training.job.assumed import assumed_demands, assumed_of, assumed_report, no_longer_used
from training.job.closing_words import closing_words, missing_words
from training.job.fits import fit_all, last_known_day, read_all
from training.job.former import kept_demands, moved_to
from training.job.gate.causes import known_calls_of
from training.job.gate.judge import Candidate, Night, judged, learned_until_of
from training.job.gate.past import Past, former_release, read_past
from training.job.gate.verdict import Verdict
from training.job.gate.weekday_average import JUDGED_LEADS, InnerScore, wapes
from training.job.learn import Failed, Learned
from training.job.lock import training_lock
from training.job.publication import demands, manifest
from training.job.record import TrainingError, finished, started
from training.job.standing import standing
from training.series.history_series import QueueInput


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What to train: ``origin`` None means the last day of the history."""

    origin: date | None
    horizon_days: int
    jobs: int
    seed: int


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """How a run ended."""

    release_id: int
    origin: date
    failed: tuple[Failed, ...]
    verdicts: tuple[Verdict, ...]
    detail: str
    closing: tuple[str, ...]  # what changed and why, in planner's words
    assumed: tuple[str, ...] = ()  # queues planned from the plan's assumption
    missing: tuple[str, ...] = ()  # what no longer arrives, or not all of it

    @property
    def doubted(self) -> tuple[Verdict, ...]:
        """The queues that are held or published with an alarm."""
        return tuple(x for x in self.verdicts if x.outcome != "published")


@dataclass(frozen=True, slots=True)
class _Judged:
    """Every queue's numbers, with what is said about them."""

    numbers: Sequence[QueueDemand]
    reports: Mapping[str, Mapping[str, object]]
    known: Mapping[str, Floats]
    verdicts: tuple[Verdict, ...]


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
    inputs = read_all(engine, stored.plan, origin, request.horizon_days)
    past = read_past(engine, origin)
    results = fit_all(stored.plan, inputs, past.rehearsed_days(origin), request.jobs)
    learned = [x for x in results if isinstance(x, Learned)]
    unfit = tuple(x for x in results if isinstance(x, Failed))
    assumed = assumed_of(stored.plan, unfit)
    failed = tuple(x for x in unfit if x.queue not in assumed)
    _require_some_fit(learned, unfit, origin)
    kept = kept_demands(
        former_release(engine) if failed else None,
        stored.plan,
        failed,
        origin,
        request.horizon_days,
    )
    made = manifest(stored, time.monotonic() - began)
    night = Night(stored.plan, origin, made, past)
    found = _judge(night, request, learned, inputs)
    own = [*found.numbers, *kept]
    numbers = [*own, *assumed_demands(stored.plan, assumed, own, origin, request.seed)]
    reports = {**found.reports, **{x.queue: _failed_report(past, x, origin) for x in failed}}
    reports |= {queue: assumed_report(x, unfit) for queue, x in assumed.items()}
    new = NewRelease(stored.id, origin, request.horizon_days, request.seed, made, numbers, reports)
    detail = summary(learned, failed, found.verdicts)
    closing = closing_words(past, new, found.verdicts)
    missing = missing_words(no_longer_arriving(engine, stored.plan, origin))
    stands = standing(engine, stored, new)
    with engine.begin() as connection:
        release_id = publish(connection, new)
        keep(connection, release_id, stands)
        store_known_calls(connection, release_id, found.known)
        words = "\n".join([detail, *closing, *missing])
        finished(connection, run_id, "published", words, release_id)
    return TrainingOutcome(
        release_id, origin, failed, found.verdicts, detail, closing, tuple(assumed), missing
    )


def _judge(
    night: Night,
    request: TrainingRequest,
    learned: Sequence[Learned],
    inputs: Sequence[QueueInput | Failed],
) -> _Judged:
    """The gate's verdicts, and of every fitted queue the numbers they let through."""
    series = {x.series.queue: x.series for x in inputs if isinstance(x, QueueInput)}
    drawn = demands(night.plan, learned, request.seed)
    candidates = [Candidate(series[x.queue], one, x) for one, x in zip(learned, drawn, strict=True)]
    found = judged(night, candidates)
    held = {x.queue for x, _ in found if x.outcome == "held"}
    numbers = [
        _former_numbers(night, x, request.horizon_days) if x.queue in held else x for _, x in found
    ]
    said = no_longer_used(night.plan, learned)
    reports = {
        x.queue: ({"source": "former", "reason": str(x)} if x.queue in held else _noted(one, said))
        | {"gate": x.report()}
        for one, (x, _) in zip(learned, found, strict=True)
    }
    known = {queue: known_calls_of(x) for queue, x in series.items() if queue not in held}
    known |= {queue: x for queue, x in night.past.known.items() if queue in held}
    return _Judged(numbers, reports, known, tuple(x for x, _ in found))


def _noted(one: Learned, said: Mapping[str, str]) -> dict[str, object]:
    """A queue's report, with what is said of it beside."""
    queue, notes = one.fit.queue, one.report["notes"]
    if queue not in said or not isinstance(notes, list):
        return one.report
    return one.report | {"notes": [*notes, said[queue]]}


def _former_numbers(night: Night, new: QueueDemand, horizon_days: int) -> QueueDemand:
    former = night.past.former
    assert former is not None  # only then is a queue held
    return moved_to(former, former.queues[new.queue], night.plan, night.origin, horizon_days)


def _failed_report(past: Past, failed: Failed, origin: date) -> dict[str, object]:
    """What is said of a queue that failed: its numbers have learned no later day than before."""
    until = origin if past.former is None else learned_until_of(past.former, failed.queue)
    gate = {"learned_until": until.isoformat()}
    return {"source": "former", "reason": failed.reason, "gate": gate}


def _require_some_fit(learned: Sequence[Learned], failed: Sequence[Failed], origin: date) -> None:
    if learned:
        return
    told = "\n".join(f"queue {x.queue}: {x.reason}" for x in failed)
    raise TrainingError(f"no queue could be fitted as of {origin}, nothing is published:\n{told}")


def summary(
    learned: Sequence[Learned], failed: Sequence[Failed], verdicts: Sequence[Verdict]
) -> str:
    """The run in one sentence, with the inner back-test beside the industry's usual average."""
    held = sum(x.outcome == "held" for x in verdicts)
    alarms = sum(x.outcome == "alarm" for x in verdicts)
    text = f"{len(learned)} queues fitted, {len(failed) + held} kept their former numbers"
    if held or alarms:
        text = f"{text} ({held} held), {alarms} with an alarm"
    found = wapes(_scores(learned))
    if found is None:
        return text
    ours, average = found
    return f"{text}; daily WAPE to {JUDGED_LEADS} days {ours:.1%} (weekday average {average:.1%})"


def _scores(learned: Sequence[Learned]) -> list[InnerScore]:
    return [x.score for x in learned if x.score is not None]
