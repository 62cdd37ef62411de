"""From agents on the phone to people on the roster, exactly.

Shrinkage shares are decimals: 21 agents at 30 % are 30 scheduled, where binary floats say 31.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


def scheduled_agents(agents: NDArray[np.int64], share: Decimal) -> NDArray[np.int64]:
    """Who must be on the roster, (n,): whole agents / (1 - share), rounded up.

    ``share`` is absence + off phone, below 1. Integer arithmetic throughout: agents x denominator
    must stay below 2^63, which shares of up to six decimals, as plans have, keep for 10^12 agents.
    """
    available = 1 - Fraction(share)
    return np.asarray(-((-agents * available.denominator) // available.numerator))
