"""One queue, from its history to plain numbers: level, profile, noise, uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.demand import PARTS
from training.day_shape.profile import ProfileChoice, choose_profile, day_shares, usual_shares
from training.day_shape.season import shape_season
from training.day_shape.slot_noise import Noise, noise_groups, slot_noise
from training.day_shape.special_profile import day_kinds, special_profiles
from training.level.calendar_fit import Effect, fit_calendar
from training.level.combine import Combination, combine, lead_bucket
from training.level.components import COMPONENTS, Component, level_forecasts
from training.level.episodes import Episode, find_episodes
from training.level.known_days import KnownDays
from training.level.level_shift import shifted_level
from training.level.other_story import other_story
from training.level.trust import day_trust
from training.series.queue import QueueSeries
from training.spread import DayFactor, DayKinds, day_factor


@dataclass(frozen=True, slots=True)
class QueueFit:
    """What a queue's forecast is made of, for H days from the day after the origin."""

    queue: str
    day_mean: Floats  # (H,) calls
    shares: Floats  # (H, S) of the day, summing to 1 on open days
    noise: Noise
    slot_variance: Floats  # (H,) of the noise, by day
    parts: Floats  # (len(PARTS), H) factors of the calendar's parts
    factor: DayFactor
    combination: Combination
    effects: dict[str, Effect]
    bill_response: list[float]
    profile: ProfileChoice
    trust: Floats  # (D,)
    episodes: tuple[Episode, ...]
    level_change: float  # of the calls, by a shift that is believed; 0: none is


def fit_queue(series: QueueSeries, components: Sequence[Component] = COMPONENTS) -> QueueFit:
    """Fit every part on the history and forecast the horizon."""
    origin, future = series.history_days, slice(series.history_days, None)
    episodes = find_episodes(series)
    trust, again = day_trust(series, episodes), other_story(series, episodes)
    combination, calendar = combine(series, trust, components), fit_calendar(series, trust)
    shifted = shifted_level(series, origin, trust)
    forecasts = level_forecasts(components, KnownDays(series, origin, shifted.calmed(trust)))
    level = combination.mean(forecasts, shifted)
    factors = calendar.factors()
    choice = choose_profile(series, trust)
    noise, shares = slot_noise(series, trust, choice), future_shares(series, trust, choice)
    kinds = DayKinds(
        group=noise_groups(series),
        effect=np.where(day_kinds(series) >= 0, np.log(factors["holiday"]), 0.0),
        concentration=float((shares**2).sum() / max(series.open_days[future].sum(), 1)),
        history_days=origin,
    )
    return QueueFit(
        queue=series.queue,
        day_mean=level / again.plain_ratio * series.drivers.exposure[future],
        shares=shares,
        noise=noise,
        slot_variance=noise.variances(
            lead_bucket(np.arange(1, series.horizon_days + 1)), kinds.group[future]
        ),
        parts=np.stack([factors[name][future] for name in PARTS]),
        factor=day_factor(
            combination, noise, kinds, again.or_wider(combination.story(forecasts, shifted))
        ),
        combination=combination,
        effects=calendar.effects(),
        bill_response=calendar.bill_response(),
        profile=choice,
        trust=trust,
        episodes=episodes,
        level_change=shifted.believed_change,
    )


def future_shares(series: QueueSeries, trust: Floats, choice: ProfileChoice) -> Floats:
    """(H, S) shares of the horizon's days: the weekday's in season, special days' own mixed in."""
    future = slice(series.history_days, None)
    season = shape_season(series, series.history_days, trust)
    usual = usual_shares(series, series.history_days, trust, choice, season)
    special = special_profiles(series, trust, usual)
    mixed = special.mixed(usual[future], day_kinds(series)[future])
    return day_shares(mixed, series.open_slots[future])
