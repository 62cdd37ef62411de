"""Calls a day: what was published against what came, planners' numbers beside the machine's."""

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.publication import (
    DAYS,
    MACHINE,
    NAIVE,
    NAIVE_SCALE,
    PLANNERS,
    PROBABILITIES,
    QUANTILES,
    Grouping,
)
from data.plan import Event
from models.accuracy import covered, pinball_losses
from models.arrays import Flags, Floats
from models.numeric.ratios import ratio
from service.planning.accuracy.beside import Beside, each_beside
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.accuracy.sums import Sums
from service.planning.basis.table import Table

CALLS = (
    *("days", "days_left_out", "offered", PLANNERS, MACHINE, "missed", "machine_missed"),
    *("pinball", "inside_80", "inside_95", "scaled", "scaled_days"),
    *("beside_naive", "missed_beside_naive", "naive_missed", "event_days"),
)


def calls_table(archive: Archive, question: AccuracyQuestion, grouping: Grouping) -> Table:
    """One row a group and lead, of all days or by period."""
    sums = Sums(question, CALLS)
    for beside in each_beside(archive, question.release, grouping, DAYS):
        values = scored(beside, grouping)
        sums.add(beside.publication, tuple(beside.array.series), beside.days, values)
    return _table(sums)


def events_table(archive: Archive, question: AccuracyQuestion) -> Table:
    """One row an event of the plan it was published under: its days, its queues."""
    sums = Sums(question, CALLS)
    for beside in each_beside(archive, question.release, "queue", DAYS):
        values = scored(beside, "queue")
        for event in beside.plan.events:
            on = _taken(beside, event)
            if on.any():
                of_event = {k: np.where(on, x, 0.0).sum(axis=0)[None] for k, x in values.items()}
                days = np.flatnonzero(on.any(axis=0))
                sums.add(
                    beside.publication,
                    (event_name(event),),
                    tuple(beside.days[x] for x in days.tolist()),
                    {k: x[:, days] for k, x in of_event.items()},
                )
    return _table(sums)


def event_name(event: Event) -> str:
    """Why, when and by whom: ``annual bills, 2026-01-05 to 2026-01-16, planning``."""
    return ", ".join(x for x in (event.reason, f"{event.first} to {event.last}", event.author) if x)


def _taken(beside: Beside, event: Event) -> Flags:
    """(series, n) the days and queues that an event speaks of."""
    takes = np.array([event.match.takes(beside.plan.queue(x)) for x in beside.array.series])
    on = np.array([event.first <= day <= event.last for day in beside.days])
    return np.asarray(takes[:, None] & on)


def scored(beside: Beside, grouping: Grouping) -> dict[str, Floats]:
    """Each value of ``CALLS``, (series, n); 0 on days that are not scored.

    A day is scored where somebody called or was expected to, and left out where history is not
    complete.
    """
    came, mean, machine = beside.offered(grouping), *map(beside.column, (PLANNERS, MACHINE))
    expected, known = mean > 0, ~np.isnan(came)
    actual = np.where(known, came, 0.0)
    on = known & (expected | (actual > 0))
    quantiles = np.stack([beside.column(x) for x in QUANTILES], axis=-1)  # (series, n, Q)
    low, high = quantiles[..., [1, 0]], quantiles[..., [5, 6]]  # of 80 and 95 %
    inside = [covered(actual, low[..., x], high[..., x]) for x in (0, 1)]
    losses = pinball_losses(
        actual.ravel(), quantiles.reshape(-1, len(QUANTILES)), np.array(PROBABILITIES)
    )
    naive, scale = beside.column(NAIVE), beside.column(NAIVE_SCALE)
    missed, beside_naive = np.abs(actual - mean), on & ~np.isnan(naive)
    values = {
        "days": on,
        "offered": actual,
        PLANNERS: mean,
        MACHINE: machine,
        "missed": missed,
        "machine_missed": np.abs(actual - machine),
        "pinball": losses.reshape(actual.shape),
        "inside_80": inside[0],
        "inside_95": inside[1],
        "scaled": ratio(missed, np.nan_to_num(scale), 0.0),
        "scaled_days": scale > 0,
        "beside_naive": np.where(beside_naive, actual, 0.0),
        "missed_beside_naive": np.where(beside_naive, missed, 0.0),
        "naive_missed": np.where(beside_naive, np.abs(actual - np.nan_to_num(naive)), 0.0),
        "event_days": np.abs(mean - machine) > 1e-4 * machine,
    }
    counted = {name: np.where(on, x, 0.0) for name, x in values.items()}
    return counted | {"days_left_out": (~known & expected).astype(np.float64)}


def _table(sums: Sums) -> Table:
    total = sums.total
    offered, days = total("offered"), total("days")
    naive_missed = total("naive_missed")
    return Table(
        {
            **sums.columns(),
            "days": days.astype(np.int64),
            "days_left_out": total("days_left_out").astype(np.int64),
            "event_days": total("event_days").astype(np.int64),
            "offered": offered,
            PLANNERS: total(PLANNERS),
            MACHINE: total(MACHINE),
            "wape": ratio(total("missed"), offered, np.nan),
            "bias": ratio(total(PLANNERS) - offered, offered, np.nan),
            "machine_wape": ratio(total("machine_missed"), offered, np.nan),
            "machine_bias": ratio(total(MACHINE) - offered, offered, np.nan),
            "pinball": ratio(total("pinball"), offered, np.nan),
            "mase": ratio(total("scaled"), total("scaled_days"), np.nan),
            "naive_wape": ratio(naive_missed, total("beside_naive"), np.nan),
            "skill": 1.0 - ratio(total("missed_beside_naive"), naive_missed, np.nan),
            "coverage_80": ratio(total("inside_80"), days, np.nan),
            "coverage_95": ratio(total("inside_95"), days, np.nan),
        }
    )
