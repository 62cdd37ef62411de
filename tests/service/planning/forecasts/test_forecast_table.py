"""Calls expected, by group and period."""

import math
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import Granularity
from service.planning.forecasts.forecast_table import (
    ForecastBy,
    ForecastQuestion,
    forecast_table,
    quantile_name,
)
from tests.service.cases import AUTUMN, CALLS, FIRST_ROUTED, MONDAY, SPRING, current_of

FRIDAY, SUNDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=6)
WEEK = ForecastQuestion(MONDAY, SUNDAY, "total", "week")
Rows = list[dict[str, object]]


def rows(current: Current, question: ForecastQuestion) -> Rows:
    return forecast_table(current, question).rows()


def offered(answer: Rows) -> float:
    return math.fsum(float(str(row["offered_mean"])) for row in answer)


@pytest.mark.parametrize("granularity", ["interval", "hour", "day", "week", "month"])
@pytest.mark.parametrize("by", get_args(ForecastBy))
def test_the_calls_of_a_week_add_up_however_they_are_grouped(
    current: Current, by: ForecastBy, granularity: Granularity
) -> None:
    a_week = 5 * sum(calls for name, (calls, _) in CALLS.items() if name.endswith("fr")) + 7 * 600
    answer = rows(current, replace(WEEK, by=by, granularity=granularity))
    assert offered(answer) == pytest.approx(a_week, abs=0.02)  # of rounding to four decimals


def test_part_of_a_week_or_month_says_that_it_is_one(current: Current) -> None:
    part = replace(WEEK, first=date(2025, 11, 5), last=date(2025, 11, 18))
    asked = {}
    for granularity in ("week", "month"):
        found = rows(current, replace(part, granularity=granularity))
        asked[granularity] = [(x["period_start"], x["days"], x["days_in_period"]) for x in found]
    assert asked["week"] == [("2025-11-03", 5, 7), ("2025-11-10", 7, 7), ("2025-11-17", 2, 7)]
    assert asked["month"] == [("2025-11-01", 14, 30)]


@pytest.mark.parametrize("granularity", ["interval", "hour", "day"])
def test_what_is_always_whole_says_nothing_of_days(
    current: Current, granularity: Granularity
) -> None:
    assert "days" not in forecast_table(current, replace(WEEK, granularity=granularity)).columns


def test_sites_add_up_to_the_total_in_every_interval(current: Current) -> None:
    question = ForecastQuestion(MONDAY, FRIDAY)
    by_site = defaultdict[object, float](float)
    for row in rows(current, replace(question, by="site")):
        by_site[row["interval_start"]] += float(str(row["offered_mean"]))
    total = {
        row["interval_start"]: row["offered_mean"]
        for row in rows(current, replace(question, by="total"))
    }
    assert by_site == pytest.approx(total, abs=2e-4)


def test_a_site_takes_its_routed_share_from_the_day_of_the_step(current: Current) -> None:
    december, january = date(2025, 12, 31), date(2026, 1, 2)
    question = ForecastQuestion(december, january, "site", "day", language="fr", site="morocco")
    assert [(row["period_start"], row["offered_mean"]) for row in rows(current, question)] == [
        ("2025-12-31", 360.0),
        ("2026-01-01", 0.0),  # a holiday
        ("2026-01-02", 1200.0),
    ]


def test_closed_intervals_have_no_row_and_closed_days_are_zero(current: Current) -> None:
    question = ForecastQuestion(FRIDAY, SUNDAY, segment="b2b")
    starts = [str(row["interval_start"]) for row in rows(current, question)]
    assert len(starts) == 24
    assert (starts[0], starts[-1]) == ("2025-10-24T08:00:00+02:00", "2025-10-24T19:30:00+02:00")
    days = rows(current, replace(question, granularity="day"))
    assert [row["offered_mean"] for row in days] == [60.0, 0.0, 0.0]
    assert (days[1]["offered_p10"], days[1]["offered_p90"]) == (0, 0)


@pytest.mark.parametrize(("day", "intervals"), [(AUTUMN, 50), (SPRING, 46)])
def test_a_day_on_which_the_clock_changes_keeps_its_calls(
    current: Current, day: date, intervals: int
) -> None:
    answer = rows(current, ForecastQuestion(day, day, "language", language="nl"))
    assert len(answer) == len({row["interval_start"] for row in answer}) == intervals
    assert offered(answer) == pytest.approx(600.0, abs=0.01)


def test_rows_come_in_time_order_groups_within_a_period_in_the_plans_order(
    current: Current,
) -> None:
    answer = rows(current, ForecastQuestion(MONDAY, MONDAY))
    times = [str(row["interval_start_utc"]) for row in answer]
    assert times == sorted(times)
    noon = [row["queue"] for row in answer if "T12:00" in str(row["interval_start"])]
    assert noon == [queue.id for queue in current.plan.queues]


def test_an_interval_is_named_by_its_local_start_its_utc_start_and_its_length(
    current: Current,
) -> None:
    row = rows(current, ForecastQuestion(MONDAY, MONDAY, "total"))[0]
    assert list(row) == [
        *("interval_start", "interval_start_utc", "interval_minutes", "total"),
        *("offered_mean", "offered_p10", "offered_p50", "offered_p90"),
        "offered_machine_mean",
    ]
    assert row["interval_start"] == "2025-10-20T00:00:00+02:00"
    assert (row["interval_start_utc"], row["interval_minutes"]) == ("2025-10-19T22:00:00Z", 30)


def test_quantiles_rise_with_their_probability_around_the_median(current: Current) -> None:
    [row] = rows(current, replace(WEEK, probabilities=(0.025, 0.25, 0.5, 0.75, 0.975)))
    values = [int(str(row[quantile_name(p)])) for p in (0.025, 0.25, 0.5, 0.75, 0.975)]
    assert values == sorted(set(values))
    assert values[2] == pytest.approx(offered([row]), rel=0.02)


def test_a_share_of_the_calls_is_relatively_less_certain_than_the_whole(current: Current) -> None:
    question = ForecastQuestion(MONDAY, MONDAY, "total", segment="residential", language="fr")

    def width(site: str | None) -> float:
        """Mean width of the band over the mean, of the open intervals."""
        answer = rows(current, replace(question, site=site))
        bands = [int(str(x["offered_p90"])) - int(str(x["offered_p10"])) for x in answer]
        return sum(bands) / offered(answer)

    assert width("morocco") > 1.3 * width(None)  # 0.3 of the calls: 1 / sqrt(0.3) = 1.8 at most


def test_quantiles_are_named_so_that_no_two_share_a_name() -> None:
    names = [quantile_name(p) for p in (0.1, 0.5, 0.025, 0.999999, 0.000001, 0.123456)]
    assert names == [
        *("offered_p10", "offered_p50", "offered_p2_5"),
        *("offered_p99_9999", "offered_p0_0001", "offered_p12_3456"),
    ]


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"segment": "soho"}, "segment is soho; the plan has b2b, residential"),
        ({"call_type": "x"}, "call_type is x; the plan has billing, contract"),
        ({"language": "de"}, "language is de; the plan has fr, nl"),
        ({"site": "paris"}, "site is paris; the plan has belgium, morocco"),
        ({"segment": "b2b", "language": "nl"}, "no queue has all of these values"),
        ({"site": "morocco", "language": "nl"}, "no such calls reach morocco in these days"),
    ],
)
def test_a_value_the_plan_does_not_have_is_named_with_those_it_has(
    current: Current, change: dict[str, str], detail: str
) -> None:
    with pytest.raises(QuestionError) as refusal:
        forecast_table(current, replace(WEEK, **change))  # type: ignore[arg-type]
    assert refusal.value.detail == detail
    assert refusal.value.key in change


def test_the_first_routed_day_is_named_where_a_question_by_site_begins_earlier(
    current: Current,
) -> None:
    before = replace(WEEK, first=FIRST_ROUTED - timedelta(days=2), by="site", granularity="day")
    with pytest.raises(QuestionError, match=r"from is 2025-10-18.* from 2025-10-20 on"):
        forecast_table(current, before)
    assert offered(rows(current, replace(before, by="total", last=before.first))) == 600.0


def test_a_question_about_queues_the_release_has_is_answered_though_it_lacks_another(
    tmp_path: Path,
) -> None:
    current = current_of(tmp_path, without="b2b-billing-fr")
    assert offered(rows(current, replace(WEEK, segment="residential"))) > 0
    with pytest.raises(NotReadyError, match=r"b2b-billing-fr is new in the plan .*relais train"):
        forecast_table(current, WEEK)
