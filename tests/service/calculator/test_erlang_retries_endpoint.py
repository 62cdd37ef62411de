"""``POST /v1/erlang`` where some who are blocked or give up call again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.calculator.test_erlang_endpoint import ERLANG_B, ERLANG_C, ask, refusal

GUIDE = {
    "model": "erlang_a",
    "calls": 600,
    "interval_minutes": 60,
    "aht_seconds": 360,
    "patience_seconds": 180,
    "answer_within_seconds": 20,
}
LINES = {"model": "erlang_b", "calls": 186.877, "interval_minutes": 1, "aht_seconds": 60}
RETRIES = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(("retry", "level"), [(0, 0.671), (0.3, 0.606), (0.5, 0.537), (0.7, 0.418)])
def test_who_calls_again_lowers_the_service_level_as_the_guide_says(
    retry: float, level: float
) -> None:
    answer = ask(GUIDE | {"agents": 58, "retry_share": retry})
    assert answer["service_level"]["offered"] == pytest.approx(level, abs=5e-4)
    assert answer["erlangs"] == 60


def test_the_published_lines_block_three_percent_where_seventy_try_again() -> None:
    answer = ask(LINES | {"agents": 200, "retry_share": 0.7})
    assert answer["blocked_share"] == pytest.approx(0.03, abs=2e-6)
    needed = ask(LINES | {"target": {"max_blocked": 0.03}, "retry_share": 0.7})
    assert needed["agents"] == 200
    assert needed["fractional_agents"] == pytest.approx(200, abs=1e-3)


def test_the_total_load_is_first_attempts_and_those_who_call_again() -> None:
    impatient = ask(GUIDE | {"agents": 58, "retry_share": 0.5})
    lost = impatient["total_erlangs"] * impatient["abandoned_share"]
    assert impatient["total_erlangs"] == pytest.approx(60 + 0.5 * lost, rel=1e-11)
    assert impatient["occupancy"] == pytest.approx((impatient["total_erlangs"] - lost) / 58)
    blocked = ask(ERLANG_B | {"agents": 8, "retry_share": 0.5})
    lost = blocked["total_erlangs"] * blocked["blocked_share"]
    assert blocked["total_erlangs"] == pytest.approx(10 + 0.5 * lost, rel=1e-11)
    assert blocked["occupancy"] == pytest.approx((blocked["total_erlangs"] - lost) / 8)


@pytest.mark.parametrize("body", [GUIDE, ERLANG_B, ERLANG_C], ids=lambda x: x["model"])
def test_where_nobody_calls_again_the_total_is_the_offered_load(body: dict[str, Any]) -> None:
    answer = ask(body | {"agents": 8})
    assert answer["total_erlangs"] == answer["erlangs"]


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ({"share": 0.8}, lambda x: x["service_level"]["offered"] >= 0.8),
        ({"max_abandoned": 0.03}, lambda x: x["abandoned_share"] <= 0.03),
        ({"max_occupancy": 0.85}, lambda x: x["occupancy"] <= 0.85),
        ({"max_asa_seconds": 5}, lambda x: x["asa_seconds"] <= 5),
        ({"max_wait_probability": 0.2}, lambda x: x["wait_probability"] <= 0.2),
        (
            {"share": 0.9, "definition": "answered", "max_abandoned": 0.1},
            lambda x: x["service_level"]["answered"] >= 0.9,
        ),
    ],
)
@pytest.mark.parametrize("retry", [0, 0.5, 0.9])
def test_a_target_gets_the_fewest_agents_that_reach_it_with_redials(
    target: dict[str, Any], reached: Any, retry: float
) -> None:
    body = GUIDE | {"retry_share": retry}
    needed = ask(body | {"target": target})
    assert reached(needed)
    assert not reached(ask(body | {"agents": needed["agents"] - 1}))
    assert reached(ask(body | {"agents": needed["fractional_agents"] + 1e-8}))
    assert not reached(ask(body | {"agents": needed["fractional_agents"] - 1e-8}))


def test_redials_need_more_agents() -> None:
    body = GUIDE | {"target": {"share": 0.8}}
    needed = [ask(body | {"retry_share": x})["agents"] for x in (0, 0.5, 0.9)]
    assert needed == sorted(set(needed))


def test_giving_up_alone_is_a_target_only_where_callers_give_up() -> None:
    assert ask(GUIDE | {"target": {"max_abandoned": 0.05}})["abandoned_share"] <= 0.05
    pointer, detail = refusal(ERLANG_C | {"target": {"max_abandoned": 0.05}})
    assert (pointer, "max_abandoned" in detail) == ("#/target", False)
    assert "or max_abandoned" in refusal(GUIDE | {"target": {}})[1]


def test_in_erlang_c_nobody_calls_again_and_the_refusal_says_where_they_do() -> None:
    pointer, detail = refusal(ERLANG_C | {"agents": 14, "retry_share": 0.3})
    assert pointer == "#/retry_share"
    assert "nobody gives up" in detail
    assert '"erlang_a"' in detail


@pytest.mark.parametrize("retry", [1, -0.1, True, "0.3", None])
@pytest.mark.parametrize("body", [GUIDE, ERLANG_B], ids=lambda x: x["model"])
def test_a_share_that_is_none_is_refused(body: dict[str, Any], retry: object) -> None:
    pointer, detail = refusal(body | {"agents": 14, "retry_share": retry})
    assert pointer == "#/retry_share"
    assert "from 0 to below 1" in detail


@given(st.floats(0, 100_000), st.floats(0, 3000), st.floats(1, 1e6), RETRIES, st.floats(0.01, 0.99))
def test_no_question_about_redials_is_an_error(
    calls: float, agents: float, patience: float, retry: float, limit: float
) -> None:
    offered = {"calls": calls, "retry_share": retry}
    for side in ({"agents": agents}, {"target": {"max_abandoned": limit}}):
        answer = ask(GUIDE | offered | side | {"patience_seconds": patience})
        assert answer["total_erlangs"] >= answer["erlangs"]
    for side in ({"agents": agents}, {"target": {"max_blocked": limit}}):
        assert ask(LINES | offered | {"calls": calls / 10} | side)["blocked_share"] <= 1
