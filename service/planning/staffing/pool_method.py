"""How agents are found: the queueing model, and what of the demand's uncertainty is met."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from zlib import crc32

import numpy as np
from annotated_types import Interval

from models.agents.staffing import PoolLoad
from models.agents.uncertainty import Mode, Uncertainty, attendance_variance
from models.arrays import Floats
from models.demand import Stream, day_factors, interval_means, slot_spread
from models.numeric.ratios import ratio
from models.queueing.carried_load import CarriedLoad, carried_load
from models.queues import Pool, Queue
from service.planning.basis.current import NotReadyError
from service.planning.basis.span import Span
from service.planning.basis.terms import Only, Term, Written
from service.planning.staffing.workload import Known, QueueCalls, Source, Workload, weakest

Model = Literal["erlang_c", "erlang_a"]
MeasuredOver = Literal["interval", "day", "week", "month"]
Risk = Annotated[float, Interval(ge=0.5, le=0.99), Written("a probability from 0.5 to 0.99")]
Patience = Annotated[float, Interval(ge=1, le=1e6), Written("seconds from 1 to 1000000")]


@dataclass(frozen=True, slots=True)
class Method:
    """``risk`` is the probability that a day meets its target; only mode ``risk`` asks for it.

    Without a model it is Erlang A where patience is learned or planned, else Erlang C.
    """

    model: Annotated[
        Model | None, Term("Left out: erlang_a where patience is learned or planned, else erlang_c")
    ] = None
    mode: Mode = "mean"
    risk: Annotated[
        Risk,
        Term("Mode risk: the probability that a day meets its target"),
        Only("mode", ("risk",)),
    ] = 0.8
    patience: Annotated[
        Patience | None,
        Term("Mean patience of callers, instead of the learned or planned one", "patience_seconds"),
        Only("model", (None, "erlang_a")),
    ] = None
    measured_over: Annotated[
        MeasuredOver, Term("The period whose calls together must meet the target")
    ] = "interval"


def pool_load(
    workload: Workload, patience: Known | None, seconds: float, span: Span
) -> tuple[PoolLoad, CarriedLoad]:
    """All n intervals of the span, and what carries over between them.

    Without patience it is Erlang C's, interval by interval.
    """
    plain = PoolLoad(workload.offered, workload.aht, seconds)
    if patience is None:
        none = np.zeros(len(workload.offered))
        return plain, CarriedLoad(plain.erlangs, none, none + 1.0)
    known = np.where(workload.offered > 0, workload.aht, np.nan)
    within = carried_load(plain.erlangs, known, span.at.day, seconds)
    load = PoolLoad(workload.offered, workload.aht, seconds, patience.seconds, within.mean)
    return load, within


def uncertainty(
    streams: list[Stream],
    span: Span,
    workload: Workload,
    load: PoolLoad,
    carried: CarriedLoad,
    absence: Floats,
    pool: Pool,
) -> Uncertainty:
    """Of all n intervals; ``absence`` (n,) is the share of scheduled agents who do not come."""
    first, last = int(span.at.day[0]), int(span.at.day[-1])
    return Uncertainty(
        factors=day_factors(streams, slice(first, last + 1)),
        day=span.at.day - first,
        carried=carried.variance,
        slots=slot_spread(streams, span.at),
        kept=carried.kept,
        aht=workload.aht_variance,
        course=workload.course_variance,
        attendance=attendance_variance(load.staffed, absence),
        absence=absence,
        seed=crc32(pool.name.encode()),
        first=first,
    )


def pool_patience(reached: Sequence[QueueCalls], span: Span, method: Method) -> Known | None:
    """Asked for, else each queue's learned, else as planned, weighted by calls; None for Erlang C.

    Of the calls of all queues together those give up first who have least patience: rates add up.
    Raises NotReadyError where Erlang A is asked for and a queue's patience is unknown.
    """
    if method.model == "erlang_c":
        return None
    if method.patience is not None:
        return Known(np.full(len(span.at.day), method.patience), "assumed")
    calls, rates = np.zeros(len(span.at.day)), np.zeros(len(span.at.day))
    source: Source = "learned"
    for x in reached:
        unknown = np.isnan(x.patience.seconds)
        if unknown.any():
            _refuse_if_asked(x.queue, span.days[span.grid.day[unknown][0]], method)
            return None
        means, source = interval_means(x.stream, span.at), weakest(source, x.patience.source)
        calls, rates = calls + means, rates + means / x.patience.seconds
    return Known(ratio(calls, rates, 1.0), source)


def _refuse_if_asked(queue: Queue, day: object, method: Method) -> None:
    if method.model is not None:
        raise NotReadyError(
            f"queue {queue.id} has no patience on {day}: import history with abandoned and "
            "wait_seconds and train, plan patience_seconds in [[handling]], ask with "
            "patience_seconds, or take model erlang_c"
        )
