"""Checks of a plan's service targets: definitions that need a limit, targets that differ."""

from collections.abc import Iterator

from data.plan.build import target
from data.plan.draft import Draft
from data.plan.faults import Place, path
from data.plan.targets import Group, groups, targets_of
from data.plan.text import TargetText
from models.queues import ServiceTarget


def check_targets(draft: Draft) -> Iterator[str]:
    """A definition that leaves out abandoned calls limits them; a pool has one target."""
    yield from _check_definitions(draft)
    yield from _check_mixed(draft)


def _check_definitions(draft: Draft) -> Iterator[str]:
    text = draft.text
    said: list[tuple[Place, TargetText]] = [(("target",), text.target)]
    said += [(("targets", row), x) for row, x in text.targets.items()]
    said += [(("pools", row, "target"), x.target) for row, x in text.pools.items() if x.target]
    for place, x in said:
        unlimited = target(x, draft.plan.target).max_abandoned is None
        if x.definition not in (None, "offered") and unlimited and draft.whole(*place):
            what = f'"{x.definition}" is reached by losing calls unless these are limited'
            yield f'{path(place)}.definition: {what}; write max_abandoned too, or "offered"'


def _check_mixed(draft: Draft) -> Iterator[str]:
    """One message for each mixture: default pools of several sites can share it."""
    own = {row for row, x in draft.text.pools.items() if x.target}
    mixed: dict[tuple[object, ...], list[Group]] = {}
    for group in groups(draft.plan, draft.text.pools):
        targets = tuple(targets_of(draft.plan, group.queues))
        if len(targets) > 1 and group.row not in own:
            cause = (group.row, group.language, group.segments, targets)
            mixed.setdefault(cause, []).append(group)
    for alike in mixed.values():
        yield _mixed(alike, targets_of(draft.plan, alike[0].queues))


def _mixed(alike: list[Group], targets: list[ServiceTarget]) -> str:
    names, first = " and ".join(x.name for x in alike), alike[0]
    said = "; ".join(_short(x) for x in targets)
    what = f"mixed targets in {names} ({said}) and none of the pool's own"
    if first.row is not None:
        return f"pools[{first.row}]: {what}; write target = {{ share = ... }} in it"
    row = f'language = "{first.language}", segments = ["{first.segments[0]}"]'
    return f"pools: {what}; write a [[pools]] row with its site, {row} and a target"


def _short(target: ServiceTarget) -> str:
    return f"{target.share:g} within {target.answer_within:g} s, {target.definition}"
