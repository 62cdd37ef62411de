"""A level that falls by 30 % over four weeks, untold and told: writes ``benchmarks/shift.md``.

    .venv/bin/python -m benchmarks.shift

Synthetic queues of known truth: a week with quiet Saturdays, day noise of 6 % and, where the
history is longer than a year so that it can be known, a yearly wave. The
origin is 14 open days after the fall's end; the bias is that of the two weeks that start there.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

from data.calendar.holidays import expand
from data.plan.days.drivers import no_drivers
from models.arrays import Floats
from training.fit import fit_queue
from training.series.features import DAYS_PER_YEAR
from training.series.queue import QueueSeries

LAST = date(2025, 9, 30)
HISTORIES = (274, 440, 900)  # days
SEEDS = range(20)
JUDGED = 14  # days
FALL_DAYS, SINCE_OPEN_DAYS = 28, 14
DROP = 0.30
CALLS, NOISE, YEARLY = 1500.0, 0.06, 0.15
WEEK = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.4, 0.0])
SLOTS = 24
OUT = Path(__file__).with_name("shift.md")


def level(days: int) -> Floats:
    """(days + JUDGED,) of 1, falling to 1 - DROP, the end as far back as the question says."""
    ahead = np.arange(days + JUDGED)
    end = days - SINCE_OPEN_DAYS * 7 // 6
    return 1.0 - DROP * np.clip((ahead - (end - FALL_DAYS)) / FALL_DAYS, 0.0, 1.0)


def bias(days: int, seed: int, told: bool) -> float:
    """Forecast over true calls of the judged days, less one."""
    first = LAST - timedelta(days=days - 1)
    dates = [first + timedelta(days=i) for i in range(days + JUDGED)]
    random = np.random.default_rng(seed)
    phase = 2 * np.pi * np.array([d.timetuple().tm_yday for d in dates]) / 365.25
    wave = YEARLY * np.cos(phase) * (days > DAYS_PER_YEAR)
    plain = CALLS * WEEK[[d.weekday() for d in dates]] * (1 + wave)
    shape = np.where(np.arange(SLOTS) >= 8, 2.0 - np.linspace(0, 1, SLOTS), 0.0)
    mean = (plain * level(days))[:, None] * shape / shape.sum()
    mood = np.exp(NOISE * random.standard_normal(days) - NOISE**2 / 2)
    counts = random.poisson(mean[:days] * mood[:, None]).astype(np.float64)
    known = no_drivers(len(dates))
    if told:
        known = replace(known, exposure=level(days) / level(days)[days - 1])
    found = fit_queue(QueueSeries("queue", first, counts, mean > 0, expand("BE"), known))
    return float(found.day_mean.sum() / mean[days:].sum() - 1.0)


def figures(days: int, told: bool) -> Floats:
    """(seeds,) biases."""
    return np.array(Parallel(n_jobs=2)(delayed(bias)(days, seed, told) for seed in SEEDS))


def main() -> None:
    rows = []
    for days in HISTORIES:
        for told in (False, True):
            found = figures(days, told)
            cells = (f"{days} days", "told" if told else "untold", f"{found.mean():+.2%}")
            rows.append(f"| {' | '.join(cells)} | {np.abs(found).mean():.2%} |")
    OUT.write_text(
        "# A level that falls by 30 % over four weeks\n\n"
        "Made by `.venv/bin/python -m benchmarks.shift`: 20 synthetic queues a row; the bias of "
        "the two weeks from 14 open days after the fall's end, averaged over the queues.\n\n"
        "| history | the fall is | bias | mean size of the bias |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


if __name__ == "__main__":
    main()
