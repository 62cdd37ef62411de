"""Simulated days of one pool, all at once: what staffing is judged by.

Callers are answered in order of arrival. A new call may start at moment t when fewer calls than the
agents of t's interval are being handled; nobody is cut off when agents leave. A caller who is not
answered before his patience ends gives up then. After closing, the last interval's agents stay
until nobody waits.

The recursion is that of Kiefer and Wolfowitz ("On the theory of queues with many servers",
Transactions of the AMS 78, 1955), with reneging, and with agents that change. A day's state is the
sorted moments at which the calls that were answered end. Fewer than n of them are under way at t
if and only if the n-th latest is not after t. Nobody overtakes, so nothing starts while the next
caller waits: the state stands still and he is answered at the earliest t from his arrival on with
(n(t)-th latest end) <= t. That moment is looked for interval by interval, the one he called in
first: in each it is the latest of arrival, the interval's beginning and the n-th latest end of that
interval's n, and counts if the interval is not over by then. So whoever waits across a boundary
meets the agents behind it, more or fewer.

Times are seconds after opening. A call's service time and patience are drawn with it: its fate
under other staffing is that of the same caller.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Counts, Flags, Floats


@dataclass(frozen=True, slots=True)
class Calls:
    """Row k holds the k-th call of every day, (calls, days); NaN behind a day's last call."""

    arrival: Floats  # rising from row to row
    service: Floats
    patience: Floats


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of ``Calls``, (calls, days)."""

    left: Floats  # the moment of being answered or giving up; NaN: no call
    answered: Flags


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of all days together with its standard error over days."""

    value: Floats
    error: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """Simulated days, counted by the interval in which the calls arrived: (days, intervals)."""

    offered: Counts
    answered_in_time: Counts
    answered: Counts
    abandoned: Counts
    wait_of_answered: Floats  # seconds, total
    wait_of_all: Floats  # seconds, total
    overtime: Floats  # (days,) seconds from closing until nobody waits

    def day_service_levels(self) -> Floats:
        """(days,) answered in time / offered; NaN without calls."""
        return _ratio(self.answered_in_time.sum(axis=1), self.offered.sum(axis=1))

    def service_level(self) -> Estimate:
        """Answered in time / offered over all days."""
        return over_days(self.answered_in_time.sum(axis=1), self.offered.sum(axis=1))

    def interval_service_levels(self) -> Estimate:
        """(intervals,) answered in time / offered over all days; NaN without calls."""
        return over_days(self.answered_in_time, self.offered)


def over_days(part: ArrayLike, whole: ArrayLike) -> Estimate:
    """sum(part) / sum(whole) over the first axis, whose days are independent.

    The error is that of a ratio of means, linearised: Cochran, Sampling Techniques, chapter 6.
    """
    top, bottom = np.asarray(part, float), np.asarray(whole, float)
    value = _ratio(top.sum(axis=0), bottom.sum(axis=0))
    residual = ((top - value * bottom) ** 2).sum(axis=0)
    days = len(top)
    return Estimate(value, _ratio(np.sqrt(residual * days / (days - 1)), bottom.sum(axis=0)))


def _ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    top, bottom = np.asarray(part, float), np.asarray(whole, float)
    return np.asarray(
        np.divide(top, bottom, out=np.full_like(bottom, np.nan), where=bottom > 0), float
    )


def draw_calls(
    random: np.random.Generator,
    offered: ArrayLike,
    interval: float,
    aht: ArrayLike,
    patience: ArrayLike,
    day_factor: Floats,
) -> Calls:
    """Poisson calls with exponential service times and patience, of as many days as factors.

    ``offered``, (intervals,) or (days, intervals), are the mean calls of an interval of
    ``interval`` seconds on a day with factor 1. ``aht`` and ``patience`` are means in seconds, one
    or one an interval of arrival; infinite patience never ends.
    """
    mean = day_factor[:, None] * np.asarray(offered, float)  # (days, intervals)
    drawn = random.poisson(mean)
    totals = drawn.sum(axis=1)
    calls = np.arange(totals.max()) < totals[:, None]  # (days, calls)
    of_call = np.repeat(np.tile(np.arange(mean.shape[1]), len(mean)), drawn.ravel())
    arrival, scale = np.full(calls.shape, np.nan), np.zeros((2, *calls.shape))
    arrival[calls] = (of_call + random.random(len(of_call))) * interval
    arrival.sort(axis=1)
    for row, means in enumerate((aht, patience)):
        scale[row][calls] = np.broadcast_to(np.asarray(means, float), mean.shape[1])[of_call]
    service, patient = random.standard_exponential(scale.shape) * scale
    return Calls(*(np.ascontiguousarray(x.T) for x in (arrival, service, patient)))


def simulate(calls: Calls, agents: Counts, interval: float, answer_within: float) -> Outcome:
    """The fates of ``calls`` under ``agents`` of ``interval`` seconds, counted.

    ``agents`` are (intervals,) of every day or (intervals, days). ValueError without an agent in
    the last interval: nobody would answer who still waits.
    """
    found = fates(calls, agents, interval)
    called = ~np.isnan(calls.arrival)
    days, intervals = calls.arrival.shape[1], len(agents)
    cell = (intervals * np.arange(days) + _interval_of(calls.arrival, intervals, interval))[called]
    wait, answered = (found.left - calls.arrival)[called], found.answered[called]

    def table(weight: Floats | Flags) -> Floats:
        sums: Floats = np.bincount(cell, weight, days * intervals).astype(np.float64)
        return sums.reshape(days, intervals)

    def count(chosen: Flags) -> Counts:
        return table(chosen).astype(np.int64)

    return Outcome(
        offered=count(np.ones(len(cell), bool)),
        answered_in_time=count(answered & (wait <= answer_within)),
        answered=count(answered),
        abandoned=count(~answered),
        wait_of_answered=table(np.where(answered, wait, 0.0)),
        wait_of_all=table(wait),
        overtime=_overtime(found, intervals * interval),
    )


def fates(calls: Calls, agents: Counts, interval: float) -> Fates:
    """What becomes of every call; arguments and errors as in ``simulate``."""
    agents = np.broadcast_to(agents[:, None] if agents.ndim == 1 else agents, _shape(calls, agents))
    if (agents[-1] < 1).any():
        raise ValueError("the last interval's agents stay until nobody waits: there must be some")
    called_in = _interval_of(calls.arrival, len(agents), interval)
    most, days = int(agents.max()), calls.arrival.shape[1]
    ends = np.full((most + 1, days), -np.inf)  # sorted; row most - n is the n-th latest
    ends[most] = np.inf  # without agents nobody ever is free
    gives_up = calls.arrival + calls.patience
    left, answered = gives_up.copy(), np.zeros(gives_up.shape, bool)
    for k in range(len(gives_up)):
        start = _earliest_start(calls.arrival[k], called_in[k], ends, most - agents, interval)
        answered[k] = start < gives_up[k]
        left[k, answered[k]] = start[answered[k]]
        _insert(ends, np.where(answered[k], start + calls.service[k], -np.inf))
    return Fates(left, answered)


def _shape(calls: Calls, agents: Counts) -> tuple[int, int]:
    return len(agents), calls.arrival.shape[1]


def _interval_of(arrival: Floats, intervals: int, interval: float) -> Counts:
    """The interval of each arrival; the last one for no call."""
    inner = interval * np.arange(1, intervals)
    return np.searchsorted(inner, arrival, side="right")


def _earliest_start(
    arrival: Floats, called_in: Counts, ends: Floats, row: Counts, interval: float
) -> Floats:
    """(days,) when the next caller of each day could be answered; NaN where there is none.

    ``row`` (intervals, days) says which of ``ends`` (agents + 1, days) must be over.
    """
    closing = interval * np.arange(1, len(row) + 1)
    closing[-1] = np.inf
    day, now = np.arange(len(arrival)), called_in
    start = np.maximum(arrival, ends[row[now, day], day])
    while (late := start >= closing[now]).any():
        now = now + late
        start = np.maximum(np.maximum(arrival, interval * now), ends[row[now, day], day])
    return start


def _insert(ends: Floats, end: Floats) -> None:
    """Put ``end`` (days,) in its place among sorted ``ends``, the earliest dropped.

    In place: this is the inner loop. An end of minus infinity changes nothing.
    """
    np.maximum(ends[:-1], np.minimum(ends[1:], end), out=ends[:-1])


def _overtime(found: Fates, closing: float) -> Floats:
    return np.asarray(np.fmax.reduce(found.left, axis=0, initial=closing) - closing)
