"""Agents for a pool, interval by interval."""

from dataclasses import replace

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, level_and_lost, reached, smallest_agents, staff
from models.numeric.search import Counts, Flags
from models.queueing import erlang
from models.queueing.outcome import lognormal
from models.queues import DEFINITIONS, Definition, ServiceTarget

TARGET = ServiceTarget(0.8, 20)


def test_the_textbook_half_hour_needs_fourteen_agents() -> None:
    need = staff(PoolLoad(np.array([100.0]), np.array([180.0]), 1800.0), TARGET, 0)
    assert need.agents.tolist() == [14]
    assert need.service_level == pytest.approx([0.8883500191794669], abs=1e-12)
    assert need.asa == pytest.approx([7.83593701177724], abs=1e-9)
    assert need.occupancy == pytest.approx([10 / 14])


def test_an_interval_without_calls_needs_the_minimum_and_has_no_service_level() -> None:
    need = staff(PoolLoad(np.array([0.0, 1.0]), np.array([np.nan, 180.0]), 1800.0), TARGET, 3)
    assert need.agents.tolist() == [3, 3]
    assert np.isnan(need.service_level[0])
    assert need.service_level[1] > 0.99
    assert need.occupancy[0] == 0


def test_calls_that_take_no_time_need_nobody() -> None:
    need = staff(PoolLoad(np.array([5.0]), np.array([0.0]), 1800.0), TARGET, 0)
    assert (need.agents[0], need.service_level[0], need.asa[0], need.occupancy[0]) == (0, 1, 0, 0)


def test_however_seldom_a_call_comes_someone_is_there_to_take_it() -> None:
    calls = np.array([1e-300, 1e-12, 1e-6, 0.01, 0.1])
    load = PoolLoad(calls, np.full(5, 180.0), 1800.0)
    risk = lognormal(np.full(5, 0.02))
    for patience in (None, np.full(5, 180.0)):
        for nodes in (None, risk):
            need = staff(replace(load, patience=patience, nodes=nodes), TARGET, 0)
            assert need.agents.tolist() == [1] * 5
            assert need.occupancy == pytest.approx(calls / 10, rel=0.02)
            assert (need.service_level > 0.98).all()


def test_where_nobody_calls_nothing_is_known_of_callers_though_calls_are_left_from_before() -> None:
    """Ten calls of the half-hour before are still served; whatever the AHT of no calls is."""
    load = PoolLoad(
        calls=np.array([10.0, 0.0, 0.0]),
        aht=np.array([900.0, np.nan, 0.0]),
        interval=1800.0,
        carried=np.array([4.0, 1.0, 1.0]),
    )
    short_of_time = replace(load, patience=np.full(3, 180.0))
    for some in (load, short_of_time):
        need = reached(some, TARGET, np.array([6, 2, 2]))
        assert need.occupancy[1:].tolist() == [0, 0]
        for figure in (need.service_level, need.asa):
            assert np.isnan(figure).tolist() == [False, True, True]
        assert smallest_agents(some, TARGET)[1:].tolist() == [0, 0]
    lost = [reached(x, TARGET, np.array([6, 2, 2])).abandoned_share for x in (load, short_of_time)]
    assert np.isnan(lost).tolist() == [[True, True, True], [False, True, True]]


def test_agents_are_found_for_the_load_that_carried_over_as_if_it_were_offered() -> None:
    offered, carried = (impatient(x * np.array([0.5, 8.0, 60.0, 300.0])) for x in (1.0, 0.8))
    for patience in (offered.patience, None):
        as_carried = replace(offered, patience=patience, carried=carried.erlangs)
        as_offered = replace(carried, patience=patience)
        found = smallest_agents(as_carried, TARGET)
        assert found.tolist() == smallest_agents(as_offered, TARGET).tolist()
        level = reached(as_carried, TARGET, found).service_level
        assert level.tolist() == reached(as_offered, TARGET, found).service_level.tolist()


def test_too_few_agents_are_busy_all_the_time_and_none_never() -> None:
    crowd = PoolLoad(np.full(2, 100.0), np.full(2, 180.0), 1800.0)
    assert reached(crowd, TARGET, np.array([8, 0])).occupancy.tolist() == [1, 0]
    lost = reached(replace(crowd, patience=np.full(2, 600.0)), TARGET, np.array([1, 0]))
    assert lost.occupancy == pytest.approx([1, 0], abs=1e-9)
    assert lost.abandoned_share == pytest.approx([0.9, 1], abs=1e-9)


def test_chosen_intervals_need_what_they_need_among_all() -> None:
    whole = impatient(np.array([0.5, 8.0, 60.0, 200.0]))
    whole = replace(whole, aht=np.array([300.0, 360.0, 420.0, 480.0]))
    keep = np.array([True, False, True, False])
    waits = np.array([60.0, 120.0, 240.0, 600.0])
    risk = lognormal(np.array([0.01, 0.02, 0.05, 0.1]))
    for load in (
        replace(whole, patience=waits),
        replace(whole, patience=None),
        replace(whole, patience=None, carried=whole.erlangs * [0.9, 0.8, 0.7, 0.6]),
        replace(whole, patience=waits, nodes=risk),
    ):
        alone = smallest_agents(load.chosen(keep), TARGET)
        assert alone.tolist() == smallest_agents(load, TARGET)[keep].tolist()


def test_every_interval_meets_its_target_with_no_agent_to_spare() -> None:
    calls = np.linspace(1, 900, 200)
    load = PoolLoad(calls, np.full(200, 470.0), 1800.0)
    need = staff(load, TARGET, 0)
    assert (need.service_level >= 0.8).all()
    fewer = erlang.service_level(need.agents - 1, load.erlangs, load.aht, 20)
    assert (fewer < 0.8).all()


def test_a_cap_on_occupancy_binds_where_the_pool_is_large() -> None:
    load = PoolLoad(np.array([1000.0]), np.array([360.0]), 1800.0)
    capped = staff(load, ServiceTarget(0.8, 20, max_occupancy=0.85), 0)
    assert capped.agents.tolist() == [236]  # 200 / 0.85 = 235.3
    assert staff(load, TARGET, 0).agents[0] < 236


def impatient(erlangs: np.ndarray[tuple[int], np.dtype[np.float64]]) -> PoolLoad:
    count = len(erlangs)
    calls, aht = erlangs * 1800.0 / 360.0, np.full(count, 360.0)
    return PoolLoad(calls, aht, 1800.0, np.full(count, 180.0))


def test_where_callers_give_up_fewer_agents_do_than_erlang_c_says() -> None:
    """guides/staffing: at 60 erlangs 62 agents reach 80 % in 20 s of offered; Erlang C says 67."""
    load = impatient(np.array([60.0]))
    assert staff(load, TARGET, 0).agents.tolist() == [62]
    assert staff(PoolLoad(load.calls, load.aht, 1800.0), TARGET, 0).agents.tolist() == [67]


@pytest.mark.parametrize("patience", [2.0, 60.0, None])
def test_an_occupancy_is_capped_at_the_expected_load_however_uncertain_it_is(
    patience: float | None,
) -> None:
    load = impatient(np.array([100.0]))
    load = replace(load, patience=None if patience is None else np.array([patience]))
    uncertain = replace(load, nodes=lognormal(np.array([0.05])))
    for most, if_nobody_gives_up in ((0.7, 143), (0.85, 118), (0.95, 106)):
        capped = ServiceTarget(0.1, 20, max_occupancy=most)
        [agents] = smallest_agents(load, capped)
        assert agents == if_nobody_gives_up if patience is None else agents <= if_nobody_gives_up
        assert smallest_agents(uncertain, capped) == [agents]


@pytest.mark.parametrize("patience", [180.0, 20.0, None])
@pytest.mark.parametrize("erlangs", [0.3, 4.0, 60.0, 700.0])
def test_an_occupancy_that_is_just_reached_is_kept(erlangs: float, patience: float | None) -> None:
    load = impatient(np.array([erlangs]))
    load = replace(load, patience=None if patience is None else np.array([patience]))
    for agents in np.ceil(erlangs * np.array([1.02, 1.1, 1.2, 1.4, 2.0])).astype(int):
        busy = float(reached(load, TARGET, np.array([agents])).occupancy[0])
        just, calmer = (ServiceTarget(0.01, 20, max_occupancy=busy - x) for x in (0.0, 1e-9))
        assert smallest_agents(load, just).tolist() == [agents]
        assert smallest_agents(load, calmer).tolist() == [agents + 1]


@pytest.mark.parametrize("variance", [0.0, 0.02])
@pytest.mark.parametrize("patience", [180.0, 20.0])
@pytest.mark.parametrize("erlangs", [0.3, 4.0, 60.0, 700.0])
def test_a_promise_that_is_just_kept_is_kept(
    erlangs: float, patience: float, variance: float
) -> None:
    load = replace(impatient(np.array([erlangs])), patience=np.array([patience]))
    load = replace(load, nodes=lognormal(np.array([variance])) if variance else None)
    for agents in np.ceil(erlangs * np.array([0.95, 1.0, 1.1])).astype(int):
        of = reached(load, TARGET, np.array([agents]))
        level, wait, lost = (float(x[0]) for x in (of.service_level, of.asa, of.abandoned_share))
        easy = ServiceTarget(0.01, 20)
        for just, harder in (
            (ServiceTarget(level, 20), ServiceTarget(level + 1e-12, 20)),
            (replace(easy, max_asa=wait), replace(easy, max_asa=wait * (1 - 1e-9))),
            (replace(easy, max_abandoned=lost), replace(easy, max_abandoned=lost - 1e-12)),
        ):
            assert smallest_agents(load, just).tolist() == [agents]
            assert smallest_agents(load, harder).tolist() == [agents + 1]


@pytest.mark.parametrize("patience", [180.0, None])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_each_definition_is_met_by_the_fewest_under_an_uncertain_load(
    definition: Definition, patience: float | None
) -> None:
    load = replace(impatient(np.geomspace(0.2, 900, 200)), nodes=lognormal(np.full(200, 0.02)))
    load = replace(load, patience=None if patience is None else np.full(200, patience))
    for longest in (25.0, None):
        target = ServiceTarget(0.8, 20, definition, max_abandoned=0.15, max_asa=longest)

        def met(agents: Counts, target: ServiceTarget = target) -> Flags:
            of = reached(load, target, agents)
            good = (of.service_level >= 0.8) & (np.nan_to_num(of.abandoned_share) <= 0.15)
            return np.asarray(good & (of.asa <= (target.max_asa or np.inf)))

        found = smallest_agents(load, target)
        assert met(found).all()
        assert not met(found - 1).any()


def test_a_large_pool_of_impatient_callers_needs_fewer_agents_than_its_load() -> None:
    load = PoolLoad(np.array([9000.0]), np.array([60.0]), 1800.0, np.array([36.0]))
    assert staff(load, TARGET, 0).agents[0] < load.erlangs[0]


def test_the_smallest_agents_of_erlang_a_meet_the_target_and_one_fewer_does_not() -> None:
    load = impatient(np.random.default_rng(1).uniform(0.1, 400, 5000))
    found = smallest_agents(load, TARGET)
    assert (reached(load, TARGET, found).service_level >= TARGET.share).all()
    assert (reached(load, TARGET, found - 1).service_level < TARGET.share).all()


def test_an_uncertain_load_needs_more_agents() -> None:
    load = impatient(np.array([60.0, 120.0, 300.0]))
    uncertain = replace(load, nodes=lognormal(np.full(3, 0.01)))
    assert (smallest_agents(uncertain, TARGET) > smallest_agents(load, TARGET)).all()


def test_a_share_that_leaves_out_who_gave_up_is_refused_alone() -> None:
    target = ServiceTarget(0.8, 30, "abandoned_in_time_ok")
    with pytest.raises(ValueError, match="abandoned_in_time_ok needs max_abandoned"):
        staff(impatient(np.array([60.0])), target, 0)
    limited = replace(target, max_abandoned=0.05)
    assert staff(impatient(np.array([60.0])), limited, 0).abandoned_share[0] <= 0.05


def test_a_pool_counts_short_abandons_by_their_own_threshold() -> None:
    load, agents = impatient(np.array([60.0])), np.array([58])
    usual = ServiceTarget(0.8, 20, "excluding_short_abandons", max_abandoned=0.3)
    in_time = reached(load, replace(usual, definition="offered"), agents).service_level
    levels = [
        float(reached(load, replace(usual, short_abandon=x), agents).service_level[0])
        for x in (0.0, 5.0, 20.0, None)
    ]
    assert levels[0] == pytest.approx(in_time[0])
    assert levels[0] < levels[1] < levels[2] == levels[3]
    needs = [smallest_agents(load, replace(usual, short_abandon=x))[0] for x in (0.0, 1e6)]
    assert needs[0] > needs[1]
    for x in (5.0, 20.0):
        target = replace(usual, short_abandon=x)
        assert level_and_lost(load, target, agents)[0] == pytest.approx(
            reached(load, target, agents).service_level
        )


@pytest.mark.parametrize("definition", ["offered", "answered"])
def test_the_quick_figures_of_a_day_are_the_exact_ones(definition: Definition) -> None:
    target = ServiceTarget(0.8, 20, definition, max_abandoned=0.5)
    load = replace(impatient(np.append(np.geomspace(1e-4, 900, 400), 0.0)), patience=None)
    for some in (load, replace(load, patience=np.full(401, 180.0))):
        varied = replace(some, nodes=lognormal(np.full(401, 0.02)))
        agents = np.random.default_rng(3).uniform(0.0, 2.0, 401) * varied.erlangs
        exact = reached(varied, target, agents)
        level, lost = level_and_lost(varied, target, agents)
        assert level == pytest.approx(np.nan_to_num(exact.service_level), abs=1e-9)
        assert lost == pytest.approx(np.nan_to_num(exact.abandoned_share), abs=1e-9)
