"""``GET /``: the planner page."""

from http import HTTPStatus

from apiflask import APIBlueprint, HTTPError
from flask import render_template, request
from pydantic import ValidationError

from service.answers import answering
from service.current import Current
from service.forecasts import Day
from service.horizon import advice, weeks
from service.mistakes import mistakes
from service.page.calls import CALLS_BY, CallsBy
from service.page.week import PlannerWeek, planner_week
from service.page.words import day_name, full_day, grouped, week_name
from service.parameters import InputModel
from service.span import QuestionError

TITLES = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "That week cannot be shown",
    HTTPStatus.SERVICE_UNAVAILABLE: "There is nothing to show yet",
}

blueprint = APIBlueprint("page", __name__, enable_openapi=False, template_folder="templates")
for word in (day_name, full_day, grouped, week_name):
    blueprint.add_app_template_filter(word)


class PageQuery(InputModel):
    """A day of the week to show, and how its calls are grouped."""

    week: Day | None = None
    by: CallsBy = "total"


@blueprint.get("/")
def page() -> tuple[str, int]:
    """One week as HTML; what cannot be shown is said in a sentence, as HTML too."""
    try:
        with answering(None) as found:
            week = _asked_week(found)
    except HTTPError as error:
        title = TITLES[HTTPStatus(error.status_code)]
        message = render_template("page/message.html", title=title, detail=error.message)
        return message, error.status_code
    return render_template("page/week.html", page=week, choices=CALLS_BY), HTTPStatus.OK


def _asked_week(found: Current) -> PlannerWeek:
    try:
        query = PageQuery.model_validate(request.args.to_dict())
    except ValidationError as error:
        detail = f"{mistakes(error, 'query')[0]['detail']}; {advice(weeks(found))}"
        raise QuestionError("week", detail) from error
    return planner_week(found, query.week, query.by)
