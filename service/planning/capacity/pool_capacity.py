"""What each pool needs against what its site's people can give, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.plan import Site
from data.plan.days.other_work import weekly_other_work
from models.arrays import Counts, Floats, Index
from models.numeric.ratios import ratio
from models.people.sharing import MOST_LANGUAGES, share_hours
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import Span
from service.planning.capacity.cache import Cache
from service.planning.capacity.site_people import SitePeople, WeekSpan, people_question
from service.planning.staffing.day_paths import DayPaths
from service.planning.staffing.full_timer import full_timer_days, week_shares
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf, pool_question


@dataclass(frozen=True, slots=True)
class PoolCapacity:
    """A pool in the weeks (W) of a span."""

    need: PoolNeed
    experienced: PoolNeed  # were nobody new: as staffing has it
    people: SitePeople
    given: Floats  # (G, W) of each group of the site: agent hours of the curve that the pool gets
    efficiency: Floats  # (W,) of its shifts: an agent hour of theirs gives as many of the curve
    full_timer_hours: Floats  # (W,) paid, on the days on which the pool takes calls
    other_work_days: Floats  # (D,) agent hours of e-mail and forms that the pool must also find
    plain_hours: Floats  # (W,) required of experienced people
    week: Index  # (D,) of each asked day
    cache: Cache

    @property
    def call_hours(self) -> Floats:
        """(W,) agent hours that the calls need, whole agents summed."""
        hours = self.need.question.span.grid.interval_minutes / 60.0
        return np.asarray(self.weekly(self.need.agents) * hours)

    @property
    def load_hours(self) -> Floats:
        """(W,) of calls alone, without waiting for any."""
        hours = self.need.question.span.grid.interval_minutes / 60.0
        return np.asarray(self.weekly(self.need.erlangs) * hours)

    @property
    def week_of_interval(self) -> Index:
        """(n,) the number of each interval's week."""
        return np.asarray(self.week[self.need.question.span.grid.day])

    def weekly(self, values: Floats | Counts) -> Floats:
        """(W,) sums of what the intervals (n,) have."""
        return np.bincount(self.week_of_interval, values, self.given.shape[1]).astype(np.float64)

    def daily(self, values: Floats) -> Floats:
        """(W,) sums of what the asked days (D,) have."""
        return np.bincount(self.week, values, self.given.shape[1]).astype(np.float64)

    @property
    def other_work(self) -> Floats:
        """(W,) agent hours."""
        return self.daily(self.other_work_days)

    @property
    def required_hours(self) -> Floats:
        """(W,) for calls and other work."""
        return self.call_hours + self.other_work

    @property
    def available_hours(self) -> Floats:
        """(W,) agent hours that the pool gets."""
        return np.asarray(self.given.sum(axis=0))

    @property
    def bilingual_hours(self) -> Floats:
        """(W,) of the available ones, of people who speak several languages."""
        several = np.array([len(x.languages) > 1 for x in self.people.groups], bool)
        return np.asarray(self.given[several].sum(axis=0))

    @property
    def experienced_hours(self) -> Floats:
        """(W,) what the available hours are worth in calls of experienced people."""
        worth = ratio(self.people.experienced_hours, self.people.agent_hours, 1.0)
        return np.asarray((self.given * worth).sum(axis=0))

    @property
    def share(self) -> Floats:
        """(W,) of the required hours that is available."""
        return ratio(self.available_hours, self.required_hours, 0.0)

    def agents_at(self, share: Floats) -> Floats:
        """(m,) in the open intervals, if a ``share`` (W,) of those needed is there."""
        of_interval = share[self.week_of_interval][self.need.open]
        return np.asarray(self.need.agents[self.need.open] * of_interval)

    def paths_at(self, share: Floats) -> DayPaths:
        """What callers get by week on each sample path, with the people that chance leaves."""
        total = (self.people.drawn * self.given).sum(axis=1)  # (draws, W)
        come = np.maximum(ratio(total, self.available_hours, 1.0), _NOBODY)
        return self.cache.week_paths(self.need, self.agents_at(share), come, self.week)


_NOBODY = 1e-6  # of the people expected: a load over none of them


def pool_capacities(
    current: Current, span: Span, method: Method, what_if: WhatIf, cache: Cache
) -> list[PoolCapacity]:
    """Every pool that calls reach in the span, in the plan's order.

    The people of a site are shared between its languages as equally as what they speak allows, and
    within a language in proportion to what its pools need. New people's longer calls enter the
    AHT of their pool.
    """
    questions = [pool_question(current, pool, span, what_if, method) for pool in current.plan.pools]
    by_site: dict[str, list[PoolNeed]] = {}
    for question in questions:
        if question is not None:
            by_site.setdefault(question.pool.site, []).append(cache.need_of(question))
    weeks = WeekSpan(span.first, span.last)
    capacities = [
        capacity
        for site, group in by_site.items()
        for capacity in _of_site(
            current, what_if.site(current.plan.site(site)), group, weeks, cache
        )
    ]
    order = {pool.name: place for place, pool in enumerate(current.plan.pools)}
    return sorted(capacities, key=lambda x: order[x.need.pool.name])


def _of_site(
    current: Current, site: Site, needs: Sequence[PoolNeed], weeks: WeekSpan, cache: Cache
) -> list[PoolCapacity]:
    draws = len(needs[0].risk.factors)
    head = current.release.head
    people = cache.site_people(
        people_question(current.plan, site, weeks, head.first_day, head.seed, draws)
    )
    week = _week_of_day(weeks)
    pools = [_bare(current, need, people, week, cache) for need in needs]
    return [_slower(x) for x in _shared(pools, people)]


def _bare(
    current: Current, need: PoolNeed, people: SitePeople, week: Index, cache: Cache
) -> PoolCapacity:
    """Before its site's people are shared."""
    weeks = people.agent_hours.shape[1]
    return PoolCapacity(
        need=need,
        experienced=need,
        people=people,
        given=np.zeros(people.agent_hours.shape),
        efficiency=_weekly_efficiency(need, week, weeks),
        full_timer_hours=_full_timer(current, need, week, weeks),
        other_work_days=_other_work(current, need),
        plain_hours=np.zeros(weeks),
        week=week,
        cache=cache,
    )


def _full_timer(current: Current, need: PoolNeed, week: Index, weeks: int) -> Floats:
    return np.bincount(week, full_timer_days(current.plan, need), weeks).astype(np.float64)


def _weekly_efficiency(need: PoolNeed, week: Index, weeks: int) -> Floats:
    """(W,) which all days of a week have."""
    found = np.ones(weeks)
    found[week] = need.question.schedule_efficiency
    return found


def _week_of_day(weeks: WeekSpan) -> Index:
    return np.repeat(np.arange(len(weeks.mondays)), 7)[weeks.inside]


def _other_work(current: Current, need: PoolNeed) -> Floats:
    """(D,) hours: a language's other work goes where its calls go, pool by pool, on its days."""
    days = np.unique(need.question.span.at.day)
    hours = np.zeros(len(days))
    for x in need.question.reached:
        hours += weekly_other_work(current.plan, x.queue) * x.stream.routed[days]
    return hours * week_shares(current.plan, need)


def _shared(pools: list[PoolCapacity], people: SitePeople) -> list[PoolCapacity]:
    languages = sorted({x.need.pool.language for x in pools})
    if len(languages) > MOST_LANGUAGES:
        raise NotReadyError(
            f"{pools[0].need.pool.site} has pools of {len(languages)} languages; capacity shares "
            f"people between at most {MOST_LANGUAGES}: split the site in the plan"
        )
    required = np.array([x.required_hours / x.efficiency for x in pools])  # (pools, W) of shifts
    row = np.array([languages.index(x.need.pool.language) for x in pools])
    need = np.stack([required[row == i].sum(axis=0) for i in range(len(languages))], axis=1)
    of = {x.need.pool.language: x.need.pool for x in pools}
    speaks = np.array(
        [[of[y].served_by(x.languages) for y in languages] for x in people.groups], bool
    )
    speaks = speaks.reshape(len(people.groups), len(languages))
    given = share_hours(people.experienced_hours.T, speaks, need)  # (W, G, L)
    worth = ratio(people.agent_hours, people.experienced_hours, 1.0)
    whole = np.where(need.T > 0, need.T, 1.0)  # (L, W)
    return [
        replace(
            x,
            given=given[:, :, i].T * worth * required[place] / whole[i] * x.efficiency,
            plain_hours=x.required_hours,
        )
        for place, (x, i) in enumerate(zip(pools, row.tolist(), strict=True))
    ]


def _slower(capacity: PoolCapacity) -> PoolCapacity:
    """With the AHT of the people there are: who takes longer takes fewer of the calls."""
    factor = ratio(capacity.available_hours, capacity.experienced_hours, 1.0)
    if (factor <= 1.0 + 1e-12).all():
        return capacity
    slower = np.asarray(factor[capacity.week_of_interval])
    return replace(capacity, need=capacity.cache.need_of(capacity.need.question.slower(slower)))
