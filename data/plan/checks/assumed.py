"""Checks of what a plan assumes of queues without history."""

from collections.abc import Iterator

from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, path
from data.suggestion import suggestion


def check_assumed(draft: Draft) -> Iterator[Fault]:
    """Each is of another queue of the plan, like a queue that is not assumed itself."""
    assumed = {x.queue for x in draft.plan.assumed}
    first: dict[str, int] = {}
    for row, x in enumerate(draft.plan.assumed):
        yield from _unknown(draft, row, "queue", x.queue)
        yield from _unknown(draft, row, "like", x.like)
        if first.setdefault(x.queue, row) != row:
            twin = path(draft.written(("assumed", first[x.queue])))
            yield Fault(("assumed", row, "queue"), f"{x.queue} has {twin} already; leave one out")
        if x.like in assumed:
            what = f"{x.like} is assumed itself; write a queue that has history"
            yield Fault(("assumed", row, "like"), what)


def _unknown(draft: Draft, row: int, key: str, queue: str) -> Iterator[Fault]:
    known = [x.id for x in draft.plan.queues]
    if draft.whole("queues") and queue not in known:
        near = suggestion(queue, known)
        yield Fault(("assumed", row, key), f'there is no queue "{queue}"; {near}')
