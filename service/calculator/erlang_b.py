"""The calculator by Erlang B: who finds every line busy is turned away, and may try again."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Flags, Floats
from models.queueing import erlang
from service.calculator.answer import ErlangAnswer, one_level, scheduled
from service.calculator.schemas import ErlangB
from service.calculator.solved import Work, solved
from service.calculator.targets import BlockingTarget


def by_erlang_b(asked: ErlangB) -> ErlangAnswer:
    """What the lines reach, that are given or the fewest that the target needs."""
    work, team = solved(asked, None if asked.target is None else _Promise(asked, asked.target))
    total = float(erlang.total_load_b(team.agents, work.erlangs, asked.retry_share))
    blocked = float(erlang.erlang_b(team.agents, total))
    return ErlangAnswer(
        erlangs=work.erlangs,
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
        calls=work.calls,
        aht_seconds=work.aht,
    )


@dataclass(frozen=True, slots=True)
class _Promise:
    """The largest share that is turned away, of all attempts."""

    asked: ErlangB
    target: BlockingTarget

    def meets(self, agents: Floats, erlangs: Floats, aht: Floats) -> Flags:
        """(m,) by the load with retries that just reaches the limit."""
        limit = self.target.max_blocked
        at_limit = erlangs / (1.0 - self.asked.retry_share * limit)
        return np.asarray(erlang.erlang_b(agents, at_limit) <= limit)

    def smallest(self, work: Work) -> Counts:
        """(1,) lines."""
        return erlang.agents_b(work.erlangs, self.target.max_blocked, self.asked.retry_share)
