"""Checks of a plan's service targets: what their definitions need, and do not read."""

from collections.abc import Iterator

from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from models.queues import Definition, ServiceTarget


def check_targets(draft: Draft) -> Iterator[Fault]:
    """A definition that leaves out abandoned calls limits them."""
    plan = draft.plan
    if draft.whole("target"):
        yield from unlimited(("target",), plan.target)
    for row, x in enumerate(plan.targets):
        inherited = _rule(x.target) == _rule(plan.target)
        if not inherited and draft.whole("targets", row):
            yield from unlimited(("targets", row), x.target)


def unlimited(place: Place, target: ServiceTarget) -> Iterator[Fault]:
    """The fault of a target that may be reached by losing calls."""
    if target.definition != "offered" and target.max_abandoned is None:
        what = f'"{target.definition}" is reached by losing calls unless these are limited'
        yield Fault((*place, "definition"), f'{what}; write max_abandoned too, or "offered"')


def unread(place: Place, definition: Definition) -> Iterator[Fault]:
    """The fault of a threshold of short abandons that the definition does not count by."""
    if definition in ("offered", "answered"):
        what = f'does nothing under "{definition}"; leave it out, or write definition = '
        known = '"excluding_short_abandons" or "abandoned_in_time_ok"'
        yield Fault((*place, "short_abandon_seconds"), what + known)


def _rule(target: ServiceTarget) -> tuple[str, float | None]:
    return target.definition, target.max_abandoned
