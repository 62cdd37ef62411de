"""What scenarios may say, as TOML or JSON."""

from math import prod
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.change_text import ChangeText, Day, Name
from service.planning.scenarios.scenario import Scenario
from service.web.inputs import InputModel

LARGEST = 100  # what all factors of a scenario may come to
MOST = 50  # scenarios in one request
MOST_CHANGES = 100  # of all of them: each is worked out


class ScenarioText(InputModel):
    """Named changes, made one after the other."""

    name: Name
    changes: Annotated[list[ChangeText], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _stays_within_reason(self) -> "ScenarioText":
        factors = [getattr(x, "factor", None) or 1.0 for x in self.changes]
        if prod(max(x, 1.0) for x in factors) > LARGEST:
            raise PydanticCustomError(
                "rule",
                "the factors multiply to more than {most}; give smaller ones",
                {"most": LARGEST},
            )
        return self

    def scenario(self) -> Scenario:
        """In the product's words."""
        return Scenario(self.name, tuple(x.change() for x in self.changes))


class ScenariosText(InputModel):
    """Scenarios to be set beside the plan as it is."""

    first: Annotated[Day | None, Field(alias="from", description="First local day")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last local day")] = None
    scenarios: Annotated[list[ScenarioText], Field(min_length=1, max_length=MOST)]

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> "ScenariosText":
        if len({x.name for x in self.scenarios}) < len(self.scenarios):
            raise PydanticCustomError("rule", "two scenarios have the same name; give each its own")
        if sum(len(x.changes) for x in self.scenarios) > MOST_CHANGES:
            raise PydanticCustomError(
                "rule",
                "the scenarios have more than {most} changes together; ask in parts",
                {"most": MOST_CHANGES},
            )
        return self
