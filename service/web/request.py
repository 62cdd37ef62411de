"""The request as this service reads it: strict about its type, its JSON and its keys."""

from typing import Any, NoReturn

import flask
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from service.web.inputs import Arguments


class Request(flask.Request):
    """JSON must be called JSON; a key given twice is never quietly one of the two."""

    parameter_storage_class = Arguments

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """The body read; 415 for another type even where ``force`` asks to guess."""
        return super().get_json(force=False, silent=silent, cache=cache)

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        """400 for what is not JSON, 415 for what does not say it is."""
        if e is None:
            raise UnsupportedMediaType(
                f"the body is {self.mimetype or 'of no type'}; send JSON with "
                "the header Content-Type: application/json"
            )
        raise BadRequest(f"the body cannot be read as JSON in UTF-8: {e}") from e
