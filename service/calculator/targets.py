"""What a question to the calculator may ask the agents to reach."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, Field, model_validator

from models.queues import Definition, ServiceTarget
from service.calculator.question import Duration, Limit, needs, rule
from service.web.inputs import InputModel, number


class BlockingTarget(InputModel):
    """What lines without a queue must reach."""

    max_blocked: Annotated[Limit, Field(description="Largest share of calls turned away")]


ENOUGH = ("share", "max_occupancy", "max_wait_probability", "max_asa_seconds")


def _rules(*enough: str) -> dict[str, Any]:
    """JSON Schema: one of these is given, and ``max_abandoned`` where the definition needs it."""
    offered = {"properties": {"definition": {"const": "offered"}}}
    return {
        "allOf": [
            {"anyOf": [needs(x) for x in enough]},
            {"anyOf": [offered, needs("max_abandoned")]},
        ]
    }


class WaitingTarget(InputModel):
    """What agents with a queue must reach: everything that is given."""

    model_config = ConfigDict(json_schema_extra=_rules(*ENOUGH))

    enough: ClassVar[tuple[str, ...]] = ENOUGH

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
        if all(getattr(self, x) is None for x in self.enough):
            *some, last = self.enough
            raise rule(
                f"target asks for nothing; give {', '.join(some)} or {last}, "
                'for example "share": 0.8'
            )
        return self

    @model_validator(mode="after")
    def _abandonment_is_limited(self) -> Self:
        if self.definition != "offered" and self.max_abandoned is None:
            raise rule(
                f'the definition "{self.definition}" looks better the more callers give up; '
                'give max_abandoned too, for example "max_abandoned": 0.05'
            )
        return self

    def promised(self, answer_within: float, short_abandon: float | None = None) -> ServiceTarget:
        """All but ``max_wait_probability``; thresholds in seconds."""
        return ServiceTarget(
            share=self.share or 0.0,
            answer_within=answer_within,
            definition=self.definition,
            max_occupancy=self.max_occupancy,
            max_abandoned=self.max_abandoned,
            max_asa=self.max_asa_seconds,
            short_abandon=short_abandon,
        )

    @property
    def waiting_limit(self) -> float:
        """The largest share of calls that may wait."""
        return 1.0 if self.max_wait_probability is None else self.max_wait_probability


class ImpatientTarget(WaitingTarget):
    """What agents must reach whose callers give up: everything that is given."""

    model_config = ConfigDict(json_schema_extra=_rules(*ENOUGH, "max_abandoned"))

    enough: ClassVar[tuple[str, ...]] = (*ENOUGH, "max_abandoned")
    max_abandoned: Annotated[
        Limit | None, Field(description="Largest share of calls given up; enough for a target")
    ] = None
