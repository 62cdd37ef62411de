"""``POST /v1/erlang`` by Erlang A: callers give up when their patience ends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.queueing.published import as_printed, forty_digits, published
from tests.service.calculator.test_erlang_endpoint import ask, refusal

CALL = {"model": "erlang_a", "interval_minutes": 60, "answer_within_seconds": 20}
SMALL = {**CALL, "calls": 120, "aht_seconds": 360, "patience_seconds": 180}
NAMES = {
    "pw": "wait_probability",
    "pab": "abandoned_share",
    "EW": "mean_wait_seconds",
    "asa_served": "asa_seconds",
    "occ": "occupancy",
}
LEVELS = {
    "sl_offered": "offered",
    "sl_answered": "answered",
    "sl_excl_short_ab": "excluding_short_abandons",
    "sl_ab_in_T_ok": "abandoned_in_time_ok",
}


@pytest.mark.parametrize("case", forty_digits(), ids=lambda x: str(x["inputs"]["agents"]))
def test_forty_digit_values_come_out(case: dict[str, Any]) -> None:
    asked = case["inputs"]
    answer = ask(
        {
            "model": "erlang_a",
            "calls": asked["lambda_per_hour"],
            "interval_minutes": 60,
            "aht_seconds": asked["aht_s"],
            "patience_seconds": asked["patience_s"],
            "answer_within_seconds": asked["target_s"],
            "agents": asked["agents"],
        }
    )
    told = {key: answer[name] for key, name in NAMES.items()}
    told |= {key: answer["service_level"][name] for key, name in LEVELS.items()}
    wanted = {key: case["outputs"][key] for key in told}
    assert told == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def offered(case: dict[str, float]) -> dict[str, Any]:
    """What a published case tells of the callers."""
    return {
        "model": "erlang_a",
        "calls": case["calls"],
        "interval_minutes": case["interval_s"] / 60,
        "aht_seconds": case["aht_s"],
        "patience_seconds": case["patience_s"],
        "answer_within_seconds": case.get("target_s", 20),
    }


@pytest.mark.parametrize("case", published("erlang_a_required"), ids=lambda x: str(x["source"]))
def test_published_answers_to_a_target_come_out(case: dict[str, Any]) -> None:
    asked = case["inputs"]
    target = {"share": asked["sl_target"], "max_occupancy": asked["max_occupancy"]}
    if "max_abandon" in asked:
        target["max_abandoned"] = asked["max_abandon"]
    answer = ask(offered(asked) | {"shrinkage": asked["shrinkage"], "target": target})
    figures = {
        "agents": answer["agents"],
        "scheduled": answer["scheduled_agents"],
        "service_level_offered": answer["service_level"]["offered"],
        "occupancy": answer["occupancy"],
        "p_wait": answer["wait_probability"],
        "p_abandon": answer["abandoned_share"],
        "mean_wait_all_min": answer["mean_wait_seconds"] / 60,
    }
    printed = case["outputs"].items()
    assert {k: (figures[k], x) for k, x in printed if not as_printed(figures[k], x)} == {}


def test_the_published_mean_wait_comes_out() -> None:
    [case] = [x for x in published("erlang_a") if "agents" in x["inputs"]]
    answer = ask(offered(case["inputs"]) | {"agents": case["inputs"]["agents"]})
    assert as_printed(answer["mean_wait_seconds"], case["outputs"]["mean_wait_all_s"])


@given(st.floats(1, 400), st.floats(0.05, 0.95), st.floats(0.05, 0.9))
def test_every_part_of_a_target_is_met_by_the_fewest_agents(
    calls: float, share: float, waiting: float
) -> None:
    target = {"share": share, "max_wait_probability": waiting, "max_asa_seconds": 60}
    fewest = ask(SMALL | {"calls": calls, "target": target})
    assert fewest["service_level"]["offered"] >= share
    assert fewest["wait_probability"] <= waiting
    assert fewest["asa_seconds"] <= 60
    if fewest["agents"] > 1:
        fewer = ask(SMALL | {"calls": calls, "agents": fewest["agents"] - 1})
        asa = fewer["asa_seconds"]
        assert (
            fewer["service_level"]["offered"] < share
            or fewer["wait_probability"] > waiting
            or asa > 60
        )


def test_without_agents_everybody_gives_up_and_without_calls_nobody_waits() -> None:
    nobody = ask(SMALL | {"agents": 0})
    assert (nobody["abandoned_share"], nobody["mean_wait_seconds"]) == (1.0, 180.0)
    assert (nobody["wait_probability"], nobody["occupancy"], nobody["stable"]) == (1.0, 0.0, True)
    assert nobody["asa_seconds"] is nobody["service_level"]["answered"] is None
    calm = ask(SMALL | {"calls": 0, "target": {"share": 0.8}})
    assert (calm["agents"], calm["service_level"]["offered"]) == (0, None)
    assert calm["abandoned_share"] is calm["asa_seconds"] is None


@given(st.floats(0, 1e-3), st.floats(1, 1e6), st.floats(1, 1e6))
def test_hardly_any_agents_take_no_more_work_than_they_can(
    agents: float, calls: float, patience: float
) -> None:
    asked = {"calls": calls, "patience_seconds": patience, "aht_seconds": 30, "agents": agents}
    answer = ask(SMALL | asked)
    carried = answer["erlangs"] * (1 - answer["abandoned_share"])
    assert carried <= agents * (1 + 1e-9) + 1e-6 * answer["erlangs"]


IMPATIENT = SMALL | {"calls": 1500, "interval_minutes": 30, "patience_seconds": 30}


@pytest.mark.parametrize(
    ("target", "agents"),
    [({"max_asa_seconds": 60}, 35), ({"max_asa_seconds": 600}, 1), ({"max_occupancy": 1}, 1)],
)
def test_calls_that_come_are_answered_by_somebody_whatever_alone_is_asked(
    target: dict[str, float], agents: int
) -> None:
    answer = ask(IMPATIENT | {"target": target})
    assert answer["agents"] == agents
    assert 0 < answer["fractional_agents"] <= agents
    assert answer["asa_seconds"] is not None


def test_without_an_agent_a_mean_wait_of_answered_calls_is_told_by_nobody() -> None:
    assert ask(IMPATIENT | {"agents": 0})["asa_seconds"] is None
    assert ask(IMPATIENT | {"agents": 0.5})["asa_seconds"] > 60


def test_short_abandons_have_a_threshold_of_their_own() -> None:
    """Who gives up by 20 s is told with a threshold of 20 s: the same calls, another question."""
    usual = ask(SMALL | {"agents": 11})["service_level"]
    same = ask(SMALL | {"agents": 11, "short_abandon_seconds": 20})["service_level"]
    none = ask(SMALL | {"agents": 11, "short_abandon_seconds": 0})["service_level"]
    five = ask(SMALL | {"agents": 11, "short_abandon_seconds": 5})["service_level"]
    within_five = ask(SMALL | {"agents": 11, "answer_within_seconds": 5})["service_level"]
    short = within_five["abandoned_in_time_ok"] - within_five["offered"]
    assert same == usual
    assert none["excluding_short_abandons"] == none["abandoned_in_time_ok"] == usual["offered"]
    assert five["offered"] == usual["offered"]
    assert five["answered"] == usual["answered"]
    assert five["excluding_short_abandons"] == pytest.approx(usual["offered"] / (1 - short))
    assert five["abandoned_in_time_ok"] == pytest.approx(usual["offered"] + short)


def test_a_target_counts_short_abandons_by_their_own_threshold() -> None:
    target = {"share": 0.8, "definition": "excluding_short_abandons", "max_abandoned": 0.2}
    needs = [
        ask(SMALL | {"target": target, "short_abandon_seconds": x})["fractional_agents"]
        for x in (0, 5, 20, 60)
    ]
    assert needs == sorted(needs, reverse=True)
    reached = ask(SMALL | {"agents": needs[1], "short_abandon_seconds": 5})["service_level"]
    assert reached["excluding_short_abandons"] == pytest.approx(0.8, abs=1e-8)


@pytest.mark.parametrize("model", ["erlang_b", "erlang_c"])
def test_where_nobody_gives_up_no_abandoned_call_is_short(model: str) -> None:
    body = {key: x for key, x in SMALL.items() if key != "patience_seconds"}
    pointer, detail = refusal(body | {"model": model, "agents": 14, "short_abandon_seconds": 5})
    assert pointer == "#/short_abandon_seconds"
    assert 'ask "erlang_a"' in detail


def test_overload_is_an_answer() -> None:
    flooded = ask(SMALL | {"calls": 5000, "agents": 10})
    assert flooded["stable"]
    assert flooded["occupancy"] == pytest.approx(1.0)
    assert flooded["abandoned_share"] == pytest.approx(1 - 10 / 500, rel=1e-3)


def test_patience_is_required() -> None:
    without = {key: x for key, x in SMALL.items() if key != "patience_seconds"}
    assert refusal(without | {"agents": 14})[0] == "#/patience_seconds"
