"""What the calculator can be asked, for the models it offers.

Rules that join several keys stand twice, as code and as JSON Schema beside it: the documented
schema refuses what the code refuses, but for the two limits no schema can express (the offered
load and the agents a target needs).
"""

from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    RootModel,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from models.queues import Definition
from service.parameters import InputModel, number

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


def _rule(message: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{message}", {"message": message})


def _given(key: str, kind: str = "number") -> dict[str, Any]:
    return {"required": [key], "properties": {key: {"type": kind}}}


class Question(InputModel):
    """The calls of one interval, and either the agents or the target they are to meet."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [_given("agents"), _given("target", "object")]}
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
    def _one_side_is_given(self) -> Self:
        if (self.agents is None) == (self.target is None):
            raise _rule(
                'give either agents, for example "agents": 14, to learn what they reach, or '
                "target to learn the agents it needs: one of the two"
            )
        return self

    @model_validator(mode="after")
    def _load_is_in_reach(self) -> Self:
        if self.offered_load() > MAX_ERLANGS:
            raise _rule(
                "calls x aht_seconds / interval is an offered load of more than "
                f"{MAX_ERLANGS:,} erlangs; give fewer calls, a shorter AHT or a longer interval"
            )
        return self

    def offered_load(self) -> Fraction:
        """Erlangs, exactly: what divides without remainder must not look overloaded."""
        work = exact(self.calls) * exact(self.aht_seconds)
        return work / (exact(self.interval_minutes) * 60)


class BlockingTarget(InputModel):
    """What lines without a queue must reach."""

    max_blocked: Annotated[Limit, Field(description="Largest share of calls turned away")]


class WaitingTarget(InputModel):
    """What agents with a queue must reach: everything that is given."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "anyOf": [
                        _given("share"),
                        _given("max_occupancy"),
                        _given("max_wait_probability"),
                        _given("max_asa_seconds"),
                    ]
                },
                {
                    "anyOf": [
                        {"properties": {"definition": {"const": "offered"}}},
                        _given("max_abandoned"),
                    ]
                },
            ]
        }
    )

    share: (
        Annotated[
            float,
            Field(ge=0, lt=1, description="Share of calls answered within answer_within_seconds"),
            number("a share between 0 and 1 (1 itself is out of reach), for example 0.8"),
        ]
        | None
    ) = None
    definition: Definition = "offered"
    max_occupancy: (
        Annotated[
            float,
            Field(ge=0.01, le=1, description="Carried load / agents"),
            number("a share between 0.01 and 1, for example 0.85"),
        ]
        | None
    ) = None
    max_abandoned: Annotated[
        Limit | None, Field(description="Always met in Erlang C, where nobody gives up")
    ] = None
    max_wait_probability: Annotated[
        Limit | None, Field(description="Largest share of calls that wait at all")
    ] = None
    max_asa_seconds: Annotated[
        Duration | None, Field(description="Longest mean wait of answered calls")
    ] = None

    @model_validator(mode="after")
    def _something_is_asked(self) -> Self:
        asked = (self.share, self.max_occupancy, self.max_wait_probability, self.max_asa_seconds)
        if all(x is None for x in asked):
            raise _rule(
                "target asks for nothing; give share, max_occupancy, max_wait_probability or "
                'max_asa_seconds, for example "share": 0.8'
            )
        return self

    @model_validator(mode="after")
    def _abandonment_is_limited(self) -> Self:
        if self.definition != "offered" and self.max_abandoned is None:
            raise _rule(
                f'the definition "{self.definition}" looks better the more callers give up; '
                'give max_abandoned too, for example "max_abandoned": 0.05'
            )
        return self


class ErlangB(Question):
    """Calls that find every line busy are turned away: nobody waits, nobody calls again."""

    model: Literal["erlang_b"]
    answer_within_seconds: Annotated[
        Annotated[float, Field(ge=0, le=DAY), number("seconds between 0 and 86400")] | None,
        Field(description="Not used: nobody waits"),
    ] = None
    target: BlockingTarget | None = None


class ErlangC(Question):
    """Calls that find every agent busy wait as long as it takes: nobody gives up."""

    model: Literal["erlang_c"]
    answer_within_seconds: Annotated[
        float,
        Field(ge=0, le=DAY, description="The threshold of the service level"),
        number("seconds between 0 and 86400, for example 20"),
    ]
    target: WaitingTarget | None = None


class ErlangA(ErlangC):
    """Calls that find every agent busy wait until they are answered or their patience ends."""

    model: Literal["erlang_a"]  # type: ignore[assignment]
    patience_seconds: Annotated[
        float,
        Field(ge=1, le=1_000_000, description="Mean time before giving up"),
        number("seconds between 1 and 1000000, for example 180"),
    ]


OFFERED: dict[str, type[ErlangA] | type[ErlangB] | type[ErlangC]] = {
    "erlang_a": ErlangA,
    "erlang_b": ErlangB,
    "erlang_c": ErlangC,
}


class ErlangQuestion(
    RootModel[Annotated[ErlangA | ErlangB | ErlangC, Field(discriminator="model")]]
):
    """A question to one of the models that are offered."""

    @model_validator(mode="wrap")
    @classmethod
    def _ask_the_model(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read by the named model alone: a mistake's place is then its place in the body."""
        if not isinstance(given, dict):
            raise PydanticCustomError("wanted", "give an object")
        name = given.get("model")
        if not isinstance(name, str) or name not in OFFERED:
            raise _unknown_model(given)
        return handler(OFFERED[name].model_validate(given))


def _unknown_model(given: dict[str, object]) -> ValidationError:
    offered = {"offered": " or ".join(f'"{x}"' for x in OFFERED)}
    wanted = PydanticCustomError("wanted", "the models offered are {offered}", offered)
    mistake = InitErrorDetails(
        type=wanted if "model" in given else "missing", loc=("model",), input=given.get("model")
    )
    return ValidationError.from_exception_data("ErlangQuestion", [mistake])
