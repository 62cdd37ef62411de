"""Rows of a queue with and without a site over the same days: demand would count both."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from data.database.schema import history


def mixed_sites(connection: Connection, queues: set[str]) -> list[str]:
    """A warning of each of the queues whose rows with and without a site overlap."""
    spans = {x: _spans(connection, x) for x in sorted(queues)}
    return [
        f"{queue}: rows with and without a site cover the same days: demand is the sum of both"
        for queue, (unnamed, named) in spans.items()
        if unnamed and named and unnamed[0] <= named[1] and named[0] <= unnamed[1]
    ]


def _spans(
    connection: Connection, queue: str
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """First and last start of a queue's rows without a site, and of those with one."""
    spans = {x: _span(connection, queue, x) for x in _sites(connection, queue)}
    named = [y for x, y in spans.items() if x]
    ends = (min(x[0] for x in named), max(x[1] for x in named)) if named else None
    return spans.get(""), ends


def _sites(connection: Connection, queue: str) -> Iterator[str]:
    """The sites of a queue: one look into the key's order for each, however many rows there are."""
    site = history.c.site
    of_queue = select(func.min(site)).where(history.c.queue == queue)
    found = connection.execute(of_queue).scalar()
    while found is not None:
        yield found
        found = connection.execute(of_queue.where(site > found)).scalar()


def _span(connection: Connection, queue: str, site: str) -> tuple[int, int]:
    start = history.c.interval_start
    of_site = (history.c.queue == queue, history.c.site == site)
    first = select(func.min(start)).where(*of_site).scalar_subquery()
    last = select(func.max(start)).where(*of_site).scalar_subquery()
    ends = connection.execute(select(first, last)).one()
    return int(ends[0]), int(ends[1])
