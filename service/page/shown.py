"""A page of what is current; what cannot be shown is said in a sentence, as HTML too."""

from collections.abc import Callable
from http import HTTPStatus

from apiflask import HTTPError
from flask import render_template

from service.planning.basis.current import Current
from service.web.answers import answering

NOTHING_YET = "There is nothing to show yet"


def shown(page: Callable[[Current], str], refused: str) -> tuple[str, int]:
    """The page and its status; ``refused`` is the title over a question that is wrong."""
    try:
        with answering(None) as current:
            return page(current), HTTPStatus.OK
    except HTTPError as error:
        wrong = error.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        title = refused if wrong else NOTHING_YET
        message = render_template("page/message.html", title=title, detail=error.message)
        return message, error.status_code
