"""Handling times: a day's mean AHT as it was expected, and as it came."""

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.groups import groups
from data.accuracy.publication import AHT, DAYS, Grouping
from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.accuracy.beside import Beside, each_beside
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.accuracy.sums import Sums
from service.planning.basis.table import Table

VALUES = ("days", "days_left_out", "answered", "seconds", "expected", "missed")


def aht_table(archive: Archive, question: AccuracyQuestion, grouping: Grouping) -> Table:
    """One row a group and lead; days weigh as many calls as were answered on them."""
    sums = Sums(question, VALUES)
    for beside in each_beside(archive, question.release, grouping, DAYS):
        series = tuple(beside.array.series)
        sums.add(beside.publication, series, beside.days, _scored(beside, grouping))
    seconds, answered, expected = map(sums.total, ("seconds", "answered", "expected"))
    return Table(
        {
            **sums.columns(),
            "days": sums.total("days").astype(np.int64),
            "days_left_out": sums.total("days_left_out").astype(np.int64),
            "answered": answered,
            "aht_seconds": ratio(seconds, answered, np.nan),
            "aht_expected_seconds": ratio(expected, answered, np.nan),
            "wape": ratio(sums.total("missed"), seconds, np.nan),
            "bias": ratio(expected - seconds, seconds, np.nan),
        }
    )


def _scored(beside: Beside, grouping: Grouping) -> dict[str, Floats]:
    """Each value of ``VALUES``, (series, n)."""
    members = groups(beside.plan, grouping)
    of_queue = {x: _of_queue(beside, x) for x in beside.came}
    summed = [np.sum([of_queue[x] for x in members[y]], axis=0) for y in beside.array.series]
    seconds, answered = np.stack(summed, axis=1)  # (series, n) each
    expected = beside.column(AHT)
    on = (answered > 0) & ~np.isnan(expected) & ~np.isnan(seconds)
    came, mean = np.where(on, seconds, 0.0), np.where(on, answered * expected, 0.0)
    return {
        "days": on.astype(np.float64),
        "days_left_out": (~np.isnan(expected) & ~on).astype(np.float64),
        "answered": np.where(on, answered, 0.0),
        "seconds": came,
        "expected": mean,
        "missed": np.abs(mean - came),
    }


def _of_queue(beside: Beside, queue: str) -> Floats:
    """(2, n) seconds of answered calls, and those calls; NaN where history is not complete."""
    came = beside.came[queue]
    seconds = np.nan_to_num(came.aht) * came.answered
    unknown = np.isnan(came.offered)
    rows = np.stack([np.where(unknown, np.nan, seconds), came.answered])
    return np.asarray(rows[:, beside.place])
