"""Whole hours by which shifts are made longer or shorter, until a goal is kept, or just still is.

Hours are added one by one, each time that which adds most to the true worth, and those are taken
off again that are not needed in the end; or they are taken off by the least that they cost. That is
no proof that no fewer would do, or no more could go: hours that only together reach an interval's
next whole agent may be passed over.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Floats, Index
from models.shifts.week import Worth

_GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours (H) beside shifts, or of them; a person on a shift has at most one of its hours."""

    shift: Index  # (H,) whose people may have it
    cover: Floats  # (H, m) agents that one such hour gives


def added(worth: Worth, hours: Hours, people: Counts, agents: Floats) -> Counts:
    """(H,) people who work each hour more, of ``people`` (K,) on shifts that give ``agents`` (m,).

    The goal is kept then, and would not be with any one hour less; or no hour that is left adds
    anything.
    """
    state = _state(worth, hours, people, agents, 1.0)
    while not worth.kept(state.agents):
        best = state.best()
        if best is None or state.change[best] <= _GAIN:
            return state.counts
        state.take(best)
    own = Hours(np.arange(len(state.counts)), hours.cover)
    return state.counts - taken_off(worth, own, state.counts, state.agents)


def taken_off(worth: Worth, hours: Hours, people: Counts, agents: Floats) -> Counts:
    """(H,) people who work each hour less, of ``people`` (K,) on shifts that give ``agents`` (m,).

    A goal that is kept still is, and would not be with any one more hour off that somebody has.
    """
    state = _state(worth, hours, people, agents, -1.0)
    while (best := state.best()) is not None:
        if not worth.kept(state.agents - hours.cover[best]):
            break
        state.take(best)
    return state.counts


@dataclass(slots=True)
class _State:
    """Hours taken so far, and what one more of each would change."""

    worth: Worth
    hours: Hours
    sign: float  # 1: hours are added; -1: taken off
    day: Index  # (H,) of each
    free: Counts  # (K,) people without one
    counts: Counts  # (H,)
    agents: Floats  # (m,)
    change: Floats  # (H,) of the worth

    def best(self) -> int | None:
        """The hour of somebody free that changes the worth for the best.

        Of equal ones that of a shift whose other hours would change it for the worst.
        """
        may = np.flatnonzero(self.free[self.hours.shift] > 0)
        if not len(may):
            return None
        change = self.change[may]
        equal: list[int] = may[change >= change.max() - _GAIN].tolist()
        return min(equal, key=self._other)

    def _other(self, hour: int) -> float:
        """What the best other hour of the same shift would change."""
        same = self.hours.shift == self.hours.shift[hour]
        same[hour] = False
        return float(self.change[same].max(initial=-np.inf))

    def take(self, hour: int) -> None:
        """By one person."""
        self.counts[hour] += 1
        self.free[self.hours.shift[hour]] -= 1
        self.agents += self.sign * self.hours.cover[hour]
        self.look(int(self.day[hour]))

    def look(self, day: int) -> None:
        """What the hours of a day change now."""
        some = np.flatnonzero(self.day == day)
        at = slice(*np.searchsorted(self.worth.day, [day, day + 1]).tolist())
        now = self.agents[at]
        then = now + self.sign * self.hours.cover[some, at]
        before = self.worth.within(at, now).sum()
        self.change[some] = self.worth.within(at, then).sum(axis=-1) - before


def _state(worth: Worth, hours: Hours, people: Counts, agents: Floats, sign: float) -> _State:
    shift, count = hours.shift, len(hours.shift)
    state = _State(
        worth=worth,
        hours=hours,
        sign=sign,
        day=worth.day[(hours.cover > 0).argmax(axis=1)] if count else shift,
        free=people.copy(),
        counts=np.zeros(count, np.int64),
        agents=np.array(agents, np.float64),
        change=np.zeros(count),
    )
    for day in np.unique(state.day).tolist():
        state.look(day)
    return state
