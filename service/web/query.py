"""A view that is asked in its query string gets the questions themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from apiflask import APIBlueprint

from service.web.inputs import InputModel
from service.web.question_model import query_model, read

View = TypeVar("View", bound=Callable[..., Any])


def query(blueprint: APIBlueprint, **kinds: type) -> Callable[[View], View]:
    """Read the query string as questions of these kinds, each an argument of that name."""
    model = query_model(*kinds.values())

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(*places: Any, query: InputModel, **body: Any) -> Any:
            asked: dict[str, object] = {name: read(kind, query) for name, kind in kinds.items()}
            return view(*places, **body, **asked)

        taking: Any = blueprint.input(model, location="query", arg_name="query")(answered)
        return taking  # type: ignore[no-any-return]  # what Flask calls, under the view's name

    return decorated
