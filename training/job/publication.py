"""What a run has to publish: every queue's numbers, and what the night can be made again from."""

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np

from data.plan import Plan
from data.plan.store import StoredPlan
from models.demand import QueueDemand
from training.handling.site_aht import every_factor
from training.job.learn import Learned
from training.job.paths import joint_paths

PACKAGES = (
    "relais",
    "numpy",
    "scipy",
    "scikit-learn",
    "statsmodels",
    "pandas",
    "holidays",
    "tzdata",
)


def demands(plan: Plan, learned: Sequence[Learned], seed: int) -> list[QueueDemand]:
    """The numbers of the queues that were fitted, their sample paths drawn together."""
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
            aht=one.handling.aht,
            parts=one.fit.parts,
            site_aht=every_factor(plan.sites, one.handling.site_factors),
            patience=np.nan if one.patience is None else one.patience.mean,
            aht_variance=one.handling.variance,
            aht_course=one.handling.course,
            aht_deviation=one.handling.deviation,
        )
        for one, drawn in zip(learned, paths, strict=True)
    ]


def manifest(stored: StoredPlan, seconds: float) -> Mapping[str, object]:
    """Plan, clock and packages of a run that took ``seconds``."""
    return {
        "plan": stored.name,
        "timezone": stored.plan.timezone,
        "interval_minutes": stored.plan.interval_minutes,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": {name: version(name) for name in PACKAGES},
        "seconds": round(seconds, 1),
    }
