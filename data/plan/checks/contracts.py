"""Checks of a plan's contracts: a week, a day and its breaks that can be worked, and shares."""

from collections.abc import Iterator

from data.calendar.clock import clock_time
from data.plan import Contract
from data.plan.checks.row import unknown_site
from data.plan.contracts import Break
from data.plan.days.breaks import day_length, starts
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path
from data.suggestion import suggestion
from models.queues import Pool

_NEARLY = 0.011  # hours a week
_ALL = 1e-9
_MOST = 20  # of a pool's people
_GRID = "start_every_minutes"


def check_contracts(draft: Draft) -> Iterator[Fault]:
    """Each can be worked, has one name, and those used together can be all of a site's people."""
    for row, x in enumerate(draft.plan.contracts):
        place = ("contracts", row)
        yield from _check_week(draft, place, x)
        yield from _check_days(draft, place, x)
        yield from _check_shares(place, x)
        yield from _check_where(draft, place, x)
    if groups_are_known(draft):
        yield from _check_names(draft)
        yield from _check_together(draft)


def groups_are_known(draft: Draft) -> bool:
    """Whether it is told of every contract whose it is."""
    contracts, pools = draft.plan.contracts, {x.name for x in draft.plan.pools}
    keys = [(row, key) for row in range(len(contracts)) for key in ("site", "pool")]
    return (
        draft.has_all_rows("contracts")
        and all(draft.whole("contracts", *x) for x in keys)
        and {x.site for x in contracts if x.site} <= draft.named("site")
        and {x.pool for x in contracts if x.pool} <= pools
    )


def pools_are_known(draft: Draft) -> bool:
    """Whether nothing was refused that pools are made of."""
    return all(draft.whole(x) for x in ("queues", "routing", "pools"))


def _check_week(draft: Draft, place: Place, x: Contract) -> Iterator[Fault]:
    if not all(draft.whole(*place, key) for key in ("weekly_hours", "days_a_week")):
        return
    most, hours = max(x.day_hours) * x.days_a_week, f"{x.weekly_hours:g}"
    if most < x.weekly_hours - _NEARLY:
        said = f"{hours} is more than {x.days_a_week} days of {max(x.day_hours):g} hours"
        remedy = "write fewer weekly_hours, longer day_hours or more days_a_week"
        yield Fault((*place, "weekly_hours"), f"{said}; {remedy}")
    if min(x.day_hours) > x.weekly_hours + _NEARLY:
        said = f"{hours} is less than the shortest day ({min(x.day_hours):g} hours)"
        yield Fault((*place, "weekly_hours"), f"{said}; write shorter day_hours or more hours")


def _check_days(draft: Draft, place: Place, x: Contract) -> Iterator[Fault]:
    """Every length of a day fits between the ends of the day, and its breaks into it."""
    if not all(draft.whole(*place, key) for key in ("paid_breaks", "unpaid_breaks", _GRID)):
        return
    longest = day_length(x, max(x.day_hours))
    if not starts(x, longest):
        day = f"a day of {longest.attendance / 60:g} hours"
        said = f"{clock_time(x.latest_end)} is too early for {day}"
        grid = f"with breaks, every {x.start_every} minutes from {clock_time(x.earliest_start)} on"
        remedy = "write a later time, an earlier earliest_start or shorter day_hours"
        yield Fault((*place, "latest_end"), f"{said} {grid}; {remedy}")
    wrong = list(_check_windows(place, x))
    yield from wrong or _check_room(place, x)


def _check_windows(place: Place, x: Contract) -> Iterator[Fault]:
    """Breaks end before the longest day does."""
    day = max(x.day_hours) * 60.0 + sum(y.minutes for y in x.breaks if not y.paid)
    for y in x.breaks:
        if y.latest < y.earliest:
            said = f"to_hours {y.latest / 60:g} is before from_hours {y.earliest / 60:g}"
            yield Fault((*place, _key(y)), f"{said}; write a later to_hours")
        elif y.latest + y.minutes >= day:
            said = f"a break of {y.minutes} minutes at {y.latest / 60:g} hours leaves no work after"
            yield Fault((*place, _key(y)), f"{said} it in {day / 60:g} hours; write earlier hours")


def _check_room(place: Place, x: Contract) -> Iterator[Fault]:
    """All breaks find room beside each other in the longest day, and in others those they have."""
    for hours in x.day_hours:
        day = day_length(x, hours)
        lost = hours == max(x.day_hours) and len(day.breaks) < len(x.breaks)
        if lost or not day.placed(x.start_every):
            said = f"{len(x.breaks)} breaks find no room beside each other in {hours:g} paid hours"
            remedy = "write from_hours and to_hours that leave room for all"
            yield Fault((*place, _key(x.breaks[-1])), f"{said}; {remedy}")
            return


def _key(x: Break) -> str:
    return "paid_breaks" if x.paid else "unpaid_breaks"


def _check_shares(place: Place, x: Contract) -> Iterator[Fault]:
    if x.share_max < x.share_min:
        said = f"{x.share_max:g} is below share_min ({x.share_min:g})"
        yield Fault((*place, "share_max"), f"{said}; write at least {x.share_min:g}")


def _check_where(draft: Draft, place: Place, x: Contract) -> Iterator[Fault]:
    if x.site is not None:
        yield from unknown_site(draft, (*place, "site"), x.site)
    if x.pool is None or not pools_are_known(draft):
        return
    pools = {y.name: y for y in draft.plan.pools}
    if pools and x.pool not in pools:
        yield Fault((*place, "pool"), f'there is no pool "{x.pool}"; {suggestion(x.pool, pools)}')
    elif x.site in draft.sites() and x.pool in pools and pools[x.pool].site != x.site:
        said = f'"{x.pool}" is a pool of {pools[x.pool].site}, and site is {x.site}'
        yield Fault((*place, "pool"), f"{said}; write a pool of that site, or leave site out")


def _check_names(draft: Draft) -> Iterator[Fault]:
    """Of those used together; a pool's are, whether or not they name its site too."""
    first: dict[tuple[str, str | None, str | None], int] = {}
    for row, x in enumerate(draft.plan.contracts):
        key = (x.name, x.pool, x.site if x.pool is None else None)
        if first.setdefault(key, row) != row:
            twin = path(draft.written(("contracts", first[key])))
            what = f'"{x.name}" is the name of {twin} too; write another name'
            yield Fault(("contracts", row, "name"), what)


def _check_together(draft: Draft) -> Iterator[Fault]:
    """Shares of the contracts of a pool's people can sum to all of them."""
    told: set[tuple[Contract, ...]] = set()
    for pool in draft.plan.pools:
        found = draft.plan.contracts_of(pool)
        in_order = all(x.share_min <= x.share_max for x in found)
        if found and found not in told and in_order:
            told.add(found)
            yield from _check_sum(draft, pool, found)
            yield from _check_count(draft, pool, found)


def _check_sum(draft: Draft, pool: Pool, found: tuple[Contract, ...]) -> Iterator[Fault]:
    row = draft.plan.contracts.index(found[-1])
    least, most = (sum(x) for x in zip(*((y.share_min, y.share_max) for y in found), strict=True))
    if least > 1.0 + _ALL:
        said = f"those of {pool.name}'s contracts sum to {least:g}"
        yield Fault(("contracts", row, "share_min"), f"{said}; write shares of at most 1 together")
    if most < 1.0 - _ALL:
        said = f"those of {pool.name}'s contracts sum to {most:g}"
        yield Fault(("contracts", row, "share_max"), f"{said}; write shares of at least 1 together")


def _check_count(draft: Draft, pool: Pool, found: tuple[Contract, ...]) -> Iterator[Fault]:
    if len(found) > _MOST:
        row = draft.plan.contracts.index(found[_MOST])
        said = f"is one of {len(found)} of {pool.name}'s people"
        yield Fault(("contracts", row), f"{said}; write at most {_MOST} that are used together")
