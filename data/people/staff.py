"""Who works where and when by the plan: staff, training classes and moves as groups of people.

People who will move are a group of their own from the start, as many more as leave until then.
People take calls when their training is over, their site is open and calls are sent there: only
then do they learn, and only from then on do classes lose people to attrition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from data.plan import Move, Plan, Site, Staff, TrainingClass
from data.plan.days.routing import routing_of
from models.people.headcount import ALWAYS, Group, on_phone


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """People of one site, joined together, who speak the same languages."""

    site: str
    languages: tuple[str, ...]
    label: str  # where they come from: a contract, a class, another site
    hourly_cost: float | None  # None: not told
    group: Group
    contract: str | None = None  # that they name; classes and people who moved may name none


def site_groups(plan: Plan) -> tuple[StaffGroup, ...]:
    """Every group of every site, in the order of the plan's sites; at a site staff come first.

    A move takes whole people who take calls, at most those expected the day before (after the
    site's last day: on it), from staff, then classes, then people who moved there before. They
    speak the move's languages: only people who already spoke them go; without such a list they
    keep those languages of theirs that the new site lists. Moves are made in the order of their
    days.
    """
    there = [x for site in plan.sites for x in _own_groups(plan, site)]
    leaving: list[StaffGroup] = []
    for move in sorted(plan.moves, key=lambda x: x.day):
        there, gone = _moved(plan, there, move)
        leaving += gone
    order = {site.id: row for row, site in enumerate(plan.sites)}
    return tuple(sorted([*there, *leaving], key=lambda x: order[x.site]))


def _own_groups(plan: Plan, site: Site) -> Iterator[StaffGroup]:
    for x in site.staff:
        leaving = replace(x, headcount=x.headcount - x.extended)
        group = staff_group(plan, leaving, site)
        yield StaffGroup(site.id, x.languages, x.contract, x.hourly_cost, group, x.contract)
        if x.extended:
            yield extended_staff(plan, x, site)
    for y in site.classes:
        label = f"class {y.starts} {'+'.join(y.languages)}"
        group = class_group(plan, y, site)
        yield StaffGroup(site.id, y.languages, label, y.hourly_cost, group, y.contract)


def extended_staff(plan: Plan, x: Staff, site: Site) -> StaffGroup:
    """Those of a contract whom its extension keeps: they leave as if nothing were announced."""
    staying = replace(x, headcount=x.extended, announced=None, attrition_after=None)
    cost = None if x.hourly_cost is None else x.hourly_cost + x.extension_hourly_cost
    label = f"{x.contract}, extended"
    group = staff_group(plan, staying, site)
    return StaffGroup(site.id, x.languages, label, cost, group, x.contract)


def staff_group(plan: Plan, x: Staff, site: Site) -> Group:
    """People under one contract."""
    attrition = [(x.as_of.toordinal(), x.weekly_attrition)]
    if x.announced and x.attrition_after is not None:
        heard = x.announced.toordinal() + _days(x.notice_weeks)
        attrition.append((max(heard, x.as_of.toordinal()), x.attrition_after))
    return Group(
        headcount=x.headcount,
        weekly_hours=x.weekly_hours,
        attrition=tuple(attrition),
        phone_from=_first_call(plan, ALWAYS, site, x.languages),
        ends=_end(site),
    )


def class_group(plan: Plan, x: TrainingClass, site: Site) -> Group:
    """People hired together."""
    phone_from = _first_call(plan, x.trained.toordinal(), site, x.languages)
    return Group(
        headcount=x.headcount,
        weekly_hours=x.weekly_hours,
        attrition=((phone_from, x.weekly_attrition),),
        joins=x.starts.toordinal(),
        phone_from=phone_from,
        ends=_end(site),
        dropout=x.training_dropout,
        aht_factors=x.aht_factors,
    )


def _moved(
    plan: Plan, there: list[StaffGroup], move: Move
) -> tuple[list[StaffGroup], list[StaffGroup]]:
    """Those who are there after a move, arrivals included, and those who stay only until it."""
    to, wanted = plan.site(move.to_site), move.headcount
    stay: list[StaffGroup] = []
    arrive: list[StaffGroup] = []
    leave: list[StaffGroup] = []
    for x in there:
        spoken = _languages_after(x, move, to)
        count = min(wanted, _movable(plan, x, move)) if spoken else 0
        wanted -= count
        now = count / _kept(plan, x, move) if count else 0.0
        stay.append(replace(x, group=replace(x.group, headcount=x.group.headcount - now)))
        if count:
            leave.append(_leaving(plan, x, move, now))
            arrive.append(_arriving(plan, x, move, count, spoken))
    return [*stay, *arrive], leave


def _languages_after(x: StaffGroup, move: Move, to: Site) -> tuple[str, ...]:
    """What the group's people speak once moved; nothing: they cannot move."""
    if move.languages:
        return move.languages if set(move.languages) <= set(x.languages) else ()
    return tuple(y for y in x.languages if to.languages is None or y in to.languages)


def _movable(plan: Plan, x: StaffGroup, move: Move) -> int:
    if x.site != move.from_site:
        return 0
    expected = x.group.headcount * _kept(plan, x, move)
    return int(expected + 1e-9)  # 12 people less a rounding error are 12


def _kept(plan: Plan, x: StaffGroup, move: Move) -> float:
    """The share of the group that takes calls on the last day before a move."""
    one = replace(x.group, headcount=1.0)
    return float(on_phone(one, np.array([_last_day(plan, x, move)], dtype=np.int64))[0])


def _last_day(plan: Plan, x: StaffGroup, move: Move) -> int:
    return min(move.day.toordinal() - 1, _end(plan.site(x.site)) or move.day.toordinal())


def _leaving(plan: Plan, x: StaffGroup, move: Move, people: float) -> StaffGroup:
    group = replace(x.group, headcount=people, ends=_last_day(plan, x, move))
    return replace(x, label=f"{x.label}, moving to {move.to_site}", group=group)


def _arriving(
    plan: Plan, x: StaffGroup, move: Move, count: int, spoken: tuple[str, ...]
) -> StaffGroup:
    day, to = move.day.toordinal(), plan.site(move.to_site)
    group = Group(
        headcount=count,
        weekly_hours=x.group.weekly_hours,
        attrition=((day, x.group.attrition[0][1]),),  # the closure no longer drives them away
        joins=day,
        phone_from=_first_call(plan, day + _days(move.retraining_weeks), to, spoken),
        ends=_end(to),
    )
    return StaffGroup(to.id, spoken, f"moved from {x.site}", x.hourly_cost, group, x.contract)


def _first_call(plan: Plan, trained: int, site: Site, languages: tuple[str, ...]) -> int:
    opens = site.opens.toordinal() if site.opens else trained
    sent = _first_sent(plan, site, languages)
    return max(trained, opens, trained if sent is None else sent)


def _first_sent(plan: Plan, site: Site, languages: tuple[str, ...]) -> int | None:
    """The first day on which the routing plan sends a site calls of these languages."""
    found = []
    for queue in plan.queues:
        routing = routing_of(plan, queue)
        if routing is None or queue.language not in languages:
            continue
        for place, step in enumerate(routing.steps):
            if step.shares.get(site.id, 0.0) > 0:
                ramp = routing.ramp == "linear" and place > 0  # it begins at the step before
                found.append(routing.steps[place - ramp].first.toordinal())
                break
    return min(found, default=None)


def _end(site: Site) -> int | None:
    return site.closes.toordinal() if site.closes else None


def _days(weeks: float) -> int:
    return round(7 * weeks)
