"""Day by day, of releases: the calls they were learned from, and the means they published."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from data.database.schema import release_arrays
from data.demand_arrays import ARRAY_SCHEMA, checked_array
from data.stored_arrays import stored
from models.arrays import Floats

_KNOWN = "known_calls"


def store_known_calls(connection: Connection, release_id: int, calls: Mapping[str, Floats]) -> None:
    """Keep what each queue was learned from: calls a day (D,), NaN unknown, the last one last."""
    rows = [
        {"release_id": release_id, "queue": queue, "name": _KNOWN, **stored(known, ARRAY_SCHEMA)}
        for queue, known in calls.items()
    ]
    if rows:
        connection.execute(insert(release_arrays), rows)


def known_calls(engine: Engine, release_id: int) -> dict[str, Floats]:
    """Queue -> what it was learned from; older releases do not say."""
    return {row.queue: checked_array(row) for row in _rows(engine, [release_id], _KNOWN)}


def published_means(engine: Engine, release_ids: Sequence[int]) -> dict[tuple[int, str], Floats]:
    """(Release, queue) -> its mean calls a day (H,) from the day after the release's origin."""
    rows = _rows(engine, release_ids, "day_mean")
    return {(row.release_id, row.queue): checked_array(row) for row in rows}


def _rows(engine: Engine, release_ids: Sequence[int], name: str) -> Sequence[Row[Any]]:
    columns = release_arrays.c
    wanted = select(release_arrays).where(columns.release_id.in_(release_ids), columns.name == name)
    with engine.connect() as connection:
        return connection.execute(wanted).all()
