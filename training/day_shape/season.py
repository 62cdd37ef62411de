"""How the day's shape moves: over the year, from year to year, and in told periods.

Shares of fortnights are set beside those of the whole history. Waves over the year and a drift are
told apart only together, and from a year of history on: a wave without drift overshoots. Ahead of
the origin the drift stands still. Told periods (school holidays, Ramadan) move the shape from their
first days on, as far as the ridge lets them.
"""

import numpy as np

from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from training.day_shape.slot_effects import Cells, slot_effects
from training.day_shape.special_profile import day_kinds
from training.series.features import DAYS_PER_YEAR
from training.series.queue import QueueSeries

SHORTEST = 365  # days of history before waves and drift are looked for
FEWEST_DAYS = 5  # of a told period, before its shape is looked at
BLOCK = 14  # days counted together
HALF_LIFE = 2 * DAYS_PER_YEAR
WAVES = np.array([0.15, 0.15, 0.075, 0.075])  # prior deviations: of the year, half-year
DRIFT = 0.10  # prior deviation of a year's
PERIOD = 0.30  # prior deviation of a told period's
ALIKE = 0.85  # weekdays whose shares overlap so far move together


def shape_season(series: QueueSeries, origin: int, trust: Floats) -> Floats:
    """(D + H, S) factors of a weekday's shares, learned from the days before ``origin``.

    They average to one over each day's open slots, weighed by the usual shares.
    """
    columns, prior, kind = _columns(series, origin)
    if not len(prior) or series.counts.shape[1] == 1:
        return np.ones(series.open_slots.shape)
    plain = _plain_days(series, origin, trust)
    age = np.arange(origin - 1, -1, -1)
    table = _usual_shares(series, plain * 0.5 ** (age / HALF_LIFE))
    moved = np.zeros(series.open_slots.shape)
    for weekdays in _alike(table):
        chosen = np.isin(series.weekday, weekdays)
        cells = _cells(series, table, columns[:origin], plain & chosen[:origin])
        moved[chosen] = columns[chosen] @ slot_effects(cells, prior, kind)
    usual = np.where(series.open_slots, table[series.weekday], 0.0)
    factor = np.exp(moved)
    mean = ratio((factor * usual).sum(axis=1), usual.sum(axis=1), 1.0)
    return np.asarray(factor / mean[:, None])


def _columns(series: QueueSeries, origin: int) -> tuple[Floats, Floats, Index]:
    """(D + H, k) what moves the shape, with prior deviations and kinds (k,)."""
    days = len(series.open_slots)
    found: list[tuple[Floats, float, int]] = []
    if origin >= SHORTEST:
        phase = 2 * np.pi * (series.first.toordinal() + np.arange(days)) / DAYS_PER_YEAR
        waves = (np.cos(phase), np.sin(phase), np.cos(2 * phase), np.sin(2 * phase))
        found += [(x, d, i // 2) for i, (x, d) in enumerate(zip(waves, WAVES, strict=True))]
        drift = np.minimum(np.arange(days) - origin + 1, 0) / DAYS_PER_YEAR
        found.append((drift, DRIFT, 2))
    for number, period in enumerate(_known_periods(series, origin)):
        found.append((period.astype(float), PERIOD, 3 + number))
    kinds = np.array([kind for _, _, kind in found], np.int64)
    _, kind = np.unique(kinds, return_inverse=True)
    columns = np.column_stack([x for x, _, _ in found]) if found else np.zeros((days, 0))
    return columns, np.array([deviation for _, deviation, _ in found]), kind


def _known_periods(series: QueueSeries, origin: int) -> list[Flags]:
    """(D + H,) days of every told period that the days before ``origin`` know."""
    told = series.drivers.told_periods.values()
    return [days for days in told if days[:origin].sum() >= FEWEST_DAYS]


def _plain_days(series: QueueSeries, origin: int, trust: Floats) -> Flags:
    """(origin,) usual days with calls and a shape of their own."""
    calls = (np.nan_to_num(series.totals[:origin]) > 0) & series.shaped[:origin]
    return np.asarray(calls & (trust[:origin] > 0.5) & (day_kinds(series)[:origin] < 0))


def _usual_shares(series: QueueSeries, weight: Floats) -> Floats:
    """(7, S) shares of each weekday over the history, days by ``weight`` (origin,)."""
    origin = len(weight)
    seen = ~np.isnan(series.counts[:origin]) & series.open_slots[:origin]
    counts = np.where(seen, series.counts[:origin], 0.0)
    totals = np.nan_to_num(series.totals[:origin])
    sums, behind = np.zeros((2, 7, counts.shape[1]))
    np.add.at(sums, series.weekday[:origin], weight[:, None] * counts)
    np.add.at(behind, series.weekday[:origin], (weight * totals)[:, None] * seen)
    return ratio(sums, behind, 0.0)


def _alike(table: Floats) -> list[list[int]]:
    """Weekdays in groups of like shapes; those without calls are in none."""
    left = [day for day in range(7) if table[day].sum() > 0]
    found = []
    while left:
        group = [x for x in left if np.minimum(table[x], table[left[0]]).sum() > ALIKE]
        group = group or left[:1]
        found.append(group)
        left = [x for x in left if x not in group]
    return found


def _cells(series: QueueSeries, table: Floats, columns: Floats, chosen: Flags) -> Cells:
    """The ``chosen`` days (origin,) by fortnight, and by what was told of them."""
    days = np.flatnonzero(chosen)
    age = len(chosen) - 1 - days
    told = [period[days] for period in _known_periods(series, len(chosen))]
    _, cell = np.unique(np.column_stack([age // BLOCK, *told]), axis=0, return_inverse=True)
    seen = ~np.isnan(series.counts[days]) & series.open_slots[days]
    usual = np.where(series.open_slots[days], table[series.weekday[days]], 0.0)
    totals = np.nan_to_num(series.totals[days])
    shares = ratio(usual, usual.sum(axis=1, keepdims=True), 0.0)
    behind = _summed(cell, totals)
    return Cells(
        counts=_summed(cell, np.where(seen, series.counts[days], 0.0)),
        expected=_summed(cell, totals[:, None] * shares * seen),
        columns=ratio(_summed(cell, totals[:, None] * columns[days]), behind[:, None], 0.0),
        weight=ratio(_summed(cell, totals * 0.5 ** (age / HALF_LIFE)), behind, 0.0),
    )


def _summed(cell: Index, values: Floats) -> Floats:
    """(cells, ...) sums of ``values`` (days, ...)."""
    sums = np.zeros((int(cell.max(initial=-1)) + 1, *values.shape[1:]))
    np.add.at(sums, cell, values)
    return sums
