"""``GET /``, ``/capacity``, ``/shifts`` and ``/leave``: the planner's pages."""

from dataclasses import dataclass
from typing import TypeVar, get_args

from apiflask import APIBlueprint
from flask import render_template, request
from pydantic import ValidationError

from data.shifts import Goal
from service.api.shifts.kept import stored_shifts
from service.page import words
from service.page.calls import CALLS_BY, CallsBy
from service.page.chosen_week import chosen_week
from service.page.leave_week import leave_week
from service.page.shifts.shift_week import shift_week
from service.page.shown import shown
from service.page.transition import transition
from service.page.week import planner_week
from service.planning.basis.current import Current
from service.planning.basis.horizon import advice, weeks
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import Day
from service.web.database import database
from service.web.problem_details import problem_details
from service.web.question_model import query_model, read

Asked = TypeVar("Asked", "ShownWeek", "ShownShifts", "LeaveOf")

WORDS = (
    words.amount,
    words.clock_words,
    words.day_name,
    words.full_day,
    words.grouped,
    words.hundredth,
    words.in_page_words,
    words.interval_name,
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


@dataclass(frozen=True, slots=True)
class ShownShifts:
    """A day of the week to show, and what its shifts are to give."""

    week: Day | None = None
    goal: Goal = "level"


@dataclass(frozen=True, slots=True)
class LeaveOf:
    """A day of the week to show."""

    week: Day | None = None


@blueprint.get("/")
def page() -> tuple[str, int]:
    """One week as HTML."""
    return shown(_week, "That week cannot be shown")


def _week(current: Current) -> str:
    asked = _asked(ShownWeek, current)
    return render_template(
        "page/week.html", page=planner_week(current, asked.week, asked.by), choices=CALLS_BY
    )


@blueprint.get("/capacity")
def capacity() -> tuple[str, int]:
    """All whole weeks of the plan as HTML."""
    return shown(_all_weeks, "That cannot be shown")


def _all_weeks(current: Current) -> str:
    key = next(iter(request.args), None)
    if key is not None:
        raise QuestionError(key, f"{key} is not known; this page shows all weeks and has no keys")
    return render_template("page/capacity.html", page=transition(current))


@blueprint.get("/shifts")
def shifts() -> tuple[str, int]:
    """One week's shifts as HTML; what is not worked out yet stays so."""
    return shown(_shifts, "Those shifts cannot be shown")


def _shifts(current: Current) -> str:
    asked = _asked(ShownShifts, current)
    chosen = chosen_week(current, asked.week)
    with database() as engine:
        week = chosen.shown
        found = stored_shifts(engine, current, asked.goal, week.first, week.last)
    page = shift_week(current, chosen, asked.goal, found)
    return render_template("page/shifts.html", page=page, goals=get_args(Goal))


@blueprint.get("/leave")
def leave() -> tuple[str, int]:
    """How many may be off in one week, as HTML."""
    return shown(_leave, "Leave of that week cannot be shown")


def _leave(current: Current) -> str:
    asked = _asked(LeaveOf, current)
    page = leave_week(current, chosen_week(current, asked.week))
    return render_template("page/leave.html", page=page)


def _asked(kind: type[Asked], current: Current) -> Asked:
    try:
        model = query_model(kind)  # type: ignore[arg-type]  # a class is hashable
        asked = model.model_validate(request.args.to_dict())
    except ValidationError as error:
        detail = f"{problem_details(error, 'query')[0]['detail']}; {advice(weeks(current))}"
        raise QuestionError("week", detail) from error
    return read(kind, asked)
