"""What one pool needs in every interval of a span: its calls, agents and people on the roster."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from models.agents.shrinkage import scheduled_agents
from models.agents.staffing import PoolLoad, Staffing, reached, require_sound, smallest_agents
from models.agents.uncertainty import Uncertainty
from models.agents.whole_target import fewer_over_periods
from models.arrays import Counts, Flags, Floats
from models.demand import Stream
from models.queues import Pool, ServiceTarget, Shrinkage
from service.planning.basis.current import Current
from service.planning.basis.span import Span, periods
from service.planning.basis.streams import open_intervals
from service.planning.staffing.pool_method import Method, pool_load, pool_patience, uncertainty
from service.planning.staffing.pool_question import PoolQuestion, WhatIf, pool_question
from service.planning.staffing.workload import Known, Source, Workload, workload_of


@dataclass(frozen=True)  # without slots: what callers get is worked out once, if it is asked for
class PoolNeed:
    """(n,) arrays over a span's intervals; closed intervals are zero, nothing offered is NaN.

    ``load`` and ``risk`` hold the open intervals only.
    """

    question: PoolQuestion
    open: Flags
    workload: Workload
    patience: Known | None  # None: by Erlang C, nobody gives up
    load: PoolLoad
    risk: Uncertainty
    agents: Counts
    scheduled: Counts
    scheduled_hours: Floats  # agent hours / (1 - absence - off phone)
    paid_hours: Floats  # agent hours / (1 - leave - absence - off phone) / schedule efficiency
    per_interval: Counts = field(repr=False)  # agents if every interval met the target by itself

    @cached_property
    def staffing(self) -> Staffing:
        """What callers get in the open intervals."""
        return reached(self.load, self.target, self.agents[self.open])

    @property
    def pool(self) -> Pool:
        """Whose need this is."""
        return self.question.pool

    @property
    def target(self) -> ServiceTarget:
        """What its callers are to get."""
        return self.question.target

    @property
    def streams(self) -> list[Stream]:
        """The calls that reach it."""
        return self.question.streams

    @property
    def offered(self) -> Floats:
        """Mean calls."""
        return self.workload.offered

    @property
    def aht(self) -> Floats:
        """Seconds; NaN without calls."""
        return np.where(self.workload.offered > 0, self.workload.aht, np.nan)

    @property
    def erlangs(self) -> Floats:
        """Offered load."""
        return self.spread(self.load.erlangs, 0.0)

    @property
    def modified_erlangs(self) -> Floats:
        """The load with what carries over, that agents are found for."""
        return self.spread(self.load.staffed, 0.0)

    @property
    def service_level(self) -> Floats:
        """By the target's definition."""
        return self.spread(self.staffing.service_level, np.nan)

    @property
    def asa(self) -> Floats:
        """Seconds."""
        return self.spread(self.staffing.asa, np.nan)

    @property
    def occupancy(self) -> Floats:
        """Carried load / agents."""
        return self.spread(self.staffing.occupancy, 0.0)

    @property
    def abandoned_share(self) -> Floats:
        """NaN where the model knows no giving up."""
        return self.spread(self.staffing.abandoned_share, np.nan)

    @property
    def model(self) -> str:
        """How agents were found."""
        return "erlang_c" if self.patience is None else "erlang_a"

    @property
    def patience_source(self) -> Source | None:
        """Where patience is known from."""
        return None if self.patience is None else self.patience.source

    def spread(self, values: Floats, closed: float) -> Floats:
        """Of open intervals (m,) over all (n,)."""
        return _spread(values, self.open, closed)


def pool_need(
    current: Current, pool: Pool, span: Span, what_if: WhatIf, method: Method
) -> PoolNeed | None:
    """A pool's need; None where no call reaches it in the span. Raises as ``need_of``."""
    question = pool_question(current, pool, span, what_if, method)
    return None if question is None else need_of(question)


def need_of(question: PoolQuestion) -> PoolNeed:
    """What the calls that reach a pool need.

    Raises NotReadyError where a queue's AHT, or for Erlang A its patience, is neither learned nor
    planned, ValueError for a target that is reached by losing calls.
    """
    span, method = question.span, question.method
    workload = workload_of(question.reached, span).longer(question.aht_factor)
    patience = pool_patience(question.reached, span, method)
    every, carried = pool_load(workload, patience, _seconds(span), span)
    absence = np.array([float(x.absence) for x in question.shrinkage])[span.grid.day]
    risk = uncertainty(question.streams, span, workload, every, carried, absence)
    is_open = np.logical_or.reduce([open_intervals(x, span.at) for x in question.streams])
    risk = risk.chosen(np.flatnonzero(is_open))
    load = replace(every.chosen(is_open), nodes=risk.nodes(method.mode, method.risk))
    require_sound(question.target)
    single = np.maximum(smallest_agents(load, question.target), question.site.min_agents)
    needed = _over_periods(question, load, single, is_open)
    agents = _spread_counts(needed, is_open)
    roster = _roster(question.shrinkage, agents, span, question.schedule_efficiency)
    return PoolNeed(
        question=question,
        open=is_open,
        workload=workload,
        patience=patience,
        load=load,
        risk=risk,
        agents=agents,
        scheduled=roster[0],
        scheduled_hours=roster[1],
        paid_hours=roster[2],
        per_interval=_spread_counts(single, is_open),
    )


def _over_periods(question: PoolQuestion, load: PoolLoad, agents: Counts, is_open: Flags) -> Counts:
    """Agents (m,) of the open intervals, fewer where a longer period may meet the target."""
    over = question.method.measured_over
    if over == "interval":
        return agents
    period = periods(question.span, over).of_interval[is_open]
    return fewer_over_periods(load, question.target, agents, period, question.site.min_agents)


def _seconds(span: Span) -> float:
    return span.grid.interval_minutes * 60.0


def _spread(values: Floats, is_open: Flags, closed: float) -> Floats:
    whole = np.full(len(is_open), closed)
    whole[is_open] = values
    return whole


def _spread_counts(values: Counts, is_open: Flags) -> Counts:
    whole = np.zeros(len(is_open), np.int64)
    whole[is_open] = values
    return whole


def _roster(
    shrinkages: tuple[Shrinkage, ...], agents: Counts, span: Span, efficiency: float
) -> tuple[Counts, Floats, Floats]:
    """Scheduled agents, scheduled hours and paid hours (n,), by each day's shrinkage."""
    by_day: dict[Shrinkage, list[int]] = {}
    for number, shrinkage in enumerate(shrinkages):
        by_day.setdefault(shrinkage, []).append(number)
    scheduled = np.zeros_like(agents)
    hours = agents * (_seconds(span) / 3600.0)
    rostered, paid = np.zeros(len(agents)), np.zeros(len(agents))
    for shrinkage, days in by_day.items():
        on = np.isin(span.grid.day, days)
        scheduled[on] = scheduled_agents(agents[on], shrinkage.rostered)
        rostered[on] = hours[on] / float(1 - shrinkage.rostered)
        paid[on] = hours[on] / float(1 - shrinkage.paid) / efficiency
    return scheduled, rostered, paid
