"""Agents needed, by pool and in sums, row by row."""

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import Granularity
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.staffing_table import StaffingField, StaffingQuestion, staffing_table
from tests.service.cases import AUTUMN, FIRST_ROUTED, LAST, MONDAY, PLAN, SPRING, current_of

SUNDAY = MONDAY + timedelta(days=6)
PLAIN = Method("erlang_c", "point")
WEEK = StaffingQuestion(MONDAY, SUNDAY, method=PLAIN)
POOLS = [
    *("belgium-fr-residential", "belgium-fr-b2b", "belgium-nl-residential"),
    "morocco-fr-residential",
]
INTERVAL_COLUMNS = (
    "interval_start,interval_start_utc,interval_minutes,pool,site,language,segment,offered_mean,"
    "offered_p10,offered_p50,offered_p90,aht_seconds,erlangs,agents,scheduled_agents,"
    "service_level,asa_seconds,occupancy,abandoned_share,model,mode,definition,release,plan,"
    "modified_erlangs,aht_source,patience_seconds,patience_source,"
    "service_level_p10,service_level_p50,service_level_p90,risk_reached,shift_agents"
)
PERIOD_COLUMNS = (
    "period_start,pool,site,language,segment,offered_mean,offered_p10,offered_p50,offered_p90,"
    "service_level,abandoned_share,agent_hours,scheduled_hours,fte,agents_peak,"
    "model,mode,definition,release,plan,"
    "service_level_p10,service_level_p50,service_level_p90,overtime_hours,risk_reached,"
    "paid_hours,full_timer_hours"
)
Row = dict[str, object]
PERIODS: tuple[Granularity, ...] = ("hour", "day", "week", "month")


def rows(current: Current, question: StaffingQuestion) -> list[Row]:
    return staffing_table(current, question).rows()


def number(row: Row, name: str) -> float:
    return float(str(row[name]))


def total(answer: list[Row], name: str) -> float:
    return math.fsum(number(row, name) for row in answer)


def test_intervals_have_the_columns_that_were_promised(current: Current) -> None:
    assert list(staffing_table(current, WEEK).columns) == INTERVAL_COLUMNS.split(",")


@pytest.mark.parametrize("granularity", PERIODS)
def test_longer_periods_have_the_columns_that_were_promised(
    current: Current, granularity: Granularity
) -> None:
    answer = staffing_table(current, replace(WEEK, granularity=granularity))
    asked = ["days", "days_in_period"] if granularity in ("week", "month") else []
    efficiency = ["schedule_efficiency", "schedule_efficiency_source"]
    assert list(answer.columns) == [*PERIOD_COLUMNS.split(","), *asked, *efficiency]


def test_there_is_one_row_a_pool_and_open_interval_in_time_order(current: Current) -> None:
    answer = rows(current, WEEK)
    keys = [(row["interval_start_utc"], row["pool"]) for row in answer]
    counts = {pool: sum(key[1] == pool for key in keys) for pool in POOLS}
    assert counts == dict(zip(POOLS, (120, 120, 338, 120), strict=True))
    assert len(set(keys)) == len(keys)
    assert [str(key[0]) for key in keys] == sorted(str(key[0]) for key in keys)
    assert [key[1] for key in keys if str(key[0]).startswith("2025-10-20T10:00")] == POOLS


def test_a_day_without_open_hours_is_an_answer_without_rows(current: Current) -> None:
    assert rows(current, replace(WEEK, first=SUNDAY, segment="b2b")) == []


@pytest.mark.parametrize(
    ("day", "local"),
    [
        (date(2025, 10, 24), "2025-10-24T07:00:00+01:00"),  # Brussels 08:00 is UTC+2
        (date(2026, 2, 13), "2026-02-13T08:00:00+01:00"),  # both are UTC+1
        (date(2026, 2, 16), "2026-02-16T07:00:00+00:00"),  # Ramadan: Morocco is UTC+0
        (date(2026, 3, 20), "2026-03-20T07:00:00+00:00"),
        (date(2026, 3, 23), "2026-03-23T08:00:00+01:00"),
        (date(2026, 3, 30), "2026-03-30T07:00:00+01:00"),  # Brussels is UTC+2 again
    ],
)
def test_an_interval_carries_the_clock_of_its_site(current: Current, day: date, local: str) -> None:
    answer = rows(current, StaffingQuestion(day, day, site="morocco"))
    assert answer[0]["interval_start"] == local
    for row in answer:
        utc = datetime.fromisoformat(str(row["interval_start_utc"]))
        assert datetime.fromisoformat(str(row["interval_start"])) == utc


def test_groups_over_sites_of_different_clocks_carry_the_callers(current: Current) -> None:
    question = StaffingQuestion(MONDAY, MONDAY, ("language",), language="fr")
    assert rows(current, question)[0]["interval_start"] == "2025-10-20T08:00:00+02:00"


@pytest.mark.parametrize(("day", "intervals"), [(AUTUMN, 50), (SPRING, 46)])
def test_a_day_on_which_the_clock_changes_is_complete(
    current: Current, day: date, intervals: int
) -> None:
    answer = rows(current, StaffingQuestion(day, day))
    starts = [row["interval_start"] for row in answer]
    assert len(starts) == len(set(starts)) == intervals
    assert total(answer, "offered_mean") == pytest.approx(600.0, abs=0.01)


@pytest.mark.parametrize("granularity", PERIODS)
def test_offered_and_hours_add_up_over_every_granularity(
    current: Current, granularity: Granularity
) -> None:
    intervals, sums = rows(current, WEEK), rows(current, replace(WEEK, granularity=granularity))
    assert total(sums, "offered_mean") == pytest.approx(total(intervals, "offered_mean"), abs=0.02)
    assert total(sums, "agent_hours") == total(intervals, "agents") * 0.5
    assert total(sums, "scheduled_hours") == pytest.approx(
        total(intervals, "agents") * 0.5 / 0.7, abs=0.02
    )


def test_the_figures_of_a_day_are_those_of_its_intervals(current: Current) -> None:
    question = replace(WEEK, last=MONDAY, site="morocco")
    [day] = rows(current, replace(question, granularity="day"))
    intervals = rows(current, question)
    answered = sum(number(x, "service_level") * number(x, "offered_mean") for x in intervals)
    assert number(day, "service_level") == pytest.approx(answered / 360, abs=2e-4)
    assert day["agents_peak"] == max(number(x, "agents") for x in intervals)
    assert day["period_start"] == "2025-10-20"
    assert day["abandoned_share"] is None


def test_a_group_is_the_sum_of_its_pools_and_its_shares_are_weighted_by_calls(
    current: Current,
) -> None:
    french = replace(WEEK, last=MONDAY, site="belgium", language="fr")
    parts = defaultdict[object, list[Row]](list)
    for row in rows(current, french):
        parts[row["interval_start"]].append(row)
    groups = rows(current, replace(french, by=("site", "language")))
    assert len(groups) == len(parts) == 24
    for group in groups:
        pools = parts[group["interval_start"]]
        calls = total(pools, "offered_mean")
        for name in ("agents", "scheduled_agents"):
            assert group[name] == total(pools, name)
        for name in ("service_level", "asa_seconds", "aht_seconds"):
            weighted = sum(number(x, name) * number(x, "offered_mean") for x in pools) / calls
            assert number(group, name) == pytest.approx(weighted, abs=1e-3)
        erlangs = total(pools, "erlangs")
        assert number(group, "occupancy") == pytest.approx(
            erlangs / total(pools, "agents"), abs=1e-4
        )


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (("site",), ("belgium", None, None, None)),
        (("site", "language"), ("belgium", "fr", None, None)),
        (("language",), (None, "fr", None, None)),
        (("segment",), ("belgium", "fr", "b2b", "belgium-fr-b2b")),
        (("pool",), ("belgium", "fr", "b2b", "belgium-fr-b2b")),
    ],
)
def test_a_name_that_a_group_has_several_of_is_null(
    current: Current, by: tuple[StaffingField, ...], names: tuple[str | None, ...]
) -> None:
    answer = rows(current, replace(WEEK, by=by, granularity="week"))
    told = [tuple(row[x] for x in ("site", "language", "segment", "pool")) for row in answer]
    assert names in told
    assert len(told) == len(set(told))


def test_an_answer_names_what_it_was_made_from(current: Current) -> None:
    for row in rows(current, WEEK)[:1] + rows(current, replace(WEEK, granularity="day"))[:1]:
        told = [row[x] for x in ("model", "mode", "definition", "release", "plan")]
        assert told == ["erlang_c", "point", "offered", 1, 1]


def test_more_volume_shows_in_the_offered_calls_and_their_quantiles(current: Current) -> None:
    question = replace(WEEK, by=("site",), granularity="week", site="morocco")
    [before] = rows(current, question)
    [after] = rows(current, replace(question, what_if=WhatIf(volume_factor=1.5)))
    for name in ("offered_mean", "offered_p10", "offered_p90"):
        assert number(after, name) == pytest.approx(1.5 * number(before, name), rel=0.01)
    assert number(after, "fte") > number(before, "fte")


def test_the_largest_what_ifs_together_still_have_an_answer(current: Current) -> None:
    most = WhatIf(0.9999, 0.0, 0.01, aht_factor=100.0, volume_factor=100.0)
    answer = rows(current, replace(WEEK, last=MONDAY, what_if=most))
    assert max(number(row, "occupancy") for row in answer) <= 0.01
    assert min(number(row, "service_level") for row in answer) >= 0.9999


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"site": "paris"}, "site is paris; the plan's pools have belgium, morocco"),
        ({"language": "de"}, "language is de; the plan's pools have fr, nl"),
        ({"segment": "soho"}, "segment is soho; the plan's pools have b2b, residential"),
        ({"site": "morocco", "language": "nl"}, "no call reaches such a pool in these days"),
    ],
)
def test_a_value_no_pool_has_is_named_with_those_they_have(
    current: Current, change: dict[str, str], detail: str
) -> None:
    with pytest.raises(QuestionError) as refusal:
        staffing_table(current, replace(WEEK, **change))  # type: ignore[arg-type]
    assert refusal.value.detail == detail


def test_days_before_the_plan_routes_calls_are_refused(current: Current) -> None:
    early = replace(WEEK, first=FIRST_ROUTED - timedelta(days=1))
    with pytest.raises(QuestionError, match=r"is 2025-10-19; .* from 2025-10-20 on") as refusal:
        staffing_table(current, early)
    assert refusal.value.key == "from"


def test_the_whole_horizon_is_answered_at_once(current: Current) -> None:
    answer = staffing_table(current, StaffingQuestion(FIRST_ROUTED, LAST))
    dutch = 48 * 168  # two more in autumn, two fewer in spring
    assert sum(x == "belgium-nl-residential" for x in answer.columns["pool"]) == dutch


def test_a_merged_pool_is_one_row_with_both_its_segments(tmp_path: Path) -> None:
    merged = """
[[pools]]
site = "belgium"
language = "fr"
segments = ["residential", "b2b"]
target = { share = 0.85, answer_within_seconds = 15 }
"""
    current = current_of(tmp_path, PLAN + merged)
    [row] = rows(current, replace(WEEK, site="belgium", language="fr", granularity="week"))
    assert (row["pool"], row["segment"]) == ("belgium-fr", "residential+b2b")
    assert number(row, "offered_mean") == pytest.approx(5 * (0.7 * 1200 + 60))
    assert rows(current, replace(WEEK, segment="b2b", granularity="week")) == [row]


def test_pools_of_different_definitions_are_called_mixed(tmp_path: Path) -> None:
    other = 'share = 0.90\nanswer_within_seconds = 20\ndefinition = "answered"\nmax_abandoned = 0.1'
    current = current_of(tmp_path, PLAN.replace("share = 0.90", other))
    week = replace(WEEK, language="fr", site="belgium", granularity="week")
    assert [x["definition"] for x in rows(current, week)] == ["offered", "answered"]
    assert [x["definition"] for x in rows(current, replace(week, by=("site",)))] == ["mixed"]
