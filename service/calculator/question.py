"""What every question to the calculator tells: the calls of one interval, and agents or a target.

Rules that join several keys stand twice, as code and as JSON Schema beside it: the documented
schema refuses what the code refuses, but for the two limits no schema can express (the offered
load and the agents a target needs).
"""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.web.inputs import InputModel, number

MAX_AGENTS = 20_000
MAX_ERLANGS = 10_000
DAY = 86_400  # seconds

Duration = Annotated[
    float, Field(ge=0.1, le=DAY), number("seconds between 0.1 and 86400, for example 300")
]
Limit = Annotated[float, Field(gt=0, lt=1), number("a share above 0 and below 1, for example 0.05")]


def exact(value: float) -> Fraction:
    """The decimal that was written, not its nearest binary float."""
    return Fraction(str(value))


def rule(message: str) -> PydanticCustomError:
    """A broken rule, whose message tells all."""
    return PydanticCustomError("rule", "{message}", {"message": message})


def needs(key: str, kind: str = "number") -> dict[str, Any]:
    """JSON Schema: ``key`` is given and not null."""
    return {"required": [key], "properties": {key: {"type": kind}}}


class Question(InputModel):
    """The calls of one interval, and either the agents or the target they are to meet."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [needs("agents"), needs("target", "object")]}
    )

    calls: Annotated[
        float,
        Field(ge=0, le=1_000_000, description="Calls offered in the interval; may be fractional"),
        number("a number of calls from 0 to 1000000, for example 120"),
    ]
    interval_minutes: Annotated[
        float,
        Field(gt=0, le=1440, description="Length of the interval"),
        number("minutes above 0, up to 1440, for example 30"),
    ]
    aht_seconds: Annotated[Duration, Field(description="Mean handling time of a call")]
    patience_seconds: Annotated[
        Duration | None,
        Field(description="Mean time before giving up; read where a model lets callers give up"),
    ] = None
    shrinkage: Annotated[
        float,
        Field(ge=0, le=0.99, description="Share of rostered time not available for calls"),
        number("a share between 0 and 0.99, for example 0.3"),
    ] = 0.0
    agents: (
        Annotated[
            float,
            Field(ge=0, le=MAX_AGENTS, description="Agents on the phones; may be fractional"),
            number(f"a number of agents from 0 to {MAX_AGENTS}, for example 14"),
        ]
        | None
    ) = None
    target: InputModel | None = None

    @model_validator(mode="after")
    def _one_side_is_asked(self) -> Self:
        if (self.agents is None) == (self.target is None):
            raise rule(
                'give either agents, for example "agents": 14, to learn what they reach, or '
                "target to learn the agents it needs: one of the two"
            )
        return self

    @model_validator(mode="after")
    def _load_is_in_reach(self) -> Self:
        if self.offered_load() > MAX_ERLANGS:
            raise rule(
                "calls x aht_seconds / interval is an offered load of more than "
                f"{MAX_ERLANGS:,} erlangs; give fewer calls, a shorter AHT or a longer interval"
            )
        return self

    def offered_load(self) -> Fraction:
        """Erlangs, exactly: what divides without remainder must not look overloaded."""
        work = exact(self.calls) * exact(self.aht_seconds)
        return work / (exact(self.interval_minutes) * 60)
