"""``POST /v1/erlang``: queues, percentiles of waits, and agents a part of whom could be had."""

from typing import Any

import numpy as np
import pytest

from tests.service.calculator.test_erlang_endpoint import ERLANG_B, ERLANG_C, ask

GARNETT = {
    "model": "erlang_a",
    "calls": 48,
    "interval_minutes": 1,
    "aht_seconds": 60,
    "patience_seconds": 120,
    "answer_within_seconds": 10,
    "agents": 50,
}


def test_the_published_waits_come_out() -> None:
    """Garnett, Mandelbaum and Reiman: 48 calls a minute, 60 s each, 50 agents, patience 2 min."""
    impatient = ask(GARNETT)
    endless = ask(GARNETT | {"model": "erlang_c"})
    assert impatient["wait_percentiles_seconds"]["p90"] == pytest.approx(12.445, abs=5e-4)
    assert impatient["queue_length"] == pytest.approx(3, abs=0.5)
    assert endless["wait_percentiles_seconds"]["p90"] == pytest.approx(58.1, abs=0.05)
    assert endless["queue_length"] == pytest.approx(17, abs=0.5)


@pytest.mark.parametrize("model", ["erlang_a", "erlang_c"])
def test_the_queue_is_little_s_law_and_percentiles_rise(model: str) -> None:
    answer = ask(GARNETT | {"model": model})
    assert answer["queue_length"] == pytest.approx(48 / 60 * answer["mean_wait_seconds"])
    percentiles = answer["wait_percentiles_seconds"]
    assert list(percentiles) == ["p50", "p80", "p90", "p95"]
    assert list(percentiles.values()) == sorted(percentiles.values())


def test_the_service_level_of_erlang_c_within_a_percentile_is_its_share() -> None:
    for name, wait in ask(ERLANG_C | {"agents": 11})["wait_percentiles_seconds"].items():
        level = ask(ERLANG_C | {"agents": 11, "answer_within_seconds": wait})["service_level"]
        assert level["offered"] == pytest.approx(int(name[1:]) / 100)


def test_where_just_ninety_of_a_hundred_do_not_wait_the_ninetieth_does_not() -> None:
    """0.1 erlangs on one agent: a tenth waits, in binary a hair more."""
    tiny = ERLANG_C | {"calls": 1, "target": {"share": 0.8}}
    assert ask(tiny)["wait_percentiles_seconds"] == {
        **{"p50": 0, "p80": 0, "p90": 0},
        "p95": pytest.approx(200 * np.log(2)),
    }


def test_whoever_is_not_served_waits_for_as_long_as_patience() -> None:
    waits = ask(GARNETT | {"agents": 0})["wait_percentiles_seconds"]
    assert waits["p50"] == pytest.approx(120 * np.log(2))


@pytest.mark.parametrize("body", [ERLANG_B | {"agents": 2}, ERLANG_C | {"agents": 10}])
def test_without_a_queue_or_where_it_has_no_end_there_are_no_waits(body: dict[str, Any]) -> None:
    answer = ask(body)
    assert answer["queue_length"] is answer["wait_percentiles_seconds"] is None


@pytest.mark.parametrize("model", ["erlang_a", "erlang_c"])
def test_without_calls_nobody_waits(model: str) -> None:
    answer = ask(GARNETT | {"model": model, "calls": 0})
    assert answer["queue_length"] == 0
    assert set(answer["wait_percentiles_seconds"].values()) == {0}


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (ERLANG_C, {"share": 0.8}),
        (ERLANG_C, {"max_occupancy": 0.61}),
        (ERLANG_C, {"max_wait_probability": 0.1}),
        (ERLANG_C, {"max_asa_seconds": 5}),
        (ERLANG_C, {"share": 0}),
        (ERLANG_B, {"max_blocked": 0.02}),
    ],
)
def test_a_part_of_an_agent_reaches_the_target_to_the_point(
    body: dict[str, Any], target: dict[str, Any]
) -> None:
    needed = ask(body | {"target": target})
    part = needed["fractional_agents"]
    assert needed["agents"] - 1 <= part <= needed["agents"]

    figures = [ask(body | {"agents": part + x}) for x in (1e-8, -1e-8)]
    assert [_reaches(x, target) for x in figures] == [True, False]


def _reaches(answer: dict[str, Any], target: dict[str, Any]) -> bool:
    [(name, limit)] = target.items()
    if name == "share":
        return bool(answer["stable"] and answer["service_level"]["offered"] >= limit)
    figure = name.removeprefix("max_").replace("blocked", "blocked_share")
    return bool(answer[figure] <= limit)


def test_agents_that_are_given_have_no_part_and_no_calls_need_nobody() -> None:
    assert ask(ERLANG_C | {"agents": 14})["fractional_agents"] is None
    assert ask(ERLANG_C | {"calls": 0, "target": {"share": 0.8}})["fractional_agents"] == 0
    impatient = {k: v for k, v in GARNETT.items() if k != "agents"} | {"calls": 0}
    assert ask(impatient | {"target": {"share": 0.8}})["fractional_agents"] == 0
