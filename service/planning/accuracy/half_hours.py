"""Calls by interval, up to four weeks ahead: the shape of the day beside the day."""

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.groups import groups
from data.accuracy.publication import DAYS, INTERVALS, MACHINE, PLANNERS, Grouping
from data.accuracy.store import frozen_array
from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.accuracy.beside import Beside, each_beside
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.accuracy.sums import Sums
from service.planning.basis.table import Table

VALUES = (
    *("intervals", "intervals_left_out", "offered", PLANNERS, MACHINE),
    *("missed", "machine_missed"),
)


def intervals_table(archive: Archive, question: AccuracyQuestion, grouping: Grouping) -> Table:
    """One row a group and lead; a group's interval is left out where one of its queues' is."""
    sums = Sums(question, VALUES)
    for beside in each_beside(archive, question.release, "queue", INTERVALS):
        names, values = _scored(beside, grouping)
        sums.add(beside.publication, names, beside.days, values)
    offered = sums.total("offered")
    return Table(
        {
            **sums.columns(),
            "intervals": sums.total("intervals").astype(np.int64),
            "intervals_left_out": sums.total("intervals_left_out").astype(np.int64),
            "offered": offered,
            PLANNERS: sums.total(PLANNERS),
            MACHINE: sums.total(MACHINE),
            "wape": ratio(sums.total("missed"), offered, np.nan),
            "bias": ratio(sums.total(PLANNERS) - offered, offered, np.nan),
            "machine_wape": ratio(sums.total("machine_missed"), offered, np.nan),
            "machine_bias": ratio(sums.total(MACHINE) - offered, offered, np.nan),
        }
    )


def _scored(beside: Beside, grouping: Grouping) -> tuple[tuple[str, ...], dict[str, Floats]]:
    """The groups, and each value of ``VALUES`` (groups, n), summed over the day's intervals."""
    queues = list(beside.array.series)
    machine = beside.array.array[:, beside.frozen].astype(np.float64)  # (queues, n, slots)
    came = np.array([beside.came[x].slots[beside.place] for x in queues])
    came = np.where(np.isnan(came) & (machine == 0), 0.0, came)  # closed: nobody was expected
    planned = machine * _lift(beside)[:, :, None]
    members = {
        name: [queues.index(x) for x in ids if x in queues]
        for name, ids in groups(beside.plan, grouping).items()
    }
    some = {name: rows for name, rows in members.items() if rows}
    stacked = [
        _of_group(came[rows].sum(axis=0), planned[rows].sum(axis=0), machine[rows].sum(axis=0))
        for rows in some.values()
    ]
    found = {x: np.array([one[x] for one in stacked]) for x in VALUES}
    return tuple(some), found


def _lift(beside: Beside) -> Floats:
    """(queues, n) what events did to each day's calls."""
    days = frozen_array(beside.archive.engine, beside.publication, "queue", DAYS)
    assert days is not None  # both are written at once
    planners, machine = days.column(PLANNERS), days.column(MACHINE)
    return ratio(planners, machine, 1.0)[:, beside.frozen]


def _of_group(came: Floats, planned: Floats, machine: Floats) -> dict[str, Floats]:
    """Each value, (n,), from a group's calls (n, slots)."""
    known = ~np.isnan(came)
    actual = np.where(known, came, 0.0)
    on = known & ((machine > 0) | (actual > 0))
    values = {
        "intervals": on,
        "intervals_left_out": ~known & (machine > 0),
        "offered": actual * on,
        PLANNERS: planned * on,
        MACHINE: machine * on,
        "missed": np.abs(actual - planned) * on,
        "machine_missed": np.abs(actual - machine) * on,
    }
    return {name: x.astype(np.float64).sum(axis=1) for name, x in values.items()}
