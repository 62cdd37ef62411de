"""The calculator by Erlang C: who finds every agent busy waits as long as it takes."""

from dataclasses import dataclass

import numpy as np

from models.agents.staffing import meets_target
from models.arrays import Counts, Flags, Floats
from models.queueing import erlang
from models.queueing.outcome import certain, outcome_c
from models.queues import ServiceTarget
from service.calculator.answer import (
    PERCENTILES,
    ErlangAnswer,
    ServiceLevels,
    known,
    one_level,
    percentiles,
    scheduled,
)
from service.calculator.schemas import ErlangC
from service.calculator.solved import Work, solved
from service.calculator.targets import WaitingTarget


def by_erlang_c(asked: ErlangC) -> ErlangAnswer:
    """What the agents reach, who are given or the fewest that the target needs."""
    work, team = solved(asked, None if asked.target is None else _Promise(asked, asked.target))
    load, aht, agents = work.erlangs, work.aht, team.agents
    level = float(erlang.service_level(agents, load, aht, asked.answer_within_seconds))
    wait = known(float(erlang.asa(agents, load, aht)))
    stable = agents > load or load == 0
    waits = [erlang.wait_quantile(agents, load, aht, x) for x in PERCENTILES]
    return ErlangAnswer(
        erlangs=load,
        agents=agents,
        scheduled_agents=scheduled(agents, asked.shrinkage),
        wait_probability=float(erlang.wait_probability(agents, load)),
        service_level=_levels(level, agents) if load > 0 else one_level(None),
        asa_seconds=wait if load > 0 else None,
        mean_wait_seconds=wait,
        abandoned_share=None,
        blocked_share=None,
        occupancy=float(erlang.occupancy(agents, load)),
        stable=stable,
        total_erlangs=load,
        queue_length=known(float(erlang.queue_length(agents, load))),
        wait_percentiles_seconds=percentiles(waits) if stable else None,
        fractional_agents=team.fractional,
        calls=work.calls,
        aht_seconds=aht,
    )


def _levels(level: float, agents: float) -> ServiceLevels:
    """With nobody to answer there are no answered calls to be a share of."""
    levels = one_level(level)
    return levels if agents > 0 else levels.model_copy(update={"answered": None})


@dataclass(frozen=True, slots=True)
class _Promise:
    """The target, that a queue without end never meets."""

    asked: ErlangC
    target: WaitingTarget

    @property
    def promised(self) -> ServiceTarget:
        """To callers."""
        return self.target.promised(self.asked.answer_within_seconds)

    def meets(self, agents: Floats, erlangs: Floats, aht: Floats) -> Flags:
        """(m,) whether it is met."""
        promised = self.promised
        found = outcome_c(agents, erlangs, aht, promised.answer_within, certain(len(agents)))
        calm = (agents > erlangs) & (promised.spare_agents(erlangs, agents) >= 0.0)
        few_wait = found.waiting <= self.target.waiting_limit
        return np.asarray(meets_target(found, promised) & few_wait & calm)

    def smallest(self, work: Work) -> Counts:
        """(1,) whole agents."""
        limit = self.target.waiting_limit
        return erlang.agents_c(work.erlangs, work.aht, self.promised, limit)
