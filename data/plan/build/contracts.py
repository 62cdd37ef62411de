"""From well-formed plan text to contracts: minutes after midnight, breaks in the order of a day."""

from collections.abc import Iterator

from data.plan.contracts import Break, Contract
from data.plan.text.contract_text import BreakText, ContractText
from data.plan.text.tables import PlanText

_A_DAY = 1440  # minutes


def contracts(source: PlanText) -> tuple[Contract, ...]:
    """Every contract, in the order of its rows."""
    return tuple(_contract(x, source.interval_minutes) for x in source.contracts.values())


def _contract(x: ContractText, interval_minutes: int) -> Contract:
    unpaid = _breaks(x.unpaid_breaks, paid=False)
    breaks = [*unpaid, *_breaks(x.paid_breaks, paid=True)]
    return Contract(
        name=x.name,
        weekly_hours=x.weekly_hours,
        day_hours=tuple(sorted(set(x.day_hours), reverse=True)),
        days_a_week=x.days_a_week,
        earliest_start=x.earliest_start or 0,
        latest_end=_A_DAY if x.latest_end is None else x.latest_end,
        start_every=x.start_every_minutes or interval_minutes,
        breaks=tuple(sorted(breaks, key=lambda y: y.earliest)),
        weekend_share=x.weekend_share,
        share_min=x.share_min,
        share_max=x.share_max,
        site=x.site,
        pool=x.pool,
        hourly_cost=x.hourly_cost,
    )


def _breaks(rows: dict[int, BreakText], *, paid: bool) -> Iterator[Break]:
    for x in rows.values():
        yield Break(x.minutes, paid, round(x.from_hours * 60), round(x.to_hours * 60))
