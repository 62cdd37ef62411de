"""``POST /v1/erlang``: calls that come have an agent, whichever limits a target has."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.service.calculator.test_erlang_endpoint import ask

SHARE = st.floats(0.02, 0.95)
LIMITS = st.fixed_dictionaries(
    {},
    optional={
        "share": SHARE,
        "max_occupancy": SHARE,
        "max_wait_probability": SHARE,
        "max_asa_seconds": st.floats(0.5, 300),
        "max_abandoned": SHARE,
    },
).filter(lambda x: x.keys() - {"max_abandoned"})
ALL = ("offered", "answered", "excluding_short_abandons", "abandoned_in_time_ok")
FIGURES = {
    "max_occupancy": "occupancy",
    "max_wait_probability": "wait_probability",
    "max_asa_seconds": "asa_seconds",
    "max_abandoned": "abandoned_share",
}
SURE = 1e-9  # relative: what is nearer to a limit may be on either side


def kept(answer: dict[str, Any], target: dict[str, Any], slack: float) -> bool:
    """Every limit written out again, with some slack; a queue that grows keeps none."""
    level = answer["service_level"][target.get("definition", "offered")]
    enough = (level or 0.0) >= target.get("share", 0.0) * (1.0 - slack)
    figures = {key: answer[FIGURES[key]] for key in target if key in FIGURES}
    if answer["abandoned_share"] is None:
        figures["max_abandoned"] = 0.0  # nobody gives up
    within = [x is not None and x <= target.get(k, 1) * (1 + slack) for k, x in figures.items()]
    return bool(answer["stable"] and enough and all(within))


@given(
    calls=st.floats(1e-6, 600),
    aht=st.floats(20, 1200),
    patience=st.floats(5, 1000),
    retry=st.sampled_from([0.0, 0.5]),
    limits=LIMITS,
    definition=st.sampled_from(ALL),
    model=st.sampled_from(["erlang_a", "erlang_c"]),
)
def test_agents_keep_every_limit_and_one_fewer_does_not_or_is_nobody(
    calls: float,
    aht: float,
    patience: float,
    retry: float,
    limits: dict[str, float],
    definition: str,
    model: str,
) -> None:
    body = {"model": model, "calls": calls, "interval_minutes": 30, "aht_seconds": aht}
    body |= {"answer_within_seconds": 20, "patience_seconds": patience}
    body |= {"retry_share": retry} if model == "erlang_a" else {}
    target = limits | ({"definition": definition} if "max_abandoned" in limits else {})
    needed = ask(body | {"target": target})
    assert needed["agents"] >= 1
    assert needed["asa_seconds"] is not None
    assert kept(needed, target, SURE)
    if needed["agents"] > 1:
        assert not kept(ask(body | {"agents": needed["agents"] - 1}), target, -SURE)


@given(calls=st.floats(1e-6, 2000), limit=SHARE, retry=st.sampled_from([0.0, 0.5]))
def test_lines_turn_few_enough_away_and_one_fewer_too_many_or_is_none(
    calls: float, limit: float, retry: float
) -> None:
    body = {"model": "erlang_b", "calls": calls, "interval_minutes": 30, "aht_seconds": 180}
    body |= {"retry_share": retry}
    needed = ask(body | {"target": {"max_blocked": limit}})
    assert needed["agents"] >= 1
    assert needed["blocked_share"] <= limit * (1 + SURE)
    fewer = ask(body | {"agents": needed["agents"] - 1})
    assert fewer["blocked_share"] > limit * (1 - SURE)
