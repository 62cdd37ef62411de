"""Every figure means one thing in every row: occupancy, and averages by what they are shares of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar.clock import utc_iso
from models.arrays import Floats
from models.queues import DEFINITIONS, Definition
from service.planning.basis.current import Current
from service.planning.basis.span import periods, span_of
from service.planning.staffing.pool_method import MeasuredOver, Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.calculator.test_erlang_endpoint import ask
from tests.service.cases import MONDAY, PLAN, current_of

Row = dict[str, object]
SUNDAY = MONDAY + timedelta(days=6)
STARTS = {"interval": "interval_start_utc", "day": "period_start", "week": "period_start"}
DAY = StaffingQuestion(MONDAY, MONDAY)
ROUNDING = 2e-3  # rows have four digits, calls two

WHAT_IFS = st.builds(
    WhatIf,
    share=st.none() | st.floats(0.05, 0.98),
    answer_within=st.none() | st.floats(0, 600),
    max_occupancy=st.floats(0.2, 1.0),
    aht_factor=st.floats(0.05, 20),
    volume_factor=st.floats(0.05, 20),
)
METHODS = st.builds(
    Method,
    model=st.sampled_from(["erlang_a", "erlang_c"]),
    mode=st.sampled_from(["point", "mean", "risk"]),
    measured_over=st.sampled_from(["interval", "day"]),
)


def rows(current: Current, question: StaffingQuestion) -> list[Row]:
    return staffing_table(current, question).rows()


def number(row: Row, name: str) -> float:
    value = row[name]
    return np.nan if value is None else float(str(value))


def column(of: Iterable[Row], name: str) -> Floats:
    return np.array([number(x, name) for x in of])


@settings(max_examples=25)
@given(what_if=WHAT_IFS, method=METHODS)
def test_no_half_hour_is_busier_than_its_cap(
    current: Current, what_if: WhatIf, method: Method
) -> None:
    question = replace(DAY, what_if=what_if, method=method)
    cap = what_if.max_occupancy
    assert cap is not None
    for by in (("pool",), ("site",), ("site", "language")):
        found = column(rows(current, replace(question, by=by)), "occupancy")
        assert (found <= cap + 5e-5).all()  # as far as rows are rounded
        assert (found >= 0).all()


@settings(max_examples=8)
@given(volume=st.floats(0.05, 5), aht=st.floats(0.2, 2))
def test_occupancy_is_what_is_carried_over_whole_agents(
    current: Current, volume: float, aht: float
) -> None:
    what_if = WhatIf(volume_factor=volume, aht_factor=aht)
    for row in rows(current, replace(DAY, what_if=what_if)):
        answered = number(row, "offered_mean") * (1 - number(row, "abandoned_share"))
        carried = answered * number(row, "aht_seconds") / 1800
        wanted = carried / number(row, "agents")
        assert number(row, "occupancy") == pytest.approx(wanted, abs=ROUNDING)


def test_a_site_is_as_busy_as_its_pools_agents_together(current: Current) -> None:
    pools = rows(current, replace(DAY, site="belgium"))
    for group in rows(current, replace(DAY, site="belgium", by=("site",))):
        own = [x for x in pools if x["interval_start"] == group["interval_start"]]
        agents = column(own, "agents")
        carried = (column(own, "occupancy") * agents).sum()
        assert number(group, "occupancy") == pytest.approx(carried / agents.sum(), abs=1e-4)


def without_chance(current: Current) -> Current:
    """Days that are all alike, and half-hours whose calls come by nothing but Poisson's law."""
    sure = {
        key: replace(
            x,
            dispersion=1.0,
            slot_variance=x.slot_variance * 0.0,
            paths=np.tile(x.day_mean.astype(np.float32), (x.draws, 1)),
        )
        for key, x in current.release.queues.items()
    }
    return replace(current, release=replace(current.release, queues=sure))


def test_a_half_hour_without_further_chance_is_the_calculators(current: Current) -> None:
    """By Erlang C, where nothing carries over and nobody gives up."""
    what_if = WhatIf(absence=Decimal(0))
    question = replace(DAY, what_if=what_if, method=Method(model="erlang_c"), site="belgium")
    for row in rows(without_chance(current), question)[::9]:
        answer = ask(
            {
                "model": "erlang_c",
                "interval_minutes": 30,
                "calls": number(row, "offered_mean"),
                "aht_seconds": number(row, "aht_seconds"),
                "agents": int(number(row, "agents")),
                "answer_within_seconds": 20,
            }
        )
        assert number(row, "occupancy") == pytest.approx(answer["occupancy"], abs=1e-3)
        level = answer["service_level"]["offered"]
        assert number(row, "service_level") == pytest.approx(level, abs=1e-3)


# Averages.


def defined(definition: Definition) -> str:
    """The small case's plan by another definition for all its pools."""
    limited = f'definition = "{definition}"\nmax_abandoned = 0.15\n'
    return PLAN.replace("share = 0.80\n", f"share = 0.80\n{limited}").replace(
        "share = 0.90\n", f"share = 0.90\nanswer_within_seconds = 20\n{limited}"
    )


@pytest.fixture(scope="module")
def of_definition(tmp_path_factory: pytest.TempPathFactory) -> dict[Definition, Current]:
    return {x: current_of(tmp_path_factory.mktemp(x), defined(x)) for x in DEFINITIONS}


def weights(current: Current, question: StaffingQuestion, of: list[Row]) -> Floats:
    """Calls that each row's level is a share of: by the row itself, or by its pools' needs."""
    [definition] = {x["definition"] for x in of}
    offered = column(of, "offered_mean")
    if definition == "answered":
        return np.asarray(offered * (1 - column(of, "abandoned_share")))
    if definition != "excluding_short_abandons":
        return offered
    span = span_of(current, question.first, question.last)
    when = periods(span, question.granularity)
    labels = utc_iso(span.grid.starts) if question.granularity == "interval" else when.labels
    place = {str(x): i for i, x in enumerate(labels)}
    among = {}
    for pool in current.plan.pools:
        need = pool_need(current, pool, span, question.what_if, question.method)
        if need is not None:
            among[pool.name] = np.bincount(when.of_interval, need.among, len(when.labels))
    return np.array(
        [among[str(x["pool"])][place[str(x[STARTS[question.granularity]])]] for x in of]
    )


def level_of(current: Current, question: StaffingQuestion, of: list[Row]) -> float:
    weight = weights(current, question, of)
    return float(np.nansum(column(of, "service_level") * weight) / weight.sum())


CHANGES = st.builds(
    WhatIf,
    answer_within=st.none() | st.floats(0, 90),
    aht_factor=st.floats(0.3, 3),
    volume_factor=st.floats(0.1, 5),
)


@pytest.mark.parametrize("definition", DEFINITIONS)
@settings(max_examples=8)
@given(what_if=CHANGES, over=st.sampled_from(["interval", "day"]))
def test_a_day_is_its_half_hours_by_the_calls_that_levels_are_shares_of(
    of_definition: dict[Definition, Current],
    definition: Definition,
    what_if: WhatIf,
    over: MeasuredOver,
) -> None:
    current, method = of_definition[definition], Method(measured_over=over)
    question = replace(DAY, what_if=what_if, method=method, site="belgium")
    half_hours = rows(current, question)
    for day in rows(current, replace(question, granularity="day")):
        own = [x for x in half_hours if x["pool"] == day["pool"]]
        level = level_of(current, question, own)
        assert number(day, "service_level") == pytest.approx(level, abs=ROUNDING)
        lost = (column(own, "abandoned_share") * column(own, "offered_mean")).sum()
        share = lost / column(own, "offered_mean").sum()
        assert number(day, "abandoned_share") == pytest.approx(share, abs=ROUNDING)


@pytest.mark.parametrize("definition", DEFINITIONS)
@settings(max_examples=4)
@given(what_if=CHANGES)
def test_a_week_is_its_days_and_a_site_its_pools(
    of_definition: dict[Definition, Current], definition: Definition, what_if: WhatIf
) -> None:
    current = of_definition[definition]
    week = StaffingQuestion(MONDAY, SUNDAY, granularity="week", what_if=what_if, site="belgium")
    pools, day = rows(current, week), replace(week, granularity="day")
    days = rows(current, day)
    for row in pools:
        own = [x for x in days if x["pool"] == row["pool"]]
        level = level_of(current, day, own)
        assert number(row, "service_level") == pytest.approx(level, abs=ROUNDING)
    [site] = rows(current, replace(week, by=("site",)))
    assert number(site, "service_level") == pytest.approx(
        level_of(current, week, pools), abs=ROUNDING
    )


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_waits_and_handling_times_of_merged_pools_weigh_by_answered_calls(
    of_definition: dict[Definition, Current], definition: Definition
) -> None:
    current = of_definition[definition]
    question = replace(DAY, site="belgium", what_if=WhatIf(aht_factor=1.3))
    pools = rows(current, question)
    for group in rows(current, replace(question, by=("site",))):
        own = [x for x in pools if x["interval_start"] == group["interval_start"]]
        answered = column(own, "offered_mean") * (1 - column(own, "abandoned_share"))
        for name in ("asa_seconds", "aht_seconds"):
            mean = (column(own, name) * answered).sum() / answered.sum()
            assert number(group, name) == pytest.approx(mean, rel=2e-3)


def test_levels_of_different_definitions_are_none_together(tmp_path: Path) -> None:
    mixed = defined("answered").replace('definition = "answered"', 'definition = "offered"', 1)
    current = current_of(tmp_path, mixed)
    for granularity in ("interval", "day", "week"):
        question = replace(DAY, site="belgium", language="fr", by=("site",))
        for row in rows(current, replace(question, granularity=granularity)):
            assert row["definition"] == "mixed"
            for name in ("service_level", "service_level_p10", "service_level_p90"):
                assert row[name] is None


def test_a_level_of_no_calls_is_none_and_not_nothing(tmp_path: Path) -> None:
    """At night hardly anybody calls, but nobody at all where a queue has no calls that day."""
    current = current_of(tmp_path, PLAN)
    silent = {
        k: replace(x, day_mean=x.day_mean * 0.0, paths=x.paths * 0.0)
        for k, x in current.release.queues.items()
    }
    nobody = replace(current, release=replace(current.release, queues=silent))
    for granularity in ("interval", "day", "week"):
        for row in rows(nobody, replace(DAY, granularity=granularity)):
            for name in ("service_level", "service_level_p50", "abandoned_share"):
                assert row[name] is None
