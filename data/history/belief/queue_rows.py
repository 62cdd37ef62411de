"""A queue's rows of one file, over its sites, on the callers' clock."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, local_offsets
from data.history.belief.day_sheet import DaySheet, sheet_of
from data.history.finding import LINES_SHOWN, ImportFinding
from data.history.series_rows import MISSING, SeriesRows
from models.arrays import Flags, Floats


@dataclass(frozen=True, slots=True)
class QueueRows:
    """Rows, (n,) each; a count or a duration that is not said is NaN."""

    file: str
    queue: str
    sites: tuple[str, ...]
    spread: bool
    lines: NDArray[np.int64]
    starts: NDArray[np.int64]
    days: NDArray[np.int64]  # local, since 1970-01-01
    offered: Floats
    answered: Floats
    abandoned: Floats
    in_time: Floats
    aht: Floats
    wait: Floats
    calls: DaySheet  # offered, all sites together

    def finding(
        self, kind: str, grave: bool, marked: Flags, looks_like: str, remedy: str
    ) -> ImportFinding:
        """A finding about the rows that ``marked`` (n,) marks."""
        lines = self.lines[marked]
        first = tuple(np.sort(lines)[:LINES_SHOWN].tolist())
        advice = f"{remedy}; or --accept {kind}" if grave else remedy
        site = self.sites[0] if len(self.sites) == 1 else ""
        return ImportFinding(
            kind, grave, self.file, self.queue, site, first, lines.size, looks_like, advice
        )

    def on_days(self, days: NDArray[np.int64]) -> Flags:
        """The rows (n,) of some local days."""
        return np.asarray(np.isin(self.days, days))


def queue_rows(
    file: str, parts: Sequence[SeriesRows], timezone: str, interval_minutes: int
) -> QueueRows:
    """The series of one queue, one a site, as one; of a file of that interval, 1440 is daily."""
    starts = np.concatenate([x.starts for x in parts])
    local = np.asarray(starts + local_offsets(starts, timezone), dtype=np.int64)
    offered = _counts([x.offered for x in parts])
    return QueueRows(
        file=file,
        queue=parts[0].queue,
        sites=tuple(x.site for x in parts),
        spread=any(x.spread for x in parts),
        lines=np.concatenate([x.lines for x in parts]),
        starts=starts,
        days=local // DAY,
        offered=offered,
        answered=_counts([x.answered for x in parts]),
        abandoned=_counts([x.abandoned for x in parts]),
        in_time=_counts([x.answered_in_time for x in parts]),
        aht=np.concatenate([x.aht_seconds for x in parts]),
        wait=np.concatenate([x.wait_seconds for x in parts]),
        calls=sheet_of(local, offered, interval_minutes),
    )


def _counts(parts: Sequence[NDArray[np.int64]]) -> Floats:
    values = np.concatenate(parts)
    known = values.astype(np.float64)
    known[values == MISSING] = np.nan
    return known
