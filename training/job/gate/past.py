"""What was published before: the former release, its plan, and what was said of the last days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from data.demand_arrays import ReleaseError
from data.plan import Plan
from data.plan.store import load_plan
from data.release_days import known_calls, published_means
from data.releases import Release, ReleaseHead, current_head, list_releases, load_release
from models.arrays import Floats

LAST_DAYS = 28
FEWEST_JUDGED = 7  # days that a release must have foretold to be one to judge by


@dataclass(frozen=True, slots=True)
class Past:
    """Of the releases whose origin is not after this run's; nothing before the first training."""

    former: Release | None = None  # the current one
    plan: Plan | None = None  # of the former release
    known: Mapping[str, Floats] = field(default_factory=dict)  # what the former was learned from
    said: Mapping[str, Floats] = field(default_factory=dict)  # (LAST_DAYS,) means; NaN: nothing
    earlier: Release | None = None  # the oldest of the last LAST_DAYS, to be judged by

    def rehearsed_days(self, origin: date) -> int:
        """How many days before ``origin`` the earlier release was made; 0 without one."""
        return 0 if self.earlier is None else (origin - self.earlier.head.origin).days


def read_past(engine: Engine, origin: date) -> Past:
    """What the gate must know; a damaged former release counts as none."""
    former = former_release(engine)
    if former is None or former.head.origin > origin:
        return Past()
    heads = [x for x in list_releases(engine) if x.origin <= origin]
    try:
        return Past(
            former=former,
            plan=load_plan(engine, former.head.plan_id).plan,
            known=known_calls(engine, former.head.id),
            said=_said(engine, heads, origin, list(former.queues)),
            earlier=_earlier(engine, heads, origin),
        )
    except ReleaseError:
        return Past()


def former_release(engine: Engine) -> Release | None:
    """The current release; None where there is none, or its bytes are damaged."""
    head = current_head(engine)
    try:
        return None if head is None else load_release(engine, head.id)
    except ReleaseError:
        return None


def _said(
    engine: Engine, heads: Sequence[ReleaseHead], origin: date, queues: Sequence[str]
) -> dict[str, Floats]:
    """Queue -> the mean that the newest release which did not know a day gave it."""
    days = [origin - timedelta(days=x) for x in range(LAST_DAYS - 1, -1, -1)]
    source = [_newest_before(heads, day) for day in days]
    means = published_means(engine, sorted({x.id for x in source if x is not None}))
    said = {queue: np.full(LAST_DAYS, np.nan) for queue in queues}
    for i, (day, head) in enumerate(zip(days, source, strict=True)):
        for queue in queues if head is not None else ():
            assert head is not None
            mean = means.get((head.id, queue))
            place = (day - head.origin).days - 1
            if mean is not None and place < len(mean):
                said[queue][i] = mean[place]
    return said


def _newest_before(heads: Sequence[ReleaseHead], day: date) -> ReleaseHead | None:
    """Of the heads, newest first, that with the latest origin before ``day``."""
    before = [x for x in heads if x.origin < day]
    return max(before, key=lambda x: (x.origin, x.id), default=None)


def _earlier(engine: Engine, heads: Sequence[ReleaseHead], origin: date) -> Release | None:
    """The oldest release of the last days; of one origin the newest."""
    ages = {x.id: (origin - x.origin).days for x in heads}
    usable = [x for x in heads if FEWEST_JUDGED <= ages[x.id] <= min(LAST_DAYS, x.horizon_days)]
    oldest = min(usable, key=lambda x: (x.origin, -x.id), default=None)
    return None if oldest is None else load_release(engine, oldest.id)
