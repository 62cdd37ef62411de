"""The smallest whole agents for a pool, interval by interval, and what its callers then get."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from models.agents.by_head import by_head
from models.arrays import Counts, Flags, Floats, Index
from models.numeric.ratios import ratio
from models.numeric.search import smallest
from models.queueing import erlang
from models.queueing.closed_form import SURE, missed_and_gone
from models.queueing.outcome import LoadNodes, Outcome, certain, outcome_a, outcome_c
from models.queueing.square_root import near_a, near_c
from models.queues import ServiceTarget

Agents: TypeAlias = Counts | Floats
Meeting: TypeAlias = Callable[[Index, Floats], Flags]

_NO_LOAD = 1e-9  # erlangs
_LESS_AT_PEAKS = 1.4  # found on the sample: a start that is right for nine intervals of ten
_SOMEBODY = 1.0  # agent


@dataclass(frozen=True, slots=True)
class PoolLoad:
    """What reaches a pool in its n open intervals."""

    calls: Floats  # (n,) mean offered
    aht: Floats  # (n,) seconds; any value where calls are 0
    interval: float  # seconds
    patience: Floats | None = None  # (n,) seconds; None: nobody gives up, Erlang C
    carried: Floats | None = None  # (n,) erlangs with what carries over; None: as offered
    nodes: LoadNodes | None = None  # what the load may be; None: as expected

    @property
    def erlangs(self) -> Floats:
        """(n,) offered load: calls x AHT / interval."""
        return self.calls * np.where(self.calls > 0, self.aht, 0.0) / self.interval

    def chosen(self, keep: Flags) -> "PoolLoad":
        """The intervals for which ``keep`` (n,) holds."""
        nodes = self.nodes
        return PoolLoad(
            calls=self.calls[keep],
            aht=self.aht[keep],
            interval=self.interval,
            patience=None if self.patience is None else self.patience[keep],
            carried=None if self.carried is None else self.carried[keep],
            nodes=None if nodes is None else nodes.taken(np.flatnonzero(keep)),
        )

    @property
    def staffed(self) -> Floats:
        """(n,) the load that agents are found for."""
        return self.erlangs if self.carried is None else self.carried

    @property
    def possible(self) -> LoadNodes:
        """What the load may be."""
        return certain(len(self.calls)) if self.nodes is None else self.nodes


@dataclass(frozen=True, slots=True)
class Staffing:
    """What a pool needs and what its callers then get, (n,) each.

    ``service_level`` is NaN where its denominator is nothing, ``asa`` where nobody is answered and
    ``abandoned_share`` where nothing is offered or the model knows no giving up.
    """

    agents: Agents
    service_level: Floats
    asa: Floats  # seconds
    occupancy: Floats
    abandoned_share: Floats
    among: Floats  # calls that the level is a share of
    answered: Floats  # calls
    carried: Floats  # erlangs


def staff(load: PoolLoad, target: ServiceTarget, min_agents: int) -> Staffing:
    """The smallest whole agents that meet ``target``, never under ``min_agents``.

    Raises ValueError for a target that is no target: see ``require_sound``.
    """
    require_sound(target)
    agents = np.maximum(smallest_agents(load, target), min_agents)
    return reached(load, target, agents)


def require_sound(target: ServiceTarget) -> None:
    """A share that leaves callers out who gave up says little unless giving up is limited.

    At 60 erlangs, patience 15 s and 30 s to answer, one agent "meets" ``abandoned_in_time_ok``.
    """
    if target.definition != "offered" and target.max_abandoned is None:
        raise ValueError(f"definition {target.definition} needs max_abandoned beside it")


def reached(load: PoolLoad, target: ServiceTarget, agents: Agents) -> Staffing:
    """What callers get from ``agents`` (n,), that may be fractional."""
    offered = load.calls > 0
    found = outcome(load, target, np.arange(len(agents)), agents.astype(float))
    lost = np.full(len(agents), np.nan) if load.patience is None else found.abandoned_share
    carried = load.erlangs * np.where(offered, found.answered, 0.0)
    among = load.calls * found.among(target.definition)
    answered = load.calls * found.answered
    return Staffing(
        agents=agents,
        service_level=np.where(among > 0, found.service_level(target.definition), np.nan),
        asa=np.where(answered > 0, found.asa, np.nan),
        occupancy=np.minimum(ratio(carried, agents, 0.0), 1.0),
        abandoned_share=np.where(offered, lost, np.nan),
        among=among,
        answered=answered,
        carried=np.minimum(carried, agents),
    )


def outcome(load: PoolLoad, target: ServiceTarget, cases: Index, agents: Floats) -> Outcome:
    """What ``agents`` (m,) make of the calls of ``cases`` (m,) out of the n intervals.

    In time, and early for an abandoned call, is what ``target`` says. By Erlang C the mean wait is
    of days on which people are as many as expected: who finds nobody would wait for ever.
    """

    def shares(nodes: LoadNodes, some: Index, there: Floats) -> Floats:
        return np.stack(_over_load(load, target, nodes.taken(some), some, there).shares)

    found = Outcome(*by_head(load.possible, cases, agents, shares))
    if load.patience is not None or load.nodes is None:
        return found
    usual = _over_load(load, target, load.nodes.taken(cases), cases, agents)
    return replace(found, answered_wait=usual.answered_wait)


def _over_load(
    load: PoolLoad, target: ServiceTarget, nodes: LoadNodes, cases: Index, agents: Floats
) -> Outcome:
    """As ``outcome``, where the load of ``cases`` (m,) is as ``nodes`` (m,)."""
    aht = np.where(load.aht[cases] > 0, load.aht[cases], 1.0)
    if load.patience is None:
        return outcome_c(agents, load.staffed[cases], aht, target.answer_within, nodes)
    known = load.staffed[cases], aht, load.patience[cases]
    return outcome_a(agents, *known, target.answer_within, nodes, target.short_abandon)


def smallest_agents(load: PoolLoad, target: ServiceTarget) -> Counts:
    """(n,) whole agents that meet every part of ``target``; one fewer does not, or is nobody.

    Calls that come have an agent, whatever is promised: without one nobody waits for an answer
    too long, and nobody is too busy.
    """
    if load.patience is None and load.nodes is None and load.carried is None:
        return erlang.agents_c(load.erlangs, load.aht, target)

    busy = np.flatnonzero(load.calls > 0)
    found = smallest(_meeting(load, target, busy), _near(load, target, busy), _SOMEBODY)
    if target.max_occupancy is not None:
        floor = found.astype(float)
        enough = np.ceil(load.erlangs[busy] / target.max_occupancy)  # if nobody gives up
        calm = _calm(replace(load, nodes=None), target, busy)
        found = smallest(calm, enough, floor)
    needed = np.zeros(len(load.calls), np.int64)
    needed[busy] = found
    return needed


def _near(load: PoolLoad, target: ServiceTarget, busy: Index) -> Floats:
    """Agents near the answer, (m,) for the ``busy`` cases."""
    erlangs, aht = np.maximum(load.staffed[busy], _NO_LOAD), load.aht[busy]
    if load.nodes is not None:
        erlangs = erlangs * _as_if_sure(load.nodes.taken(busy))
    if load.patience is None:
        return near_c(erlangs, aht, target.answer_within, target.share)
    return near_a(erlangs, aht, load.patience[busy], target.answer_within, target.share)


def _as_if_sure(nodes: LoadNodes) -> Floats:
    """(m,) how much more load for sure asks for about as many agents as what may be."""
    mean = nodes.factors @ nodes.weights
    met = nodes.mean(nodes.factors.reshape(1, -1))[0]  # by calls, more of which meet a busy time
    return np.asarray(mean + _LESS_AT_PEAKS * (met - mean))


def _meeting(load: PoolLoad, target: ServiceTarget, busy: Index) -> Meeting:
    """Whether agents (m,) meet what callers are promised, in cases (m,) of the ``busy`` ones.

    By the closed form where its digits tell, else exactly.
    """
    exactly = _exactly(load, target, busy)
    if target.definition != "offered" or target.max_asa is not None:
        return exactly

    def meets(cases: Index, agents: Floats) -> Flags:
        spare = _spare(load, target, busy[cases], agents)
        enough, unsure = spare > 0.0, ~(np.abs(spare) > SURE)
        enough[unsure] = exactly(cases[unsure], agents[unsure])
        return enough

    return meets


def level_and_lost(load: PoolLoad, target: ServiceTarget, agents: Agents) -> Floats:
    """Service level and abandoned share of ``agents`` (n,), (2, n); 0 and 0 without calls.

    As ``reached``, but by the closed form where its digits tell: to about 1e-9.
    """
    shares = np.full((2, len(agents)), np.nan)
    busy = np.flatnonzero(load.calls > 0)
    if target.definition == "offered":
        shares[:, busy] = _missed_and_gone(load, target, busy, agents[busy].astype(float))
        shares[0] = 1.0 - shares[0]
    unsure = busy[np.isnan(shares[:, busy]).any(axis=0)]
    found = outcome(load, target, unsure, agents[unsure].astype(float))
    shares[:, unsure] = found.service_level(target.definition), found.abandoned_share
    return np.asarray(np.nan_to_num(shares))


def _spare(load: PoolLoad, target: ServiceTarget, cases: Index, agents: Floats) -> Floats:
    """By how much of the offered calls agents (m,) keep within the tightest limit, roughly."""
    missed, gone = _missed_and_gone(load, target, cases, agents)
    spare = 1.0 - target.share - missed
    if target.max_abandoned is not None:
        spare = np.minimum(spare, target.max_abandoned - gone)
    return np.asarray(spare)


def _missed_and_gone(load: PoolLoad, target: ServiceTarget, cases: Index, agents: Floats) -> Floats:
    """(2, m) by the closed form, over what the load may be; NaN where it does not tell."""
    if load.patience is None:
        return np.full((2, len(cases)), np.nan)
    unit = load.patience

    def shares(nodes: LoadNodes, some: Index, there: Floats) -> Floats:
        case = np.repeat(some, len(nodes.weights))
        factors = nodes.factors[some].ravel()
        within = target.answer_within / unit[case]
        n = np.repeat(there, len(nodes.weights))
        found = missed_and_gone(
            n, load.staffed[case] * factors, load.aht[case] / unit[case], within
        )
        found[:, n == 0.0] = 1.0
        return nodes.taken(some).mean(found)

    return by_head(load.possible, cases, agents, shares)


def _exactly(load: PoolLoad, target: ServiceTarget, busy: Index) -> Meeting:
    def meets(cases: Index, agents: Floats) -> Flags:
        return meets_target(outcome(load, target, busy[cases], agents), target)

    return meets


def meets_target(found: Outcome, target: ServiceTarget) -> Flags:
    """(n,) whether callers get what they are promised; occupancy is no promise to them.

    Where nobody is answered no ASA is met.
    """
    enough = found.service_level(target.definition) >= target.share
    if target.max_abandoned is not None:
        enough &= found.abandoned_share <= target.max_abandoned
    if target.max_asa is not None:
        enough &= found.asa <= target.max_asa
    return enough


def _calm(load: PoolLoad, target: ServiceTarget, busy: Index) -> Meeting:
    """Whether agents (m,) keep the occupancy at the expected load, in cases of the ``busy``.

    By the closed form where its digits tell, as ``_meeting``.
    """

    def spare(chosen: Index, agents: Floats, answered: Floats) -> Floats:
        return target.spare_agents(load.erlangs[chosen] * answered, agents)

    def calm(cases: Index, agents: Floats) -> Flags:
        chosen = busy[cases]
        _, gone = _missed_and_gone(load, target, chosen, agents)
        left = spare(chosen, agents, 1.0 - gone)
        enough = left >= 0.0
        unsure = ~(np.abs(left) > SURE * load.erlangs[chosen])
        some = chosen[unsure]
        exact = outcome(load, target, some, agents[unsure]).answered
        enough[unsure] = spare(some, agents[unsure], exact) >= 0.0
        return enough

    return calm
