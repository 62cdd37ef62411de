"""What a question leaves out: the agents, the calls or the AHT that meet a target."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from models.arrays import Counts, Flags, Floats, Index
from models.numeric.search import fewest, most
from service.calculator.question import (
    DAY,
    MAX_AGENTS,
    MAX_CALLS,
    MAX_ERLANGS,
    MIN_AHT,
    Question,
    exact,
    offered_load,
)
from service.web.problems import refused

CUTS = 32  # tried at once: as dear as five one by one
_MARGIN = 1e-10  # what is told meets the target too where it is asked alone, in another order


@dataclass(frozen=True, slots=True)
class Work:
    """The calls of the interval and how long they take."""

    calls: float
    aht: float  # seconds
    erlangs: float


@dataclass(frozen=True, slots=True)
class Team:
    """The agents that were given, or that a target needs."""

    agents: int | float
    fractional: float | None = None  # None where they were given


class Promise(Protocol):
    """A target as one of the models reads it."""

    def meets(self, agents: Floats, erlangs: Floats, aht: Floats) -> Flags:
        """(m,) whether the target is met; AHT in seconds."""

    def smallest(self, work: Work) -> Counts:
        """(1,) the fewest whole agents that meet it."""


def solved(asked: Question, promise: Promise | None) -> tuple[Work, Team]:
    """The calls and the agents, given or found; without a ``promise`` both are given.

    Refuses what has no answer: 422.
    """
    team = _given_team(asked)
    if promise is None:
        return _work(asked), team
    if asked.agents is None:
        return _work(asked), _needed(_work(asked), promise)
    return _most_work(asked, team, promise), team


def _given_team(asked: Question) -> Team:
    """The agents given, without the ".0" that reading them as a float put there."""
    given = asked.agents or 0.0
    return Team(int(given) if given.is_integer() else given)


def _work(asked: Question, left_out: float = 0.0) -> Work:
    """As given, with a number for what is left out."""
    calls = left_out if asked.calls is None else asked.calls
    aht = left_out if asked.aht_seconds is None else asked.aht_seconds
    return Work(calls, aht, float(offered_load(calls, aht, asked.interval_minutes)))


def _needed(work: Work, promise: Promise) -> Team:
    """Calls that come have an agent."""
    whole = np.maximum(promise.smallest(work), int(work.calls > 0))
    if whole[0] > MAX_AGENTS:
        detail = f"target needs {whole[0]:,} agents; this calculator goes up to {MAX_AGENTS:,}"
        raise refused("#/target", f"{detail}: ask for less, or give fewer calls")

    def meets(_: Index, agents: Floats) -> Flags:
        same = np.ones_like(agents)
        return promise.meets(agents, work.erlangs * same, work.aht * same)

    return Team(int(whole[0]), float(fewest(meets, whole, CUTS)[0]))


def _most_work(asked: Question, team: Team, promise: Promise) -> Work:
    """The most calls, or the longest AHT, with which the agents still meet the target."""
    low, high = _bounds(asked)
    if high < low:
        raise refused("#", _overloaded(low))

    def meets(_: Index, tried: Floats) -> Flags:
        works = [_work(asked, x) for x in tried.tolist()]
        erlangs, aht = (np.array([getattr(x, key) for x in works]) for key in ("erlangs", "aht"))
        nobody = erlangs == 0.0
        return np.asarray(nobody | promise.meets(np.full_like(erlangs, team.agents), erlangs, aht))

    edges = np.array([low]), np.array([high])
    at_least, at_most = (bool(meets(np.zeros(1, np.int64), x)[0]) for x in edges)
    if not at_least:
        raise refused("#/target", _too_much(asked, team))
    if at_most:
        raise refused("#/target", _no_limit(asked, team, high))
    return _work(asked, max(low, float(most(meets, *edges, CUTS)[0]) * (1.0 - _MARGIN)))


def _bounds(asked: Question) -> tuple[float, float]:
    """What the calculator takes for what is left out."""
    low, high = (0.0, float(MAX_CALLS)) if asked.calls is None else (MIN_AHT, float(DAY))
    given = asked.aht_seconds if asked.calls is None else asked.calls
    each = offered_load(given or 0.0, 1.0, asked.interval_minutes)
    return low, float(min(exact(high), MAX_ERLANGS / each)) if each else high


def _overloaded(aht: float) -> str:
    return (
        f"even with an AHT of {aht} s the offered load is more than {MAX_ERLANGS:,} erlangs; give "
        "fewer calls or a longer interval"
    )


def _too_much(asked: Question, team: Team) -> str:
    return (
        f"{asked.calls:,.6g} calls are too many for {_said(team)} within this target, "
        f"however short: with an AHT of {MIN_AHT} s they miss it; ask for less, or give more agents"
    )


def _no_limit(asked: Question, team: Team, high: float) -> str:
    most_taken = f"{high:,.6g} calls" if asked.calls is None else f"an AHT of {high:,.6g} s"
    meet = "meets" if team.agents == 1 else "meet"
    return (
        f"{_said(team)} {meet} this target with {most_taken} too, the most this calculator "
        "takes; ask for more, or give fewer agents"
    )


def _said(team: Team) -> str:
    return "1 agent" if team.agents == 1 else f"{team.agents:,} agents"
