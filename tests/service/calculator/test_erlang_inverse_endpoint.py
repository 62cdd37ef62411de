"""``POST /v1/erlang`` asked the other way: what given agents take within a target."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.service.calculator.test_erlang_endpoint import CLIENT, ask, refusal

AGENTS = {"interval_minutes": 30, "agents": 14}
PATIENT = {**AGENTS, "model": "erlang_c", "answer_within_seconds": 20}
IMPATIENT = {**PATIENT, "model": "erlang_a", "patience_seconds": 180}
LINES = {**AGENTS, "model": "erlang_b"}
TARGETS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (PATIENT, {"share": 0.8}),
    (PATIENT, {"max_occupancy": 0.6}),
    (PATIENT, {"max_wait_probability": 0.1}),
    (PATIENT, {"max_asa_seconds": 5}),
    (PATIENT, {"share": 0}),
    (IMPATIENT, {"share": 0.8, "max_occupancy": 0.7}),
    (IMPATIENT, {"max_abandoned": 0.02}),
    (IMPATIENT, {"max_asa_seconds": 5, "max_wait_probability": 0.5}),
    (IMPATIENT, {"share": 0.85, "definition": "answered", "max_abandoned": 0.1}),
    (IMPATIENT | {"retry_share": 0.5}, {"share": 0.8}),
    (
        IMPATIENT | {"short_abandon_seconds": 5},
        {"share": 0.8, "definition": "excluding_short_abandons", "max_abandoned": 0.5},
    ),
    (LINES, {"max_blocked": 0.01}),
    (LINES | {"retry_share": 0.7}, {"max_blocked": 0.03}),
]


def test_the_published_calls_that_fourteen_agents_take() -> None:
    """80 % in 20 s with an AHT of 180 s: 108.68 calls a half-hour."""
    answer = ask(PATIENT | {"aht_seconds": 180, "target": {"share": 0.8}})
    assert answer["calls"] == pytest.approx(108.68, abs=5e-3)
    assert answer["service_level"]["offered"] == pytest.approx(0.8, abs=1e-9)
    assert (answer["agents"], answer["aht_seconds"], answer["fractional_agents"]) == (14, 180, None)


def test_the_aht_of_so_many_calls_is_the_one_that_was_given_for_them() -> None:
    calls = ask(PATIENT | {"aht_seconds": 180, "target": {"share": 0.8}})["calls"]
    aht = ask(PATIENT | {"calls": calls, "target": {"share": 0.8}})["aht_seconds"]
    assert aht == pytest.approx(180, rel=1e-9)


def test_fourteen_lines_take_the_load_of_the_printed_table() -> None:
    """Erlang B tables: 7.35 erlangs at 1 %, 8.80 at 3 %."""
    loads = [
        ask(LINES | {"aht_seconds": 180, "target": {"max_blocked": x}})["erlangs"]
        for x in (0.01, 0.03)
    ]
    assert loads == pytest.approx([7.35, 8.80], abs=5e-3)


def again(body: dict[str, Any], answer: dict[str, Any], **changed: float) -> dict[str, Any]:
    """The agents that the answer's calls need, or others."""
    work = {"calls": answer["calls"], "aht_seconds": answer["aht_seconds"]} | changed
    return ask({key: x for key, x in body.items() if key != "agents"} | work)


@pytest.mark.parametrize("left_out", ["calls", "aht_seconds"])
@pytest.mark.parametrize(("body", "target"), TARGETS)
def test_just_these_agents_are_needed_for_the_most_they_take(
    body: dict[str, Any], target: dict[str, Any], left_out: str
) -> None:
    """And for a hair more one more."""
    given = {"calls": 90, "aht_seconds": 200}
    del given[left_out]
    asked = body | given | {"target": target}
    answer = ask(asked)
    assert again(asked, answer)["agents"] == 14
    more = {left_out: answer[left_out] * (1 + 1e-9)}
    assert again(asked, answer, **more)["agents"] == 15


@given(
    agents=st.floats(0.5, 300),
    aht=st.floats(20, 2000),
    patience=st.floats(5, 3000),
    share=st.floats(0.3, 0.97),
    part=st.floats(0.01, 0.999),
)
def test_whoever_takes_the_most_calls_takes_fewer_too(
    agents: float, aht: float, patience: float, share: float, part: float
) -> None:
    body = IMPATIENT | {"aht_seconds": aht, "patience_seconds": patience}
    answer = ask(body | {"agents": agents, "target": {"share": share}})
    assume(answer["calls"] > 1e-9)
    levels = [
        ask(body | {"agents": agents, "calls": answer["calls"] * x})["service_level"]["offered"]
        for x in (part, 1, 1 + 1e-6)
    ]
    assert levels[0] >= levels[1] >= share > levels[2]


def test_hardly_any_call_is_no_error() -> None:
    answer = ask(PATIENT | {"agents": 5, "aht_seconds": 180, "calls": 5e-324})
    assert answer["service_level"]["offered"] in (None, 1)
    pointer, detail = refusal(PATIENT | {"calls": 5e-324, "target": {"share": 0.8}})
    assert pointer == "#/target"
    assert "14 agents meet this target with an AHT of 86,400 s too" in detail


def test_nobody_takes_no_call() -> None:
    for body, target in TARGETS:
        answer = ask(body | {"agents": 0, "aht_seconds": 180, "target": target})
        assert (answer["calls"], answer["service_level"]["offered"]) == (0, None)


@pytest.mark.parametrize("body", [PATIENT, IMPATIENT])
def test_nobody_answers_no_share_of_the_answered_calls(body: dict[str, Any]) -> None:
    levels = ask(body | {"agents": 0, "calls": 10, "aht_seconds": 180})["service_level"]
    assert (levels["offered"], levels["answered"]) == (0, None)


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        (
            IMPATIENT | {"aht_seconds": 180, "target": {"max_asa_seconds": 9000}},
            "#/target",
            "14 agents meet this target with 100,000 calls too, the most this calculator takes",
        ),
        (
            PATIENT | {"calls": 0, "target": {"share": 0.8}},
            "#/target",
            "14 agents meet this target with an AHT of 86,400 s too, the most",
        ),
        (
            PATIENT | {"agents": 1, "calls": 0, "target": {"share": 0.8}},
            "#/target",
            "1 agent meets this target with an AHT of 86,400 s too",
        ),
        (
            IMPATIENT | {"calls": 300_000, "target": {"share": 0.8}},
            "#/target",
            "300,000 calls are too many for 14 agents within this target, however short",
        ),
        (
            PATIENT | {"calls": 1, "interval_minutes": 1e-9, "target": {"share": 0.8}},
            "#",
            "even with an AHT of 0.1 s the offered load is more than 10,000 erlangs",
        ),
        (
            PATIENT | {"calls": -1, "target": {"share": 0.8}},
            "#/calls",
            "a number of calls from 0 to 1000000",
        ),
    ],
)
def test_a_question_without_an_edge_says_what_to_give(
    body: dict[str, Any], pointer: str, detail: str
) -> None:
    place, text = refusal(body)
    assert place == pointer
    assert detail in text


@given(
    minutes=st.floats(0, 1440, exclude_min=True),
    given_one=st.floats(0.1, 86_400) | st.floats(0, 1),
    within=st.floats(0, 86_400),
    agents=st.floats(0, 20_000),
    share=st.floats(0, 1, exclude_max=True),
    left_out=st.sampled_from(["calls", "aht_seconds"]),
)
def test_no_question_within_the_bounds_is_an_error(
    minutes: float, given_one: float, within: float, agents: float, share: float, left_out: str
) -> None:
    other = {"calls": "aht_seconds", "aht_seconds": "calls"}[left_out]
    for body in (PATIENT, IMPATIENT):
        asked = body | {"interval_minutes": minutes, "answer_within_seconds": within}
        asked |= {"agents": agents, other: given_one, "target": {"share": share}}
        answer = CLIENT.post("/v1/erlang", json=asked)
        assert answer.status_code in (200, 422), answer.text
