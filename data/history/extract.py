"""What is stored, taken out again: rows of intervals in the standard form, or sums of periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, func, select, true

from data.calendar.clock import Granularity, day_start, local_iso, local_periods
from data.database.schema import history
from data.errors import PlannerError
from data.history.block import COUNTS, DURATIONS
from data.plan import Plan
from models.arrays import Floats

MOST_ROWS = 250_000  # of an answer: some 100 MB of a worker
EARLIEST, LATEST = date(2, 1, 1), date(9998, 1, 1)  # for which a clock can be made
Cells = dict[str, list[object]]


class TooMuchAskedError(PlannerError):
    """More rows than an answer may have."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"{rows} intervals are stored there, an answer goes up to {MOST_ROWS}; ask for fewer "
            "days or queues"
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of queues (ids) on local days, both included; ``site`` None is all of them."""

    queues: tuple[str, ...]
    first: date
    last: date
    site: str | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows in time order, (n,) each; NaN where not known."""

    starts: NDArray[np.int64]
    queue: Sequence[str]
    site: Sequence[str]
    values: dict[str, Floats]


def extract(
    engine: Engine, plan: Plan, wanted: Wanted, by: Granularity | Literal["interval"]
) -> Cells:
    """Columns of equal length: a row an interval or period, queue and site, in time order.

    Periods sum counts and waits, null where an interval does not say; their AHT is weighed by the
    answered, by the offered where that is not said. Raises TooMuchAskedError beyond MOST_ROWS.
    """
    rows = _read(engine, plan, wanted)
    if by == "interval":
        starts = local_iso(rows.starts, plan.timezone)
        return _cells({"interval_start": starts}, rows.queue, rows.site, rows.values)
    return _summed(rows, plan, by)


def _read(engine: Engine, plan: Plan, wanted: Wanted) -> _Rows:
    of = history.c
    first, last = (min(max(x, EARLIEST), LATEST) for x in (wanted.first, wanted.last))
    until = day_start(last + timedelta(days=1), plan.timezone)
    inside = of.interval_start.between(day_start(first, plan.timezone), until - 1)
    at_site = true() if wanted.site is None else of.site == wanted.site
    where = (of.queue.in_(wanted.queues), inside, at_site)
    columns = (of.interval_start, of.queue, of.site, *(of[x] for x in (*COUNTS, *DURATIONS)))
    with engine.connect() as connection:
        counted = select(func.count()).select_from(history).where(*where)
        count = connection.execute(counted).scalar_one()
        if count > MOST_ROWS:
            raise TooMuchAskedError(count)
        order = (of.interval_start, of.queue, of.site)
        found = connection.execute(select(*columns).where(*where).order_by(*order)).all()
    starts, queue, site, *values = zip(*found, strict=True) if found else [()] * len(columns)
    known = [np.array(x, dtype=np.float64) for x in values]  # None becomes NaN
    return _Rows(
        np.array(starts, dtype=np.int64),
        queue,
        site,
        dict(zip((*COUNTS, *DURATIONS), known, strict=True)),
    )


def _summed(rows: _Rows, plan: Plan, by: Granularity) -> Cells:
    period, labels = local_periods(rows.starts, plan.timezone, by)
    keys = list(zip(period.tolist(), rows.queue, rows.site, strict=True))
    groups = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    group = np.array([groups[x] for x in keys], dtype=np.int64)
    sums = {x: _sums(group, rows.values[x], len(groups)) for x in (*COUNTS, "wait_seconds")}
    sums["aht_seconds"] = _weighed(group, rows.values, len(groups))
    periods, queues, sites = zip(*groups, strict=True) if groups else ((), (), ())
    starts = [labels[x] for x in periods]
    return _cells({"period_start": starts}, queues, sites, sums)


def _sums(group: NDArray[np.int64], values: Floats, groups: int) -> Floats:
    sums: Floats = np.bincount(group, values, groups).astype(np.float64)
    return sums  # NaN where one of them is not known


def _weighed(group: NDArray[np.int64], values: dict[str, Floats], groups: int) -> Floats:
    answered = np.where(np.isnan(values["answered"]), values["offered"], values["answered"])
    calls = np.where(np.isnan(values["aht_seconds"]), 0.0, answered)
    seconds = np.bincount(group, np.nan_to_num(values["aht_seconds"]) * calls, groups)
    weight = np.bincount(group, calls, groups)
    unknown = np.full(groups, np.nan)
    return np.asarray(np.divide(seconds, weight, out=unknown, where=weight > 0))


def _cells(
    when: dict[str, list[str]], queue: Sequence[str], site: Sequence[str], values: dict[str, Floats]
) -> Cells:
    named: Cells = {**{k: list(v) for k, v in when.items()}, "queue": list(queue)}
    counts: Cells = {x: _whole(values[x]) for x in COUNTS}
    seconds: Cells = {x: _known(values[x]) for x in DURATIONS}
    offered = {"offered": counts.pop("offered")}
    return {**named, **offered, "site": [x or None for x in site], **counts, **seconds}


def _whole(values: Floats) -> list[object]:
    return [None if np.isnan(x) else int(x) for x in values.tolist()]


def _known(values: Floats) -> list[object]:
    return [None if np.isnan(x) else x for x in values.tolist()]
