"""A queue's numbers as a release stores them: ``.npy`` bytes with a schema version and a sha256.

Nothing is ever unpickled. Releases of the former array schema are read here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row

from data.errors import PlannerError
from data.stored_arrays import DamagedBytesError, restored, stored
from models.demand import QueueDemand

ARRAY_SCHEMA = 4
STANDING_SCHEMA = 3  # without the course of AHT, which stood still
FORMER_SCHEMA = 2  # without the sites' AHT too, which stood in the report alone
_ARRAYS = ("day_mean", "shares", "paths", "slot_variance", "aht", "parts")
_NUMBERS = "numbers"  # dispersion, patience and, in later releases, the variance of AHT
_COURSE = "aht_course"  # (2, H): of AHT, and the deviation of its logarithm
_SITE_AHT = "site_aht"  # rows of a site and its factor
_REMEDY = "run relais train, or make another one current by relais releases activate"


class ReleaseError(PlannerError):
    """A release cannot be had: an unknown id, damaged or missing bytes."""


def array_rows(release_id: int, demand: QueueDemand) -> list[dict[str, Any]]:
    """What of a demand goes into the database, a row an array."""
    arrays = {name: getattr(demand, name) for name in _ARRAYS}
    arrays[_NUMBERS] = np.array([demand.dispersion, demand.patience, demand.aht_variance])
    arrays[_SITE_AHT] = _site_rows(demand.site_aht)
    arrays[_COURSE] = _course_rows(demand)
    return [
        {
            "release_id": release_id,
            "queue": demand.queue,
            "name": name,
            **stored(array, ARRAY_SCHEMA),
        }
        for name, array in arrays.items()
    ]


def demand_of(
    release_id: int, queue: str, rows: Sequence[Row[Any]], report: Mapping[str, Any]
) -> QueueDemand:
    """A queue's demand from its rows, every byte checked; ReleaseError where that fails."""
    arrays = {row.name: checked_array(row) for row in rows}
    schemas = {row.schema_version for row in rows}
    if schemas == {FORMER_SCHEMA}:
        arrays[_SITE_AHT] = _site_rows(_reported_factors(report))
    if schemas <= {FORMER_SCHEMA, STANDING_SCHEMA} and "day_mean" in arrays:
        arrays[_COURSE] = _standing(len(arrays["day_mean"]))
    if missing := [x for x in (*_ARRAYS, _NUMBERS, _SITE_AHT, _COURSE) if x not in arrays]:
        raise ReleaseError(
            f"release {release_id}, queue {queue}: {', '.join(missing)} missing; {_REMEDY}"
        )
    dispersion, patience, *aht_variance = arrays[_NUMBERS].tolist()
    return QueueDemand(
        queue=queue,
        day_mean=arrays["day_mean"],
        shares=arrays["shares"],
        paths=arrays["paths"],
        dispersion=dispersion,
        slot_variance=arrays["slot_variance"],
        aht=arrays["aht"],
        parts=arrays["parts"],
        site_aht=dict(arrays[_SITE_AHT].tolist()),
        patience=patience,
        aht_variance=aht_variance[0] if aht_variance else 0.0,
        aht_course=arrays[_COURSE][0],
        aht_deviation=arrays[_COURSE][1],
    )


def _course_rows(demand: QueueDemand) -> NDArray[Any]:
    days = len(demand.day_mean)
    parts = demand.aht_course, demand.aht_deviation
    return np.stack([np.broadcast_to(np.asarray(x, np.float64), days) for x in parts])


def _standing(days: int) -> NDArray[Any]:
    """The course of AHT in releases that knew none, (2, H)."""
    course = np.stack([np.ones(days), np.zeros(days)])
    course.setflags(write=False)
    return course


def _site_rows(factors: Mapping[str, float]) -> NDArray[Any]:
    longest = max((len(site) for site in factors), default=1)
    return np.array(list(factors.items()), dtype=[("site", f"U{longest}"), ("factor", "f8")])


def _reported_factors(report: Mapping[str, Any]) -> dict[str, float]:
    """Those a report of the former schema tells; it is silent where no site's own was known."""
    told = report.get("aht_by_site", {})
    return {site: float(x["factor"]) for site, x in told.items()}


def checked_array(row: Row[Any]) -> NDArray[Any]:
    """A stored array, its bytes checked; ReleaseError where that fails."""
    place = f"release {row.release_id}, queue {row.queue}, {row.name}"
    if row.schema_version not in (ARRAY_SCHEMA, STANDING_SCHEMA, FORMER_SCHEMA):
        raise ReleaseError(
            f"{place}: array schema {row.schema_version}, known is {ARRAY_SCHEMA}; {_REMEDY}"
        )
    try:
        return restored(row.npy, row.sha256)
    except DamagedBytesError as error:
        raise ReleaseError(f"{place}: {error}; {_REMEDY}") from error
