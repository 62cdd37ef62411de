"""The axes of the sample's arrays: days (D), half-hours of a day (S) and queues (Q)."""

from datetime import date
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.arrays import Counts, Flags, Floats
from models.queues import Queue

Days = NDArray[np.datetime64]

TIMEZONE: Final = "Europe/Brussels"
FIRST_DAY: Final = date(2022, 10, 1)
LAST_KNOWN_DAY: Final = date(2025, 9, 30)  # the history ends, the forecast begins
LAST_DAY: Final = date(2026, 3, 31)

INTERVAL_SECONDS: Final = 1800
OPENS: Final = 8.0  # o'clock
HOURS: Final[Floats] = OPENS + np.arange(24) / 2  # (S,) starts of the half-hours
MIDDLES: Final[Floats] = HOURS + 0.25

QUEUES: Final = tuple(
    Queue(f"{segment}-{call_type}-{language}", segment, call_type, language)
    for segment, call_type, language in product(
        ("residential", "b2b"), ("billing", "meter_transfer", "contract"), ("fr", "nl")
    )
)
B2B: Final[Flags] = np.array([x.segment == "b2b" for x in QUEUES])
DUTCH: Final[Flags] = np.array([x.language == "nl" for x in QUEUES])
POOLS: Final[Counts] = 2 * B2B.astype(np.int64) + DUTCH  # (Q,) language x segment, at one site


def by_call_type(billing: float, meter_transfer: float, contract: float) -> Floats:
    """One value a queue (Q,), chosen by its call type."""
    chosen = {"billing": billing, "meter_transfer": meter_transfer, "contract": contract}
    return np.array([chosen[x.call_type] for x in QUEUES])


def by_language(french: float, dutch: float) -> Floats:
    """One value a queue (Q,), chosen by its language."""
    return np.where(DUTCH, dutch, french)


def by_segment(residential: float, b2b: float) -> Floats:
    """One value a queue (Q,), chosen by its segment."""
    return np.where(B2B, b2b, residential)


def sample_days() -> Days:
    """Every day of the sample (D,), history first and the time to forecast after it."""
    length = (LAST_DAY - FIRST_DAY).days + 1
    return np.datetime64(FIRST_DAY, "D") + np.arange(length)


def known_days() -> int:
    """How many days, from the first on, are history."""
    return (LAST_KNOWN_DAY - FIRST_DAY).days + 1
