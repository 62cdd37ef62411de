"""The synthetic calls of the sample case, from one seed: true means, counts and their fate."""

from dataclasses import dataclass

import numpy as np

from data.sample.axes import (
    INTERVAL_SECONDS,
    POOLS,
    by_call_type,
    by_language,
    by_segment,
    known_days,
)
from data.sample.calendar import Calendar, sample_calendar
from data.sample.handling import measured_aht, true_aht
from data.sample.occasions import bills, house_moves, planned_events
from data.sample.patience import Outcome, nothing_yet, outcome, rostered
from data.sample.profiles import day_shares
from data.sample.seasons import price_shock, self_service, week, year_cycle
from data.sample.shocks import arrivals, day_effects, disturbances, lost_records
from models.arrays import Counts, Flags, Floats

CALLS_A_WORKING_DAY = 5000.0  # over all queues, on the history's average
PATIENCE = (175.0, 165.0, 235.0, 215.0)  # seconds, by pool: residential fr, nl; b2b fr, nl
SAFETY = (0.55, 0.55, 0.95, 0.95)  # by pool: about 80 % within 20 s


@dataclass(frozen=True, slots=True)
class Sample:
    """Three years of history and half a year to forecast.

    ``mean`` and ``offered`` are (D, S, Q) over all days; ``fate``, ``aht`` and ``recorded`` over
    the days of history alone. ``mean`` knows no day effect, outage or strike: nobody can.
    """

    calendar: Calendar
    mean: Floats
    offered: Counts
    fate: Outcome
    aht: Floats  # seconds, as measured; NaN without an answered call
    recorded: Flags


def simulate(seed: int) -> Sample:
    """Make the sample; the same seed gives the same numbers."""
    effects, days, odd, counts, staff, talk, lost = np.random.default_rng(seed).spawn(7)
    calendar = sample_calendar()
    mean = _true_mean(calendar, effects)
    lived = mean * day_effects(len(mean), days)[:, None, :]
    offered = arrivals(lived * disturbances(calendar, odd)[:, :, None], counts)
    known = slice(0, known_days())
    aht = true_aht(calendar, mean)[known]
    fate = _fate(mean[known], offered[known], aht, staff)
    return Sample(
        calendar=calendar,
        mean=mean,
        offered=offered,
        fate=fate,
        aht=measured_aht(aht, fate.answered, talk),
        recorded=(calendar.open & ~lost_records(calendar, lost))[known],
    )


def _true_mean(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Expected calls (D, S, Q): the day's level times its profile, zero where closed."""
    level = by_call_type(0.48, 0.27, 0.25) * by_segment(0.85, 0.15) * by_language(1.0, 1.04)
    level = level * year_cycle(calendar, rng)
    level *= week(calendar) * self_service(calendar) * price_shock(calendar, rng)
    level *= bills(calendar, rng) * house_moves(calendar, rng)
    mean = level[:, None, :] * day_shares(calendar)
    ordinary = calendar.working[: known_days()]
    a_day = mean[: known_days()][ordinary].sum(axis=(1, 2)).mean()
    scaled: Floats = mean * planned_events(calendar)[:, None, :] * (CALLS_A_WORKING_DAY / a_day)
    return scaled


def _fate(mean: Floats, offered: Counts, aht: Floats, rng: np.random.Generator) -> Outcome:
    """What became of every call (D, S, Q), pool by pool at the one site there was."""
    fate = nothing_yet(offered.shape)
    for pool in range(len(PATIENCE)):
        mine = pool == POOLS
        agents, pool_aht = _staffed(mean[..., mine], aht[..., mine], SAFETY[pool], rng)
        part = outcome(offered[..., mine], pool_aht, agents, PATIENCE[pool], rng)
        fate.answered[..., mine] = part.answered
        fate.abandoned[..., mine] = part.abandoned
        fate.answered_in_time[..., mine] = part.answered_in_time
        fate.wait_seconds[..., mine] = part.wait_seconds
    return fate


def _staffed(
    mean: Floats, aht: Floats, safety: float, rng: np.random.Generator
) -> tuple[Counts, Floats]:
    """Agents and mean handling time (D, S) of the pool that takes these queues (D, S, K)."""
    calls = mean.sum(axis=2)
    busy_seconds = (mean * aht).sum(axis=2)
    agents = rostered(busy_seconds / INTERVAL_SECONDS, safety, rng)
    return agents, busy_seconds / np.where(calls > 0, calls, 1)
