"""The calculator by Erlang A: who waits gives up when patience ends, and may call again."""

from dataclasses import dataclass

import numpy as np

from models.agents.staffing import PoolLoad, meets_target, smallest_agents
from models.arrays import Counts, Flags, Floats, Index
from models.numeric.search import smallest
from models.queueing.outcome import Outcome
from models.queueing.retrials import outcome_x
from models.queueing.waits import wait_quantile_a
from models.queues import DEFINITIONS, ServiceTarget
from service.calculator.answer import (
    PERCENTILES,
    ErlangAnswer,
    ServiceLevels,
    known,
    percentiles,
    scheduled,
)
from service.calculator.schemas import ErlangA
from service.calculator.solved import Work, solved
from service.calculator.targets import ImpatientTarget


def by_erlang_a(asked: ErlangA) -> ErlangAnswer:
    """What the agents reach, who are given or the fewest that the target needs."""
    work, team = solved(asked, None if asked.target is None else _Promise(asked, asked.target))
    one, aht, patience = np.ones(1), work.aht, asked.patience_seconds
    totals, found = _attempts(asked, team.agents * one, work.erlangs * one, aht * one)
    total, answered = float(totals[0]), float(found.answered[0])
    offered, wait = work.erlangs > 0, float(found.abandoned_share[0]) * patience
    levels = {x: known(float(found.service_level(x)[0])) if offered else None for x in DEFINITIONS}
    return ErlangAnswer(
        erlangs=work.erlangs,
        agents=team.agents,
        scheduled_agents=scheduled(team.agents, asked.shrinkage),
        wait_probability=float(found.waiting[0]),
        service_level=ServiceLevels.model_validate(levels),
        asa_seconds=known(float(found.asa[0])) if offered else None,
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
        calls=work.calls,
        aht_seconds=aht,
    )


def _attempts(
    asked: ErlangA, agents: Floats, erlangs: Floats, aht: Floats
) -> tuple[Floats, Outcome]:
    """The load in erlangs with redials, (n,), and what ``agents`` (n,) make of it."""
    times = aht, asked.patience_seconds, asked.answer_within_seconds
    return outcome_x(agents, erlangs, *times, asked.retry_share, asked.short_abandon_seconds)


@dataclass(frozen=True, slots=True)
class _Promise:
    """The target, of all attempts; kept only where somebody is answered."""

    asked: ErlangA
    target: ImpatientTarget

    @property
    def promised(self) -> ServiceTarget:
        """To callers."""
        thresholds = self.asked.answer_within_seconds, self.asked.short_abandon_seconds
        return self.target.promised(*thresholds)

    def meets(self, agents: Floats, erlangs: Floats, aht: Floats) -> Flags:
        """(m,) whether it is met."""
        total, found = _attempts(self.asked, agents, erlangs, aht)
        calm = self.promised.spare_agents(total * found.answered, agents) >= 0.0
        enough = meets_target(found, self.promised) & (found.answered > 0.0) & calm
        return np.asarray(enough & (found.waiting <= self.target.waiting_limit))

    def smallest(self, work: Work) -> Counts:
        """(1,) by a search that begins at what would be enough if nobody called again."""
        least = smallest_agents(_pool(work, self.asked), self.promised).astype(float)

        def meets(_: Index, agents: Floats) -> Flags:
            same = np.ones_like(agents)
            return self.meets(agents, work.erlangs * same, work.aht * same)

        return smallest(meets, least, least)


def _pool(work: Work, asked: ErlangA) -> PoolLoad:
    """First attempts alone."""
    one = np.ones(1)
    return PoolLoad(
        calls=work.calls * one,
        aht=work.aht * one,
        interval=asked.interval_minutes * 60.0,
        patience=asked.patience_seconds * one,
        carried=work.erlangs * one,
    )
