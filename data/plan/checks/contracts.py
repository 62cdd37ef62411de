"""Checks of a plan's contracts: a week, a day and its breaks that can be worked, and shares."""

from collections.abc import Iterator

from data.plan import Contract
from data.plan.checks.row import unknown_site
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path
from data.suggestion import suggestion
from models.queues import Pool

_NEARLY = 0.011  # hours a week
_ALL = 1e-9


def check_contracts(draft: Draft) -> Iterator[Fault]:
    """Each can be worked, has one name, and those used together can be all of a site's people."""
    for row, x in enumerate(draft.plan.contracts):
        place = ("contracts", row)
        yield from _check_week(place, x)
        yield from _check_day(place, x)
        yield from _check_breaks(draft, place, x)
        yield from _check_shares(place, x)
        yield from _check_where(draft, place, x)
    yield from _check_names(draft)
    yield from _check_together(draft)


def _check_week(place: Place, x: Contract) -> Iterator[Fault]:
    most = max(x.day_hours) * x.days_a_week
    if most < x.weekly_hours - _NEARLY:
        said = f"{x.weekly_hours:g} is more than {x.days_a_week} days of {max(x.day_hours):g} hours"
        remedy = "write fewer weekly_hours, longer day_hours or more days_a_week"
        yield Fault((*place, "weekly_hours"), f"{said}; {remedy}")


def _check_day(place: Place, x: Contract) -> Iterator[Fault]:
    shortest = min(x.day_hours) * 60.0
    unpaid = sum(y.minutes for y in x.breaks if not y.paid and y.earliest + y.minutes <= shortest)
    room = x.latest_end - x.earliest_start
    if room < shortest + unpaid:
        said = f"{_clock(x.latest_end)} leaves {room / 60:g} hours from {_clock(x.earliest_start)}"
        day = f"{(shortest + unpaid) / 60:g} hours with unpaid breaks"
        remedy = f"the shortest day takes {day}; write a later time, or an earlier earliest_start"
        yield Fault((*place, "latest_end"), f"{said} on; {remedy}")


def _check_breaks(draft: Draft, place: Place, x: Contract) -> Iterator[Fault]:
    longest = max(x.day_hours) * 60.0 + sum(y.minutes for y in x.breaks if not y.paid)
    for y in x.breaks:
        key = "paid_breaks" if y.paid else "unpaid_breaks"
        if not draft.whole(*place, key):
            continue
        if y.latest < y.earliest:
            said = f"to_hours {y.latest / 60:g} is before from_hours {y.earliest / 60:g}"
            yield Fault((*place, key), f"{said}; write a later to_hours")
        elif y.latest + y.minutes > longest:
            said = f"a break of {y.minutes} minutes at {y.latest / 60:g} hours ends after the day"
            yield Fault((*place, key), f"{said} ({longest / 60:g} hours); write earlier to_hours")
    for y in x.breaks:
        for z in x.breaks:
            if y is not z and y.earliest <= z.earliest and z.latest < y.earliest + y.minutes:
                said = f"breaks at {y.earliest / 60:g} and {z.earliest / 60:g} hours always overlap"
                yield Fault(
                    (*place, "paid_breaks" if z.paid else "unpaid_breaks"),
                    f"{said}; write hours that leave room for both",
                )


def _check_shares(place: Place, x: Contract) -> Iterator[Fault]:
    if x.share_max < x.share_min:
        said = f"{x.share_max:g} is below share_min ({x.share_min:g})"
        yield Fault((*place, "share_max"), f"{said}; write at least {x.share_min:g}")


def _check_where(draft: Draft, place: Place, x: Contract) -> Iterator[Fault]:
    if x.site is not None:
        yield from unknown_site(draft, (*place, "site"), x.site)
    if x.pool is None or not draft.whole("pools") or not draft.whole("routing"):
        return
    pools = {y.name: y for y in draft.plan.pools}
    if pools and x.pool not in pools:
        yield Fault((*place, "pool"), f'there is no pool "{x.pool}"; {suggestion(x.pool, pools)}')
    elif x.site is not None and x.pool in pools and pools[x.pool].site != x.site:
        said = f'"{x.pool}" is a pool of {pools[x.pool].site}, and site is {x.site}'
        yield Fault((*place, "pool"), f"{said}; leave site out, or write a pool of that site")


def _check_names(draft: Draft) -> Iterator[Fault]:
    first: dict[tuple[str, str | None, str | None], int] = {}
    for row, x in enumerate(draft.plan.contracts):
        key = (x.name, x.site, x.pool)
        if first.setdefault(key, row) != row:
            twin = path(draft.written(("contracts", first[key])))
            what = f'"{x.name}" is the name of {twin} too; write another name'
            yield Fault(("contracts", row, "name"), what)


def _check_together(draft: Draft) -> Iterator[Fault]:
    """Shares of the contracts of a pool's people can sum to all of them."""
    told: set[tuple[Contract, ...]] = set()
    for pool in draft.plan.pools if draft.has_all_rows("contracts") else ():
        found = draft.plan.contracts_of(pool)
        if found and found not in told:
            told.add(found)
            yield from _check_sum(draft, pool, found)


def _check_sum(draft: Draft, pool: Pool, found: tuple[Contract, ...]) -> Iterator[Fault]:
    row = draft.plan.contracts.index(found[-1])
    least, most = (sum(x) for x in zip(*((y.share_min, y.share_max) for y in found), strict=True))
    if least > 1.0 + _ALL:
        said = f"share_min of {pool.name}'s contracts sum to {least:g}"
        yield Fault(("contracts", row, "share_min"), f"{said}; write shares of at most 1 together")
    if most < 1.0 - _ALL:
        said = f"share_max of {pool.name}'s contracts sum to {most:g}"
        yield Fault(("contracts", row, "share_max"), f"{said}; write shares of at least 1 together")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
