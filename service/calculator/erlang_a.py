"""The calculator by Erlang A: who waits gives up when patience ends, and may call again."""

import numpy as np

from models.agents.staffing import PoolLoad, meets_target, smallest_agents
from models.arrays import Flags, Floats, Index
from models.numeric.search import fewest, smallest
from models.queueing.outcome import Outcome
from models.queueing.retrials import outcome_x
from models.queueing.waits import wait_quantile_a
from models.queues import DEFINITIONS
from service.calculator.answer import (
    CUTS,
    PERCENTILES,
    ErlangAnswer,
    ServiceLevels,
    Team,
    given_team,
    percentiles,
    require_reach,
    scheduled,
)
from service.calculator.schemas import ErlangA
from service.calculator.targets import ImpatientTarget


def by_erlang_a(asked: ErlangA) -> ErlangAnswer:
    """What the agents given reach, or the fewest that the target needs."""
    load, aht, patience = float(asked.offered_load()), asked.aht_seconds, asked.patience_seconds
    team = given_team(asked) if asked.target is None else _needed(load, asked, asked.target)
    totals, found = _attempts(load, asked, np.array([float(team.agents)]))
    total, answered = float(totals[0]), float(found.answered[0])
    offered, wait = load > 0, float(found.abandoned_share[0]) * patience
    levels = {x: float(found.service_level(x)[0]) if offered else None for x in DEFINITIONS}
    return ErlangAnswer(
        erlangs=load,
        agents=team.agents,
        scheduled_agents=scheduled(team.agents, asked.shrinkage),
        wait_probability=float(found.waiting[0]),
        service_level=ServiceLevels.model_validate(levels),
        asa_seconds=float(found.asa[0]),
        mean_wait_seconds=wait,
        abandoned_share=float(found.abandoned_share[0]) if offered else None,
        blocked_share=None,
        occupancy=min(total * answered / team.agents, 1.0) if team.agents > 0 else 0.0,
        stable=True,
        total_erlangs=total,
        queue_length=total / aht * wait,
        wait_percentiles_seconds=percentiles(
            wait_quantile_a(team.agents, total, aht, patience, PERCENTILES).tolist()
        ),
        fractional_agents=team.fractional,
    )


def _attempts(load: float, asked: ErlangA, agents: Floats) -> tuple[Floats, Outcome]:
    """The load in erlangs with redials, (n,), and what ``agents`` (n,) make of it."""
    times = asked.aht_seconds, asked.patience_seconds, asked.answer_within_seconds
    return outcome_x(agents, load, *times, asked.retry_share)


def _needed(load: float, asked: ErlangA, target: ImpatientTarget) -> Team:
    """By a search that begins at what would be enough if nobody called again."""
    promised = target.promised(asked.answer_within_seconds)
    limit = 1.0 if target.max_wait_probability is None else target.max_wait_probability

    def meets(_: Index, agents: Floats) -> Flags:
        total, found = _attempts(load, asked, agents)
        calm = promised.spare_agents(total * found.answered, agents) >= 0.0
        return np.asarray(meets_target(found, promised) & (found.waiting <= limit) & calm)

    least = smallest_agents(_pool(load, asked), promised).astype(float)
    if load == 0:
        return Team(0, 0.0)
    whole = smallest(meets, least, least)
    require_reach(whole[0])
    return Team(int(whole[0]), float(fewest(meets, whole, CUTS)[0]))


def _pool(load: float, asked: ErlangA) -> PoolLoad:
    """First attempts alone."""
    one, interval = np.ones(1), asked.interval_minutes * 60.0
    return PoolLoad(
        calls=load * interval / asked.aht_seconds * one,
        aht=asked.aht_seconds * one,
        interval=interval,
        patience=asked.patience_seconds * one,
        carried=load * one,
    )
