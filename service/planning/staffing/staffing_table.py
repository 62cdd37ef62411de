"""Agents needed, by pool or groups of pools, and what their callers then get."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal, Protocol, get_args

import numpy as np

from data.calendar.clock import local_iso, utc_iso
from models.arrays import Index
from models.queues import Pool
from service.planning.basis.asked_days import asked_days
from service.planning.basis.current import Current
from service.planning.basis.span import Periods, QuestionError, periods, span_of
from service.planning.basis.streams import pools_volume
from service.planning.basis.table import Column, Table, stacked
from service.planning.basis.terms import FirstDay, Granularity, LastDay, Listed, Term
from service.planning.staffing.assurance import assurance
from service.planning.staffing.figures import (
    Frame,
    agents_of_shifts,
    interval_figures,
    sums,
)
from service.planning.staffing.full_timer import efficiency_columns, equivalents
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.reasons import reasons

StaffingField = Literal["pool", "site", "language", "segment"]
STAFFING_FIELDS = get_args(StaffingField)
BY = "pool|(site|language|segment)(,(site|language|segment))*"
PROBABILITIES = (0.1, 0.5, 0.9)


class PoolChoice(Protocol):
    """What chooses pools; None does not restrict."""

    @property
    def site(self) -> str | None:
        """A site's id."""

    @property
    def language(self) -> str | None:
        """A language."""

    @property
    def segment(self) -> str | None:
        """A segment."""


def _fields(text: str) -> tuple[StaffingField, ...]:
    fields = tuple(x for x in STAFFING_FIELDS if x in text.split(","))
    if len(fields) != len(text.split(",")):
        raise ValueError(f"by is {text}; name each of site,language,segment once")
    return fields


@dataclass(frozen=True, slots=True)
class StaffingQuestion:
    """Which pools and days, how summed, under which what-ifs; None does not restrict."""

    first: FirstDay
    last: LastDay
    by: Annotated[
        tuple[StaffingField, ...],
        Listed("pool, or some of site,language,segment", f"({BY})", _fields),
        Term("pool, or any of site, language, segment, separated by commas"),
    ] = ("pool",)
    granularity: Granularity = "interval"
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    method: Method = field(default_factory=Method)
    explain: Annotated[
        bool, Term("Split the scheduled agents (or hours) into what asks for them")
    ] = False
    what_if: WhatIf = field(default_factory=WhatIf)


def staffing_table(current: Current, question: StaffingQuestion) -> Table:
    """One row a group and period in time order, where the group is open at all.

    Raises QuestionError for values the plan or the release does not have, NotReadyError where
    handling times are missing.
    """
    span = span_of(current, question.first, question.last)
    frame = Frame(current, span, periods(span, question.granularity), question.explain)
    needs = [
        pool_need(current, pool, span, question.what_if, question.method)
        for pool in pools_of(current, question)
    ]
    groups: dict[tuple[str, ...], list[PoolNeed]] = {}
    for need in needs:
        if need is not None:
            key = tuple(str(getattr(need.pool, "name" if x == "pool" else x)) for x in question.by)
            groups.setdefault(key, []).append(need)
    if not groups:
        raise QuestionError("site", "no call reaches such a pool in these days")
    parts = [
        _group_rows(frame, question.by, alike, number)
        for group in groups.values()
        for alike, number in _alike(frame.when, group)
    ]
    rows = np.concatenate([number for _, number in parts])
    return stacked([table for table, _ in parts], np.argsort(rows, kind="stable"))


def pools_of(current: Current, question: PoolChoice) -> list[Pool]:
    """The pools of the site, language and segment asked for; QuestionError for unknown values."""
    chosen = list(current.plan.pools)
    for key in ("site", "language", "segment"):
        value = getattr(question, key)
        if value is None:
            continue
        known = sorted({x for pool in current.plan.pools for x in _values(pool, key)})
        if value not in known:
            raise QuestionError(key, f"{key} is {value}; the plan's pools have {', '.join(known)}")
        chosen = [pool for pool in chosen if value in _values(pool, key)]
    return chosen


def _values(pool: Pool, key: str) -> tuple[str, ...]:
    several = {"segment": pool.segments, "language": pool.languages}
    return several.get(key, (pool.site,))


def _alike(when: Periods, group: list[PoolNeed]) -> Iterator[tuple[list[PoolNeed], Index]]:
    """Numbers of the periods in which pools of the same sites and definitions are open, and these.

    So a row is the same in every question: a pool closed all its period has no say in it.
    """
    is_open = np.array([np.bincount(when.of_interval, x.open, len(when.labels)) for x in group]) > 0
    if not is_open.any():
        yield group, np.flatnonzero(is_open[0])
    kinds = np.array([f"{x.pool.site} {x.target.definition} {x.model}" for x in group])
    some = np.array([is_open[kinds == kind].any(axis=0) for kind in np.unique(kinds)])
    patterns, pattern = np.unique(some, axis=1, return_inverse=True)
    for number in np.flatnonzero(patterns.any(axis=0)).tolist():
        on = pattern == number
        taking = np.flatnonzero(is_open[:, on].any(axis=1)).tolist()
        yield [group[x] for x in taking], np.flatnonzero(on)


def _group_rows(
    frame: Frame, by: tuple[StaffingField, ...], group: list[PoolNeed], number: Index
) -> tuple[Table, Index]:
    """A group's rows in the periods of these numbers."""
    when = frame.when
    count = len(when.labels)
    pools = tuple(need.pool for need in group)
    factor = group[0].question.volume_factor
    days = (frame.span.first, frame.span.last)
    offered = pools_volume(frame.current, pools, factor, days, when.granularity, PROBABILITIES)
    quantiles = zip(("offered_p10", "offered_p50", "offered_p90"), offered.quantiles.T, strict=True)
    by_interval = when.granularity == "interval"
    people = equivalents(frame.current.plan, group, when)
    columns: dict[str, Column] = {
        **_when_columns(frame, group),
        **_names(by, group, count),
        "offered_mean": offered.mean,
        **dict(quantiles),
        **(interval_figures(group) if by_interval else sums(frame, group, people.fte)),
        "model": [_one_or_mixed({need.model for need in group})] * count,
        "mode": [group[0].question.method.mode] * count,
        "definition": [_one_or_mixed({need.target.definition for need in group})] * count,
        "release": np.full(count, frame.current.release.head.id),
        "plan": np.full(count, frame.current.stored.id),
        **assurance(group, frame.span, when),
        **(reasons(group, when, frame.hours) if frame.explain else {}),
        **({} if by_interval else people.columns),
        **asked_days(frame.span, when),
        **(agents_of_shifts(frame.current, group) if by_interval else {}),
        **({} if by_interval else efficiency_columns(group, when)),
    }
    keep = np.zeros(count, np.bool_)
    keep[number] = True
    return Table(columns).chosen(keep), number


def _when_columns(frame: Frame, group: list[PoolNeed]) -> dict[str, Column]:
    """Intervals carry the site's own offset where all pools are at one site."""
    grid, when = frame.span.grid, frame.when
    if when.granularity != "interval":
        return {"period_start": when.labels}
    zones = {frame.current.plan.site(need.pool.site).timezone for need in group}
    zone = zones.pop() if len(zones) == 1 else grid.timezone
    return {
        "interval_start": local_iso(grid.starts, zone),
        "interval_start_utc": utc_iso(grid.starts),
        "interval_minutes": np.full(len(grid.starts), grid.interval_minutes),
    }


def _names(by: tuple[StaffingField, ...], group: list[PoolNeed], count: int) -> dict[str, Column]:
    """All four names; where a group spans several values of one it was not grouped by, null."""
    values: dict[StaffingField, set[str]] = {
        "pool": {need.pool.name for need in group},
        "site": {need.pool.site for need in group},
        "language": {need.pool.language for need in group},
        "segment": {need.pool.segment for need in group},
    }
    return {
        key: [found.copy().pop() if key in by or len(found) == 1 else None] * count
        for key, found in values.items()
    }


def _one_or_mixed(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else "mixed"
