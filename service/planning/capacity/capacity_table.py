"""Required against available, by pool and week or half-hour, and whether cut-overs are ready."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np

from data.plan.days.opening import DAYS_A_WEEK
from models.arrays import Floats
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays, whole_weeks
from service.planning.basis.span import QuestionError, span_of
from service.planning.basis.table import Column, Table, stacked
from service.planning.capacity.cache import Cache
from service.planning.capacity.half_hours import half_hours, known_values
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.pool_people import pool_people
from service.planning.capacity.readiness import cut_overs, spare, word
from service.planning.capacity.shortage import AskedWeeks, ready_from, reason
from service.planning.capacity.site_people import WeekSpan
from service.planning.capacity.site_pools import pool_capacities
from service.planning.staffing.day_paths import DayPaths
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.staffing_table import pools_of


@dataclass(frozen=True, slots=True)
class CapacityQuestion:
    """Which days and pools; None does not restrict. People are shared before pools are chosen."""

    first: date
    last: date
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    what_if: WhatIf = field(default_factory=WhatIf)
    method: Method = field(default_factory=Method)


@dataclass(frozen=True, slots=True)
class CapacityRequest:
    """The same question, whose days may be left out."""

    days: PlannedDays = field(default_factory=PlannedDays)
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    method: Method = field(default_factory=Method)
    what_if: WhatIf = field(default_factory=WhatIf)

    def question(self, current: Current) -> CapacityQuestion:
        """With its days."""
        return CapacityQuestion(
            *self.days.within(current),
            self.site,
            self.language,
            self.segment,
            self.what_if,
            self.method,
        )


@dataclass(frozen=True, slots=True)
class CapacityRows:
    """By week or by half-hour."""

    granularity: Literal["interval", "week"] = "week"


@dataclass(frozen=True, slots=True)
class PoolWeeks:
    """A pool's weeks with what callers get in them."""

    capacity: PoolCapacity
    paths: DayPaths  # by week
    probability: Floats  # (W,) that the week meets the target

    def reason(self, week: int, weeks: AskedWeeks) -> str:
        """Why a week has too few people; see ``service.planning.capacity.shortage``."""
        met = spare(self.paths, self.capacity.need.target)[week] >= 0
        return reason(self.capacity, week, self.probability, weeks, bool(met))

    @property
    def calls_at_risk(self) -> Floats:
        """(W,) calls that are expected to be answered too late beyond what the target allows."""
        return np.asarray(self.paths.beyond(self.capacity.need.target.share).mean(axis=0))


@dataclass(frozen=True, slots=True)
class Capacity:
    """The answer's parts."""

    question: CapacityQuestion
    current: Current
    pools: tuple[PoolWeeks, ...]

    @property
    def mondays(self) -> tuple[date, ...]:
        """The first day of every week."""
        return WeekSpan(self.question.first, self.question.last).mondays

    @property
    def weeks(self) -> AskedWeeks:
        """Its weeks among the whole ones that can be planned."""
        _, last = whole_weeks(self.current)
        return AskedWeeks(self.mondays, last - timedelta(days=last.weekday()))


def capacity(current: Current, question: CapacityQuestion, cache: Cache | None = None) -> Capacity:
    """Every asked pool; QuestionError where there is none, NotReadyError as for staffing.

    ``cache`` of earlier answers saves working out again what has not changed.
    """
    span = span_of(current, question.first, question.last)
    pools_of(current, question)  # refuses values that no pool has
    every = pool_capacities(current, span, question.method, question.what_if, cache or Cache())
    chosen = [x for x in every if _is_asked(x, question)]
    if not chosen:
        raise QuestionError("site", "no call reaches such a pool in these days")
    return Capacity(question, current, tuple(_pool_weeks(x) for x in chosen))


def _is_asked(pool: PoolCapacity, question: CapacityQuestion) -> bool:
    own = pool.need.pool
    return (
        question.site in (None, own.site)
        and (question.language is None or question.language in own.languages)
        and (question.segment is None or question.segment in own.segments)
    )


def _pool_weeks(pool: PoolCapacity) -> PoolWeeks:
    paths = pool.paths_at(pool.share)
    return PoolWeeks(pool, paths, paths.meeting(pool.need.target))


def capacity_table(answer: Capacity, rows: CapacityRows) -> Table:
    """The rows that are asked for."""
    return interval_table(answer) if rows.granularity == "interval" else weekly_table(answer)


def weekly_table(answer: Capacity) -> Table:
    """One row a pool and ISO week with calls, in time order."""
    tables = [_weeks(answer, pool) for pool in answer.pools]
    rows = np.concatenate([np.arange(len(answer.mondays))] * len(tables))
    order = np.argsort(rows, kind="stable")
    offered = np.concatenate([pool.paths.calls.mean(axis=0) for pool in answer.pools])[order]
    return stacked(tables, order).chosen(offered > 0)


def _weeks(answer: Capacity, weeks: PoolWeeks) -> Table:
    pool, asked, own = weeks.capacity, answer.weeks, weeks.capacity.need.pool
    mondays, required, people = asked.mondays, pool.required_hours, pool_people(pool)
    count = len(mondays)
    available = pool.available_hours if pool.people.groups else np.full(count, np.nan)
    known = bool(pool.people.groups)
    columns: dict[str, Column] = {
        "week_start": [x.isoformat() for x in mondays],
        "site": [own.site] * count,
        "language": [own.language] * count,
        "segment": [own.segment] * count,
        "pool": [own.name] * count,
        "required_hours": required,
        "available_hours": available,
        "gap_hours": available - required,
        "required_fte": people.required,
        "available_fte": known_values(people.available, known),
        "gap_fte": known_values(people.gap, known),
        "service_level": known_values(weeks.paths.service_level, known),
        "abandoned_share": known_values(_abandoned(weeks), known),
        "calls_at_risk": known_values(weeks.calls_at_risk, known),
        "readiness": [word(x) if known else None for x in weeks.probability.tolist()],
        "reason": [weeks.reason(i, asked) for i in range(count)],
        "offered_mean": weeks.paths.calls.mean(axis=0),
        "target_share": np.full(count, pool.need.target.share),
        "meets_target_probability": known_values(weeks.probability, known),
        "other_work_hours": pool.other_work,
        "bilingual_hours": pool.bilingual_hours,
        "counted_hours": known_values(pool.counted_hours, known),
        "release": np.full(count, answer.current.release.head.id),
        "plan": np.full(count, answer.current.stored.id),
        "required_fte_calls": people.calls,
        "required_fte_longer_calls": people.longer_calls,
        "required_fte_other_work": people.other_work,
        "full_timer_hours": pool.full_timer_hours,
        "days": np.bincount(pool.week, minlength=count),
        "days_in_period": np.full(count, DAYS_A_WEEK),
        "definition": [pool.need.target.definition] * count,
        "service_level_calls": known_values(weeks.paths.among.mean(axis=0), known),
        "schedule_efficiency": pool.efficiency,
        "schedule_efficiency_source": [pool.need.question.efficiency_source] * count,
    }
    return Table(columns)


def _abandoned(weeks: PoolWeeks) -> Floats:
    if weeks.capacity.need.patience is None:
        return np.full(weeks.paths.calls.shape[1], np.nan)
    return weeks.paths.abandoned_share


def interval_table(answer: Capacity) -> Table:
    """One row a pool and open interval, in time order."""
    return half_hours(answer.current.plan, [x.capacity for x in answer.pools])


def step_rows(answer: Capacity) -> list[dict[str, object]]:
    """Cut-over steps in time order: each is as ready as the weakest of its first four weeks."""
    rows = []
    for weeks in answer.pools:
        for step in cut_overs(answer.current.plan, weeks.capacity, answer.mondays):
            chance = np.where(np.isnan(weeks.probability), 1.0, weeks.probability)
            weakest = min(step.weeks, key=lambda x: chance[x])
            known = bool(weeks.capacity.people.groups)
            rows.append(
                {
                    "pool": step.pool,
                    "from": step.first.isoformat(),
                    "share": step.share,
                    "probability": round(float(chance[weakest]), 4) if known else None,
                    "readiness": word(float(chance[weakest])) if known else None,
                    "weakest_week": answer.mondays[weakest].isoformat(),
                    "reason": weeks.reason(weakest, answer.weeks),
                    "ready_from": (
                        ready_from(weeks.probability, step.weeks[0], answer.weeks)
                        if known
                        else None
                    ),
                }
            )
    return sorted(rows, key=lambda x: (str(x["from"]), str(x["pool"])))
