"""How agents are found: the queueing model, and what of the demand's uncertainty is met."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from data.plan.handling import planned_patience
from models.carried_load import carried_load
from models.demand import Stream, day_factors, interval_means, slot_spread
from models.outcome import LoadNodes, lognormal
from models.queues import Queue
from models.staffing import PoolLoad
from service.current import Current, NotReadyError
from service.span import Span

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Model = Literal["erlang_c", "erlang_a"]
Mode = Literal["point", "mean", "risk"]
MODELS = get_args(Model)
MODES = get_args(Mode)
DEFAULT_RISK = 0.8


@dataclass(frozen=True, slots=True)
class Method:
    """``risk`` is the probability that a day meets its target; only mode ``risk`` asks for it."""

    model: Model = "erlang_c"
    mode: Mode = "point"
    risk: float = DEFAULT_RISK
    patience: float | None = None  # seconds, instead of the learned or planned one


def pool_load(
    calls: Floats, aht: Floats, seconds: float, streams: list[Stream], asked: Span, method: Method
) -> PoolLoad:
    """All n intervals of the span; Erlang A's load carries over, patience is added by others."""
    plain = PoolLoad(calls, aht, seconds)
    varied = np.zeros(len(calls))
    carried = None
    if method.model == "erlang_a":
        known = np.where(calls > 0, aht, np.nan)
        within = carried_load(plain.erlangs, known, asked.at.day, seconds)
        carried, varied = within.mean, within.variance
    return PoolLoad(
        calls, aht, seconds, carried=carried, nodes=_nodes(streams, asked, method, varied)
    )


def _nodes(streams: list[Stream], asked: Span, method: Method, within: Floats) -> LoadNodes | None:
    """What the load may be; None: as expected.

    ``mean`` takes days and half-hours as they may come; ``risk`` takes a day so busy that a busier
    one comes with a probability of 1 - risk, and half-hours as they may come.
    """
    if method.mode == "point":
        return lognormal(within) if within.any() else None
    factors = day_factors(streams)
    slots = within + slot_spread(streams, asked.at)
    if method.mode == "mean":
        return lognormal(slots + factors.var(axis=0)[asked.at.day])
    return lognormal(slots, np.quantile(factors, method.risk, axis=0)[asked.at.day])


def pool_patience(
    found: Current, reached: list[tuple[Queue, Stream]], asked: Span, method: Method
) -> Floats:
    """(n,) seconds: asked for, else each queue's learned, else as planned, weighted by calls.

    Of the calls of all queues together those give up first who have least patience: rates add up.
    Raises NotReadyError where a queue's patience is neither learned nor planned.
    """
    if method.patience is not None:
        return np.full(len(asked.at.day), method.patience)
    calls, rates = np.zeros(len(asked.at.day)), np.zeros(len(asked.at.day))
    for queue, stream in reached:
        means = interval_means(stream, asked.at)
        calls += means
        rates += means / _queue_patience(found, queue, stream, asked)
    return np.divide(calls, rates, out=np.ones_like(calls), where=rates > 0)


def _queue_patience(found: Current, queue: Queue, stream: Stream, asked: Span) -> Floats:
    if not np.isnan(stream.demand.patience):
        return np.full(len(asked.at.day), stream.demand.patience)
    planned = planned_patience(found.plan, queue, asked.days)[asked.grid.day]
    if np.isnan(planned).any():
        day = asked.days[asked.grid.day[np.argmax(np.isnan(planned))]]
        raise NotReadyError(
            f"queue {queue.id} has no patience on {day}: import history with abandoned and "
            "wait_seconds and train, plan patience_seconds in [[handling]], ask with "
            "patience_seconds, or take model erlang_c"
        )
    return planned
