"""What every question to the calculator tells: calls, agents and their target, all but one.

Rules that join several keys stand twice, as code and as JSON Schema beside it: the documented
schema refuses what the code refuses, but for limits no schema can express (the offered load, the
agents a target needs, a target that no call or every call meets).
"""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.web.inputs import InputModel, number

MAX_CALLS = 1_000_000
MAX_AGENTS = 20_000
MAX_ERLANGS = 10_000
MIN_AHT = 0.1  # seconds
DAY = 86_400  # seconds

Duration = Annotated[
    float, Field(ge=MIN_AHT, le=DAY), number("seconds between 0.1 and 86400, for example 300")
]
Limit = Annotated[float, Field(gt=0, lt=1), number("a share above 0 and below 1, for example 0.05")]


def exact(value: float) -> Fraction:
    """The decimal that was written, not its nearest binary float."""
    return Fraction(str(value))


def rule(message: str) -> PydanticCustomError:
    """A broken rule, whose message tells all."""
    return PydanticCustomError("rule", "{message}", {"message": message})


def offered_load(calls: float, aht_seconds: float, interval_minutes: float) -> Fraction:
    """Erlangs, exactly: what divides without remainder must not look overloaded."""
    return exact(calls) * exact(aht_seconds) / (exact(interval_minutes) * 60)


def needs(key: str, kind: str = "number") -> dict[str, Any]:
    """JSON Schema: ``key`` is given and not null."""
    return {"required": [key], "properties": {key: {"type": kind}}}


ASKED = {"calls": "number", "aht_seconds": "number", "agents": "number", "target": "object"}


def _all_but(left_out: str) -> dict[str, Any]:
    """JSON Schema: the others of ``ASKED`` are given and not null."""
    kinds = {key: {"type": kind} for key, kind in ASKED.items() if key != left_out}
    return {"required": list(kinds), "properties": kinds}


class Question(InputModel):
    """Calls of one interval, agents and the target they are to meet: all but what is asked."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_all_but(x) for x in ASKED]})

    calls: Annotated[
        Annotated[
            float,
            Field(ge=0, le=MAX_CALLS),
            number(f"a number of calls from 0 to {MAX_CALLS}, for example 120"),
        ]
        | None,
        Field(
            description="Calls offered in the interval; may be fractional. Left out: the most that "
            "the agents take within the target"
        ),
    ] = None
    interval_minutes: Annotated[
        float,
        Field(gt=0, le=1440, description="Length of the interval"),
        number("minutes above 0, up to 1440, for example 30"),
    ]
    aht_seconds: Annotated[
        Duration | None,
        Field(
            description="Mean handling time of a call. Left out: the longest with which the agents "
            "keep the target"
        ),
    ] = None
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
    def _one_thing_is_asked(self) -> Self:
        given = [key for key in ASKED if getattr(self, key) is not None]
        if len(given) != len(ASKED) - 1:
            raise rule(
                "give three of calls, aht_seconds, agents and target, and leave out what is asked: "
                "target to learn what the agents reach, agents to learn how many the target needs, "
                "calls or aht_seconds to learn the most that the agents take within the target; "
                f"given are {', '.join(given) or 'none'}"
            )
        return self

    @model_validator(mode="after")
    def _load_is_in_reach(self) -> Self:
        if self.calls is None or self.aht_seconds is None:
            return self
        if offered_load(self.calls, self.aht_seconds, self.interval_minutes) > MAX_ERLANGS:
            raise rule(
                "calls x aht_seconds / interval is an offered load of more than "
                f"{MAX_ERLANGS:,} erlangs; give fewer calls, a shorter AHT or a longer interval"
            )
        return self
