"""``POST /v1/erlang``: the calculator, one interval at a time, without a database."""

from fractions import Fraction
from math import ceil, isfinite
from typing import Annotated

import numpy as np
from apiflask import APIBlueprint
from pydantic import BaseModel, Field, WithJsonSchema

from models import erlang
from models.outcome import Outcome, certain, outcome_a
from models.queues import DEFINITIONS, ServiceTarget
from models.staffing import PoolLoad, smallest_agents
from service.erlang_schemas import (
    MAX_AGENTS,
    BlockingTarget,
    ErlangA,
    ErlangB,
    ErlangC,
    ErlangQuestion,
    Question,
    WaitingTarget,
    exact,
)
from service.problems import refused

blueprint = APIBlueprint("erlang", __name__, tag="Calculator")

EXAMPLE = {
    "model": "erlang_c",
    "calls": 100,
    "interval_minutes": 30,
    "aht_seconds": 180,
    "answer_within_seconds": 20,
    "target": {"share": 0.8, "max_occupancy": 0.85},
    "shrinkage": 0.3,
}


class ServiceLevels(BaseModel):
    """The share of calls answered in time, by each definition; null where nothing is offered."""

    offered: float | None
    answered: float | None
    excluding_short_abandons: float | None
    abandoned_in_time_ok: float | None


class ErlangAnswer(BaseModel):
    """What the agents reach; null where a model has no such figure or a wait has no end."""

    erlangs: Annotated[float, Field(description="Offered load")]
    agents: Annotated[int | float, WithJsonSchema({"type": "number"})]
    scheduled_agents: Annotated[
        int, Field(description="Who must be on the roster: agents / (1 - shrinkage), rounded up")
    ]
    wait_probability: float | None
    service_level: ServiceLevels
    asa_seconds: Annotated[float | None, Field(description="Mean wait of answered calls")]
    mean_wait_seconds: Annotated[float | None, Field(description="Mean wait of all callers")]
    abandoned_share: float | None
    blocked_share: float | None
    occupancy: float
    stable: Annotated[bool, Field(description="False where the queue grows without end")]


@blueprint.post("/v1/erlang")
@blueprint.input(ErlangQuestion, arg_name="question", example=EXAMPLE)
@blueprint.output(ErlangAnswer, description="What the agents reach")
def calculate(question: ErlangQuestion) -> ErlangAnswer:
    """What agents reach, or the agents a target needs.

    One interval by Erlang B (no queue), Erlang C (nobody gives up) or Erlang A (callers give up
    when their patience ends). Give `agents` to learn what they reach, or `target` to learn the
    fewest that reach it.
    """
    asked = question.root
    if isinstance(asked, ErlangB):
        return _by_erlang_b(asked)
    return _by_erlang_a(asked) if isinstance(asked, ErlangA) else _by_erlang_c(asked)


def _by_erlang_b(asked: ErlangB) -> ErlangAnswer:
    load = float(asked.offered_load())
    agents = _agents(asked) if asked.target is None else _lines_for(load, asked.target)
    blocked = float(erlang.erlang_b(agents, load))
    return ErlangAnswer(
        erlangs=load,
        agents=agents,
        scheduled_agents=scheduled(agents, asked.shrinkage),
        wait_probability=None,
        service_level=_one_level(None),
        asa_seconds=None,
        mean_wait_seconds=None,
        abandoned_share=None,
        blocked_share=blocked,
        occupancy=float(erlang.occupancy(agents, load * (1.0 - blocked))),
        stable=True,
    )


def _by_erlang_c(asked: ErlangC) -> ErlangAnswer:
    load, aht = float(asked.offered_load()), asked.aht_seconds
    agents = _agents(asked) if asked.target is None else _agents_for(load, asked, asked.target)
    level = float(erlang.service_level(agents, load, aht, asked.answer_within_seconds))
    wait = _finite(float(erlang.asa(agents, load, aht)))
    return ErlangAnswer(
        erlangs=load,
        agents=agents,
        scheduled_agents=scheduled(agents, asked.shrinkage),
        wait_probability=float(erlang.wait_probability(agents, load)),
        service_level=_one_level(level if load > 0 else None),
        asa_seconds=wait,
        mean_wait_seconds=wait,
        abandoned_share=None,
        blocked_share=None,
        occupancy=float(erlang.occupancy(agents, load)),
        stable=agents > load or load == 0,
    )


def _by_erlang_a(asked: ErlangA) -> ErlangAnswer:
    load = float(asked.offered_load())
    agents = _agents(asked) if asked.target is None else _impatient_agents(load, asked)
    found = _impatient(load, agents, asked)
    offered = load > 0
    levels = {x: float(found.service_level(x)[0]) if offered else None for x in DEFINITIONS}
    abandoned = float(found.abandoned_share[0])
    answered = float(found.answered[0])
    return ErlangAnswer(
        erlangs=load,
        agents=agents,
        scheduled_agents=scheduled(agents, asked.shrinkage),
        wait_probability=float(found.waiting[0]),
        service_level=ServiceLevels.model_validate(levels),
        asa_seconds=float(found.asa[0]),
        mean_wait_seconds=abandoned * asked.patience_seconds,
        abandoned_share=abandoned if offered else None,
        blocked_share=None,
        occupancy=min(load * answered / agents, 1.0) if agents > 0 else 0.0,
        stable=True,
    )


def _impatient(load: float, agents: float, asked: ErlangA) -> Outcome:
    one = np.ones(1)
    return outcome_a(
        agents * one,
        load * one,
        asked.aht_seconds * one,
        asked.patience_seconds * one,
        asked.answer_within_seconds,
        certain(1),
    )


def _impatient_agents(load: float, asked: ErlangA) -> int:
    target = asked.target or WaitingTarget(share=0.0)
    one, interval = np.ones(1), asked.interval_minutes * 60.0
    pool = PoolLoad(
        calls=load * interval / asked.aht_seconds * one,
        aht=asked.aht_seconds * one,
        interval=interval,
        patience=asked.patience_seconds * one,
        carried=load * one,
    )
    fewest = smallest_agents(pool, _wanted(asked, target)).astype(float)
    limit = target.max_wait_probability
    if limit is None or load == 0:
        return _in_reach(int(fewest[0]))
    needed = erlang.smallest_agents(
        lambda n: _impatient(load, float(n[0]), asked).waiting <= limit, fewest
    )
    return _in_reach(int(needed[0]))


def _agents(asked: Question) -> int | float:
    """The agents given, without the ".0" that reading them as a float put there."""
    given = asked.agents or 0.0
    return int(given) if given.is_integer() else given


def _lines_for(load: float, target: BlockingTarget) -> int:
    return _in_reach(int(erlang.agents_b(load, target.max_blocked)[0]))


def _agents_for(load: float, asked: ErlangC, target: WaitingTarget) -> int:
    limit = target.max_wait_probability
    wanted = _wanted(asked, target)
    needed = erlang.agents_c(load, asked.aht_seconds, wanted, 1.0 if limit is None else limit)
    return _in_reach(int(needed[0]))


def _wanted(asked: ErlangC, target: WaitingTarget) -> ServiceTarget:
    return ServiceTarget(
        share=target.share or 0.0,
        answer_within=asked.answer_within_seconds,
        definition=target.definition,
        max_occupancy=target.max_occupancy,
        max_abandoned=target.max_abandoned,
        max_asa=target.max_asa_seconds,
    )


def _in_reach(agents: int) -> int:
    if agents > MAX_AGENTS:
        detail = f"target needs {agents:,} agents; this calculator goes up to {MAX_AGENTS:,}"
        raise refused("#/target", f"{detail}: ask for less, or give fewer calls")
    return agents


def scheduled(agents: float, shrinkage: float) -> int:
    """Agents / (1 - shrinkage) rounded up, in exact decimals: 21 at 30 % are 30, not 31."""
    return ceil(exact(agents) / (Fraction(1) - exact(shrinkage)))


def _one_level(share: float | None) -> ServiceLevels:
    """Where nobody gives up, the four definitions agree."""
    return ServiceLevels(
        offered=share,
        answered=share,
        excluding_short_abandons=share,
        abandoned_in_time_ok=share,
    )


def _finite(seconds: float) -> float | None:
    return seconds if isfinite(seconds) else None
