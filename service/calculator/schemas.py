"""What the calculator can be asked, for the models it offers."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, RootModel, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from service.calculator.question import DAY, Question, rule
from service.calculator.targets import BlockingTarget, ImpatientTarget, WaitingTarget
from service.web.inputs import number

_Threshold = Annotated[
    float,
    Field(ge=0, le=DAY, description="The threshold of the service level"),
    number("seconds between 0 and 86400, for example 20"),
]
_Share = Annotated[
    float,
    Field(ge=0, lt=1),
    number("a share from 0 to below 1 (where all call again the load has no end), for example 0.3"),
]


class _Patient(Question):
    """Nobody waits until patience ends: keys about those who give up are refused with a reason."""

    senseless: ClassVar[Mapping[str, str]]  # by key

    @model_validator(mode="before")
    @classmethod
    def _nobody_gives_up(cls, given: object) -> object:
        known = given if isinstance(given, dict) else {}
        mistakes = [
            InitErrorDetails(type=rule(why), loc=(key,), input=known[key])
            for key, why in cls.senseless.items()
            if key in known
        ]
        if mistakes:
            raise ValidationError.from_exception_data(cls.__name__, mistakes)
        return given


_NO_SHORT_ABANDONS = (
    "nobody gives up in this model, so that no abandoned call is short; leave "
    'short_abandon_seconds out, or ask "erlang_a"'
)


class ErlangB(_Patient):
    """Calls that find every line busy are turned away: nobody waits."""

    senseless: ClassVar[Mapping[str, str]] = {"short_abandon_seconds": _NO_SHORT_ABANDONS}

    model: Literal["erlang_b"]
    answer_within_seconds: Annotated[
        Annotated[float, Field(ge=0, le=DAY), number("seconds between 0 and 86400")] | None,
        Field(description="Not used: nobody waits"),
    ] = None
    retry_share: Annotated[
        _Share, Field(description="Share of the blocked that try again: extended Erlang B")
    ] = 0.0
    target: BlockingTarget | None = None


class ErlangC(_Patient):
    """Calls that find every agent busy wait as long as it takes: nobody gives up or calls again."""

    senseless: ClassVar[Mapping[str, str]] = {
        "retry_share": (
            "in Erlang C nobody gives up, so that nobody calls again; leave retry_share out, or "
            'ask "erlang_a" (who gives up may call again) or "erlang_b" (who is blocked may)'
        ),
        "short_abandon_seconds": _NO_SHORT_ABANDONS,
    }

    answer_within_seconds: _Threshold
    model: Literal["erlang_c"]
    target: WaitingTarget | None = None


class ErlangA(Question):
    """Calls that find every agent busy wait until they are answered or their patience ends."""

    answer_within_seconds: _Threshold
    model: Literal["erlang_a"]
    patience_seconds: Annotated[
        float,
        Field(ge=1, le=1_000_000, description="Mean time before giving up"),
        number("seconds between 1 and 1000000, for example 180"),
    ]
    retry_share: Annotated[
        _Share,
        Field(description="Share of those who give up that call again, as impatient as before"),
    ] = 0.0
    short_abandon_seconds: Annotated[
        Annotated[float, Field(ge=0, le=DAY), number("seconds between 0 and 86400, for example 10")]
        | None,
        Field(
            description="Until when an abandoned call is short, where a definition leaves these "
            "out or counts them as served; answer_within_seconds if left out"
        ),
    ] = None
    target: ImpatientTarget | None = None


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
