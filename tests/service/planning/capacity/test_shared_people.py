"""People who serve several pools: what each pool gains, and who is not shared."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from models.arrays import Floats
from models.teams.erlang_a import in_time_and_gone
from service.planning.capacity.capacity_table import (
    CapacityQuestion,
    capacity,
    interval_table,
    weekly_table,
)
from service.planning.capacity.pool_capacity import PoolCapacity
from tests.service.planning.capacity.capacity_case import (
    GERMAN_ROUTING,
    STAFFED,
    TRILINGUAL,
    judged,
    staffed,
)
from tests.service.planning.shifts.shift_cases import silent

FRENCH, DUTCH, B2B = "belgium-fr-residential", "belgium-nl-residential", "belgium-fr-b2b"
BILINGUAL = STAFFED.replace(
    'languages = ["fr"]\nheadcount = 25', 'languages = ["fr", "nl"]\nheadcount = 25'
)
APART = STAFFED.replace('languages = ["fr", "nl"]', 'languages = ["nl"]')
WEEK = date(2025, 11, 10), date(2025, 11, 16)


def pools(folder: Path, text: str) -> dict[str, PoolCapacity]:
    """Of Belgium, by name."""
    folder.mkdir(exist_ok=True)
    answer = judged(staffed(folder, text), "belgium")
    return {x.capacity.need.pool.name: x.capacity for x in answer.pools}


def alone(pool: PoolCapacity, agents: Floats) -> Floats:
    """(m,) the level of a pool in its open intervals, with agents (m,) of its own."""
    load, patience = pool.need.load, np.asarray(pool.need.load.patience)
    within = np.full(len(agents), pool.need.target.answer_within)
    found = in_time_and_gone(agents, load.staffed, load.aht, patience, within)
    return np.asarray(found[0])


def test_pools_without_people_in_common_count_their_own_agents(tmp_path: Path) -> None:
    assert all((x.gain == 1.0).all() for x in pools(tmp_path, APART).values())


def test_segments_stay_apart_unless_the_plan_merges_them(tmp_path: Path) -> None:
    found = pools(tmp_path, BILINGUAL)
    assert (found[B2B].gain == 1.0).all()
    assert (found[FRENCH].gain != 1.0).any()


def test_where_everybody_serves_both_a_team_is_one_pool(tmp_path: Path) -> None:
    """By calls; handling times of the two differ, so that each is only nearly as the whole."""
    found = pools(tmp_path, BILINGUAL)
    team = [found[FRENCH], found[DUTCH]]
    needs = [x.need for x in team]
    on = needs[0].open & needs[1].open
    load, rate, agents, level = (
        np.array(x)
        for x in zip(
            *(
                [
                    need.spread(values, 0.0)[on]
                    for values in (
                        need.load.staffed,
                        need.load.staffed / need.load.aht,
                        pool.agents_at(pool.share),
                        alone(pool, pool.counted_at(pool.share)),
                    )
                ]
                for pool, need in zip(team, needs, strict=True)
            ),
            strict=True,
        )
    )
    patience = np.asarray(needs[0].load.patience)[:1]
    aht = load.sum(axis=0) / rate.sum(axis=0)
    within = np.full(1, needs[0].target.answer_within)
    pooled = in_time_and_gone(agents.sum(axis=0), load.sum(axis=0), aht, patience, within)[0]
    shared = (rate * level).sum(axis=0) / rate.sum(axis=0)
    assert np.abs(shared - pooled).max() < 0.02


def test_a_pool_counts_at_least_its_own_people_and_at_most_all_who_serve_it(tmp_path: Path) -> None:
    found = pools(tmp_path, STAFFED)  # Dutch has only people who also serve French
    french, dutch = (found[x] for x in (FRENCH, DUTCH))
    everybody = french.need.spread(french.agents_at(french.share), 0.0)
    everybody += dutch.need.spread(dutch.agents_at(dutch.share), 0.0)
    for pool in (french, dutch):
        counted = pool.counted_at(pool.share)
        assert (counted <= everybody[pool.need.open] + 1e-9).all()
        assert (counted > 0.0).all()
    one_language = french.given[0].sum() / french.available_hours.sum()
    assert (french.gain >= one_language - 1e-9).all()


def test_people_whom_their_own_calls_never_keep_busy_change_nothing_for_others(
    tmp_path: Path,
) -> None:
    many, more = (
        pools(tmp_path / f"{x}", STAFFED.replace("headcount = 25", f"headcount = {x}"))[DUTCH]
        for x in (200, 800)
    )
    assert many.available_hours.tolist() == pytest.approx(more.available_hours.tolist())
    assert many.gain.tolist() == pytest.approx(more.gain.tolist())


def test_a_pool_that_nobody_calls_counts_its_own_people_as_they_are(tmp_path: Path) -> None:
    current = silent(staffed(tmp_path), "residential-billing-nl")
    answer = capacity(current, CapacityQuestion(*WEEK, site="belgium"))
    found = {x.capacity.need.pool.name: x.capacity for x in answer.pools}
    assert found[DUTCH].available_hours > 0.0
    assert (found[DUTCH].gain == 1.0).all()
    assert (found[FRENCH].gain > 1.0).any()


def test_callers_whose_language_only_shared_people_speak_wait_longer(tmp_path: Path) -> None:
    """Who serves both takes whoever waits longest; French has people of its own besides."""
    found = pools(tmp_path, STAFFED)
    french, dutch = (found[x] for x in (FRENCH, DUTCH))
    on = french.need.open & dutch.need.open
    levels = [x.need.spread(alone(x, x.counted_at(x.share)), 0.0)[on] for x in (french, dutch)]
    assert levels[0].mean() > levels[1].mean() + 0.02


def test_of_several_kinds_of_people_the_largest_is_shared(tmp_path: Path) -> None:
    found = pools(tmp_path, TRILINGUAL)
    assert (found["belgium-de-residential"].gain == 1.0).all()
    assert all((found[x].gain != 1.0).any() for x in (FRENCH, DUTCH))


def test_a_pool_whose_callers_patience_is_unknown_leaves_the_others_sharing(tmp_path: Path) -> None:
    """Else they would share in weeks before its calls come, and only if these are asked alone."""
    every = TRILINGUAL.replace('languages = ["fr", "nl"]', 'languages = ["fr", "nl", "de"]')
    current = staffed(tmp_path, every)
    queues, german = dict(current.release.queues), "residential-billing-de"
    queues[german] = replace(queues[german], patience=np.nan)
    unknown = replace(current, release=replace(current.release, queues=queues))
    answer = capacity(unknown, CapacityQuestion(*WEEK, site="belgium"))
    found = {x.capacity.need.pool.name: x.capacity for x in answer.pools}
    assert (found["belgium-de-residential"].gain == 1.0).all()
    assert all((found[x].gain != 1.0).any() for x in (FRENCH, DUTCH))


def test_a_week_gains_the_same_in_every_question(tmp_path: Path) -> None:
    current = staffed(tmp_path, STAFFED)
    whole = judged(current, "belgium").pools
    alone_asked = capacity(current, CapacityQuestion(*WEEK, site="belgium")).pools
    for pool, week in zip(whole, alone_asked, strict=True):
        number = pool.capacity.week_of_interval[pool.capacity.need.open]
        assert pool.capacity.gain[number == 3].tolist() == pytest.approx(
            week.capacity.gain.tolist()
        )


def test_who_serves_a_pool_is_the_same_whatever_other_weeks_need(tmp_path: Path) -> None:
    """German leaves Belgium before the week; some of those who speak it all speak Dutch too."""
    leaves = "from = 2025-10-20, shares = { belgium = 1.0 } }, "
    leaves += "{ from = 2025-11-10, shares = { morocco = 1.0 } }]"
    text = (
        TRILINGUAL.replace('languages = ["nl", "de"]', 'languages = ["fr", "nl", "de"]')
        .replace('hours = 44\nlanguages = ["fr"]', 'hours = 44\nlanguages = ["fr", "de"]')
        .replace(GERMAN_ROUTING, GERMAN_ROUTING[: GERMAN_ROUTING.index("from =")] + leaves + "\n")
    )
    current = staffed(tmp_path, text)
    whole = {x.capacity.need.pool.name: x.capacity for x in judged(current, "belgium").pools}
    for pool in capacity(current, CapacityQuestion(*WEEK, site="belgium")).pools:
        given = whole[pool.capacity.need.pool.name].given[:, 3]
        assert given.tolist() == pytest.approx(pool.capacity.given[:, 0].tolist())


def test_who_helps_others_is_told_beside_what_there_is(tmp_path: Path) -> None:
    answer = judged(staffed(tmp_path, STAFFED), "belgium")
    rows = [x for x in weekly_table(answer).rows() if x["pool"] == DUTCH]
    counted, there = (
        np.array([float(str(x[name])) for x in rows])
        for name in ("counted_hours", "available_hours")
    )
    helping = [i for i, x in enumerate(rows) if "helps others out for" in str(x["reason"])]
    assert helping
    assert all(counted[i] < there[i] - 0.4 for i in helping)


def test_who_is_helped_lets_nobody_off_for_it(tmp_path: Path) -> None:
    answer = judged(staffed(tmp_path, STAFFED), "belgium")
    helped = helping = 0
    for row in interval_table(answer).rows():
        needed, there, counted = (
            float(str(row[f"{x}_agents"])) for x in ("required", "available", "counted")
        )
        assert row["may_be_off"] <= max(min(there, counted) - needed, 0.0) + 1e-3  # type: ignore[operator]
        helped += counted > there
        helping += counted < there
    assert helped > 100
    assert helping > 100


def test_a_pool_counts_for_less_on_paths_on_which_the_other_is_busier(tmp_path: Path) -> None:
    found = pools(tmp_path, BILINGUAL)
    french, dutch = (found[x] for x in (FRENCH, DUTCH))
    day = 1  # a Tuesday
    loads = np.log([x.need.risk.day_loads()[:, day] for x in (french, dutch)])
    loads -= loads.mean(axis=1, keepdims=True)
    own, other = np.linalg.lstsq(loads.T, np.log(french.sway[:, day]), rcond=None)[0]
    assert other < -0.1 < 0.1 < own
    assert french.sway.mean() == pytest.approx(1.0, abs=0.01)


def test_where_nobody_is_shared_every_path_counts_the_same(tmp_path: Path) -> None:
    assert all((x.sway == 1.0).all() for x in pools(tmp_path, APART).values())


def test_a_ready_week_with_a_gap_says_who_fills_it(tmp_path: Path) -> None:
    rows = weekly_table(judged(staffed(tmp_path, BILINGUAL), "belgium")).rows()
    ready = [x for x in rows if x["readiness"] == "ready" and float(str(x["gap_hours"])) < -1.0]
    for row in ready:
        helped = float(str(row["counted_hours"])) - float(str(row["available_hours"]))
        help_said = f"; people who serve several pools count for {helped:.0f} h more"
        said = f"{-float(str(row['gap_hours'])):.0f} h less than every half-hour needs"
        assert row["reason"] == f"{said}, enough for the week{help_said if helped else ''}"
    assert {FRENCH, B2B} <= {str(x["pool"]) for x in ready}
