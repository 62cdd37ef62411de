"""New forecasts beside the industry's usual average, in the inner back-test."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.accuracy import wape
from training.level.combine import Combination

JUDGED_LEADS = 28
CHANCE = 0.3  # two standard errors of a WAPE over another's on the same n days, times sqrt(n)


@dataclass(frozen=True, slots=True)
class InnerScore:
    """A queue's inner back-test, of its forecasts to ``JUDGED_LEADS`` days ahead."""

    days: int  # judged, once an inner origin
    dates: int  # of them that differ
    calls: float
    wape: float
    wape_weekday_average: float


def inner_score(combination: Combination) -> InnerScore | None:
    """None where the history is too short to judge."""
    errors = combination.errors
    judged = errors.lead <= JUDGED_LEADS
    if not judged.any():
        return None
    actual = errors.actual[judged]
    return InnerScore(
        days=int(judged.sum()),
        dates=len(np.unique(errors.day[judged])),
        calls=float(actual.sum()),
        wape=wape(actual, combination.inner_mean[judged]),
        wape_weekday_average=wape(actual, errors.forecasts[judged, errors.usual]),
    )


def wapes(scores: Sequence[InnerScore]) -> tuple[float, float] | None:
    """Ours and the weekday average's over all queues, weighted by calls; None without calls."""
    calls = sum(x.calls for x in scores)
    if calls == 0:
        return None
    ours = sum(x.wape * x.calls for x in scores) / calls
    return ours, sum(x.wape_weekday_average * x.calls for x in scores) / calls


def worse_than_average(score: InnerScore) -> str | None:
    """Why a queue's new forecasts are no better than the usual average; None where they are.

    They are unless their WAPE is above the weekday average's by more than the days judged leave to
    chance: 6 % after 25 days, 1.6 % after a year.
    """
    allowed = (1 + CHANCE / math.sqrt(max(score.dates, 1))) * score.wape_weekday_average
    if score.calls == 0 or score.wape <= allowed:
        return None
    return (
        f"in the inner back-test to {JUDGED_LEADS} days its WAPE is {score.wape:.1%}, that of the "
        f"weekday average {score.wape_weekday_average:.1%}"
    )
