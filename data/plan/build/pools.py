"""The pools of a plan and the target each must reach.

Without [[pools]] there is one pool for every site x language x segment that some routing reaches;
a [[pools]] row merges several of them, or gives one a target of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.plan import Plan
from data.plan.days.routing import routing_of, sites_of
from data.plan.days.selectors import rows_for
from data.plan.text.tables import PoolText
from models.queues import Pool, Queue, ServiceTarget

Cell = tuple[str, str, str]  # site, language, segment


@dataclass(frozen=True, slots=True)
class Group:
    """A pool before it has a target: its name, and the queues that reach it."""

    name: str
    site: str
    languages: tuple[str, ...]
    segments: tuple[str, ...]
    queues: tuple[Queue, ...]
    row: int | None  # of [[pools]]; None: a default pool


def pools(
    plan: Plan, rows: Mapping[int, PoolText], own: Mapping[int, ServiceTarget]
) -> tuple[Pool, ...]:
    """The plan's pools in the order of its sites and queues; ``own`` are targets of [[pools]]."""
    return tuple(
        Pool(x.name, x.site, x.languages, x.segments, _target(plan, x, own))
        for x in groups(plan, rows)
    )


def groups(plan: Plan, rows: Mapping[int, PoolText]) -> list[Group]:
    """Which queues share a pool, merged as the rows of [[pools]] say."""
    reached = reached_cells(plan)
    claimed = {
        (x.site, language, segment): row
        for row, x in rows.items()
        for language in x.spoken
        for segment in x.segments
    }
    merged: dict[Cell | int, list[Cell]] = {}
    for cell in reached:
        merged.setdefault(claimed.get(cell, cell), []).append(cell)
    return [_group(key, cells, reached, rows) for key, cells in merged.items()]


def reached_cells(plan: Plan) -> dict[Cell, list[Queue]]:
    """Every site x language x segment that some routing reaches, with the queues that reach it."""
    reached: dict[Cell, list[Queue]] = {}
    for queue in plan.queues:
        routing = routing_of(plan, queue)
        for site in sites_of(routing) if routing else ():
            reached.setdefault((site, queue.language, queue.segment), []).append(queue)
    order = {x.id: place for place, x in enumerate(plan.sites)}
    return dict(sorted(reached.items(), key=lambda x: order.get(x[0][0], len(order))))


def targets_of(plan: Plan, queues: Iterable[Queue]) -> list[ServiceTarget]:
    """The different targets of some queues: of each its most specific, else the plan's."""
    return list(dict.fromkeys(_target_of(plan, x) for x in queues))


def _target_of(plan: Plan, queue: Queue) -> ServiceTarget:
    rows = rows_for(plan.targets, queue)
    return rows[0].target if rows else plan.target


def _target(plan: Plan, group: Group, own: Mapping[int, ServiceTarget]) -> ServiceTarget:
    if group.row is not None and group.row in own:
        return own[group.row]
    return targets_of(plan, group.queues)[0]


def _group(
    key: Cell | int,
    cells: list[Cell],
    reached: Mapping[Cell, list[Queue]],
    rows: Mapping[int, PoolText],
) -> Group:
    site, language, segment = cells[0]
    row = key if isinstance(key, int) else None
    segments = tuple(dict.fromkeys(rows[row].segments)) if row is not None else (segment,)
    languages = rows[row].spoken if row is not None else (language,)
    everything = {x[2] for x in reached if x[0] == site and x[1] in languages}
    covers_all = len(segments) > 1 and everything <= set(segments)
    name = f"{site}-{'+'.join(languages)}" + ("" if covers_all else "-" + "+".join(segments))
    queues = tuple(x for cell in cells for x in reached[cell])
    return Group(name, site, languages, segments, queues, row)
