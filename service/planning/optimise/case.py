"""A plan and what it needs as a hiring problem: lines, base, options, and shares that may move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.people.staff import StaffGroup, class_group, extended_staff, site_groups, staff_group
from data.people.supply import site_days, supply
from data.people.wages import cost_of
from data.plan import Plan, Site, TrainingClass
from data.plan.edit import Decisions, NewClass, Place
from models.arrays import Floats
from models.hiring.problem import HiringPlan, HiringProblem, Option
from models.numeric.ratios import ratio
from models.people.headcount import Group, expected_headcount
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.rerouting import Line, Rerouting


@dataclass(frozen=True, slots=True)
class Choice:
    """Where in the plan an option of the problem stands."""

    option: Option
    row: Place
    starts: date | None = None  # of a further class like that of the row


@dataclass(frozen=True, slots=True)
class HiringCase:
    """The problem, and the way back from its numbers to the plan."""

    problem: HiringProblem
    choices: tuple[Choice, ...]
    rerouting: Rerouting

    def decisions(self, found: HiringPlan) -> Decisions:
        """What to write into the plan."""
        numbered = list(zip(self.choices, found.people.tolist(), strict=True))
        classes = [(x, n) for x, n in numbered if x.option.kind == "class"]
        return Decisions(
            headcounts={x.row: n for x, n in classes if x.starts is None},
            extended={x.row: n for x, n in numbered if x.option.kind == "extension"},
            new_classes=tuple(NewClass(x.row, x.starts, n) for x, n in classes if x.starts and n),
            shares=self.rerouting.shares(found.units),
        )


def hiring_case(
    plan: Plan,
    elasticity: float,
    rerouting: Rerouting,
    lines: Sequence[Line],
    need: Floats,
    span: WeekSpan,
    origin: date,
) -> HiringCase:
    """``need`` (L, W) are hours at the plan's own shares; nothing before ``origin`` can change.

    Hours of people who take f times as long are worth 1 / f to the power of ``elasticity``.
    """
    case = _Span(plan, elasticity, tuple(lines), span)
    choices = tuple(_choices(case, origin))
    base = [x for x in site_groups(_without(plan, choices)) if _lines_of(x, lines).any()]
    hours = [case.hours(x) for x in base]
    problem = HiringProblem(
        lines=tuple(f"{site}-{language}" for site, language in lines),
        weeks=tuple(x.isoformat() for x in span.mondays),
        need_fixed=rerouting.fixed(need),
        base_hours=np.array(hours).reshape(len(base), len(span.mondays)),
        base_speaks=np.array([_lines_of(x, lines) for x in base], bool).reshape(-1, len(lines)),
        options=tuple(x.option for x in choices),
        steps=rerouting.steps,
        routings=rerouting.routings,
        trainers={
            x.id: x.max_classes_in_training
            for x in plan.sites
            if x.max_classes_in_training is not None
        },
        max_weekly_shift=plan.limits.max_weekly_shift / rerouting.unit,
        unit=rerouting.unit,
    )
    return HiringCase(problem, choices, rerouting)


@dataclass(frozen=True, slots=True)
class _Span:
    """What every choice of a plan is measured by."""

    plan: Plan
    elasticity: float
    lines: tuple[Line, ...]
    weeks: WeekSpan

    def hours(self, of: StaffGroup) -> Floats:
        """(W,) what the hours of a group are worth."""
        people = expected_headcount(of.group, self.weeks.days) * self.weeks.inside
        site = self.plan.site(of.site)
        found = supply([of], site_days(self.plan, site, self.weeks.mondays), people[None])
        agent, experienced = found.agent_hours[0], found.experienced_hours[0]
        return np.asarray(agent / ratio(agent, experienced, 1.0) ** self.elasticity)

    def speaks(self, of: StaffGroup) -> NDArray[np.bool_]:
        """(L,) the lines it can work for."""
        return _lines_of(of, self.lines)


def _lines_of(x: StaffGroup, lines: Sequence[Line]) -> NDArray[np.bool_]:
    return np.array(
        [
            site == x.site and set(languages.split("+")) <= set(x.languages)
            for site, languages in lines
        ]
    )


def _choices(case: _Span, origin: date) -> Iterator[Choice]:
    """What starts within the notice of hiring is settled."""
    limits = case.plan.limits
    earliest = origin + timedelta(days=1 + round(7 * limits.hiring_notice_weeks))
    for site in case.plan.sites:
        for row, x in enumerate(site.classes):
            if x.starts >= earliest:
                yield _class_choice(case, site, row, x)
        for row, start in _further(site, case.weeks, earliest):
            later = replace(site.classes[row], starts=start, headcount=0)
            yield replace(_class_choice(case, site, row, later), starts=start)
        yield from _extensions(case, site)


def _further(site: Site, span: WeekSpan, earliest: date) -> Iterator[tuple[int, date]]:
    """Every Monday on which a class like the site's latest of its languages could start.

    In time for its first call before the site closes.
    """
    in_time_order = sorted(enumerate(site.classes), key=lambda x: x[1].starts)
    latest = {x.languages: row for row, x in in_time_order}
    planned = {(x.languages, x.starts) for x in site.classes}
    for languages, row in latest.items():
        last = min(site.hires_until or date.min, _latest_start(site, site.classes[row]))
        for monday in span.mondays:
            if earliest <= monday <= last and (languages, monday) not in planned:
                yield row, monday


def _latest_start(site: Site, x: TrainingClass) -> date:
    return site.closes - (x.trained - x.starts) if site.closes else date.max


def _class_choice(case: _Span, site: Site, row: int, x: TrainingClass) -> Choice:
    group = replace(class_group(case.plan, x, site), headcount=1.0)
    one = StaffGroup(site.id, x.languages, "", x.hourly_cost, group)
    most = site.classes[row].max_headcount or site.classes[row].headcount
    option = Option(
        label=f"class {x.starts} {'+'.join(x.languages)}",
        kind="class",
        site=site.id,
        cost=cost_of(group, x.hourly_cost or 0.0, case.weeks.days),
        most=max(most, x.headcount),
        hours=case.hours(one),
        speaks=case.speaks(one),
        training=_training(group, case.weeks),
        least=x.min_headcount,
        current=x.headcount,
    )
    return Choice(option, (site.id, row))


def _training(group: Group, span: WeekSpan) -> NDArray[np.bool_]:
    days = span.days.reshape(-1, 7)
    return np.asarray(((days >= group.joins) & (days < group.phone_from)).any(axis=1))


def _extensions(case: _Span, site: Site) -> Iterator[Choice]:
    """One person more who stays instead of leaving like the others."""
    for row, x in enumerate(site.staff):
        if not x.max_extended:
            continue
        staying = extended_staff(case.plan, replace(x, extended=1), site)
        leaving = replace(staying, group=staff_group(case.plan, replace(x, headcount=1), site))
        hours = case.hours(staying) - case.hours(leaving)
        days = case.weeks.days
        cost = cost_of(staying.group, staying.hourly_cost or 0.0, days)
        option = Option(
            label=f"{x.contract}, extended",
            kind="extension",
            site=site.id,
            cost=cost - cost_of(leaving.group, x.hourly_cost or 0.0, days),
            most=x.max_extended,
            hours=np.maximum(hours, 0.0),
            speaks=case.speaks(staying),
            training=np.zeros(len(case.weeks.mondays), bool),
            current=x.extended,
        )
        yield Choice(option, (site.id, row))


def _without(plan: Plan, choices: Sequence[Choice]) -> Plan:
    """The plan with nobody in what can be chosen."""
    classes = {x.row for x in choices if x.option.kind == "class" and x.starts is None}
    sites = tuple(
        replace(
            site,
            staff=tuple(replace(x, extended=0) if x.max_extended else x for x in site.staff),
            classes=tuple(
                replace(x, headcount=0) if (site.id, row) in classes else x
                for row, x in enumerate(site.classes)
            ),
        )
        for site in plan.sites
    )
    return replace(plan, sites=sites)
