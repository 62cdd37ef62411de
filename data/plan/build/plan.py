"""From well-formed plan text to the frozen ``Plan``: names, units and defaults, no checks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from data.calendar import Holidays
from data.plan import (
    AhtChange,
    Event,
    Handling,
    Limits,
    MatchedTarget,
    Move,
    OpeningHours,
    OtherWork,
    Overflow,
    Plan,
    Routing,
    RoutingStep,
)
from data.plan.build.contracts import contracts
from data.plan.build.drivers import with_drivers
from data.plan.build.history_rules import with_history_rules
from data.plan.build.pools import pools
from data.plan.build.site import shrinkage, site
from data.plan.text import tables as text
from data.plan.text.selector_text import MatchText
from models.queues import Match, Queue, ServiceTarget, Shrinkage

T = TypeVar("T")
R = TypeVar("R")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL_TARGET = ServiceTarget(share=0.80, answer_within=20.0)


def build(source: text.PlanText, calendars: Mapping[str, Holidays]) -> Plan:
    """The plan that a text says; rows keep their order."""
    own = target(source.target, USUAL_TARGET)
    base = shrinkage(source.shrinkage, Shrinkage())
    moves = _each(_move, source.moves)
    plan = Plan(
        timezone=source.timezone,
        holidays=source.holidays,
        interval_minutes=source.interval_minutes,
        shrinkage=base,
        schedule_efficiency=source.schedule_efficiency,
        target=own,
        queues=_each(lambda x: Queue(x.id, x.segment, x.call_type, x.language), source.queues),
        sites=_each(lambda x: site(x, base, moves), source.sites),
        pools=(),
        opening_hours=_each(_opening_hours, source.opening_hours),
        routing=_each(_routing, source.routing),
        targets=_each(lambda x: MatchedTarget(match(x.match), target(x, own)), source.targets),
        events=_each(_event, source.events),
        overflow=_each(_overflow, source.overflow),
        handling=_each(_handling, source.handling),
        aht_changes=_each(_aht_change, source.aht_changes),
        moves=moves,
        other_work=_each(lambda x: OtherWork(match(x.match), x.hours_per_week), source.other_work),
        limits=_limits(source.limits),
        contracts=contracts(source),
        calendars=calendars,
        schedule_efficiency_source=(
            "planned" if "schedule_efficiency" in source.model_fields_set else "assumed"
        ),
    )
    plan = with_history_rules(with_drivers(plan, source, match), source)
    owned = {row: target(x.target, own) for row, x in source.pools.items() if x.target}
    return replace(plan, pools=pools(plan, source.pools, owned))


def match(source: MatchText) -> Match:
    """A selector as the vocabulary has it."""
    return Match(source.segment, source.call_type, source.language)


def target(source: text.TargetText, base: ServiceTarget) -> ServiceTarget:
    """A target whose missing keys are those of ``base``."""
    return ServiceTarget(
        share=_or(source.share, base.share),
        answer_within=_or(source.answer_within_seconds, base.answer_within),
        definition=_or(source.definition, base.definition),
        max_occupancy=_or(source.max_occupancy, base.max_occupancy),
        max_abandoned=_or(source.max_abandoned, base.max_abandoned),
        max_asa=_or(source.max_asa_seconds, base.max_asa),
        short_abandon=_or(source.short_abandon_seconds, base.short_abandon),
    )


def _or(said: T | None, otherwise: T) -> T:
    return otherwise if said is None else said


def _each(make: Callable[[T], R], rows: Mapping[int, T]) -> tuple[R, ...]:
    return tuple(make(x) for x in rows.values())


def _opening_hours(x: text.OpeningHoursText) -> OpeningHours:
    weekdays: Iterable[str] = x.days or (() if x.dates else WEEKDAYS)
    return OpeningHours(
        match=match(x.match),
        weekdays=frozenset(WEEKDAYS.index(day) for day in weekdays),
        dates=frozenset(x.dates or ()),
        opens=x.opens or 0,
        closes=x.closes or 0,
        closed_on_holidays=x.closed_on_holidays,
        valid_from=x.valid_from or date.min,
        valid_to=x.valid_to or date.max,
    )


def _routing(x: text.RoutingText) -> Routing:
    steps = tuple(RoutingStep(step.first, step.shares) for step in x.steps.values())
    return Routing(match(x.match), x.ramp, steps)


def _limits(x: text.LimitsText) -> Limits:
    return Limits(x.hiring_notice_weeks, x.max_weekly_shift, x.max_dual_running_weeks, x.goal)


def _event(x: text.EventText) -> Event:
    return Event(
        match(x.match), x.first, x.last, x.factor, x.offered, x.reason or "", x.author or ""
    )


def _handling(x: text.HandlingText) -> Handling:
    return Handling(match(x.match), x.first, x.aht_seconds, x.patience_seconds)


def _overflow(x: text.OverflowText) -> Overflow:
    return Overflow(match(x.match), x.site, x.calls_per_hour, x.first, x.last)


def _aht_change(x: text.AhtChangeText) -> AhtChange:
    return AhtChange(match(x.match), x.first, x.last, x.factor, x.reason or "")


def _move(x: text.MoveText) -> Move:
    return Move(
        x.from_site, x.to_site, x.day, x.headcount, x.retraining_weeks, tuple(x.languages or ())
    )
