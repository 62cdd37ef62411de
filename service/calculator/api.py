"""``POST /v1/erlang``: the calculator, one interval at a time, without a database."""

from apiflask import APIBlueprint

from service.calculator.answer import ErlangAnswer
from service.calculator.erlang_a import by_erlang_a
from service.calculator.erlang_b import by_erlang_b
from service.calculator.erlang_c import by_erlang_c
from service.calculator.schemas import ErlangA, ErlangB, ErlangQuestion

blueprint = APIBlueprint("erlang", __name__, tag="Calculator")

EXAMPLE = {
    "model": "erlang_c",
    "calls": 100,
    "interval_minutes": 30,
    "aht_seconds": 180,
    "answer_within_seconds": 20,
    "target": {"share": 0.8, "max_occupancy": 0.85},
    "shrinkage": 0.3,
}


@blueprint.post("/v1/erlang")
@blueprint.input(ErlangQuestion, arg_name="question", example=EXAMPLE)
@blueprint.output(ErlangAnswer, description="What the agents reach")
def calculate(question: ErlangQuestion) -> ErlangAnswer:
    """What agents reach, the agents a target needs, or the calls that agents take within it.

    One interval by Erlang B (no queue), Erlang C (nobody gives up) or Erlang A (callers give up
    when their patience ends). Give three of `calls`, `aht_seconds`, `agents` and `target`; what is
    left out is answered: without `target` what the agents reach, without `agents` the fewest that
    reach it (calls that come have at least one), without `calls` or `aht_seconds` the most of them
    that the agents take within it. `short_abandon_seconds` tells in Erlang A until when an
    abandoned call is short, if not `answer_within_seconds`. `retry_share` of those who are blocked
    or give up call again: the load grows by them (`total_erlangs`), shares and waits are those of
    all attempts, and a target is met with them. Waits come as means, percentiles and the queue they
    make; `fractional_agents` tells how much of the last agent a target needs.
    """
    asked = question.root
    if isinstance(asked, ErlangB):
        return by_erlang_b(asked)
    return by_erlang_a(asked) if isinstance(asked, ErlangA) else by_erlang_c(asked)
