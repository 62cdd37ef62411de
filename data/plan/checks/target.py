"""Checks of a plan's service targets: definitions that need a limit of abandoned calls."""

from collections.abc import Iterator

from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from models.queues import ServiceTarget


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


def _rule(target: ServiceTarget) -> tuple[str, float | None]:
    return target.definition, target.max_abandoned
