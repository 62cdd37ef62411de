"""A week to be filled with shifts: what agents are worth by interval, and what people may work."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Flags, Floats, Index

DAYS = 7
KEPT = -1e-6  # a goal missed by less is a rounding error
SHARE_SLACK = 1e-5  # of a person: far above what solvers take for equal


@dataclass(frozen=True, slots=True)
class Worth:
    """What whole agents reach in each of m intervals; between them it lies on straight lines.

    The goal is kept where the sum over all intervals is not below zero.
    """

    values: Floats  # (m, N) of 0 to N - 1 agents
    day: Index  # (m,) 0 to 6, ascending

    def at(self, agents: Floats) -> Floats:
        """(m,) of agents (m,), parts of one included; those beyond the table add nothing."""
        return self.within(slice(None), agents)

    def within(self, some: slice, agents: Floats) -> Floats:
        """(..., k) of agents (..., k) in ``some`` k intervals."""
        values = self.values[some]
        last = values.shape[1] - 1
        there = np.minimum(np.maximum(agents, 0.0), last - 1e-9)
        whole = there.astype(np.int64)
        place = whole + np.arange(len(values)) * (last + 1)
        low, high = values.reshape(-1).take(place), values.reshape(-1).take(place + 1)
        return np.asarray(low + (high - low) * (there - whole))

    def total(self, agents: Floats) -> float:
        """Over all intervals."""
        return float(self.at(agents).sum())

    def kept(self, agents: Floats) -> bool:
        """Whether ``agents`` (m,) keep the goal."""
        return self.total(agents) >= KEPT


@dataclass(frozen=True, slots=True)
class Terms:
    """What the people of C contracts may work in a week, and how many of each there may be.

    Shares are of all their heads.
    """

    names: tuple[str, ...]
    hours: Floats  # (C,) paid in the week
    days: Floats  # (C,) that a person works at most
    cost: Floats  # (C,) of a person's week
    day_share: Floats  # (C, 7) of the people, who may work on that day
    share_min: Floats  # (C,)
    share_max: Floats  # (C,)
    heads_min: Counts  # (C,)
    heads_max: Floats  # (C,) infinite where there is no such limit

    def room(self, heads: Counts) -> Counts:
        """(C, 7) whole people of ``heads`` (C,) who may work on each day."""
        return np.floor(heads[:, None] * self.day_share + 1e-9).astype(np.int64)

    def most_days(self, heads: Counts) -> Counts:
        """(C,) shifts in the week."""
        return np.floor(heads * self.days + 1e-9).astype(np.int64)

    def shared(self, heads: Counts) -> Flags:
        """(...,) whether whole people, (..., C), are as many as may be.

        Within a person of their shares, and within their own numbers.
        """
        total = heads.sum(axis=-1)[..., None]
        few = heads < np.floor(self.share_min * total + SHARE_SLACK)
        many = heads > np.ceil(self.share_max * total - SHARE_SLACK)
        few |= heads < self.heads_min
        many |= heads > self.heads_max
        return np.asarray(~(few | many).any(axis=-1))


@dataclass(frozen=True, slots=True)
class Columns:
    """Every shift (K) that somebody may work on a day, by contract and day."""

    contract: Index  # (K,)
    day: Index  # (K,) 0 to 6
    hours: Floats  # (K,) paid
    cover: Floats  # (K, m) agents that one such shift gives, after absence and time off the phone

    def of(self, contract: int, day: int) -> Index:
        """The numbers of a contract's shifts on a day."""
        return np.flatnonzero((self.contract == contract) & (self.day == day))


@dataclass(frozen=True, slots=True)
class ShiftWeek:
    """A pool's week: the worth of agents, the contracts, and the shifts that they allow."""

    worth: Worth
    terms: Terms
    columns: Columns


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """Shifts that keep a week's goal, and how few people could."""

    heads: Counts  # (C,)
    counts: Counts  # (K,) people who work each shift
    cost: float
    bound: float  # no shifts that keep the goal cost less
    agents: Floats  # (m,)
