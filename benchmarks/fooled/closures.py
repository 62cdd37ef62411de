"""Weeks, hours and half-hours without calls, and what each means."""

from dataclasses import replace
from datetime import date

import numpy as np

from benchmarks.fooled.answer import answer, answer_of
from benchmarks.fooled.measures import Asked, Case, Measured, within
from benchmarks.fooled.world import OPEN_FROM, SLOTS, Stretch, World
from benchmarks.fooled.years import HISTORIES
from data.calendar.holidays import expand
from models.arrays import Floats
from training.series.wall_clock import DAY_MINUTES, WallClockHistory

CLOSED_FROM, CLOSED_DAYS = (7, 14), 28  # month and day; a Monday or near
OUTAGE_SLOTS = 10  # half-hours from 10:00 on
WIDTH = "half-width over mean, 1-91 d"
NEXT = "next week, against none"
QUIET = 20.0  # calls a day: most half-hours have none


def closing(rows: str, seed: int) -> Measured:
    """Four weeks in summer without calls: ``rows`` of zeros, or none."""
    plain = World(seed, HISTORIES[seed % 3])
    years = {x.year for x in plain.dates}
    first = [(date(year, *CLOSED_FROM) - plain.last).days for year in sorted(years)]
    closed = replace(plain, stretches=tuple(Stretch(x, CLOSED_DAYS, 0.0) for x in first if x < 0))
    counts = closed.counts()
    if rows == "none":
        counts[closed.truth() == 0] = np.nan
    found = answer(closed, counts)
    return {WIDTH: [found.half_width(1, 91)], "bias at 1-91 d": [found.bias(1, 91)]}


def outage(seed: int) -> Measured:
    """Hours of zeros on the last open day, and on one of the week before."""
    world = World(seed, HISTORIES[seed % 3], horizon=14)
    counts, plain = world.counts(), answer(world)
    open_days = np.flatnonzero(world.truth()[: world.days] > 0)
    found = [answer(world, _with_outage(counts, int(open_days[-x]))) for x in (1, 2, 5)]
    return {NEXT: [float(x.mean[:7].sum() / plain.mean[:7].sum() - 1.0) for x in found]}


def without_zeros(seed: int) -> Measured:
    """A quiet queue whose half-hours without a call have no row, read as `relais backtest` does."""
    world = World(seed, HISTORIES[seed % 3], calls=QUIET)
    came = world.counts()
    rows = np.where(came > 0, came, np.nan)[: world.days]
    history = WallClockHistory("queue", world.dates[0], rows, DAY_MINUTES // SLOTS)
    series = history.series(world.last, world.horizon, expand("BE"))
    coming = came[world.days :].sum(axis=1)
    found = answer_of(series, world.truth()[world.days :], coming)
    return {"bias at 1-91 d": [found.bias(1, 91)]}


def _with_outage(counts: Floats, day: int) -> Floats:
    altered = counts.copy()
    altered[day, OPEN_FROM + 4 : OPEN_FROM + 4 + OUTAGE_SLOTS] = 0.0
    return altered


def _closing(rows: str, words: str) -> Case:
    asked = (Asked(WIDTH, high=0.15), Asked("bias at 1-91 d", -0.04, 0.04, "mean"))
    return Case(f"closing in summer, {words}", lambda seed: closing(rows, seed), asked)


CLOSURES = (
    _closing("zero", "zeros kept"),
    _closing("none", "no rows"),
    Case("outage of five hours, zeros kept", outage, (within(NEXT, 0.01),)),
    Case("zero rows left out", without_zeros, (within("bias at 1-91 d", 0.03, of="mean"),)),
)
