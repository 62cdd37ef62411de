"""How good forecasts were: WAPE, pinball loss, coverage."""

import numpy as np

from models.arrays import Floats


def wape(actual: Floats, forecast: Floats) -> float:
    """Weighted absolute percentage error as a share: sum |actual - forecast| / sum actual.

    NaN where nothing came.
    """
    volume = float(actual.sum())
    return float(np.abs(actual - forecast).sum()) / volume if volume > 0 else float("nan")


def pinball(actual: Floats, quantiles: Floats, probabilities: Floats) -> float:
    """Mean pinball loss over (n, Q) quantiles, x 2, as a share of the volume.

    Twice the loss at the median is the absolute error (Koenker and Bassett, Econometrica 46, 1978).
    NaN where nothing came.
    """
    volume = float(actual.sum())
    error = actual[:, None] - quantiles
    loss = 2 * np.maximum(probabilities * error, (probabilities - 1) * error)
    return float(loss.mean(axis=1).sum()) / volume if volume > 0 else float("nan")


def coverage(actual: Floats, low: Floats, high: Floats) -> float:
    """The share of actual values inside the band, one on its edge counted half.

    Whole-number quantiles of a perfect forecast then cover what they say, on average.
    """
    inside = (actual > low) & (actual < high)
    on_edge = ((actual == low) | (actual == high)) & (low < high)
    return float((inside + 0.5 * on_edge).mean())
