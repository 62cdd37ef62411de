"""Small histories as files give them, and the whole of a database's history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Engine, select

from data.database.schema import history
from data.history.reading.refusals import Refusal
from data.history.series_rows import MISSING, SeriesRows
from data.history.store import import_history

START = 978_650 * 1800  # 21 half-hours before the end of a block
HALF_HOUR = 1800
QUEUES = ("billing-fr", "Contract-NL")
Row = tuple[object, ...]


@dataclass(frozen=True)
class Given:
    """A file of rows that need no reading."""

    rows: Sequence[SeriesRows]
    name: str = "calls.csv"
    sha256: str = "0" * 64
    profile: str = "standard"
    refused: Sequence[Refusal] = ()
    warnings: Sequence[str] = field(default=())

    def series(self) -> Iterator[SeriesRows]:
        yield from self.rows


def series(
    offered: Mapping[int, int],
    queue: str = "billing-fr",
    site: str = "",
    spread: bool = False,
    aht_seconds: float = np.nan,
) -> SeriesRows:
    """Calls by half-hour since START."""
    slots = sorted(offered)
    missing = np.full(len(slots), MISSING, dtype=np.int64)
    return SeriesRows(
        queue=queue,
        site=site,
        lines=np.arange(len(slots), dtype=np.int64) + 2,
        starts=np.array([START + x * HALF_HOUR for x in slots], dtype=np.int64),
        offered=np.array([offered[x] for x in slots], dtype=np.int64),
        answered=missing,
        abandoned=np.zeros(len(slots), dtype=np.int64),
        answered_in_time=missing,
        aht_seconds=np.full(len(slots), aht_seconds),
        wait_seconds=np.array([offered[x] / 3 for x in slots]),
        spread=spread,
    )


def stored(engine: Engine) -> list[Row]:
    """Every row of history, whole, in the key's order."""
    key = (history.c.queue, history.c.site, history.c.interval_start)
    with engine.connect() as connection:
        return [tuple(x) for x in connection.execute(select(history).order_by(*key))]


def give(engine: Engine, *rows: SeriesRows) -> int:
    """Import a file of these rows: the import's id."""
    import_id = import_history(engine, [Given(rows)], skip_bad_rows=False).import_id
    assert import_id is not None
    return import_id
