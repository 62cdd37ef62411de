"""The calculator by Erlang B: who finds every line busy is turned away, and may try again."""

import numpy as np

from models.arrays import Flags, Floats, Index
from models.numeric.search import fewest
from models.queueing import erlang
from service.calculator.answer import (
    CUTS,
    ErlangAnswer,
    Team,
    given_team,
    one_level,
    require_reach,
    scheduled,
)
from service.calculator.schemas import ErlangB
from service.calculator.targets import BlockingTarget


def by_erlang_b(asked: ErlangB) -> ErlangAnswer:
    """What the lines given reach, or the fewest that the target needs."""
    load = float(asked.offered_load())
    team = given_team(asked) if asked.target is None else _needed(load, asked, asked.target)
    total = float(erlang.total_load_b(team.agents, load, asked.retry_share))
    blocked = float(erlang.erlang_b(team.agents, total))
    return ErlangAnswer(
        erlangs=load,
        agents=team.agents,
        scheduled_agents=scheduled(team.agents, asked.shrinkage),
        wait_probability=None,
        service_level=one_level(None),
        asa_seconds=None,
        mean_wait_seconds=None,
        abandoned_share=None,
        blocked_share=blocked,
        occupancy=float(erlang.occupancy(team.agents, total * (1.0 - blocked))),
        stable=True,
        total_erlangs=total,
        queue_length=None,
        wait_percentiles_seconds=None,
        fractional_agents=team.fractional,
    )


def _needed(load: float, asked: ErlangB, target: BlockingTarget) -> Team:
    limit = target.max_blocked
    lines = erlang.agents_b(load, limit, asked.retry_share)
    require_reach(lines[0])
    at_limit = load / (1.0 - asked.retry_share * limit)

    def meets(_: Index, agents: Floats) -> Flags:
        return np.asarray(erlang.erlang_b(agents, at_limit) <= limit)

    return Team(int(lines[0]), float(fewest(meets, lines, CUTS)[0]))
