"""JSON out by orjson (ISO dates, numpy arrays), JSON in as it was written.

Equal keys in one object are not one key: ``Repeated`` keeps them for the model to refuse.
"""

import json
from typing import Any

import numpy as np
import orjson
from flask import Response
from flask.json.provider import JSONProvider

from service.web.inputs import Repeated


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson. A number that is not finite is written as null."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Text, for whoever needs text."""
        return _written(obj).decode()

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """A response without the detour over text."""
        body = _written(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read UTF-8 JSON; ValueError where it is not."""
        text = s if isinstance(s, str) else s.decode("utf-8-sig")
        try:
            return json.loads(text, object_pairs_hook=_every_key)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error


def _written(value: object) -> bytes:
    return orjson.dumps(value, default=_contiguous, option=orjson.OPT_SERIALIZE_NUMPY)


def _contiguous(value: object) -> object:
    """A column of an array: orjson reads arrays only in the order they lie in memory."""
    if isinstance(value, np.ndarray) and not value.flags.c_contiguous:
        return np.ascontiguousarray(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _every_key(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    return {
        key: value if (times := keys.count(key)) == 1 else Repeated(times)
        for key, value in found.items()
    }
