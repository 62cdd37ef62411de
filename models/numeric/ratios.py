"""Quotients of arrays with a stated value where there is nothing to divide by."""

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats

Numbers = Floats | NDArray[np.int64]


def ratio(part: Numbers, whole: Numbers, without: float) -> Floats:
    """Part / whole, broadcast; ``without`` where the whole is not above 0."""
    top, bottom = np.broadcast_arrays(part, whole)
    found = np.full(top.shape, without)
    return np.asarray(np.divide(top, bottom, out=found, where=bottom > 0))
