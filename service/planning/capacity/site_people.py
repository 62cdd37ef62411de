"""Who can take the calls: a site's people week by week, expected and as chance may have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.people.staff import StaffGroup, site_groups
from data.people.supply import SiteDays, site_days, supply
from data.plan import Plan, Site
from data.plan.days.opening import open_slots
from data.plan.days.routing import routing_of, sites_of
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.people.headcount import drawn_headcount, expected_headcount, takes_calls


@dataclass(frozen=True, slots=True)
class WeekSpan:
    """The ISO weeks (W) that hold the days from ``first`` to ``last``; other days count nothing."""

    first: date
    last: date

    @property
    def mondays(self) -> tuple[date, ...]:
        """The first day of each week."""
        monday = self.first - timedelta(days=self.first.weekday())
        return tuple(monday + timedelta(days=x) for x in range(0, (self.last - monday).days + 1, 7))

    @property
    def days(self) -> Index:
        """(7 W,) ordinals of all their days."""
        start = self.mondays[0].toordinal()
        return np.arange(start, start + 7 * len(self.mondays), dtype=np.int64)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(7 W,) which of the days are meant."""
        days = self.days
        return np.asarray((days >= self.first.toordinal()) & (days <= self.last.toordinal()))


@dataclass(frozen=True, slots=True)
class SitePeople:
    """Of the groups (G) of a site in the weeks (W) of a span."""

    groups: tuple[StaffGroup, ...]
    headcount: Floats  # (G, W) on each week's first meant day, in training or not
    on_phone: NDArray[np.bool_]  # (G, W) whether they take calls when the week begins
    paid_hours: Floats  # (G, W) of those who take calls
    agent_hours: Floats  # (G, W)
    experienced_hours: Floats  # (G, W) what they are worth in calls of experienced people
    drawn: Floats  # (draws, G, W) experienced hours by chance, over those expected; 1 without


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """All that a site's people are worked out from, and nothing else."""

    groups: tuple[StaffGroup, ...]
    days: SiteDays
    works: Floats  # (7 W,) 1 on days on which calls that the site may take are open
    span: WeekSpan
    since: date  # the same day and seed draw the same futures
    seed: int
    draws: int


def people_question(
    plan: Plan, site: Site, span: WeekSpan, since: date, seed: int, draws: int
) -> PeopleQuestion:
    """The question who everyone is whom the plan has at a site."""
    return PeopleQuestion(
        groups=tuple(x for x in site_groups(plan) if x.site == site.id),
        days=site_days(plan, site, span.mondays),
        works=open_days(plan, site, span),
        span=span,
        since=since,
        seed=seed,
        draws=draws,
    )


def site_people(question: PeopleQuestion) -> SitePeople:
    """Expected, and as chance may have them."""
    groups, span = question.groups, question.span
    expected = np.array([expected_headcount(x.group, span.days) for x in groups])
    expected = expected.reshape(len(groups), len(span.days)) * span.inside
    works = question.works * span.inside
    usual = supply(groups, question.days, expected * works)
    drawn = _drawn(groups, span, question.since, question.seed, question.draws) * works
    chance = supply(groups, question.days, drawn)
    meant = span.inside.reshape(-1, 7)
    return SitePeople(
        groups=groups,
        headcount=_on_first_days(expected, meant),
        on_phone=np.array([takes_calls(x.group, _firsts(span, meant)) for x in groups], np.bool_),
        paid_hours=usual.paid_hours,
        agent_hours=usual.agent_hours,
        experienced_hours=usual.experienced_hours,
        drawn=ratio(chance.experienced_hours, usual.experienced_hours, 1.0),
    )


def _drawn(
    groups: Sequence[StaffGroup], span: WeekSpan, since: date, seed: int, draws: int
) -> Floats:
    """(draws, G, 7 W): each group draws from its own stream, so that changing one leaves others.

    From ``since`` on, whichever days are asked: a week is the same in every question.
    """
    days = np.arange(min(since.toordinal(), int(span.days[0])), int(span.days[-1]) + 1)
    asked = slice(len(days) - len(span.days), None)
    people = np.zeros((draws, len(groups), len(span.days)))
    for place, x in enumerate(groups):
        name = f"{x.site}/{x.label}/{'+'.join(x.languages)}"
        alike = sum(y.label == x.label and y.languages == x.languages for y in groups[:place])
        random = np.random.default_rng([seed, alike, *name.encode()])
        people[:, place] = drawn_headcount(x.group, days, random, draws)[:, asked]
    return people


def open_days(plan: Plan, site: Site, span: WeekSpan) -> Floats:
    """(7 W,) 1 on days on which calls that the site may take are open: nobody works for none."""
    days = [date.fromordinal(x) for x in span.days.tolist()]
    routes = [(x, routing_of(plan, x)) for x in plan.queues]
    taken = [x for x, routing in routes if routing and site.id in sites_of(routing)]
    opened = [open_slots(plan, x, days).any(axis=1) for x in taken]
    return np.asarray(np.any(opened, axis=0) if opened else np.ones(len(days)), np.float64)


def _on_first_days(expected: Floats, meant: NDArray[np.bool_]) -> Floats:
    return np.asarray(expected[:, meant.argmax(axis=1) + 7 * np.arange(len(meant))])


def _firsts(span: WeekSpan, meant: NDArray[np.bool_]) -> Index:
    return np.asarray(span.days[meant.argmax(axis=1) + 7 * np.arange(len(meant))])
