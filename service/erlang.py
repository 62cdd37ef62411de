"""``POST /v1/erlang``: the calculator, one interval at a time, without a database."""

from fractions import Fraction
from math import ceil, isfinite
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import BaseModel, Field, WithJsonSchema

from models import erlang
from models.queues import ServiceTarget
from service.erlang_schemas import (
    MAX_AGENTS,
    BlockingTarget,
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

    One interval by Erlang B (no queue) or Erlang C (nobody gives up). Give `agents` to learn what
    they reach, or `target` to learn the fewest that reach it.
    """
    asked = question.root
    return _by_erlang_b(asked) if isinstance(asked, ErlangB) else _by_erlang_c(asked)


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


def _agents(asked: Question) -> int | float:
    """The agents given, without the ".0" that reading them as a float put there."""
    given = asked.agents or 0.0
    return int(given) if given.is_integer() else given


def _lines_for(load: float, target: BlockingTarget) -> int:
    return _in_reach(int(erlang.agents_b(load, target.max_blocked)[0]))


def _agents_for(load: float, asked: ErlangC, target: WaitingTarget) -> int:
    wanted = ServiceTarget(
        share=target.share or 0.0,
        answer_within=asked.answer_within_seconds,
        definition=target.definition,
        max_occupancy=target.max_occupancy,
        max_abandoned=target.max_abandoned,
        max_asa=target.max_asa_seconds,
    )
    limit = target.max_wait_probability
    needed = erlang.agents_c(load, asked.aht_seconds, wanted, 1.0 if limit is None else limit)
    return _in_reach(int(needed[0]))


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
