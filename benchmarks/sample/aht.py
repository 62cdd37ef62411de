"""The sample's forecast AHT against the true one, by queue and month, as ``sample.md`` shows it."""

import numpy as np
import pandas as pd

from data.sample.axes import HOURS, QUEUES, known_days
from data.sample.generator import simulate
from data.sample.handling import true_aht
from service.planning.basis.current import Current


def aht_table(current: Current, seed: int) -> pd.DataFrame:
    """One row a queue and one pooled, one column a month: bias in %, each half-hour by its calls.

    The last columns are a day's deviation by chance and, at the end, by what is not known, in %.
    """
    sample = simulate(seed)
    days = slice(known_days(), None)
    calls = sample.mean[days]
    true = true_aht(sample.calendar, sample.mean)[days]
    weekday, month = sample.calendar.weekday[days], sample.calendar.days[days].astype("M8[M]")
    slots = (HOURS * 2).astype(np.int64)
    rows, ours, theirs = {}, {}, {}
    for number, queue in enumerate(QUEUES):
        demand = current.release.queues[queue.id]
        course = demand.course(np.arange(len(weekday)))[:, None]
        forecast = demand.aht[weekday][:, slots] * course
        worked = [(calls[..., number] * x).sum(axis=1) for x in (forecast, true[..., number])]
        ours[queue.id], theirs[queue.id] = (pd.Series(x).groupby(month).sum() for x in worked)
        chance, unknown = demand.aht_variance, float(demand.course_variance(np.array([-1]))[0])
        rows[queue.id] = {"days": 100 * chance**0.5, "not known": 100 * unknown**0.5}
    bias = 100 * (pd.DataFrame(ours) / pd.DataFrame(theirs) - 1)
    bias["pooled"] = 100 * (pd.DataFrame(ours).sum(axis=1) / pd.DataFrame(theirs).sum(axis=1) - 1)
    bias.index = [str(x)[:7] for x in bias.index]
    return bias.T.join(pd.DataFrame(rows).T).rename_axis("AHT, bias in %").reset_index()
