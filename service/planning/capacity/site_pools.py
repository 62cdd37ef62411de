"""The pools of every site in a span: their needs, and their people shared between them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.plan import Site
from data.plan.days.other_work import weekly_other_work
from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from models.people.sharing import MOST_LANGUAGES, share_hours
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import Span
from service.planning.capacity.cache import Cache
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.shared_people import with_shared_people
from service.planning.capacity.site_people import SitePeople, WeekSpan, people_question
from service.planning.staffing.full_timer import full_timer_days, week_shares
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf, pool_question


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
    of_site = [x for x in current.plan.pools if x.site == site.id]
    return with_shared_people([_slower(x) for x in _shared(pools, people)], of_site)


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
        gain=np.ones(int(need.open.sum())),
        sway=np.ones((1, 1)),
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
    given = _given(people.experienced_hours.T, speaks, need)  # (W, G, L)
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


def _given(hours: Floats, speaks: Flags, need: Floats) -> Floats:
    """As ``share_hours`` of weeks (W), each between the languages that it needs.

    Who of several gives a language its hours is else a matter of those that other weeks need.
    """
    given = np.zeros((*hours.shape, need.shape[1]))
    for needed in np.unique(need > 0, axis=0):
        weeks = ((need > 0) == needed).all(axis=1)
        found = share_hours(hours[weeks], speaks[:, needed], need[weeks][:, needed])
        given[np.ix_(weeks, np.ones(len(speaks), np.bool_), needed)] = found
    return given


def _slower(capacity: PoolCapacity) -> PoolCapacity:
    """With the AHT of the people there are: who takes longer takes fewer of the calls."""
    factor = ratio(capacity.available_hours, capacity.experienced_hours, 1.0)
    if (factor <= 1.0 + 1e-12).all():
        return capacity
    slower = np.asarray(factor[capacity.week_of_interval])
    return replace(capacity, need=capacity.cache.need_of(capacity.need.question.slower(slower)))
