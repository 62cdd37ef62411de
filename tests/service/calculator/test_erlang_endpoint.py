"""``POST /v1/erlang``: published values, edges, refusals."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.app import create_app
from service.calculator.answer import scheduled
from tests.models.queueing.published import as_printed, load_of, published

CLIENT = create_app().test_client()
OFFERED = {"calls": 100, "interval_minutes": 30, "aht_seconds": 180}
ERLANG_B = {**OFFERED, "model": "erlang_b"}
ERLANG_C = {**OFFERED, "model": "erlang_c", "answer_within_seconds": 20}
KEYS = [
    *("erlangs", "agents", "scheduled_agents", "wait_probability", "service_level"),
    *("asa_seconds", "mean_wait_seconds", "abandoned_share", "blocked_share", "occupancy"),
    *("stable", "total_erlangs", "queue_length", "wait_percentiles_seconds", "fractional_agents"),
    *("calls", "aht_seconds"),
]


def ask(body: dict[str, Any]) -> dict[str, Any]:
    answer = CLIENT.post("/v1/erlang", json=body)
    assert answer.status_code == 200, answer.text
    return dict(json.loads(answer.data))


def refusal(body: dict[str, Any]) -> tuple[str, str]:
    """Pointer and detail of the one thing that is wrong."""
    answer = CLIENT.post("/v1/erlang", json=body)
    assert answer.status_code == 422, answer.text
    [mistake] = json.loads(answer.data)["errors"]
    return mistake["pointer"], mistake["detail"]


def load_body(case: dict[str, float]) -> tuple[dict[str, float], float]:
    """A published case as calls, and the factor from its unit of time to seconds."""
    if "calls" in case:
        minutes = case["interval_s"] / 60
        return {
            "calls": case["calls"],
            "interval_minutes": minutes,
            "aht_seconds": case["aht_s"],
        }, 1.0
    load, aht = load_of(case)
    return {"calls": load, "interval_minutes": 1, "aht_seconds": 60}, 60 / aht


def question_c(case: dict[str, float]) -> tuple[dict[str, Any], float]:
    offered, scale = load_body(case)
    names = {
        "sl_target": "share",
        "max_occupancy": "max_occupancy",
        "max_p_wait": "max_wait_probability",
    }
    target = {name: case[key] for key, name in names.items() if key in case}
    side = {"agents": case["agents"]} if "agents" in case else {"target": target}
    within = case.get("target_s", 0) * scale
    rest = {"answer_within_seconds": within, "shrinkage": case.get("shrinkage", 0)}
    return {"model": "erlang_c", **offered, **rest, **side}, scale


@pytest.mark.parametrize("case", published("erlang_c"))
def test_published_erlang_c_values_come_out_to_the_printed_digit(case: dict[str, Any]) -> None:
    body, scale = question_c(case["inputs"])
    answer = ask(body)
    figures = {
        "agents": answer["agents"],
        "scheduled": answer["scheduled_agents"],
        "erlangs": answer["erlangs"],
        "offered_erlangs": answer["erlangs"],
        "p_wait": answer["wait_probability"],
        "p_immediate": 1 - answer["wait_probability"],
        "service_level": answer["service_level"]["offered"],
        "asa_s": answer["asa_seconds"],
        "occupancy": answer["occupancy"],
    }
    if answer["asa_seconds"] is not None:
        figures["asa_s"] = figures["Wq_years"] = answer["asa_seconds"] / scale
        figures["Lq"] = answer["erlangs"] * answer["mean_wait_seconds"] / body["aht_seconds"]
    expressible = {k: v for k, v in case["outputs"].items() if k not in ("p0", "wait_p90_s")}
    wrong = {k: (figures[k], v) for k, v in expressible.items() if not as_printed(figures[k], v)}
    assert wrong == {}


@pytest.mark.parametrize("case", [x for x in published("erlang_b") if "blocking" in x["outputs"]])
def test_published_erlang_b_values_come_out_to_the_printed_digit(case: dict[str, Any]) -> None:
    offered, _ = load_body(case["inputs"])
    answer = ask({"model": "erlang_b", **offered, "agents": case["inputs"]["servers"]})
    assert answer["blocked_share"] == pytest.approx(case["outputs"]["blocking"], abs=1e-12)


@pytest.mark.parametrize("case", published("erlang_b_max_load"))
def test_a_published_largest_load_is_the_edge_of_what_its_lines_take(case: dict[str, Any]) -> None:
    lines, limit = case["inputs"]["servers"], case["inputs"]["max_blocking"]
    loads = [case["outputs"]["erlangs"] + half_a_digit for half_a_digit in (-0.05, 0.05)]
    below, above = (
        ask(ERLANG_B | {"calls": x, "interval_minutes": 3, "agents": lines}) for x in loads
    )
    assert below["blocked_share"] <= limit < above["blocked_share"]
    needed = ask(
        ERLANG_B | {"calls": loads[0], "interval_minutes": 3, "target": {"max_blocked": limit}}
    )
    assert needed["agents"] <= lines


def test_an_answer_has_every_key_in_every_model() -> None:
    assert list(ask(ERLANG_C | {"agents": 14})) == KEYS
    assert list(ask(ERLANG_B | {"agents": 14})) == KEYS


def test_erlang_c_blocks_nobody_and_nobody_gives_up() -> None:
    answer = ask(ERLANG_C | {"agents": 14})
    assert answer["blocked_share"] is None
    assert answer["abandoned_share"] is None  # the model has no such figure
    assert answer["asa_seconds"] == answer["mean_wait_seconds"]
    assert len(set(answer["service_level"].values())) == 1
    assert list(answer["service_level"]) == [
        *("offered", "answered", "excluding_short_abandons", "abandoned_in_time_ok")
    ]


def test_erlang_b_has_no_waits_and_is_always_stable() -> None:
    answer = ask(ERLANG_B | {"agents": 2})  # 10 erlangs
    waits = ("wait_probability", "asa_seconds", "mean_wait_seconds", "abandoned_share")
    assert {answer[x] for x in waits} == {None}
    assert set(answer["service_level"].values()) == {None}
    assert answer["blocked_share"] == pytest.approx(50 / 61)
    assert answer["occupancy"] == pytest.approx(10 * (1 - 50 / 61) / 2)
    assert answer["stable"] is True


def test_a_queue_that_grows_is_an_answer_with_null_waits() -> None:
    answer = ask(ERLANG_C | {"agents": 10})
    assert answer["stable"] is False
    assert answer["asa_seconds"] is answer["mean_wait_seconds"] is None
    assert (answer["wait_probability"], answer["service_level"]["offered"]) == (1, 0)


def test_no_calls_have_no_service_level_and_need_nobody() -> None:
    for side in ({"agents": 0}, {"agents": 3}, {"target": {"share": 0.8}}):
        answer = ask(ERLANG_C | {"calls": 0} | side)
        assert set(answer["service_level"].values()) == {None}
        assert answer["stable"] is True
        assert answer["wait_probability"] == 0
        assert answer["asa_seconds"] is None
    assert answer["agents"] == answer["scheduled_agents"] == 0


def test_agents_may_be_fractional_and_are_echoed_as_given() -> None:
    answer = ask(ERLANG_C | {"agents": 13.5, "shrinkage": 0.25})
    assert answer["agents"] == 13.5
    assert answer["scheduled_agents"] == 18
    few, many = (ask(ERLANG_C | {"agents": x})["asa_seconds"] for x in (13, 14))
    assert many < answer["asa_seconds"] < few


def test_whole_agents_are_written_without_a_fraction() -> None:
    assert b'"agents":14,' in CLIENT.post("/v1/erlang", json=ERLANG_C | {"agents": 14.0}).data


def test_scheduled_agents_are_exact_in_decimals() -> None:
    assert [scheduled(x, 0.3) for x in (0, 14, 21, 42)] == [0, 20, 30, 60]
    assert scheduled(0.7, 0.3) == 1
    assert scheduled(20_000, 0.99) == 2_000_000


def test_a_load_that_equals_the_agents_exactly_is_not_stable() -> None:
    calls = {"calls": 1.4, "interval_minutes": 0.1, "aht_seconds": 6}
    assert 1.4 * 6 / (0.1 * 60) < 1.4  # in floats
    assert ask(ERLANG_C | calls | {"agents": 1.4})["stable"] is False


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ({"share": 0.8}, lambda x: x["service_level"]["offered"] >= 0.8),
        ({"max_occupancy": 0.6}, lambda x: x["occupancy"] <= 0.6),
        ({"max_wait_probability": 0.1}, lambda x: x["wait_probability"] <= 0.1),
        ({"max_asa_seconds": 5}, lambda x: x["asa_seconds"] <= 5),
        (
            {"share": 0.8, "definition": "answered", "max_abandoned": 0.05},
            lambda x: x["service_level"]["answered"] >= 0.8,
        ),
    ],
)
def test_a_target_gets_the_fewest_agents_that_reach_it(
    target: dict[str, Any], reached: Any
) -> None:
    answer = ask(ERLANG_C | {"target": target})
    assert reached(answer)
    assert not reached(ask(ERLANG_C | {"agents": answer["agents"] - 1}))


def test_lines_for_a_blocking_target_are_the_fewest() -> None:
    answer = ask(ERLANG_B | {"target": {"max_blocked": 0.01}})
    assert answer["agents"] == 18
    assert answer["blocked_share"] <= 0.01
    assert ask(ERLANG_B | {"agents": 17})["blocked_share"] > 0.01


def test_a_model_that_is_not_offered_is_refused_with_those_that_are() -> None:
    pointer, detail = refusal(ERLANG_C | {"model": "erlang_x", "agents": 14})
    assert pointer == "#/model"
    assert detail == (
        'model is "erlang_x"; the models offered are "erlang_a" or "erlang_b" or "erlang_c"'
    )
    assert refusal(OFFERED | {"agents": 14}) == ("#/model", "model is missing")
    assert refusal(ERLANG_C | {"model": ["erlang_c"], "agents": 1})[0] == "#/model"


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        (ERLANG_C, "#", "leave out what is asked: target to learn what the agents reach"),
        (ERLANG_C | {"agents": 14, "target": {"share": 0.8}}, "#", "given are calls, aht_seconds,"),
        (ERLANG_C | {"calls": None, "agents": 14}, "#", "given are aht_seconds, agents"),
        ({"model": "erlang_b", "interval_minutes": 30}, "#", "given are none"),
        (OFFERED | {"model": "erlang_c", "agents": 1}, "#/answer_within_seconds", "missing"),
        (ERLANG_B | {"target": {}}, "#/target/max_blocked", "missing"),
        (ERLANG_B | {"target": {"share": 0.8, "max_blocked": 0.1}}, "#/target/share", "not known"),
        (ERLANG_C | {"target": {}}, "#/target", "asks for nothing"),
        (ERLANG_C | {"target": {"max_abandoned": 0.05}}, "#/target", "asks for nothing"),
        (ERLANG_C | {"target": {"max_blocked": 0.1}}, "#/target/max_blocked", "not known"),
        (
            ERLANG_C | {"target": {"share": 0.8, "definition": "answered"}},
            "#/target",
            "give max_abandoned too",
        ),
        (
            ERLANG_C | {"target": {"share": 0.8, "definition": "best"}},
            "#/target/definition",
            "give 'offered', 'answered'",
        ),
        (ERLANG_C | {"agents": 1, "calls": 10**6}, "#", "more than 10,000 erlangs"),
        (ERLANG_C | {"agents": 1, "interval_minutes": 5e-324}, "#", "more than 10,000 erlangs"),
        (ERLANG_C | {"agents": 20_000.5}, "#/agents", "from 0 to 20000"),
        (ERLANG_C | {"agents": 1, "interval_minutes": 0}, "#/interval_minutes", "above 0"),
        (ERLANG_C | {"agents": 1, "interval_minutes": 1441}, "#/interval_minutes", "up to 1440"),
        (ERLANG_C | {"agents": 1, "shrinkage": 1}, "#/shrinkage", "between 0 and 0.99"),
        (ERLANG_C | {"target": {"share": 1}}, "#/target/share", "out of reach"),
        (
            ERLANG_C | {"calls": 500_000, "aht_seconds": 30, "target": {"max_occupancy": 0.1}},
            "#/target",
            "83,334 agents; this calculator goes up to 20,000",
        ),
    ],
)
def test_a_question_without_an_answer_says_what_to_give(
    body: dict[str, Any], pointer: str, detail: str
) -> None:
    place, text = refusal(body)
    assert place == pointer
    assert detail in text


def test_the_threshold_may_be_zero_and_calls_fractional() -> None:
    answer = ask(ERLANG_C | {"calls": 99.5, "answer_within_seconds": 0, "agents": 14})
    assert answer["service_level"]["offered"] == pytest.approx(1 - answer["wait_probability"])


def test_patience_is_accepted_where_nobody_gives_up() -> None:
    with_patience = ask(ERLANG_C | {"agents": 14, "patience_seconds": 180})
    assert with_patience == ask(ERLANG_C | {"agents": 14, "patience_seconds": None})


@given(
    calls=st.floats(0, 1_000_000),
    minutes=st.floats(0, 1440, exclude_min=True),
    aht=st.floats(0.1, 86_400),
    within=st.floats(0, 86_400),
    agents=st.floats(0, 20_000),
    share=st.floats(0, 1, exclude_max=True),
)
def test_no_question_within_the_bounds_is_an_error(
    calls: float, minutes: float, aht: float, within: float, agents: float, share: float
) -> None:
    offered = {"calls": calls, "interval_minutes": minutes, "aht_seconds": aht}
    body = {"model": "erlang_c", "answer_within_seconds": within, **offered}
    for side in ({"agents": agents}, {"target": {"share": share}}):
        answer = CLIENT.post("/v1/erlang", json=body | side)
        assert answer.status_code in (200, 422), answer.text
