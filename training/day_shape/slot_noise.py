"""How noisy a slot's count is around its share of the day, by lead and kind of day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from models.arrays import Floats, Index
from training.day_shape.profile import ProfileChoice, held_out, usual_shares
from training.day_shape.season import shape_season
from training.day_shape.special_profile import day_kinds, left_out, special_profiles
from training.level.combine import BUCKETS
from training.series.queue import QueueSeries

# Days before the end from which profiles are judged, and the days from there that judge them: one
# row a range of leads, the last rows again for all later leads.
JUDGED = (((28, 21, 14, 7), 0, 7), ((56, 42, 28), 7, 28), ((154, 122, 91), 28, 91))
ROW_OF_BUCKET = (0, 0, 1, 2, 2)
SHORTEST_TRAINING = 14  # days before a judged stretch
SMALLEST_JUDGED = 0.05  # calls: slots below say nothing about noise
FEWEST_JUDGED = 20  # slots
LENT_SLOTS = 100.0  # of all days, that a weekday's noise starts from
SPECIAL = 7  # the group of special days, after the weekdays
DISPERSIONS = (1.02, 1.2, 1.4, 1.6, 1.8, 2.0, 2.3, 2.6, 3.0, 3.5, 4.0, 5.0, 7.0, 10.0, 15.0)
SLOT_VARIANCES = np.array(
    [0.0, 0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0]
)


@dataclass(frozen=True, slots=True)
class Noise:
    """Variance of a slot's count around (day total x share): dispersion m + slot_variance m^2."""

    dispersion: float
    slot_variance: Floats  # (buckets, 8): by lead, by weekday with special days last

    def variances(self, bucket: Index, group: Index) -> Floats:
        """(n,) slot variances of days in lead ``bucket`` (n,) and ``group`` (n,)."""
        return np.asarray(self.slot_variance[bucket, group])


def plain_noise(dispersion: float = 1.5, slot_variance: float = 0.0) -> Noise:
    """The same on all days."""
    return Noise(dispersion, np.full((len(BUCKETS), SPECIAL + 1), slot_variance))


@dataclass(frozen=True, slots=True)
class _Judged:
    """Counts beside their means, and the group of their day: (m,) each."""

    counts: Floats
    means: Floats
    group: Index


def noise_groups(series: QueueSeries) -> Index:
    """(D + H,) group of each day: its weekday, or that of special days."""
    return np.where(day_kinds(series) >= 0, SPECIAL, series.weekday)


def slot_noise(series: QueueSeries, trust: Floats, choice: ProfileChoice) -> Noise:
    """The likeliest negative binomial noise of held-out counts around (day total x share)."""
    rows = [_judged(series, trust, choice, *x) for x in JUDGED]
    if rows[0] is None or series.counts.shape[1] == 1:
        return plain_noise()
    choices = [(d, v) for d in DISPERSIONS for v in SLOT_VARIANCES.tolist()]
    fits = [_log_likelihoods(rows[0], d, v).sum() for d, v in choices]
    dispersion, _ = choices[int(np.argmax(fits))]
    special = _special_likelihoods(series, trust, choice, dispersion)
    found: list[Floats] = []
    for row in rows:
        found.append(found[-1] if row is None else _variances(row, dispersion, special))
    return Noise(dispersion, np.stack([found[i] for i in ROW_OF_BUCKET]))


def _judged(
    series: QueueSeries,
    trust: Floats,
    choice: ProfileChoice,
    backs: Sequence[int],
    first: int,
    last: int,
) -> _Judged | None:
    """What the days ``first`` to ``last`` after profiles' ends say; None: too little."""
    enough = [back for back in backs if series.shaped_days - back >= SHORTEST_TRAINING]
    stretches = [
        held_out(series, trust, choice, _season(series, trust, back), back, first, last)
        for back in enough
    ]
    if not stretches:
        return None
    counts, means, weekday = (np.concatenate(x) for x in zip(*stretches, strict=True))
    good = means > SMALLEST_JUDGED
    if good.sum() < FEWEST_JUDGED:
        return None
    return _Judged(counts[good], means[good], weekday[good])


def _season(series: QueueSeries, trust: Floats, back: int) -> Floats:
    return shape_season(series, series.shaped_days - back, trust)


def _variances(judged: _Judged, dispersion: float, special: Floats) -> Floats:
    """(8,) the likeliest slot variance of each group, each pulled to that of all days."""
    fits = np.stack(
        [_log_likelihoods(judged, dispersion, v) for v in SLOT_VARIANCES.tolist()], axis=1
    )
    lent = LENT_SLOTS * fits.mean(axis=0)
    own = [fits[judged.group == weekday].sum(axis=0) for weekday in range(SPECIAL)]
    chosen = [int(np.argmax(x + lent)) for x in (*own, special)]
    return SLOT_VARIANCES[chosen]


def _special_likelihoods(
    series: QueueSeries, trust: Floats, choice: ProfileChoice, dispersion: float
) -> Floats:
    """(variances,) log-likelihoods of special days' counts around shapes learned without them."""
    usual = usual_shares(series, series.history_days, trust, choice, _season(series, trust, 0))
    counts, means = left_out(series, trust, usual, special_profiles(series, trust, usual))
    good = means > SMALLEST_JUDGED
    judged = _Judged(counts[good], means[good], np.full(int(good.sum()), SPECIAL))
    fits = [_log_likelihoods(judged, dispersion, v).sum() for v in SLOT_VARIANCES.tolist()]
    return np.array(fits)


def _log_likelihoods(judged: _Judged, dispersion: float, variance: float) -> Floats:
    """(m,) of negative binomial counts with variance dispersion m + variance m^2."""
    excess = dispersion - 1.0 + variance * judged.means
    shape = judged.means / excess
    counts = judged.counts
    parts = gammaln(counts + shape) - gammaln(shape) - gammaln(counts + 1.0)
    return np.asarray(parts + counts * np.log(excess) - (counts + shape) * np.log1p(excess))
