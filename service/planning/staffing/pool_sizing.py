"""How many agents a pool needs: found for its question, then checked against what days bring."""

from dataclasses import dataclass, replace

import numpy as np

from models.agents.shrinkage import scheduled_agents
from models.agents.staffing import PoolLoad, reached, require_sound, smallest_agents
from models.agents.uncertainty import Uncertainty
from models.agents.whole_target import fewer_over_periods
from models.arrays import Counts, Flags, Floats, Index
from models.queueing.outcome import LoadNodes
from models.queues import Pool, Shrinkage
from service.planning.basis.current import Current
from service.planning.basis.span import Span, periods
from service.planning.basis.streams import open_intervals
from service.planning.staffing.day_paths import day_paths
from service.planning.staffing.pool_method import Method, pool_load, pool_patience, uncertainty
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import PoolQuestion, WhatIf, pool_question
from service.planning.staffing.workload import Known, Workload, workload_of

_TRIES, _LESS = 24, 0.75  # of a load that is exceeded with 1 - p, the next one's share of 1 - p
_LONG = 0.5  # of an interval, the handling time from where calls are long
_ROUNDING = 1e-9
_SELDOM, _MORE = 0.02, 1.05  # 1 - p from where paths end, and agents go on by such steps


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
    require_sound(question.target)
    demanded = _demanded(question)
    method = question.method
    need = _sized(demanded, demanded.risk.nodes(method.mode, method.risk))
    if method.mode != "risk" or method.measured_over not in ("interval", "day"):
        return need
    return _sure_enough(demanded, need)


@dataclass(frozen=True, slots=True)
class _Demanded:
    """A pool's calls before anybody is there for them; ``load`` and ``risk`` of open intervals."""

    question: PoolQuestion
    open: Flags
    workload: Workload
    patience: Known | None
    load: PoolLoad
    risk: Uncertainty


def _demanded(question: PoolQuestion) -> _Demanded:
    span = question.span
    workload = workload_of(question.reached, span).longer(question.aht_factor)
    patience = pool_patience(question.reached, span, question.method)
    every, carried = pool_load(workload, patience, _seconds(span), span)
    absence = question.absence[span.grid.day]
    risk = uncertainty(question.streams, span, workload, every, carried, absence, question.pool)
    is_open = np.logical_or.reduce([open_intervals(x, span.at) for x in question.streams])
    chosen = risk.chosen(np.flatnonzero(is_open))
    return _Demanded(question, is_open, workload, patience, every.chosen(is_open), chosen)


def _sized(demanded: _Demanded, nodes: LoadNodes | None, times: Floats | float = 1.0) -> PoolNeed:
    """With ``times`` (m,) the fewest agents that meet the target where loads are as ``nodes``."""
    question, span, is_open = demanded.question, demanded.question.span, demanded.open
    load = replace(demanded.load, nodes=nodes)
    fewest = np.maximum(smallest_agents(load, question.target), question.site.min_agents)
    single = _calm(demanded, fewest)
    found = _calm(demanded, _over_periods(question, load, single, is_open))
    single, found = (
        x + _further(np.asarray(x * (times - 1.0), float), demanded.risk.day)
        for x in (single, found)
    )
    agents = _spread_counts(found, is_open)
    roster = _roster(question.shrinkage, agents, span, question.schedule_efficiency)
    return PoolNeed(
        question=question,
        open=is_open,
        workload=demanded.workload,
        patience=demanded.patience,
        load=load,
        risk=demanded.risk,
        agents=agents,
        scheduled=roster[0],
        scheduled_hours=roster[1],
        paid_hours=roster[2],
        per_interval=_spread_counts(single, is_open),
    )


def _further(parts: Floats, day: Index) -> Counts:
    """(m,) whole agents, of whom each interval adds ``parts`` (m,) of one to its day's before."""
    first = np.unique(day, return_index=True, return_inverse=True)
    until = np.cumsum(parts)
    before = (until - parts)[first[1]][first[2]]  # of the day's first interval
    whole = np.floor(until - before + _ROUNDING)
    since = np.floor(until - parts - before + _ROUNDING)
    return np.asarray(whole - since, np.int64)


def _calm(demanded: _Demanded, agents: Counts) -> Counts:
    """(m,) with more of them where they are expected to be busier than the cap allows.

    The load to expect, that agents were found for, is the busiest one, but where calls last as long
    as intervals: then more of them are still under way from before than are their own.
    """
    load, cap = demanded.load, demanded.question.target.max_occupancy
    if cap is None or not (load.aht > _LONG * load.interval).any():
        return agents
    usual = replace(load, nodes=demanded.risk.nodes("mean"))
    while (busy := reached(usual, demanded.question.target, agents).occupancy > cap).any():
        agents = agents + busy
    return agents


def _sure_enough(demanded: _Demanded, need: PoolNeed) -> PoolNeed:
    """With more agents on days that are not as sure as asked, whose load alone was looked at.

    People who stay away and the chances of single calls make small pools' days less sure.
    """
    wanted, risk = need.question.method.risk, need.risk
    probability = np.full(risk.factors.shape[1], wanted)
    times = np.ones_like(probability)
    for _ in range(_TRIES):
        short = np.flatnonzero(risk_reached(need) < wanted)
        if not len(short):
            break
        probability[short] = 1.0 - (1.0 - probability[short]) * _LESS
        times[short] *= np.where(1.0 - probability[short] < _SELDOM, _MORE, 1.0)
        need = _sized(demanded, risk.on_day(probability), times[risk.day])
    return need


def risk_reached(need: PoolNeed) -> Floats:
    """(D,) the probability that each asked day meets the target; NaN on days without calls."""
    return day_paths(need, need.agents[need.open]).meeting(need.target)


def _over_periods(question: PoolQuestion, load: PoolLoad, agents: Counts, is_open: Flags) -> Counts:
    """Agents (m,) of the open intervals, fewer where a longer period may meet the target."""
    over = question.method.measured_over
    if over == "interval":
        return agents
    period = periods(question.span, over).of_interval[is_open]
    return fewer_over_periods(load, question.target, agents, period, question.site.min_agents)


def _seconds(span: Span) -> float:
    return span.grid.interval_minutes * 60.0


def _spread_counts(values: Counts, is_open: Flags) -> Counts:
    whole = np.zeros(len(is_open), np.int64)
    whole[is_open] = values
    return whole


def _roster(
    shrinkages: tuple[Shrinkage, ...], agents: Counts, span: Span, efficiency: Floats
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
        paid[on] = hours[on] / float(1 - shrinkage.paid) / efficiency[span.grid.day[on]]
    return scheduled, rostered, paid
