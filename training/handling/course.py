"""How a queue's handling time moves from day to day and year to year, and how surely."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from models.arrays import Floats
from training.handling.blocks import YEAR, Blocks

DAMPING = 1.0  # years, after which a drift has run down to 1 / e of itself
_LEVEL, _DRIFT = 1.0, 0.03  # deviations of logarithms before anything is seen; a year
_SEASONS = (0.02, 0.06)  # deviations of each of the two waves
_GROWTH = 0.5  # of a wave's deviation, that of what is added to it in a year
_WANDERINGS = (0.01, 0.02, 0.04, 0.07, 0.12, 0.25)  # of a random walk after a year
_WIDER = 1.2  # than believed: on random walks of 2 to 10 % a year 80 % ranges held .67 to .77
_BELIEVED = (0.2, 0.2, 0.25, 0.15, 0.12, 0.08)  # of these, before anything is seen


@dataclass(frozen=True, slots=True)
class Course:
    """AHT by day, and how surely it is known."""

    past: Floats  # (D,) over the table's
    ahead: Floats  # (H,) over the last known day's
    deviation: Floats  # (H,) of the logarithm

    @property
    def now(self) -> float:
        """Of the last known day, over the table's."""
        return float(self.past[-1])


def level_course(blocks: Blocks, days: int, horizon: int) -> Course:
    """Of ``days`` of history and ``horizon`` days after it; flat where nothing is known.

    A level, a drift that runs down ahead, a yearly wave and a random walk, seen through noise: a
    Gaussian process (Rasmussen and Williams 2006, chapter 2). How large waves and walk are is not
    chosen but weighed, each by how likely it makes what was seen.
    """
    ages = np.arange(-days + 1, horizon + 1) / YEAR
    walks = tuple(zip(_WANDERINGS, _BELIEVED, strict=True))
    found = [(_of(blocks, ages, season, x), p) for season in _SEASONS for x, p in walks]
    chance = np.array([x.evidence for x, _ in found])
    weight = np.exp(chance - chance.max()) * np.array([p for _, p in found])
    weight /= weight.sum()
    mean = weight @ np.array([x.mean for x, _ in found])
    varied = np.array([x.variance + (x.mean - mean) ** 2 for x, _ in found])
    level = np.exp(mean)
    now = level[days - 1]
    return Course(level[:days], level[days:] / now, _WIDER * np.sqrt(weight @ varied)[days:])


@dataclass(frozen=True, slots=True)
class _Posterior:
    mean: Floats  # (T,)
    variance: Floats  # (T,)
    evidence: float  # logarithm


def _of(blocks: Blocks, ages: Floats, season: float, walk: float) -> _Posterior:
    """What is believed of ``ages`` (T,), in years after the last known day."""
    prior = np.array([_LEVEL, _DRIFT, *[season] * 2, *[season * _GROWTH] * 2]) ** 2
    seen, asked = _columns(blocks.years), _columns(ages)
    noisy = _covariance(seen * prior, seen, blocks.years, blocks.years, walk)
    cross = _covariance(asked * prior, seen, ages, blocks.years, walk)
    own = (asked**2) @ prior + walk**2 * np.abs(ages)
    factor = cho_factor(noisy + np.diag(blocks.variance), lower=True)
    solved = cho_solve(factor, cross.T)  # (B, T)
    log_size = 2.0 * float(np.log(np.diag(factor[0])).sum())
    misfit = float(blocks.log_ratio @ cho_solve(factor, blocks.log_ratio))
    return _Posterior(
        mean=blocks.log_ratio @ solved,
        variance=np.maximum(own - np.einsum("tb,bt->t", cross, solved), 0.0),
        evidence=-0.5 * (log_size + misfit),
    )


def _columns(years: Floats) -> Floats:
    """(T, 6): level, drift, the year's wave, and how it grows."""
    ahead = DAMPING * -np.expm1(-np.maximum(years, 0.0) / DAMPING)
    angle = 2.0 * np.pi * years
    drift = np.where(years > 0, ahead, years)
    wave = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    level = np.stack([np.ones_like(years), drift], axis=1)
    return np.concatenate([level, wave, wave * drift[:, None]], axis=1)


def _covariance(columns: Floats, others: Floats, at: Floats, of: Floats, walk: float) -> Floats:
    """Of the level at some times and at others; the walk begins at the end of history."""
    same_side = np.sign(at)[:, None] * np.sign(of)[None, :] > 0
    common = np.minimum(np.abs(at)[:, None], np.abs(of)[None, :])
    return np.asarray(columns @ others.T + walk**2 * np.where(same_side, common, 0.0))
