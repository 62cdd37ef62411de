"""How many people of a group are there, day by day: joining, training, attrition, the end.

A *group* is people who joined together. Days are ordinals (1 is the first day there is). A weekly
attrition of r leaves (1 - r)^(n / 7) of the people after n days: each leaves on their own account.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Days, Flags, Floats
from models.numeric.ratios import ratio

ALWAYS = 1  # an ordinal: as far back as days go


@dataclass(frozen=True, slots=True)
class Group:
    """People who joined together; nobody has left before the first day of ``attrition``."""

    headcount: float
    weekly_hours: float
    attrition: tuple[tuple[int, float], ...] = ()  # (from day, share that leaves a week), in order
    joins: int = ALWAYS
    phone_from: int = ALWAYS  # the first day of taking calls
    ends: int | None = None  # the last day
    dropout: float = 0.0  # share of the people lost on ``phone_from``
    aht_factors: tuple[float, ...] = ()  # weeks 1 to n of taking calls, 1.0 afterwards


def expected_headcount(group: Group, days: Days) -> Floats:
    """How many people are expected to be there, (D,); 0 before they join and after the end."""
    return np.asarray(group.headcount * _kept(group, days) * _there(group, days))


def takes_calls(group: Group, days: Days) -> Flags:
    """On which days (D,) people of the group who are there take calls."""
    return np.asarray(days >= group.phone_from)


def on_phone(group: Group, days: Days) -> Floats:
    """How many people are expected to take calls, (D,)."""
    return expected_headcount(group, days) * takes_calls(group, days)


def handling_factor(group: Group, days: Days) -> Floats:
    """What the group's AHT is, over experienced people's, (D,); before its calls as in week 1."""
    factors = np.array([*group.aht_factors, 1.0])
    week = (days - group.phone_from) // 7
    return factors[np.clip(week, 0, len(group.aht_factors))]


def drawn_headcount(group: Group, days: Days, random: np.random.Generator, draws: int) -> Counts:
    """Whole people who are there, (draws, D), each of whom leaves independently of the others.

    ``days`` (D,) ascend. The mean over draws is the expected headcount: of a headcount of 2.5,
    half the draws begin with 3 people.
    """
    kept = _kept(group, days)
    stays = ratio(kept[1:], kept[:-1], 1.0)
    answer = np.empty((draws, len(days)), dtype=np.int64)
    now = np.floor(group.headcount + random.random(draws)).astype(np.int64)
    for day, share in enumerate([*kept[:1], *stays]):
        if share < 1.0:
            now = random.binomial(now, share)
        answer[:, day] = now
    return answer * _there(group, days)


def _kept(group: Group, days: Days) -> Floats:
    """The share (D,) of the people that neither attrition nor the end of training has taken."""
    since = np.array([day for day, _ in group.attrition], dtype=np.int64)
    daily = np.log1p([-rate for _, rate in group.attrition]) / 7.0
    lasts = np.append(np.diff(since), np.iinfo(np.int64).max)
    lived = np.clip(days[:, None] - since, 0, lasts)  # (D, changes) days under each rate
    trained = np.where(takes_calls(group, days), 1.0 - group.dropout, 1.0)
    return np.asarray(np.exp(lived @ daily) * trained)


def _there(group: Group, days: Days) -> Flags:
    gone = False if group.ends is None else days > group.ends
    return np.asarray((days >= group.joins) & ~np.asarray(gone))
