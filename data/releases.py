"""Releases: what one training run publishes, written in one transaction and read by the web."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from data.database.schema import current_release, release_arrays, release_queues, releases
from data.demand_arrays import ReleaseError, array_rows, demand_of
from models.demand import QueueDemand


class UnknownReleaseError(ReleaseError):
    """There is no release of that id."""


@dataclass(frozen=True, slots=True)
class ReleaseHead:
    """A release without its arrays."""

    id: int
    published_at: int  # UTC epoch seconds
    plan_id: int
    origin: date  # last known day
    horizon_days: int
    seed: int
    manifest: Mapping[str, Any]
    current: bool

    @property
    def first_day(self) -> date:
        """The first forecast day."""
        return self.origin + timedelta(days=1)

    @property
    def last_day(self) -> date:
        """The last forecast day."""
        return self.origin + timedelta(days=self.horizon_days)


@dataclass(frozen=True, slots=True)
class Release:
    """A release with every queue's numbers."""

    head: ReleaseHead
    queues: Mapping[str, QueueDemand]
    reports: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NewRelease:
    """What a training run has to publish."""

    plan_id: int
    origin: date
    horizon_days: int
    seed: int
    manifest: Mapping[str, Any]
    queues: Sequence[QueueDemand]
    reports: Mapping[str, Mapping[str, Any]]


def publish(connection: Connection, new: NewRelease) -> int:
    """Write a release and make it current, within the caller's transaction; returns its id."""
    row = {
        "published_at": int(time.time()),
        "plan_id": new.plan_id,
        "origin": new.origin.isoformat(),
        "horizon_days": new.horizon_days,
        "seed": new.seed,
        "manifest": json.dumps(new.manifest),
    }
    release_id = connection.execute(
        insert(releases).values(row).returning(releases.c.id)
    ).scalar_one()
    for demand in new.queues:
        report = json.dumps(new.reports[demand.queue])
        connection.execute(
            insert(release_queues).values(release_id=release_id, queue=demand.queue, report=report)
        )
        connection.execute(insert(release_arrays), array_rows(release_id, demand))
    make_current(connection, release_id)
    return int(release_id)


def make_current(connection: Connection, release_id: int) -> None:
    """Point every later question at this release."""
    connection.execute(delete(current_release))
    connection.execute(insert(current_release).values(id=1, release_id=release_id))


def activate(engine: Engine, release_id: int) -> ReleaseHead:
    """Make a release current (again); UnknownReleaseError where there is none of that id."""
    with engine.begin() as connection:
        _head(connection, release_id)
        make_current(connection, release_id)
        return _head(connection, release_id)


def list_releases(engine: Engine) -> list[ReleaseHead]:
    """Every release, newest first."""
    with engine.connect() as connection:
        current = _current_id(connection)
        rows = connection.execute(select(releases).order_by(releases.c.id.desc())).all()
    return [_as_head(row, current) for row in rows]


def current_head(engine: Engine) -> ReleaseHead | None:
    """The current release's head; None before the first training."""
    with engine.connect() as connection:
        current = _current_id(connection)
        return None if current is None else _head(connection, current)


def current_id(engine: Engine) -> int | None:
    """The current release's id; None before the first training."""
    with engine.connect() as connection:
        return _current_id(connection)


def load_release(engine: Engine, release_id: int) -> Release:
    """A release with its arrays, every byte checked; ReleaseError where that fails."""
    with engine.connect() as connection:
        head = _head(connection, release_id)
        stored = connection.execute(
            select(release_queues).where(release_queues.c.release_id == release_id)
        ).all()
        rows = connection.execute(
            select(release_arrays).where(release_arrays.c.release_id == release_id)
        ).all()
    reports = {row.queue: json.loads(row.report) for row in stored}
    arrays: dict[str, list[Row[Any]]] = {queue: [] for queue in reports}
    for row in rows:
        arrays[row.queue].append(row)
    queues = {x: demand_of(release_id, x, arrays[x], report) for x, report in reports.items()}
    return Release(head, queues, reports)


def _current_id(connection: Connection) -> int | None:
    return connection.execute(select(current_release.c.release_id)).scalar()


def _head(connection: Connection, release_id: int) -> ReleaseHead:
    row = connection.execute(select(releases).where(releases.c.id == release_id)).one_or_none()
    if row is None:
        raise UnknownReleaseError(
            f"there is no release {release_id}; relais releases list shows those there are"
        )
    return _as_head(row, _current_id(connection))


def _as_head(row: Row[Any], current: int | None) -> ReleaseHead:
    return ReleaseHead(
        id=row.id,
        published_at=row.published_at,
        plan_id=row.plan_id,
        origin=date.fromisoformat(row.origin),
        horizon_days=row.horizon_days,
        seed=row.seed,
        manifest=json.loads(row.manifest),
        current=row.id == current,
    )
