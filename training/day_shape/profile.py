"""How a day's calls spread over its slots, per weekday."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.numeric.ratios import ratio
from training.day_shape.season import shape_season
from training.day_shape.special_profile import day_kinds
from training.series.queue import QueueSeries

HALF_LIVES = (21.0, 56.0, 140.0, 365.0)  # days
POOLINGS = (0.0, 100.0, 1000.0)  # calls that similar weekdays lend
SMOOTHINGS = (0.0, 1.0)  # slots: deviation of the kernel along the day
BORROWINGS = (0.0, 30.0, 300.0)  # calls that queues of the same language lend a weekday
HELD_OUT = (28, 21, 14, 7)  # days before the end at which held-out weeks begin
SHORTEST_TRAINING = 14  # days before a held-out week


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """How profiles are averaged; chosen by hold-out Poisson deviance."""

    half_life: float
    pooling: float
    smoothing: float
    borrowing: float = 0.0


def profiles(
    series: QueueSeries, origin: int, trust: Floats, choice: ProfileChoice, season: Floats
) -> Floats:
    """Shares (7, S) of the open slots of each weekday, from the days before ``origin``.

    ``season`` (D + H, S) are the factors of the shares that the days had or will have.
    """
    counts = series.counts[:origin]
    open_slots = series.open_slots[:origin]
    seen = ~np.isnan(counts) & open_slots
    weekday = series.weekday[:origin]
    plain = trust[:origin] * ~series.features.holiday[:origin]
    known = ~np.isnan(series.totals[:origin]) & series.shaped[:origin]
    age = np.maximum(min(origin, series.shaped_days) - 1 - np.arange(origin), 0)
    decay = 0.5 ** (age / choice.half_life) * plain * known
    filled = np.where(seen, counts, 0.0)
    sums = np.zeros((7, counts.shape[1]))
    exposure = np.zeros_like(sums)
    totals = np.nan_to_num(series.totals[:origin])
    for day in range(7):
        rows = (weekday == day) & (decay > 1e-6)
        sums[day] = decay[rows] @ filled[rows]
        exposure[day] = (decay[rows] * totals[rows]) @ (seen * season[:origin])[rows]
    shares = _pooled_shares(sums, exposure, choice)
    return _with_borrowed(shares, sums.sum(axis=1, keepdims=True), series.lent_shares, choice)


def usual_shares(
    series: QueueSeries, origin: int, trust: Floats, choice: ProfileChoice, season: Floats
) -> Floats:
    """(D + H, S) shares of every day as far as weekday and season say, from before ``origin``."""
    table = profiles(series, origin, trust, choice, season)
    return np.asarray(table[series.weekday] * season)


def _with_borrowed(
    shares: Floats, calls: Floats, lent: Floats | None, choice: ProfileChoice
) -> Floats:
    """``shares`` (7, S) of ``calls`` (7, 1) with what the queues like it lend."""
    if lent is None or choice.borrowing == 0:
        return shares
    lending = lent.any(axis=1, keepdims=True)
    weight = np.where(lending, choice.borrowing / (calls + choice.borrowing), 0.0)
    return np.asarray((1 - weight) * shares + weight * lent)


def _pooled_shares(sums: Floats, exposure: Floats, choice: ProfileChoice) -> Floats:
    """Shares from calls and the day totals they came from, weekdays pulled to similar ones."""
    shares = ratio(sums, exposure, 0.0)
    if choice.smoothing > 0:
        shares = _smoothed(shares, choice.smoothing)
    similar = _similar(shares, sums.sum(axis=1))
    for_all, behind = np.asarray(similar @ sums), np.asarray(similar @ exposure)
    borrowed = ratio(for_all, behind, 0.0)
    calls = sums.sum(axis=1, keepdims=True)
    lent = choice.pooling / np.maximum(calls + choice.pooling, 1e-9)
    return np.asarray((1 - lent) * shares + lent * borrowed)


def _similar(shares: Floats, calls: Floats) -> Floats:
    """(7, 7) weights: weekdays whose shares overlap by 85 % are similar."""
    overlap = np.minimum(shares[:, None, :], shares[None, :, :]).sum(axis=2)
    return np.where((overlap > 0.85) & (calls[None, :] > 0), 1.0, 0.0)


def _smoothed(shares: Floats, deviation: float) -> Floats:
    """Shares averaged with their neighbours, closed slots kept closed, sums kept."""
    reach = np.arange(-3, 4)
    kernel = np.exp(-0.5 * (reach / deviation) ** 2)
    kernel /= kernel.sum()
    out = np.zeros_like(shares)
    for row in range(len(shares)):
        if shares.shape[1] <= len(kernel):
            out[row] = shares[row]
            continue
        is_open = (shares[row] > 0).astype(float)
        top = np.convolve(shares[row], kernel, mode="same")
        bottom = np.convolve(is_open, kernel, mode="same")
        out[row] = np.where(is_open > 0, top / np.where(bottom > 0, bottom, 1.0), 0.0)
        out[row] *= shares[row].sum() / max(out[row].sum(), 1e-12)
    return out


def day_shares(usual: Floats, open_slots: NDArray[np.bool_]) -> Floats:
    """(days, S) shares like ``usual`` (days, S) that sum to 1 over every day's open slots."""
    shares = np.where(open_slots, usual + 1e-9, 0.0)
    sums = shares.sum(axis=1, keepdims=True)
    return ratio(shares, sums, 0.0)


def choose_profile(series: QueueSeries, trust: Floats) -> ProfileChoice:
    """The averaging that best foretells the held-out weeks' shares."""
    weeks = _held_out_weeks(series)
    if not weeks:
        return ProfileChoice(56.0, 100.0, 0.0, 0.0 if series.lent_shares is None else BORROWINGS[1])
    choices = [ProfileChoice(h, p, s) for h in HALF_LIVES for p in POOLINGS for s in SMOOTHINGS]
    own = _best(series, trust, choices, weeks)
    if series.lent_shares is None:
        return own
    return _best(series, trust, [replace(own, borrowing=b) for b in BORROWINGS], weeks)


def _best(
    series: QueueSeries, trust: Floats, choices: list[ProfileChoice], weeks: list[int]
) -> ProfileChoice:
    seasons = {back: shape_season(series, series.shaped_days - back, trust) for back in weeks}
    losses = [
        sum(_deviance(series, trust, c, season, back) for back, season in seasons.items())
        for c in choices
    ]
    return choices[int(np.argmin(losses))]


def _held_out_weeks(series: QueueSeries) -> list[int]:
    """Where held-out weeks begin, in days before the last shape; none for daily data."""
    if series.counts.shape[1] == 1:
        return []
    return [back for back in HELD_OUT if series.shaped_days - back >= SHORTEST_TRAINING]


def held_out(
    series: QueueSeries,
    trust: Floats,
    choice: ProfileChoice,
    season: Floats,
    back: int,
    first: int = 0,
    last: int = 7,
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Counts, their means and weekdays (m,) of usual days after a profile's end.

    The profile ends ``back`` days before the last day with a shape, and so does its ``season``;
    days ``first`` to ``last`` after that are judged, each on its own total.
    """
    origin = series.shaped_days - back
    rows = slice(origin + first, min(origin + last, series.shaped_days))
    usual = usual_shares(series, origin, trust, choice, season)
    shares = day_shares(usual[rows], series.open_slots[rows])
    counts = series.counts[rows]
    seen = ~np.isnan(counts) & series.open_slots[rows] & (trust[rows] > 0.5)[:, None]
    seen &= (series.shaped[rows] & (day_kinds(series)[rows] < 0))[:, None]
    totals = np.nansum(np.where(seen, counts, 0.0), axis=1)
    covered = (shares * seen).sum(axis=1)
    scale = ratio(totals, covered, 0.0)
    means = shares * scale[:, None]
    weekday = np.broadcast_to(series.weekday[rows][:, None], seen.shape)
    return counts[seen], means[seen], weekday[seen]


def _deviance(
    series: QueueSeries, trust: Floats, choice: ProfileChoice, season: Floats, back: int
) -> float:
    counts, means, _ = held_out(series, trust, choice, season, back)
    return poisson_deviance(counts, means)


def poisson_deviance(counts: Floats, means: Floats) -> float:
    """2 sum (y log(y / m) - y + m), a mean of zero counted as one thousandth."""
    m = np.maximum(means, 1e-3)
    logs = np.where(counts > 0, counts * np.log(np.maximum(counts, 1e-9) / m), 0.0)
    return float(2 * (logs - counts + m).sum())
