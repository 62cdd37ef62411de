"""Exchanges of single shifts until none brings the goal nearer: by the true worth, no hull.

A shift is taken out and another put in: of the same contract, on its day or on one with room. Only
what costs least to lose is tried, and the best that fits is put in.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Floats, Index
from models.shifts.week import DAYS, ShiftWeek

_TRIED = 6  # of a contract's shifts on a day
_GAIN = 1e-9
_SWEEPS = 60
_NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class _Bench:
    """A contract's shifts on a day, and the day's intervals."""

    contract: int
    day: int
    columns: Index  # (k,)
    hours: Floats  # (k,)
    cover: Floats  # (k, s)
    at: slice  # s of the m intervals


@dataclass(slots=True)
class _State:
    """Shifts that change, and what follows from them."""

    week: ShiftWeek
    counts: Counts  # (K,)
    agents: Floats  # (m,)
    total: Counts  # (C, 7) people at work
    spare: Floats  # (C,) paid hours that nobody works
    room: Counts  # (C, 7) people who may work
    most: Counts  # (C,) shifts in the week

    def change(self, bench: _Bench, place: int, people: int) -> None:
        """People more, or fewer, on the shift at a place of a bench."""
        self.counts[bench.columns[place]] += people
        self.agents[bench.at] += people * bench.cover[place]
        self.total[bench.contract, bench.day] += people
        self.spare[bench.contract] -= people * bench.hours[place]

    def worth(self, bench: _Bench, agents: Floats) -> Floats:
        """(...,) of the day's intervals with ``agents`` (..., s)."""
        return np.asarray(self.week.worth.within(bench.at, agents).sum(axis=-1))

    def free(self, contract: int, day: int) -> bool:
        """Whether one more may work on a day."""
        return bool(self.total[contract, day] < self.room[contract, day])


@dataclass(frozen=True, slots=True)
class _Put:
    """The best shift to put in on a day, and what it gains."""

    gain: float
    bench: _Bench
    place: int


def improved(week: ShiftWeek, heads: Counts, counts: Counts) -> Counts:
    """(K,) shifts of ``heads`` (C,) that no exchange of single ones betters, from ``counts``."""
    benches = _benches(week)
    state = _state(week, heads, counts)
    for _ in range(_SWEEPS):
        before = state.counts.copy()
        for bench in benches:
            _fill(state, bench)
            while _exchange(state, bench, benches):
                pass
        if (state.counts == before).all():
            break
    return state.counts


def _benches(week: ShiftWeek) -> list[_Bench]:
    found = []
    for contract in range(len(week.terms.cost)):
        for day in range(DAYS):
            some = week.columns.of(contract, day)
            first, last = np.searchsorted(week.worth.day, [day, day + 1]).tolist()
            if len(some) and last > first:
                cover = np.ascontiguousarray(week.columns.cover[some, first:last])
                hours = week.columns.hours[some]
                found.append(_Bench(contract, day, some, hours, cover, slice(first, last)))
    return found


def _state(week: ShiftWeek, heads: Counts, counts: Counts) -> _State:
    columns, terms = week.columns, week.terms
    cell = columns.contract * DAYS + columns.day
    total = np.bincount(cell, counts, len(heads) * DAYS).astype(np.int64).reshape(-1, DAYS)
    worked = np.bincount(columns.contract, counts * columns.hours, len(heads))
    return _State(
        week,
        counts.copy(),
        counts @ columns.cover,
        total,
        terms.hours * heads - worked + _NEARLY,
        terms.room(heads),
        terms.most_days(heads),
    )


def _fill(state: _State, bench: _Bench) -> None:
    """People who are paid and free to work do."""
    while True:
        contract = bench.contract
        if (
            not state.free(contract, bench.day)
            or state.total[contract].sum() >= state.most[contract]
        ):
            return
        put = _best(state, bench, state.agents[bench.at], float(state.spare[contract]))
        if put is None or put.gain <= _GAIN:
            return
        state.change(bench, put.place, 1)


def _best(state: _State, bench: _Bench, agents: Floats, hours: float) -> _Put | None:
    """The shift of at most ``hours`` that gains most where ``agents`` (s,) are at work."""
    fits = bench.hours <= hours
    if not fits.any():
        return None
    gain = np.where(fits, state.worth(bench, agents + bench.cover), -np.inf)
    place = int(gain.argmax())
    return _Put(float(gain[place] - state.worth(bench, agents)), bench, place)


def _exchange(state: _State, bench: _Bench, benches: list[_Bench]) -> bool:
    """Make the best exchange of a shift of this bench; False: none gains."""
    active = np.flatnonzero(state.counts[bench.columns])
    if not len(active):
        return False
    now = state.agents[bench.at]
    loss = state.worth(bench, now) - state.worth(bench, now - bench.cover[active])
    cheapest = active[np.argsort(loss, kind="stable")[:_TRIED]]
    lost = np.sort(loss, kind="stable")[:_TRIED]
    others = [
        x
        for x in benches
        if x.contract == bench.contract and x.day != bench.day and state.free(x.contract, x.day)
    ]
    best, chosen = _GAIN, None
    for place, cost in zip(cheapest.tolist(), lost.tolist(), strict=True):
        hours = float(state.spare[bench.contract] + bench.hours[place])
        tried = [_best(state, bench, now - bench.cover[place], hours)]
        tried += [_best(state, x, state.agents[x.at], hours) for x in others]
        for put in tried:
            if put is not None and put.gain - cost > best:
                best, chosen = put.gain - cost, (place, put)
    if chosen is None:
        return False
    state.change(bench, chosen[0], -1)
    state.change(chosen[1].bench, chosen[1].place, 1)
    return True
