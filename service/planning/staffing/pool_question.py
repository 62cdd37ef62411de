"""A pool's question: whose calls, which days, what it changes for itself, by which method."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

import numpy as np
from annotated_types import Interval, MultipleOf

from data.plan import ShrinkageChange, Site
from models.arrays import Floats
from models.demand import Stream
from models.queues import Pool, Queue, ServiceTarget, Shrinkage
from service.planning.basis.current import Current, busier
from service.planning.basis.efficiency import EfficiencySource, schedule_efficiency
from service.planning.basis.span import QuestionError, Span
from service.planning.basis.streams import routed
from service.planning.basis.terms import Term, Written
from service.planning.staffing.pool_method import Method
from service.planning.staffing.workload import QueueCalls, queue_calls

Share = Annotated[float, Interval(ge=0.01, le=0.9999), Written("a share from 0.01 to 0.9999")]
Seconds = Annotated[float, Interval(ge=0, le=3600), Written("seconds up to 3600")]
Occupancy = Annotated[float, Interval(ge=0.01, le=1), Written("a share from 0.01 to 1")]
Factor = Annotated[
    float, Interval(ge=0.01, le=100), Written("a factor between 0.01 and 100, for example 1.1")
]
ShrinkageShare = Annotated[
    Decimal,
    Interval(ge=0, le=Decimal("0.99")),
    MultipleOf(Decimal("0.001")),
    Written("a share between 0 and 0.99 in steps of 0.001, for example 0.12"),
]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a question changes for itself; None and 1 leave the plan and the release as they are."""

    share: Share | None = None
    answer_within: Annotated[Seconds | None, Term(name="answer_within_seconds")] = None
    max_occupancy: Occupancy | None = None
    leave: ShrinkageShare | None = None
    absence: ShrinkageShare | None = None
    off_phone: ShrinkageShare | None = None
    aht_factor: Factor = 1.0
    volume_factor: Factor = 1.0

    def target(self, target: ServiceTarget) -> ServiceTarget:
        """A pool's target under the changes."""
        return replace(
            target,
            share=target.share if self.share is None else self.share,
            answer_within=(
                target.answer_within if self.answer_within is None else self.answer_within
            ),
            max_occupancy=(
                target.max_occupancy if self.max_occupancy is None else self.max_occupancy
            ),
        )

    def shrinkage(self, shrinkage: Shrinkage) -> Shrinkage:
        """A day's shrinkage under the changes."""
        return Shrinkage(
            leave=shrinkage.leave if self.leave is None else self.leave,
            absence=shrinkage.absence if self.absence is None else self.absence,
            off_phone=shrinkage.off_phone if self.off_phone is None else self.off_phone,
        )

    def site(self, site: Site) -> Site:
        """A site whose people's hours count under the changes, whatever its dated ones say."""
        shares = (self.leave, self.absence, self.off_phone)
        if shares == (None, None, None):
            return site
        always = ShrinkageChange(date.min, date.max, *shares, reason="asked")
        return replace(site, shrinkage_changes=(*site.shrinkage_changes, always))


@dataclass(frozen=True, slots=True)
class PoolQuestion:
    """A pool's question: all that its need is worked out from, and nothing else."""

    pool: Pool
    target: ServiceTarget
    site: Site  # its rules: without people, and shrinkage stands by day below
    schedule_efficiency: Floats  # (D,) on each asked day
    efficiency_source: EfficiencySource
    shrinkage: tuple[Shrinkage, ...]  # of each asked day
    reached: tuple[QueueCalls, ...]
    span: Span
    method: Method
    aht_factor: Floats | float  # (n,) what-ifs and new people's longer calls
    volume_factor: float  # in the streams already

    @property
    def streams(self) -> list[Stream]:
        """The calls that reach it."""
        return [x.stream for x in self.reached]

    @property
    def absence(self) -> Floats:
        """(D,) share of scheduled agents who do not come on each asked day."""
        return np.array([float(x.absence) for x in self.shrinkage])

    @property
    def rostered(self) -> Floats:
        """(D,) share of people on the roster who are absent or off the phone on each asked day."""
        return np.array([float(x.rostered) for x in self.shrinkage])

    def slower(self, factor: Floats) -> "PoolQuestion":
        """With every call ``factor`` (n,) times as long."""
        return replace(self, aht_factor=self.aht_factor * factor)


def pool_question(
    current: Current, pool: Pool, span: Span, what_if: WhatIf, method: Method
) -> PoolQuestion | None:
    """The question of a pool; None where no call reaches it in the span.

    Raises QuestionError for a what-if that leaves no time for calls.
    """
    asked = current if what_if.volume_factor == 1.0 else busier(current, what_if.volume_factor)
    routes = [(q, routed(asked, q, pool.site, span)) for q in asked.plan.queues if pool.takes(q)]
    taken = [(q, stream) for q, stream in routes if stream is not None]
    return question_of(asked, pool, taken, span, what_if, method) if taken else None


def question_of(
    current: Current,
    pool: Pool,
    streams: Sequence[tuple[Queue, Stream]],
    span: Span,
    what_if: WhatIf,
    method: Method,
) -> PoolQuestion:
    """The question of a pool that takes these calls, whatever the plan sends it."""
    site = current.plan.site(pool.site)
    efficiency = schedule_efficiency(current.plan, current.shifts, pool, span.days)
    return PoolQuestion(
        pool=pool,
        target=what_if.target(pool.target),
        site=replace(site, staff=(), classes=(), shrinkage_changes=()),
        schedule_efficiency=efficiency[0],
        efficiency_source=efficiency[1],
        shrinkage=_shrinkages(site, what_if, span.days),
        reached=tuple(queue_calls(current, q, stream, site.id, span) for q, stream in streams),
        span=span,
        method=method,
        aht_factor=what_if.aht_factor,
        volume_factor=what_if.volume_factor,
    )


@lru_cache(maxsize=64)
def _shrinkages(site: Site, what_if: WhatIf, days: tuple[date, ...]) -> tuple[Shrinkage, ...]:
    by_day = (what_if.shrinkage(site.shrinkage_on(day)) for day in days)
    return tuple(_believable(shrinkage, what_if) for shrinkage in by_day)


def _believable(shrinkage: Shrinkage, what_if: WhatIf) -> Shrinkage:
    if shrinkage.paid >= 1:
        shares = ("leave", "absence", "off_phone")
        raise QuestionError(
            next((x for x in shares if getattr(what_if, x) is not None), "off_phone"),
            f"leave {shrinkage.leave}, absence {shrinkage.absence} and off phone "
            f"{shrinkage.off_phone} add up to {shrinkage.paid}; together they must stay below 1",
        )
    return shrinkage
