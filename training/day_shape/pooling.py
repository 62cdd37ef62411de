"""What queues lend to a small one that is answered in the same language: the shape of the week."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.arrays import Floats
from training.series.queue import QueueSeries

HALF_LIFE = 140.0  # days
KEPT_APART = 28  # days: the last ones judge how much to borrow, so nothing is lent from them


def with_lent_weeks(series: Sequence[QueueSeries], group: Sequence[str]) -> list[QueueSeries]:
    """Each series with the week's shape of the others of its ``group``: (7, S) calls."""
    weeks = [calls_by_weekday(one) for one in series]
    found = []
    for i, one in enumerate(series):
        others = [w for j, w in enumerate(weeks) if j != i and group[j] == group[i]]
        fitting = [w for w in others if w.shape == weeks[i].shape]
        found.append(replace(one, lent=np.sum(fitting, axis=0)) if fitting else one)
    return found


def calls_by_weekday(series: QueueSeries) -> Floats:
    """(7, S) calls of the history but its last weeks, older ones weighing less."""
    days = max(series.history_days - KEPT_APART, series.history_days // 2)
    counts = np.nan_to_num(series.counts[:days]) * series.open_slots[:days]
    weight = 0.5 ** (np.arange(days - 1, -1, -1) / HALF_LIFE) * series.shaped[:days]
    week = np.zeros((7, counts.shape[1]))
    np.add.at(week, series.weekday[:days], weight[:, None] * counts)
    return week
