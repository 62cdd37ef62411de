"""What every week must keep for a plan to be good enough: ready, or its target on average."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from data.plan import GoalName
from models.arrays import Floats
from models.queues import ServiceTarget
from service.planning.capacity.readiness import READY, spare
from service.planning.staffing.day_paths import DayPaths

SURE = 1e-4  # probabilities nearer to 0 or 1 say no more of the hours

OfWeeks = Callable[[DayPaths, ServiceTarget], Floats]  # (W,); NaN without calls


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the two, and how near to it a share of a week's hours comes."""

    name: GoalName
    words: str
    above: OfWeeks  # by how much weeks keep it; below 0 they miss it
    curve: OfWeeks  # of the same sign, and nearly straight in the hours there are
    shares: tuple[float, ...]  # of the hours needed, at which the curve is known
    safe: float  # of the curve: between shares it is not quite straight


def _above_ready(paths: DayPaths, target: ServiceTarget) -> Floats:
    return paths.meeting(target) - READY


def _curve_of_ready(paths: DayPaths, target: ServiceTarget) -> Floats:
    known = np.clip(paths.meeting(target), SURE, 1.0 - SURE)
    return np.asarray(ndtri(known) - ndtri(READY))


GOALS: Mapping[GoalName, Goal] = {
    "ready": Goal(
        "ready",
        f"every week ready (probability at least {READY})",
        _above_ready,
        _curve_of_ready,
        (0.94, 1.01, 1.08),
        0.02,
    ),
    "mean": Goal(
        "mean",
        "every week's target kept on average",
        spare,
        spare,
        (0.9, 0.96, 1.02),
        0.0015,
    ),
}
