"""A working day under a contract: how long it is with its breaks, and the ways these may lie.

A break has work before the day's end: a day that is too short for one has none. The longest unpaid
break may begin at every step of its window; the others lie together early, in the middle or late
in theirs, or as near to that as the breaks beside them allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.plan.contracts import Break, Contract

_PLACES = (0.0, 0.5, 1.0)  # of a window
_STEP = 5  # minutes


@dataclass(frozen=True, slots=True)
class DayLength:
    """From start to end of a day, in minutes, and the breaks within it, by their windows."""

    attendance: int
    breaks: tuple[Break, ...]

    def placed(self, step: int) -> tuple[tuple[Break, ...], ...]:
        """Every way to place the breaks without overlap; of a placed one both ends are the same.

        No way, where their windows leave none; one, where there is no break.
        """
        unpaid = [x for x in self.breaks if not x.paid]
        longest = max(unpaid, key=lambda x: x.minutes, default=None)
        others = sorted(
            (x for x in self.breaks if x is not longest), key=lambda x: x.latest - x.earliest
        )
        found = [
            tuple(sorted(breaks, key=lambda x: x.earliest))
            for main in _mains(longest, step)
            for place in _PLACES
            if (breaks := _beside(main, others, place)) is not None
        ]
        return tuple(dict.fromkeys(found))


def day_length(contract: Contract, hours: float) -> DayLength:
    """A day of so many paid hours."""
    attendance, taken = round(hours * 60), list[Break]()
    for x in sorted(contract.breaks, key=lambda x: x.earliest):
        whole = attendance + (0 if x.paid else x.minutes)
        if x.earliest + x.minutes < whole:
            attendance = whole
            taken.append(x)
    ends = [min(x.latest, attendance - x.minutes - 1) for x in taken]
    breaks = (replace(x, latest=end) for x, end in zip(taken, ends, strict=True))
    return DayLength(attendance, tuple(breaks))


def starts(contract: Contract, day: DayLength) -> range:
    """When it may begin, in minutes after the site's midnight, on the contract's grid."""
    step = contract.start_every
    first = -(-contract.earliest_start // step) * step
    return range(first, contract.latest_end - day.attendance + 1, step)


def _mains(longest: Break | None, step: int) -> list[list[Break]]:
    return [[_at(longest, x)] for x in _begins(longest, step)] if longest else [[]]


def _beside(main: Sequence[Break], others: Sequence[Break], place: float) -> list[Break] | None:
    """All of them, those with little room first; None where one finds none."""
    placed = list(main)
    for x in others:
        wanted = x.earliest + place * (x.latest - x.earliest)
        free = [y for y in _begins(x, _STEP) if _fits(_at(x, y), placed)]
        if not free:
            return None
        placed.append(_at(x, min(free, key=lambda y: abs(y - wanted))))
    return placed


def _begins(x: Break, step: int) -> range:
    return range(x.earliest, x.latest + 1, step)


def _at(x: Break, begin: int) -> Break:
    return replace(x, earliest=begin, latest=begin)


def _fits(x: Break, placed: Sequence[Break]) -> bool:
    ends = x.earliest + x.minutes
    return all(ends <= y.earliest or y.earliest + y.minutes <= x.earliest for y in placed)
