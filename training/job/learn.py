"""One queue from stored history to fitted numbers, made to run in a worker process."""

from dataclasses import asdict, dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from models.queueing.patience import Patience, learned_patience
from models.queues import Queue
from training.fit import QueueFit, fit_queue
from training.handling.learned import Handling, learned_handling
from training.job.gate.weekday_average import InnerScore, inner_score
from training.level.level_notes import level_change_note, level_notes
from training.rehearsal import Rehearsal, rehearsal
from training.series.history_notes import notes
from training.series.history_series import QueueInput
from training.series.queue import QueueSeries

PATIENCE_DAYS = 91


@dataclass(frozen=True, slots=True)
class Learned:
    """A queue's fit with its handling times and its inner back-test."""

    fit: QueueFit
    handling: Handling
    patience: Patience | None
    score: InnerScore | None
    rehearsal: Rehearsal | None
    report: dict[str, object]


@dataclass(frozen=True, slots=True)
class Failed:
    """A queue that could not be fitted, and why."""

    queue: str
    reason: str
    too_short: bool = False  # its history


def learn(queue: Queue, given: QueueInput | Failed, rehearsed_days: int = 0) -> Learned | Failed:
    """Fit one queue, and once more as of ``rehearsed_days`` ago (0: not).

    Whatever goes wrong with it is said about it and stops no other queue.
    """
    if isinstance(given, Failed):
        return given
    try:
        with threadpool_limits(1):  # the same sums in the same order, with workers and without
            return _learn(given, rehearsed_days)
    except Exception as error:  # the job names the queue and goes on with the others
        return Failed(queue.id, f"{type(error).__name__}: {error}")


def _learn(given: QueueInput, rehearsed_days: int) -> Learned:
    series = given.series
    fit = fit_queue(series)
    weekday = series.weekday[: series.history_days]
    handling = learned_handling(
        given.aht, given.answered, given.sites, weekday, len(fit.day_mean), series.spread
    )
    patience = _patience(given)
    learned = {"aht": handling.spread, "patience": patience}
    told = {name: asdict(x) if x else None for name, x in learned.items()}
    told["aht_by_site"] = {site: asdict(x) for site, x in handling.site_aht.items()}
    score = inner_score(fit.combination)
    judged = {} if score is None else {f"inner_{x}": y for x, y in asdict(score).items()}
    levels = level_notes(series, fit.trust, fit.episodes)
    changed = level_change_note(fit.level_change)
    said = {"notes": [*notes(series), *levels, *changed, *given.notes]}
    report = _report(fit, series) | judged | told | said
    again = rehearsal(series, rehearsed_days)
    return Learned(fit, handling, patience, score, again, report)


def _patience(given: QueueInput) -> Patience | None:
    """From the last days; only intervals that know both waits and calls given up count."""
    recent = slice(-PATIENCE_DAYS, None)
    known = ~np.isnan(given.waited[recent]) & ~np.isnan(given.abandoned[recent])
    waited = float(given.waited[recent][known].sum())
    return learned_patience(waited, float(given.abandoned[recent][known].sum()))


def _report(fit: QueueFit, series: QueueSeries) -> dict[str, object]:
    combination = fit.combination
    return {
        "source": "fitted",
        "weights": {
            name: [round(float(x), 4) for x in weights]
            for name, weights in zip(combination.names, combination.weights.T, strict=True)
            if weights.any()
        },
        "profile": {
            "half_life_days": fit.profile.half_life,
            "pooling_calls": fit.profile.pooling,
            "smoothing_slots": fit.profile.smoothing,
            "borrowed_calls": fit.profile.borrowing,
        },
        "dispersion": fit.noise.dispersion,
        "effects": {
            name: {"size": round(x.size, 4), "p10": round(x.low, 4), "p90": round(x.high, 4)}
            for name, x in fit.effects.items()
        },
        "bill_response": fit.bill_response,
        "unusual_days": _unusual_days(fit, series),
    }


def _unusual_days(fit: QueueFit, series: QueueSeries) -> dict[str, float]:
    """Day -> the weight it was learned with, where that is below a half."""
    known = ~np.isnan(series.totals)
    return {
        series.days[i].isoformat(): round(float(fit.trust[i]), 2)
        for i in np.flatnonzero((fit.trust < 0.5) & known).tolist()
    }
