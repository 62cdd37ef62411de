"""Calls expected, by group and period, with their quantiles."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import utc_iso
from data.plan import Plan
from models.demand import Stream
from models.queues import Queue
from service.planning.basis.asked_days import asked_days
from service.planning.basis.current import Current
from service.planning.basis.span import Periods, QuestionError, Span, periods, span_of
from service.planning.basis.streams import machine_means, open_intervals, routed, volume, whole
from service.planning.basis.table import Column, Table, stacked
from service.planning.basis.terms import FirstDay, Granularity, LastDay, Listed, Term
from service.planning.forecasts.explained import explained

ForecastBy = Literal["queue", "call_type", "language", "segment", "site", "total"]
# One to nine shares from 0.005 to 0.995: a release's sample paths say nothing surer.
SHARE = r"0?\.((00[5-9]|0[1-9]|[1-8]|9[0-8]|99[0-4])[0-9]{0,3}|99?5?)"


def _probabilities(text: str) -> tuple[float, ...]:
    return tuple(sorted({float(x) for x in text.split(",")}))


Probabilities = Annotated[
    tuple[float, ...],
    Listed(
        "one to nine shares from 0.005 to 0.995, for example 0.1,0.5,0.9",
        rf"{SHARE}(,{SHARE}){{0,8}}",
        _probabilities,
    ),
    Term("Shares from 0.005 to 0.995, separated by commas", "quantiles"),
]


@dataclass(frozen=True, slots=True)
class ForecastQuestion:
    """Which calls, of which days, how summed; None does not restrict."""

    first: FirstDay
    last: LastDay
    by: ForecastBy = "queue"
    granularity: Granularity = "interval"
    probabilities: Probabilities = (0.1, 0.5, 0.9)
    segment: str | None = None
    call_type: str | None = None
    language: str | None = None
    site: str | None = None
    explain: Annotated[bool, Term("With the factors of each queue's day; granularity day")] = False


def forecast_table(current: Current, question: ForecastQuestion) -> Table:
    """One row a group and period in time order; below a day, closed intervals have no row.

    Raises QuestionError for values the plan or the release does not have.
    """
    _require_explicable(question)
    span = span_of(current, question.first, question.last)
    when = periods(span, question.granularity)
    groups = _groups(current, question, span)
    parts = [_group_table(name, streams, span, when, question) for name, streams in groups.items()]
    rows = np.concatenate([part[1] for part in parts])
    return stacked([part[0] for part in parts], np.argsort(rows, kind="stable"))


def quantiles_to_compute(current: Current, question: ForecastQuestion) -> int:
    """How many quantiles the answer's table holds: what it costs, nearly."""
    span = span_of(current, question.first, question.last)
    when = periods(span, question.granularity)
    groups = _groups(current, question, span)
    rows = sum(int(open_periods(x, span, when).sum()) for x in groups.values())
    return rows * len(question.probabilities)


def _group_table(
    name: str, streams: list[Stream], span: Span, when: Periods, question: ForecastQuestion
) -> tuple[Table, NDArray[np.int64]]:
    """A group's rows, and the number of each one's period."""
    found = volume(streams, span.at, when, np.array(question.probabilities))
    columns: dict[str, Column] = {
        **period_columns(span, when),
        question.by: [name] * len(when.labels),
        "offered_mean": found.mean,
    }
    for p, column in zip(question.probabilities, found.quantiles.T, strict=True):
        columns[quantile_name(p)] = column
    columns["offered_machine_mean"] = _by_period(machine_means(streams, span.at), when)
    if question.explain:
        columns |= explained(streams[0], np.unique(span.at.day))
    columns |= asked_days(span, when)
    keep = open_periods(streams, span, when)
    return Table(columns).chosen(keep), np.flatnonzero(keep)


def _require_explicable(question: ForecastQuestion) -> None:
    whole_queues = (question.by, question.granularity, question.site) == ("queue", "day", None)
    if question.explain and not whole_queues:
        raise QuestionError(
            "explain", "only days of whole queues are explained: by=queue, granularity=day, no site"
        )


def _by_period(means: NDArray[np.float64], when: Periods) -> NDArray[np.float64]:
    summed = np.bincount(when.of_interval, means, minlength=len(when.labels))
    return summed.astype(np.float64)


def quantile_name(probability: float) -> str:
    """``offered_p10`` for 0.1, ``offered_p2_5`` for 0.025."""
    return f"offered_p{100 * probability:.6g}".replace(".", "_")


def period_columns(span: Span, when: Periods) -> dict[str, Column]:
    """How periods are named: intervals by start, UTC start and length, others by their start."""
    if when.granularity == "interval":
        minutes = np.full(len(when.labels), span.grid.interval_minutes)
        return {
            "interval_start": when.labels,
            "interval_start_utc": utc_iso(span.grid.starts),
            "interval_minutes": minutes,
        }
    return {"period_start": when.labels}


def open_periods(streams: list[Stream], span: Span, when: Periods) -> NDArray[np.bool_]:
    """(periods,): below a day those that are open to some stream, from a day on all."""
    if when.granularity not in ("interval", "hour"):
        return np.ones(len(when.labels), bool)
    is_open = np.logical_or.reduce([open_intervals(x, span.at) for x in streams])
    return np.bincount(when.of_interval, is_open, minlength=len(when.labels)) > 0


def _groups(current: Current, question: ForecastQuestion, span: Span) -> dict[str, list[Stream]]:
    queues = chosen_queues(current.plan, question.segment, question.call_type, question.language)
    known = [site.id for site in current.plan.sites]
    if question.site is not None and question.site not in known:
        raise QuestionError("site", f"site is {question.site}; the plan has {', '.join(known)}")
    groups: dict[str, list[Stream]] = {}
    if question.by == "site":
        for site in known if question.site is None else [question.site]:
            for queue in queues:
                _add(groups, site, routed(current, queue, site, span))
    else:
        for queue in queues:
            stream = (
                whole(current, queue)
                if question.site is None
                else routed(current, queue, question.site, span)
            )
            _add(groups, _GROUP_NAMES[question.by](queue), stream)
    if not groups:
        raise QuestionError("site", f"no such calls reach {question.site} in these days")
    return groups


def _add(groups: dict[str, list[Stream]], name: str, stream: Stream | None) -> None:
    if stream is not None:
        groups.setdefault(name, []).append(stream)


_GROUP_NAMES: dict[str, Callable[[Queue], str]] = {
    "queue": lambda x: x.id,
    "call_type": lambda x: x.call_type,
    "language": lambda x: x.language,
    "segment": lambda x: x.segment,
    "total": lambda _: "total",
}


def chosen_queues(
    plan: Plan, segment: str | None, call_type: str | None, language: str | None
) -> list[Queue]:
    """The plan's queues of these values; QuestionError for a value no queue has."""
    queues = list(plan.queues)
    for key, value in (("segment", segment), ("call_type", call_type), ("language", language)):
        if value is None:
            continue
        known = sorted({getattr(x, key) for x in plan.queues})
        if value not in known:
            raise QuestionError(key, f"{key} is {value}; the plan has {', '.join(known)}")
        queues = [x for x in queues if getattr(x, key) == value]
    if not queues:
        raise QuestionError("segment", "no queue has all of these values")
    return queues
