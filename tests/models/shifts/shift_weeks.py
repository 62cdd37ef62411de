"""Weeks to be filled with shifts, for tests: a few intervals and contracts, drawn or told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Counts, Floats
from models.queueing.offered_wait import offered_wait
from models.shifts.week import DAYS, Columns, ShiftPlan, ShiftWeek, Terms, Worth

AHT, WITHIN = 2.0, 1 / 9  # patiences
UNWATCHED = 1e3  # what an agent too few counts where somebody must be there
NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class Deal:
    """A contract: a person's week, and how many intervals a day may have."""

    hours: float = 10.0
    lengths: tuple[int, ...] = (2,)
    days: float = 5.0
    cost: float = 10.0
    share: tuple[float, float] = (0.0, 1.0)
    heads: tuple[int, float] = (0, np.inf)
    weekend: float = 1.0
    present: float = 1.0


def cover_of(needed: ArrayLike) -> Floats:
    """(m, N) what agents are worth where none of ``needed`` (m,) may be missing."""
    need = np.asarray(needed, np.int64)
    return -np.maximum(need[:, None] - np.arange(need.max() + 2), 0).astype(np.float64)


def level_of(erlangs: ArrayLike, share: float, least: int = 1) -> Floats:
    """(m, N) calls answered in time beyond ``share`` of all, by Erlang A.

    A must are ``least`` agents, and as many as it takes for the next to add less than the last.
    """
    load = np.asarray(erlangs, np.float64)
    n = np.arange(1, int(1.5 * load.max()) + 12)
    cases = np.tile(n, len(load)).astype(np.float64), np.repeat(np.maximum(load, 1e-9), len(n))
    times = [np.full(len(cases[0]), x) for x in (AHT, WITHIN)]
    answered = offered_wait(*cases, *times).answered_in_time.reshape(len(load), len(n))
    worth = load[:, None] * (np.hstack([np.zeros((len(load), 1)), answered]) - share)
    steepest = np.maximum(np.diff(worth, axis=1).argmax(axis=1) + 1, least) * (load > 0)
    missing = np.maximum(np.maximum(steepest, least)[:, None] - np.arange(len(n) + 1), 0)
    return np.asarray(worth - UNWATCHED * missing)


def rough_of(random: np.random.Generator, intervals: int) -> Floats:
    """(m, N) of which more agents are worth no less, and nothing else is known."""
    rises = random.exponential(1.0, (intervals, 9)) * (random.random((intervals, 9)) < 0.5)
    reached = np.cumsum(rises, axis=1) - rises.sum(axis=1)[:, None] * random.uniform(0.3, 0.9)
    return np.asarray(reached)


def week_of(values: Floats, day: Sequence[int], *deals: Deal) -> ShiftWeek:
    """The week whose deals may begin at every interval of a day that their length leaves."""
    days = np.array(day, np.int64)
    rows = [
        (kind, on, length, first)
        for kind, deal in enumerate(deals)
        for on in range(DAYS)
        for length in deal.lengths
        for first in range(np.count_nonzero(days == on) - length + 1)
    ]
    cover = np.zeros((len(rows), len(days)))
    for row, (kind, on, length, first) in enumerate(rows):
        begins = int(np.searchsorted(days, on)) + first
        cover[row, begins : begins + length] = deals[kind].present
    columns = Columns(
        contract=np.array([x[0] for x in rows], np.int64),
        day=np.array([x[1] for x in rows], np.int64),
        hours=np.array([float(x[2]) for x in rows]),
        cover=cover,
    )
    return ShiftWeek(Worth(values, days), terms_of(*deals), columns)


def terms_of(*deals: Deal) -> Terms:
    """What their people may work."""
    day_share = np.ones((len(deals), DAYS))
    day_share[:, 5:] = np.array([x.weekend for x in deals])[:, None]
    return Terms(
        names=tuple(f"deal {x}" for x in range(len(deals))),
        hours=np.array([x.hours for x in deals]),
        days=np.array([x.days for x in deals]),
        cost=np.array([x.cost for x in deals]),
        day_share=day_share,
        share_min=np.array([x.share[0] for x in deals]),
        share_max=np.array([x.share[1] for x in deals]),
        heads_min=np.array([x.heads[0] for x in deals], np.int64),
        heads_max=np.array([x.heads[1] for x in deals]),
    )


def drawn_week(random: np.random.Generator) -> ShiftWeek:
    """A small week by chance: days of 2 to 5 intervals, one to three contracts, either goal."""
    open_days = np.flatnonzero(random.random(DAYS) < 0.7)
    lasts = random.integers(2, 6, len(open_days))
    day = np.repeat(open_days, lasts) if len(open_days) else np.array([0, 0])
    deals = drawn_deals(random, int(random.integers(1, 4)))
    kind = random.random()
    if kind < 0.2:
        return week_of(rough_of(random, len(day)), day.tolist(), *deals)
    if kind < 0.5:
        need = random.integers(0, int(random.integers(1, 12)) + 1, len(day))
        return week_of(cover_of(need), day.tolist(), *deals)
    erlangs = random.uniform(0, float(random.choice([1.0, 4.0, 12.0])), len(day))
    level = level_of(erlangs, float(random.uniform(0.5, 0.9)), int(random.integers(0, 3)))
    return week_of(level, day.tolist(), *deals)


def drawn_deals(random: np.random.Generator, count: int) -> list[Deal]:
    """Contracts whose shares can be those of all people."""
    equal = random.random() < 0.2
    least = random.dirichlet(np.ones(count + 1))[:count] * random.choice([0.0, 1.0])
    most = np.where(random.random(count) < 0.5, 1.0, least + random.random(count) / count)
    most *= max(1.0, 1.0 / float(most.sum()))
    return [
        Deal(
            hours=(hours := float(random.choice([3.7, 6.0, 8.0, 10.0]))),
            lengths=tuple(random.choice([1, 2, 3, 4], random.integers(1, 3), replace=False)),
            days=float(random.choice([2.0, 4.0, 4.6, 5.0, 7.0])),
            cost=10.0 if equal else hours * float(random.choice([1.0, 1.3])),
            share=(float(x), float(min(y, 1.0))),
            weekend=float(random.choice([0.0, 0.5, 1.0])),
            present=float(random.choice([1.0, 0.88, 0.7])),
        )
        for x, y in zip(least, most, strict=True)
    ]


def people_by_day(week: ShiftWeek, counts: Counts) -> Counts:
    """(C, 7) at work."""
    cell = week.columns.contract * DAYS + week.columns.day
    return np.bincount(cell, counts, len(week.terms.cost) * DAYS).astype(int).reshape(-1, DAYS)


def assert_kept(week: ShiftWeek, plan: ShiftPlan) -> None:
    """Nobody works more than is allowed, the goal is kept by the true worth, the bound holds."""
    terms, total = week.terms, int(plan.heads.sum())
    assert_worked(week, plan.heads, plan.counts)
    assert (plan.heads >= np.floor(terms.share_min * total + NEARLY)).all()
    assert (plan.heads <= np.ceil(terms.share_max * total - NEARLY)).all()
    np.testing.assert_allclose(plan.agents, plan.counts @ week.columns.cover, atol=1e-9)
    assert week.worth.total(plan.agents) >= -1e-5
    np.testing.assert_allclose(plan.cost, terms.cost @ plan.heads)
    assert plan.bound <= plan.cost + NEARLY


def assert_worked(week: ShiftWeek, heads: Counts, counts: Counts) -> None:
    """People's days, their number in the week and its hours are within their contracts."""
    days, terms = people_by_day(week, counts), week.terms
    assert (counts >= 0).all()
    assert (days <= heads[:, None] * terms.day_share + NEARLY).all()
    assert (days.sum(axis=1) <= heads * terms.days + NEARLY).all()
    hours = np.bincount(week.columns.contract, counts * week.columns.hours, len(heads))
    assert (hours <= heads * terms.hours + NEARLY).all()
