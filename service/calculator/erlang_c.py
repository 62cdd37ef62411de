"""The calculator by Erlang C: who finds every agent busy waits as long as it takes."""

from math import isfinite

import numpy as np

from models.agents.staffing import meets_target
from models.arrays import Flags, Floats, Index
from models.numeric.search import fewest
from models.queueing import erlang
from models.queueing.outcome import certain, outcome_c
from service.calculator.answer import (
    CUTS,
    PERCENTILES,
    ErlangAnswer,
    Team,
    given_team,
    one_level,
    percentiles,
    require_reach,
    scheduled,
)
from service.calculator.schemas import ErlangC
from service.calculator.targets import WaitingTarget


def by_erlang_c(asked: ErlangC) -> ErlangAnswer:
    """What the agents given reach, or the fewest that the target needs."""
    load, aht = float(asked.offered_load()), asked.aht_seconds
    team = given_team(asked) if asked.target is None else _needed(load, asked, asked.target)
    agents = team.agents
    level = float(erlang.service_level(agents, load, aht, asked.answer_within_seconds))
    wait = _finite(float(erlang.asa(agents, load, aht)))
    stable = agents > load or load == 0
    waits = [erlang.wait_quantile(agents, load, aht, x) for x in PERCENTILES]
    return ErlangAnswer(
        erlangs=load,
        agents=agents,
        scheduled_agents=scheduled(agents, asked.shrinkage),
        wait_probability=float(erlang.wait_probability(agents, load)),
        service_level=one_level(level if load > 0 else None),
        asa_seconds=wait,
        mean_wait_seconds=wait,
        abandoned_share=None,
        blocked_share=None,
        occupancy=float(erlang.occupancy(agents, load)),
        stable=stable,
        total_erlangs=load,
        queue_length=_finite(float(erlang.queue_length(agents, load))),
        wait_percentiles_seconds=percentiles(waits) if stable else None,
        fractional_agents=team.fractional,
    )


def _needed(load: float, asked: ErlangC, target: WaitingTarget) -> Team:
    promised = target.promised(asked.answer_within_seconds)
    limit = 1.0 if target.max_wait_probability is None else target.max_wait_probability
    whole = erlang.agents_c(load, asked.aht_seconds, promised, limit)
    require_reach(whole[0])

    def meets(_: Index, agents: Floats) -> Flags:
        erlangs, aht = np.full_like(agents, load), np.full_like(agents, asked.aht_seconds)
        found = outcome_c(agents, erlangs, aht, promised.answer_within, certain(len(agents)))
        calm = (agents > load) & (promised.spare_agents(erlangs, agents) >= 0.0)
        return np.asarray(meets_target(found, promised) & (found.waiting <= limit) & calm)

    return Team(int(whole[0]), float(fewest(meets, whole, CUTS)[0]))


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
