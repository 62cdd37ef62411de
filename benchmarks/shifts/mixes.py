"""Five mixes of contracts, as a plan would have them."""

from data.plan import Contract
from data.plan.contracts import Break

LUNCH = Break(30, False, 180, 330)
HOUR = Break(60, False, 210, 360)


def contract(
    name: str,
    weekly_hours: float,
    day_hours: tuple[float, ...],
    breaks: tuple[Break, ...] = (),
    share: tuple[float, float] = (0.0, 1.0),
    days_a_week: int = 5,
) -> Contract:
    """Half of the people on a Saturday; at work between seven and half past eight."""
    return Contract(
        name=name,
        weekly_hours=weekly_hours,
        day_hours=day_hours,
        days_a_week=days_a_week,
        earliest_start=7 * 60,
        latest_end=20 * 60 + 30,
        start_every=30,
        breaks=breaks,
        weekend_share=0.5,
        share_min=share[0],
        share_max=share[1],
    )


FULL = contract("full-time", 38.0, (7.6,), (LUNCH,))
MIXES: dict[str, tuple[Contract, ...]] = {
    "full-timers only": (FULL,),
    "up to a quarter on four hours": (
        FULL,
        contract("part-time", 20.0, (4.0,), share=(0.0, 0.25)),
    ),
    "three contracts": (
        FULL,
        contract("part-time", 20.0, (4.0,), share=(0.0, 0.3)),
        contract("six hours", 30.0, (6.0,), (LUNCH,), (0.0, 0.3)),
    ),
    "one contract, three lengths": (contract("any length", 38.0, (7.6, 6.0, 4.0), (LUNCH,)),),
    "four long days and part-time": (
        contract("long days", 38.0, (9.5,), (HOUR,), days_a_week=4),
        contract("part-time", 20.0, (4.0,), share=(0.1, 0.3)),
    ),
}
