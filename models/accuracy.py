"""How good forecasts were: WAPE, bias, pinball loss, MASE, skill, coverage."""

import numpy as np

from models.arrays import Floats

WEEK = 7  # days after which calls come round


def wape(actual: Floats, forecast: Floats) -> float:
    """Weighted absolute percentage error as a share: sum |actual - forecast| / sum actual.

    NaN where nothing came.
    """
    return _share(float(np.abs(actual - forecast).sum()), actual)


def bias(actual: Floats, forecast: Floats) -> float:
    """What was forecast too much, as a share of what came; below 0: too little. NaN of nothing."""
    return _share(float((forecast - actual).sum()), actual)


def pinball(actual: Floats, quantiles: Floats, probabilities: Floats) -> float:
    """Mean pinball loss over (n, Q) quantiles, x 2, as a share of the volume. NaN of nothing."""
    return _share(float(pinball_losses(actual, quantiles, probabilities).sum()), actual)


def pinball_losses(actual: Floats, quantiles: Floats, probabilities: Floats) -> Floats:
    """(n,) mean pinball loss over (n, Q) quantiles, x 2.

    Twice the loss at the median is the absolute error (Koenker and Bassett, Econometrica 46, 1978).
    """
    error = actual[:, None] - quantiles
    loss = 2 * np.maximum(probabilities * error, (probabilities - 1) * error)
    return np.asarray(loss.mean(axis=1))


def coverage(actual: Floats, low: Floats, high: Floats) -> float:
    """The share of actual values inside the band, one on its edge counted half."""
    return float(covered(actual, low, high).mean())


def covered(actual: Floats, low: Floats, high: Floats) -> Floats:
    """(n,) 1 inside the band, a half on its edge, 0 outside.

    Whole-number quantiles of a perfect forecast then cover what they say, on average.
    """
    inside = (actual > low) & (actual < high)
    on_edge = ((actual == low) | (actual == high)) & (low < high)
    return np.asarray(inside + 0.5 * on_edge)


def seasonal_scale(known: Floats, season: int = WEEK) -> float:
    """Mean absolute difference of known days (n,) that lie a season apart; NaN without a pair.

    What the seasonal naive forecast misses in sample: the scale of MASE (Hyndman and Koehler,
    International Journal of Forecasting 22, 2006, with the season's lag as in the M4 competition,
    Makridakis, Spiliotis and Assimakopoulos, International Journal of Forecasting 36, 2020).
    """
    differences = np.abs(known[season:] - known[:-season])
    differences = differences[~np.isnan(differences)]
    return float(differences.mean()) if len(differences) else float("nan")


def mase(actual: Floats, forecast: Floats, scale: Floats | float) -> float:
    """Mean absolute error over the ``scale`` of ``seasonal_scale``, of each value or of all.

    Below 1: better than the seasonal naive forecast of the next week was in sample.
    """
    return float((np.abs(actual - forecast) / scale).mean())


def skill(actual: Floats, forecast: Floats, reference: Floats) -> float:
    """The share of a reference forecast's absolute error that is saved; NaN where it has none."""
    missed = float(np.abs(actual - reference).sum())
    return 1.0 - float(np.abs(actual - forecast).sum()) / missed if missed > 0 else float("nan")


def _share(part: float, actual: Floats) -> float:
    volume = float(actual.sum())
    return part / volume if volume > 0 else float("nan")
