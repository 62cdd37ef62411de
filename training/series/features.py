"""What a day's date says about its calls: the columns of the level regression.

Every column is scaled by how large its effect may be before the ridge penalty resists it.
"""

import calendar
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.plan.days.drivers import SCHOOL, Drivers
from models.arrays import Floats

ANNUAL_HARMONICS = 6
MONTH_HARMONICS = 3
DAYS_PER_YEAR = 365.25
ONE_DAY = timedelta(days=1)
LONGEST_RESPONSE = 28  # days that bills are answered
OWN_DAY = 0.5  # scale of a day's deviation from days like it
TURN_DAYS = (*((12, day) for day in range(24, 32)), (1, 1), (1, 2))
RESPONSE_BUMPS = ((1, 0.8), (3, 1.2), (6, 2.0), (10, 3.0), (16, 4.0))  # centre and width in days


@dataclass(frozen=True, slots=True)
class DayFeatures:
    """Columns for ``days`` consecutive days, history and future alike."""

    fixed: Floats  # (days, columns): weekday, holidays and their neighbours, month position
    annual: Floats  # (days, 2 * ANNUAL_HARMONICS): sine and cosine, slowest first
    holiday: NDArray[np.bool_]  # (days,)
    names: tuple[str, ...]  # of the fixed columns


def day_features(
    days: Sequence[date], holidays: Mapping[date, str], drivers: Drivers
) -> DayFeatures:
    """The columns of consecutive days under a holiday calendar, with what planners told."""
    columns = {
        **_weekdays(days),
        **_holidays(days, holidays),
        **_neighbours(days, holidays),
        **_month_position(days),
        **_driven(drivers),
    }
    return DayFeatures(
        fixed=np.column_stack(list(columns.values())),
        annual=_annual(days),
        holiday=np.array([day in holidays for day in days]),
        names=tuple(columns),
    )


def _weekdays(days: Sequence[date]) -> dict[str, Floats]:
    weekday = np.array([day.weekday() for day in days])
    return {f"weekday {i}": 2.0 * (weekday == i) for i in range(7)}


def _holidays(days: Sequence[date], holidays: Mapping[date, str]) -> dict[str, Floats]:
    names = sorted({holidays[day] for day in days if day in holidays})
    columns = {"holiday": np.array([2.0 * (day in holidays) for day in days])}
    for name in names:
        columns[f"holiday {name}"] = np.array([float(holidays.get(day) == name) for day in days])
    return columns


def _neighbours(days: Sequence[date], holidays: Mapping[date, str]) -> dict[str, Floats]:
    """Days beside a holiday; a bridge day has days off on both sides."""

    def off(day: date) -> bool:
        return day in holidays or day.weekday() >= 5

    plain = [day not in holidays for day in days]
    before = [p and day + ONE_DAY in holidays for p, day in zip(plain, days, strict=True)]
    after = [p and _after_days_off(day, holidays) for p, day in zip(plain, days, strict=True)]
    bridge = [
        p and day.weekday() < 5 and off(day - ONE_DAY) and off(day + ONE_DAY)
        for p, day in zip(plain, days, strict=True)
    ]
    return {
        "bridge day": np.array(bridge, float),
        **_bridges_by_weekday(days, bridge),
        "before holiday": np.array(before, float),
        "after holiday": np.array(after, float),
        "turn of the year": np.array([(d.month, d.day) >= (12, 24) for d in days], float),
        "first week of the year": np.array([d.month == 1 and d.day <= 7 for d in days], float),
        **_turn_days(days),
    }


def _bridges_by_weekday(days: Sequence[date], bridge: Sequence[bool]) -> dict[str, Floats]:
    """How bridge days of a weekday differ from the others; the weekdays that have any."""
    weekday = np.where(bridge, [day.weekday() for day in days], -1)
    return {
        f"bridge day {calendar.day_name[i]}": OWN_DAY * (weekday == i)
        for i in range(5)
        if (weekday == i).any()
    }


def _turn_days(days: Sequence[date]) -> dict[str, Floats]:
    """How each day from Christmas Eve to 2 January differs from the turn of the year's others."""
    return {
        f"turn day {month}-{number:02}": OWN_DAY
        * np.array([(day.month, day.day) == (month, number) for day in days])
        for month, number in TURN_DAYS
    }


def _after_days_off(day: date, holidays: Mapping[date, str]) -> bool:
    """Whether the days off that end yesterday hold a weekday holiday."""
    back, found = day - ONE_DAY, False
    while back in holidays or back.weekday() >= 5:
        found = found or (back in holidays and back.weekday() < 5)
        back -= ONE_DAY
    return found


def _month_position(days: Sequence[date]) -> dict[str, Floats]:
    length = np.array([calendar.monthrange(d.year, d.month)[1] for d in days])
    phase = 2 * math.pi * (np.array([d.day for d in days]) - 1) / length
    columns = {}
    for k in range(1, MONTH_HARMONICS + 1):
        columns[f"month sin {k}"] = np.sin(k * phase) / (2 * k)
        columns[f"month cos {k}"] = np.cos(k * phase) / (2 * k)
    return columns


def _driven(drivers: Drivers) -> dict[str, Floats]:
    """Told periods, and bills posted: bumps over the days after, for any response curve."""
    columns = {
        name if name == SCHOOL else f"period {name}": on.astype(float)
        for name, on in drivers.told_periods.items()
    }
    if drivers.posted.any():
        for (centre, _), bump in zip(RESPONSE_BUMPS, response_bumps().T, strict=True):
            response = np.convolve(drivers.posted, bump)[: len(drivers.posted)]
            columns[f"bills after {centre} days"] = response
    return columns


def response_bumps() -> Floats:
    """(LONGEST_RESPONSE, bumps) what a posting adds to each column 0, 1, ... days later."""
    lag = np.arange(LONGEST_RESPONSE)[:, None]
    centre, width = np.array(RESPONSE_BUMPS).T
    return np.asarray(np.exp(-0.5 * ((lag - centre) / width) ** 2) * (lag > 0))


def _annual(days: Sequence[date]) -> Floats:
    phase = 2 * math.pi * np.array([d.toordinal() for d in days]) / DAYS_PER_YEAR
    k = np.arange(1, ANNUAL_HARMONICS + 1)
    waves = np.stack([np.sin(np.outer(phase, k)), np.cos(np.outer(phase, k))], axis=2)
    return np.asarray((waves / k[None, :, None]).reshape(len(days), -1))
