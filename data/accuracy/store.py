"""Publications in the database: written once, never changed, every byte checked."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from data.accuracy.publication import FrozenArray, NewPublication, Publication
from data.database.schema import publications, published_arrays
from data.errors import PlannerError
from data.stored_arrays import DamagedBytesError, restored, stored

PUBLISHED_SCHEMA = 1


class PublicationError(PlannerError):
    """What was published cannot be read: damaged bytes, or written by a later version."""


def keep(connection: Connection, release_id: int, new: NewPublication) -> int:
    """Write what stands of a release within the caller's transaction; returns its id."""
    row = {
        "release_id": release_id,
        "plan_id": new.plan_id,
        "published_at": int(time.time()),
        "origin": new.origin.isoformat(),
        "horizon_days": new.horizon_days,
    }
    made = connection.execute(insert(publications).values(row).returning(publications.c.id))
    publication_id = int(made.scalar_one())
    keep_arrays(connection, publication_id, new.arrays)
    return publication_id


def keep_arrays(connection: Connection, publication_id: int, arrays: Sequence[FrozenArray]) -> None:
    """Add arrays to a publication; what it has of that grouping and name is never replaced."""
    rows = [
        {
            "publication_id": publication_id,
            "grouping": x.grouping,
            "name": x.name,
            "axes": json.dumps(x.axes),
            **stored(x.array, PUBLISHED_SCHEMA),
        }
        for x in arrays
    ]
    connection.execute(insert(published_arrays), rows)


def list_publications(engine: Engine) -> list[Publication]:
    """Every publication, first one first."""
    with engine.connect() as connection:
        rows = connection.execute(select(publications).order_by(publications.c.id)).all()
    return [
        Publication(
            id=row.id,
            release_id=row.release_id,
            plan_id=row.plan_id,
            published_at=row.published_at,
            origin=date.fromisoformat(row.origin),
            horizon_days=row.horizon_days,
        )
        for row in rows
    ]


def frozen_arrays(
    engine: Engine, among: Sequence[Publication], grouping: str, name: str
) -> Iterator[tuple[Publication, FrozenArray]]:
    """An array of each publication that has it, one at a time; PublicationError if damaged."""
    for publication in among:
        found = frozen_array(engine, publication, grouping, name)
        if found is not None:
            yield publication, found


def frozen_array(
    engine: Engine, publication: Publication, grouping: str, name: str
) -> FrozenArray | None:
    """An array of a publication; None where it has none of that grouping and name."""
    columns = published_arrays.c
    wanted = select(published_arrays).where(
        columns.publication_id == publication.id, columns.grouping == grouping, columns.name == name
    )
    with engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None else _checked(row)


def _checked(row: Row[Any]) -> FrozenArray:
    place = f"publication {row.publication_id}, {row.grouping}, {row.name}"
    if row.schema_version != PUBLISHED_SCHEMA:
        raise PublicationError(
            f"{place}: array schema {row.schema_version}, known is {PUBLISHED_SCHEMA}; ask days "
            "before or after it, or use the version that wrote it"
        )
    try:
        array = restored(row.npy, row.sha256)
    except DamagedBytesError as error:
        raise PublicationError(
            f"{place}: {error}; restore the database from a backup, or ask days that it does not "
            "forecast"
        ) from error
    return FrozenArray(row.grouping, row.name, json.loads(row.axes), array)
