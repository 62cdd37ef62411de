"""How sure a service level is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.planning.basis.current import Current
from service.planning.staffing.assurance import PROBABILITIES
from service.planning.staffing.day_paths import DayPaths, day_paths
from service.planning.staffing.interval_draws import interval_draws
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import MONDAY, current_of, week

POOL = "belgium-fr-residential"


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(tmp_path)


def need_of(current: Current, method: Method) -> PoolNeed:
    [pool] = [x for x in current.plan.pools if x.name == POOL]
    need = pool_need(current, pool, week(current, MONDAY), WhatIf(), method)
    assert need is not None
    return need


def of_needed(need: PoolNeed) -> DayPaths:
    return day_paths(need, need.agents[need.open])


def test_bad_half_hours_are_below_the_level_to_expect_and_good_ones_above(
    current: Current,
) -> None:
    need = need_of(current, Method())
    low, middle, high = interval_draws(need).quantiles(PROBABILITIES)[:, need.open]
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert (low < need.service_level[need.open]).all()
    assert (need.service_level[need.open] < high).all()


def test_a_day_meets_its_target_as_often_as_risk_says(current: Current) -> None:
    for risk in (0.6, 0.8, 0.9):
        need = need_of(current, Method(mode="risk", risk=risk))
        paths = of_needed(need)
        open_days = paths.calls[0] > 0
        met = (paths.in_time / np.where(paths.calls > 0, paths.calls, 1.0) >= 0.8)[:, open_days]
        assert met.mean() >= risk - 0.01  # whole agents are a little more


def test_days_are_less_sure_than_the_week_they_make(current: Current) -> None:
    paths = of_needed(need_of(current, Method()))
    days = paths.quantiles(PROBABILITIES)
    whole = paths.summed(np.zeros(7, np.int64), 1).quantiles(PROBABILITIES)
    assert whole[2, 0] - whole[0, 0] < np.nanmin(days[2] - days[0])
    assert np.isnan(days[:, 5:]).all()  # nobody calls at the weekend


def test_fewer_agents_than_needed_reach_less(current: Current) -> None:
    need = need_of(current, Method())
    half = day_paths(need, need.agents[need.open] // 2)
    assert half.in_time.sum() < 0.3 * half.calls.sum()


def test_agents_who_may_be_absent_make_a_level_less_sure(current: Current) -> None:
    present = WhatIf(absence=current.plan.shrinkage.absence * 0)
    [pool] = [x for x in current.plan.pools if x.name == POOL]
    sure = pool_need(current, pool, week(current, MONDAY), present, Method(mode="point"))
    unsure = need_of(current, Method(mode="point"))
    assert sure is not None
    widths = [
        np.nanmean(np.ptp(day_paths(x, x.agents[x.open]).quantiles(PROBABILITIES), axis=0))
        for x in (sure, unsure)
    ]
    assert widths[0] < widths[1]


@pytest.mark.parametrize("granularity", ["interval", "day"])
def test_the_reasons_sum_exactly_to_what_is_scheduled(current: Current, granularity: str) -> None:
    question = StaffingQuestion(MONDAY, MONDAY, granularity=granularity, explain=True)  # type: ignore[arg-type]
    total = "scheduled_agents" if granularity == "interval" else "scheduled_hours"
    for row in staffing_table(current, question).rows():
        parts = [round(float(str(x)) * 1e4) for k, x in row.items() if k.startswith("part_")]
        assert sum(parts) == round(float(str(row[total])) * 1e4)


def test_agents_of_single_skills_would_be_more(current: Current) -> None:
    question = StaffingQuestion(MONDAY, MONDAY, language="fr", segment="residential", explain=True)
    rows = staffing_table(current, question).rows()
    alone = sum(float(str(x["single_skill_agents"])) for x in rows)
    assert alone > sum(float(str(x["agents"])) for x in rows)


def test_a_day_as_a_whole_needs_fewer_hours_than_every_half_hour(current: Current) -> None:
    def answer(method: Method) -> tuple[float, float]:
        question = StaffingQuestion(MONDAY, MONDAY, granularity="day", method=method)
        rows = staffing_table(current, question).rows()
        levels = [float(str(x["service_level"])) for x in rows]
        return sum(float(str(x["agent_hours"])) for x in rows), min(levels)

    hours, level = answer(Method(measured_over="day"))
    assert hours < answer(Method())[0]
    assert level >= 0.8


def test_where_patience_is_unknown_nobody_is_taken_to_give_up(current: Current) -> None:
    queues = {k: replace(x, patience=np.nan) for k, x in current.release.queues.items()}
    unknown = replace(current, release=replace(current.release, queues=queues))
    [row, *_] = staffing_table(unknown, StaffingQuestion(MONDAY, MONDAY)).rows()
    assert (row["model"], row["patience_source"], row["patience_seconds"]) == (
        "erlang_c",
        None,
        None,
    )
    [row, *_] = staffing_table(current, StaffingQuestion(MONDAY, MONDAY)).rows()
    assert (row["model"], row["patience_source"]) == ("erlang_a", "learned")
    asked = StaffingQuestion(MONDAY, MONDAY, method=Method(patience=90.0))
    assert staffing_table(current, asked).rows()[0]["patience_source"] == "assumed"


def test_what_is_planned_in_part_is_called_planned(current: Current) -> None:
    rows = staffing_table(current, StaffingQuestion(MONDAY, MONDAY)).rows()
    sources = {str(x["pool"]): x["aht_source"] for x in rows}
    assert sources[POOL] == "planned"  # contract calls have no learned AHT
    assert sources["belgium-fr-b2b"] == "learned"


def test_calls_left_when_a_pool_closes_are_work_after_it(current: Current) -> None:
    question = StaffingQuestion(MONDAY, MONDAY, granularity="day")
    left = {
        str(x["pool"]): float(str(x["overtime_hours"]))
        for x in staffing_table(current, question).rows()
    }
    intervals = staffing_table(current, replace(question, granularity="interval")).rows()
    last = [x for x in intervals if x["pool"] == POOL][-1]
    busy = float(str(last["modified_erlangs"])) * (1 - float(str(last["abandoned_share"])))
    assert left[POOL] == pytest.approx(busy * float(str(last["aht_seconds"])) / 3600, rel=0.1)
    assert left["belgium-nl-residential"] == 0.0  # round the clock
