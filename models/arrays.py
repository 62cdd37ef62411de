"""The arrays that the product computes with; shapes stand in comments where they are used."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]  # of people or calls
Index = NDArray[np.int64]  # places in another array
Days = NDArray[np.int64]  # ordinals: 1 is 0001-01-01
Flags = NDArray[np.bool_]
