"""The service over a database, as its callers meet it."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from service.app import create_app
from tests.service.cases import database_url


def client_of(folder: Path) -> FlaskClient:
    """The service over a folder's database."""
    return create_app({"DATABASE_URL": database_url(folder)}).test_client()


def answered(client: FlaskClient, path: str, **query: object) -> Any:
    """The JSON of an answer that must be 200; ``first`` and ``last`` are ``from`` and ``to``."""
    answer = client.get(path, query_string=_keys(query))
    assert answer.status_code == 200, answer.text
    return json.loads(answer.data)


def problem(client: FlaskClient, path: str, status: int, **query: object) -> dict[str, Any]:
    """The problem document of an answer that must have that status."""
    answer = client.get(path, query_string=_keys(query))
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    document: dict[str, Any] = json.loads(answer.data)
    assert document["title"] == HTTPStatus(status).phrase
    return document


def _keys(query: dict[str, object]) -> dict[str, str]:
    names = {"first": "from", "last": "to"}
    return {names.get(key, key): str(value) for key, value in query.items()}
