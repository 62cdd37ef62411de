"""``GET /`` and ``GET /capacity``: the planner's pages."""

from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import render_template, request
from pydantic import ValidationError

from service.page import words
from service.page.calls import CALLS_BY, CallsBy
from service.page.shown import shown
from service.page.transition import transition
from service.page.week import PlannerWeek, planner_week
from service.planning.basis.current import Current
from service.planning.basis.horizon import advice, weeks
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import Day
from service.web.problem_details import problem_details
from service.web.question_model import query_model, read

WORDS = (
    words.amount,
    words.day_name,
    words.full_day,
    words.grouped,
    words.hundredth,
    words.in_page_words,
    words.iso_week,
    words.percent,
    words.short_day,
    words.short_percent,
    words.signed,
    words.signed_whole,
    words.tenth,
    words.week_name,
)

blueprint = APIBlueprint("page", __name__, enable_openapi=False, template_folder="templates")
for word in WORDS:
    blueprint.add_app_template_filter(word)


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """A day of the week to show, and how its calls are grouped."""

    week: Day | None = None
    by: CallsBy = "total"


@blueprint.get("/")
def page() -> tuple[str, int]:
    """One week as HTML."""
    return shown(_week, "That week cannot be shown")


def _week(current: Current) -> str:
    return render_template("page/week.html", page=_asked_week(current), choices=CALLS_BY)


@blueprint.get("/capacity")
def capacity() -> tuple[str, int]:
    """All whole weeks of the plan as HTML."""
    return shown(_all_weeks, "That cannot be shown")


def _all_weeks(current: Current) -> str:
    key = next(iter(request.args), None)
    if key is not None:
        raise QuestionError(key, f"{key} is not known; this page shows all weeks and has no keys")
    return render_template("page/capacity.html", page=transition(current))


def _asked_week(current: Current) -> PlannerWeek:
    try:
        asked = query_model(ShownWeek).model_validate(request.args.to_dict())
    except ValidationError as error:
        detail = f"{problem_details(error, 'query')[0]['detail']}; {advice(weeks(current))}"
        raise QuestionError("week", detail) from error
    shown = read(ShownWeek, asked)
    return planner_week(current, shown.week, shown.by)
