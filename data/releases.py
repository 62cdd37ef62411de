"""Releases: what one training run publishes, written in one transaction and read by the web.

Arrays are ``.npy`` bytes with a schema version and a sha256; nothing is ever unpickled.
"""

import hashlib
import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Row, delete, insert, select

from data.errors import PlannerError
from data.schema import current_release, release_arrays, release_queues, releases
from models.demand import QueueDemand

ARRAY_SCHEMA = 2
_ARRAYS = ("day_mean", "shares", "paths", "slot_variance", "aht", "parts")
_NUMBERS = "numbers"  # dispersion, patience and, in later releases, the variance of AHT
_REMEDY = "run relais train, or make another one current by relais releases activate"


class ReleaseError(PlannerError):
    """A release cannot be had: an unknown id, damaged or missing bytes."""


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
        connection.execute(insert(release_arrays), _array_rows(release_id, demand))
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


def load_release(engine: Engine, release_id: int) -> Release:
    """A release with its arrays, every byte checked; ReleaseError where that fails."""
    with engine.connect() as connection:
        head = _head(connection, release_id)
        reports = connection.execute(
            select(release_queues.c.queue, release_queues.c.report).where(
                release_queues.c.release_id == release_id
            )
        ).all()
        arrays = connection.execute(
            select(release_arrays).where(release_arrays.c.release_id == release_id)
        ).all()
    found: dict[str, dict[str, NDArray[Any]]] = {queue: {} for queue, _ in reports}
    for row in arrays:
        found.setdefault(row.queue, {})[row.name] = _checked_array(row)
    queues = {queue: _as_demand(release_id, queue, parts) for queue, parts in found.items()}
    return Release(head, queues, {queue: json.loads(text) for queue, text in reports})


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


def _array_rows(release_id: int, demand: QueueDemand) -> list[dict[str, Any]]:
    arrays = {name: getattr(demand, name) for name in _ARRAYS}
    arrays[_NUMBERS] = np.array([demand.dispersion, demand.patience, demand.aht_variance])
    return [
        {"release_id": release_id, "queue": demand.queue, "name": name, **_as_bytes(array)}
        for name, array in arrays.items()
    ]


def _as_bytes(array: NDArray[Any]) -> dict[str, Any]:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return {"schema_version": ARRAY_SCHEMA, "sha256": digest, "npy": content}


def _checked_array(row: Row[Any]) -> NDArray[Any]:
    place = f"release {row.release_id}, queue {row.queue}, {row.name}"
    if row.schema_version != ARRAY_SCHEMA:
        raise ReleaseError(
            f"{place}: array schema {row.schema_version}, known is {ARRAY_SCHEMA}; {_REMEDY}"
        )
    if hashlib.sha256(row.npy).hexdigest() != row.sha256:
        raise ReleaseError(f"{place}: the bytes are damaged; {_REMEDY}")
    return np.asarray(np.load(io.BytesIO(row.npy), allow_pickle=False))


def _as_demand(release_id: int, queue: str, parts: Mapping[str, NDArray[Any]]) -> QueueDemand:
    if missing := [name for name in (*_ARRAYS, _NUMBERS) if name not in parts]:
        raise ReleaseError(
            f"release {release_id}, queue {queue}: {', '.join(missing)} missing; {_REMEDY}"
        )
    dispersion, patience, *aht_variance = parts[_NUMBERS].tolist()
    return QueueDemand(
        queue=queue,
        day_mean=parts["day_mean"],
        shares=parts["shares"],
        paths=parts["paths"],
        dispersion=dispersion,
        slot_variance=parts["slot_variance"],
        aht=parts["aht"],
        parts=parts["parts"],
        patience=patience,
        aht_variance=aht_variance[0] if aht_variance else 0.0,
    )
