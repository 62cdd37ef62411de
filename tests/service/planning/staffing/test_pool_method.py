"""Agents by model and mode: who gives up, what may come, what carries over."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from models.agents.uncertainty import Mode
from models.queues import DEFINITIONS, ServiceTarget
from service.planning.basis.current import Current, NotReadyError
from service.planning.staffing.pool_method import MeasuredOver, Method, Model
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import MONDAY, PLAN, current_of, released, week
from tests.service.clients import answered, client_of, problem

FRIDAY = MONDAY + timedelta(days=4)
WEEK = StaffingQuestion(MONDAY, FRIDAY, granularity="day", method=Method(patience=180.0))


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(tmp_path)


def hours(current: Current, model: Model, mode: Mode, risk: float = 0.8) -> float:
    question = replace(WEEK, method=Method(model, mode, risk, 180.0))
    column = staffing_table(current, question).columns["agent_hours"]
    return float(np.asarray(column, float).sum())


def test_callers_who_give_up_need_fewer_agents(current: Current) -> None:
    assert hours(current, "erlang_a", "point") < hours(current, "erlang_c", "point")


@pytest.mark.parametrize("model", get_args(Model))
def test_more_certainty_costs_more_hours(current: Current, model: Model) -> None:
    point, mean = hours(current, model, "point"), hours(current, model, "mean")
    careful = [hours(current, model, "risk", x) for x in (0.7, 0.8, 0.95)]
    assert point < mean < careful[1]
    assert careful[0] < careful[1] < careful[2]


@pytest.mark.parametrize("mode", get_args(Mode))
def test_an_answer_says_how_it_was_made_and_who_gives_up(current: Current, mode: Mode) -> None:
    rows = staffing_table(
        current, replace(WEEK, method=Method("erlang_a", mode, 0.8, 180.0))
    ).rows()
    assert {(row["model"], row["mode"]) for row in rows} == {("erlang_a", mode)}
    lost = [float(str(row["abandoned_share"])) for row in rows]
    assert all(0 < x < 0.1 for x in lost)
    assert all(float(str(row["service_level"])) >= 0.8 for row in rows)


@pytest.mark.parametrize("model", get_args(Model))
@pytest.mark.parametrize("mode", get_args(Mode))
@pytest.mark.parametrize("over", get_args(MeasuredOver))
def test_an_open_interval_with_calls_has_an_agent(
    tmp_path: Path, model: Model, mode: Mode, over: MeasuredOver
) -> None:
    """Where no site asks for a minimum, and much may be lost."""
    current = current_of(tmp_path, PLAN.replace("min_agents = 2", "min_agents = 0"))
    method = Method(model, mode, 0.8, 60.0 if model == "erlang_a" else None, over)
    span = week(current, MONDAY)
    for definition in DEFINITIONS:
        target = ServiceTarget(0.3, 20, definition, max_abandoned=0.6, max_asa=120.0)
        for pool in current.plan.pools:
            lax = replace(pool, target=target)
            need = pool_need(current, lax, span, WhatIf(volume_factor=0.2), method)
            if need is not None:
                assert (need.agents[need.open & (need.offered > 0)] >= 1).all()


def with_patience(current: Current, patience: float) -> Current:
    queues = {k: replace(x, patience=patience) for k, x in current.release.queues.items()}
    return replace(current, release=replace(current.release, queues=queues))


def test_unknown_patience_is_asked_for_and_never_assumed(current: Current) -> None:
    with pytest.raises(NotReadyError, match="has no patience on 2025-10-20: import history"):
        staffing_table(with_patience(current, np.nan), replace(WEEK, method=Method("erlang_a")))


def test_what_is_asked_goes_before_what_was_learned(current: Current) -> None:
    learned = staffing_table(
        with_patience(current, 180.0), replace(WEEK, method=Method("erlang_a"))
    )
    asked = staffing_table(current, replace(WEEK, method=Method("erlang_a", patience=180.0)))
    assert learned.rows() == asked.rows()


def test_patience_is_planned_where_none_is_learned(tmp_path: Path) -> None:
    planned = PLAN.replace("aht_seconds = 520", "aht_seconds = 520\npatience_seconds = 180")
    everyone = planned.replace('match = { call_type = "contract" }\nfrom', "from", 1)
    found = with_patience(current_of(tmp_path, everyone), np.nan)
    by_plan = staffing_table(found, replace(WEEK, method=Method("erlang_a")))
    asked = staffing_table(found, replace(WEEK, method=Method("erlang_a", patience=180.0)))
    assert by_plan.rows() == asked.rows()


def test_the_endpoint_takes_model_mode_and_risk(tmp_path: Path) -> None:
    released(tmp_path)
    client = client_of(tmp_path)
    asked = {"first": "2025-10-20", "last": "2025-10-20", "granularity": "day"}
    method = {"model": "erlang_a", "mode": "risk", "risk": "0.9", "patience_seconds": "180"}
    rows = answered(client, "/v1/staffing", **asked, **method)["rows"]
    assert {(x["model"], x["mode"]) for x in rows} == {("erlang_a", "risk")}
    refused = problem(client, "/v1/staffing", 422, **asked, mode="risk", risk="0.3")
    assert refused["errors"][0]["pointer"] == "?risk"


@pytest.mark.parametrize(
    ("asked", "pointer", "detail"),
    [
        (
            {"risk": "0.8"},
            "?risk",
            'risk is "0.8"; it does nothing with mode mean: leave it out, or ask mode risk',
        ),
        (
            {"model": "erlang_c", "patience_seconds": "60"},
            "?patience_seconds",
            'patience_seconds is "60"; it does nothing with model erlang_c: leave it out, or ask '
            "model erlang_a",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/v1/staffing", "/v1/staffing.csv", "/v1/capacity"])
def test_what_would_do_nothing_is_refused_and_says_what_it_goes_with(
    tmp_path: Path, path: str, asked: dict[str, str], pointer: str, detail: str
) -> None:
    released(tmp_path)
    days = {"first": "2025-10-20", "last": "2025-10-20"}
    [mistake] = problem(client_of(tmp_path), path, 422, **days, **asked)["errors"]
    assert mistake == {"pointer": pointer, "detail": detail}
