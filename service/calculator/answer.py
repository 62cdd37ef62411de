"""What the calculator answers, by every model."""

from fractions import Fraction
from math import ceil, isfinite
from typing import Annotated

from pydantic import BaseModel, Field, WithJsonSchema

from service.calculator.question import exact

PERCENTILES = (0.5, 0.8, 0.9, 0.95)


class ServiceLevels(BaseModel):
    """The share of calls answered in time, by each definition; null where it is of no calls."""

    offered: float | None
    answered: float | None
    excluding_short_abandons: float | None
    abandoned_in_time_ok: float | None


class WaitPercentiles(BaseModel):
    """Seconds that 50, 80, 90 and 95 % of all callers stay within, answered or given up."""

    p50: float
    p80: float
    p90: float
    p95: float


class ErlangAnswer(BaseModel):
    """What the agents reach; null where a model has no such figure or a wait has no end.

    Where some call again (`retry_share`), waits and shares are those of all attempts.
    """

    erlangs: Annotated[float, Field(description="Offered load of first attempts")]
    agents: Annotated[int | float, WithJsonSchema({"type": "number"})]
    scheduled_agents: Annotated[
        int, Field(description="Who must be on the roster: agents / (1 - shrinkage), rounded up")
    ]
    wait_probability: float | None
    service_level: ServiceLevels
    asa_seconds: Annotated[
        float | None, Field(description="Mean wait of answered calls; null where none is answered")
    ]
    mean_wait_seconds: Annotated[float | None, Field(description="Mean wait of all callers")]
    abandoned_share: float | None
    blocked_share: float | None
    occupancy: float
    stable: Annotated[bool, Field(description="False where the queue grows without end")]
    total_erlangs: Annotated[
        float, Field(description="Offered load with those who call again; erlangs if nobody does")
    ]
    queue_length: Annotated[
        float | None,
        Field(description="Mean number of waiting calls; null without a queue or if it has no end"),
    ]
    wait_percentiles_seconds: Annotated[
        WaitPercentiles | None,
        Field(description="Waits of all callers; null without a queue or if it has no end"),
    ]
    fractional_agents: Annotated[
        float | None,
        Field(
            description="The fewest agents that reach the target if a part of one could be had; "
            "null where agents are given"
        ),
    ]
    calls: Annotated[
        float,
        Field(description="As given, or the most that the agents take within the target"),
    ]
    aht_seconds: Annotated[
        float,
        Field(description="As given, or the longest with which the agents keep the target"),
    ]


def scheduled(agents: float, shrinkage: float) -> int:
    """Agents / (1 - shrinkage) rounded up, in exact decimals: 21 at 30 % are 30, not 31."""
    return ceil(exact(agents) / (Fraction(1) - exact(shrinkage)))


def one_level(share: float | None) -> ServiceLevels:
    """Where nobody gives up, the four definitions agree."""
    return ServiceLevels(
        offered=share,
        answered=share,
        excluding_short_abandons=share,
        abandoned_in_time_ok=share,
    )


def percentiles(waits: list[float]) -> WaitPercentiles:
    """Of the waits in seconds of ``PERCENTILES``."""
    p50, p80, p90, p95 = waits
    return WaitPercentiles(p50=p50, p80=p80, p90=p90, p95=p95)


def known(value: float) -> float | None:
    """Null where a figure is of nothing or has no end."""
    return value if isfinite(value) else None
