"""What reaches a pool and how long it takes: calls, AHT, and where the AHT is known from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.plan.days.handling import aht_factors, planned_aht, planned_patience
from models.arrays import Floats
from models.demand import Stream, interval_means
from models.numeric.ratios import ratio
from models.queues import Queue
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import Span

Source = Literal["learned", "planned", "assumed"]
_LESS_AND_LESS: tuple[Source, ...] = ("learned", "planned", "assumed")


@dataclass(frozen=True, slots=True)
class Known:
    """Seconds (n,) of a span's intervals, NaN where unknown, and where they are known from."""

    seconds: Floats
    source: Source


@dataclass(frozen=True, slots=True)
class QueueCalls:
    """A queue's calls that reach a pool, how long they take and how long their callers wait."""

    queue: Queue
    stream: Stream
    aht: Known
    patience: Known


@dataclass(frozen=True, slots=True)
class Workload:
    """(n,) arrays over a span's intervals."""

    offered: Floats  # calls
    aht: Floats  # seconds, each queue's weighted by its calls; 0 without calls
    aht_variance: Floats  # of a day's mean AHT, over the squared mean, from day to day
    course_variance: Floats  # likewise, of what is not known of the AHT on all days alike
    source: Source  # the least certain of the queues'

    def longer(self, factor: Floats | float) -> "Workload":
        """With every call ``factor`` times as long."""
        return replace(self, aht=self.aht * factor)


def weakest(*sources: Source) -> Source:
    """Of several sources the one that knows least."""
    return max(sources, key=_LESS_AND_LESS.index)


def workload_of(reached: Sequence[QueueCalls], span: Span) -> Workload:
    """NotReadyError where calls are expected whose AHT is neither learned nor planned."""
    offered, seconds, square, unsure = (np.zeros(len(span.at.day)) for _ in range(4))
    source: Source = "learned"
    for x in reached:
        means = interval_means(x.stream, span.at)
        _require_known(x.queue, np.isnan(x.aht.seconds) & (means > 0), span)
        work = means * np.where(means > 0, x.aht.seconds, 0.0)
        offered, seconds = offered + means, seconds + work
        square = square + work**2 * x.stream.demand.aht_variance
        unsure = unsure + work**2 * x.stream.demand.course_variance(span.at.day)
        source = weakest(source, x.aht.source)
    return Workload(
        offered=offered,
        aht=ratio(seconds, offered, 0.0),
        aht_variance=ratio(square, seconds**2, 0.0),
        course_variance=ratio(unsure, seconds**2, 0.0),
        source=source,
    )


def queue_calls(
    current: Current, queue: Queue, stream: Stream, site: str, span: Span
) -> QueueCalls:
    """A queue's calls as they are at a site."""
    aht = _queue_aht(current, queue, stream, site, span)
    return QueueCalls(queue, stream, aht, _queue_patience(current, queue, stream, span))


def _queue_aht(current: Current, queue: Queue, stream: Stream, site: str, span: Span) -> Known:
    """Learned where the release knows it, else as planned.

    What was learned is the queue's on that day, times how much longer its calls take at the site.
    """
    weekday = np.array([day.weekday() for day in span.days])
    changed = aht_factors(current.plan, queue, span.days)[span.grid.day]
    usual: Floats = stream.demand.aht[weekday[span.grid.day], span.at.slot]
    course = stream.demand.course(span.at.day)
    learned = usual * course * changed * stream.demand.aht_factor(site)
    if not np.isnan(learned).any():
        return Known(learned, "learned")
    planned = planned_aht(current.plan, queue, span.days)[span.grid.day] * changed
    return Known(np.where(np.isnan(learned), planned, learned), "planned")


def _queue_patience(current: Current, queue: Queue, stream: Stream, span: Span) -> Known:
    """Learned, else as planned."""
    if not np.isnan(stream.demand.patience):
        return Known(np.full(len(span.at.day), stream.demand.patience), "learned")
    return Known(planned_patience(current.plan, queue, span.days)[span.grid.day], "planned")


def _require_known(queue: Queue, unknown: NDArray[np.bool_], span: Span) -> None:
    """NotReadyError where calls are expected whose AHT is unknown, (n,)."""
    if unknown.any():
        day = span.days[span.grid.day[np.argmax(unknown)]]
        raise NotReadyError(
            f"queue {queue.id} has no AHT on {day}: import history with aht_seconds and train, "
            "or plan it in [[handling]]"
        )
