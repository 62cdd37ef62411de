"""What callers get on any day, on every sample path: expected, and as single calls may have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.special import ndtr, ndtri

from models.agents.attendance import Shifts, absence_variance
from models.agents.staffing import Agents
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.numeric.sums import summed_by
from models.queueing.level_table import AMONG, COUNTED, LONG_RUN, Levels
from models.queueing.outcome import LoadNodes, lognormal
from models.queues import ServiceTarget
from service.planning.staffing.few_people import FewPeople, few_people
from service.planning.staffing.pool_levels import pool_levels
from service.planning.staffing.pool_need import PoolNeed

_PLACES = np.array([-2.2, -0.8, 0.8, 2.2])  # deviations of a day's load that are looked up
_CUBIC = np.linalg.inv(np.vander(_PLACES, increasing=True))  # coefficients of values there
_OUTERMOST, _LEAST = 2.6, 10.0  # deviations; a tenth of the mean load
_SHADES = ndtri((np.arange(20) + 0.5) / 20.0)[:, None, None]  # of what single calls do to a path
_SURE = 1e-9  # variance or skewness of a level: none to speak of
_FAR = 40.0  # standard deviations
_BENT = 1.5  # skewness, beyond which the expansion folds


@dataclass(frozen=True, slots=True)
class DayPaths:
    """Calls of D days on every sample path (draws, D), and what is to be expected of them there."""

    calls: Floats
    among: Floats  # that the service level is a share of
    in_time: Floats  # of these, those that count
    abandoned: Floats  # 0 where the model knows no giving up
    variance: Floats  # of in_time, the level given, by the chances of single calls
    swing: Floats  # of in_time, by who of few people comes on the path; 0 where they are many

    @property
    def parts(self) -> tuple[Floats, ...]:
        """All of them, in their order; of days and of pools they add up."""
        return self.calls, self.among, self.in_time, self.abandoned, self.variance, self.swing

    def summed(self, period: Index, count: int) -> "DayPaths":
        """By periods (D,) of days: (draws, periods)."""
        return DayPaths(*(_summed(x, period, count) for x in self.parts))

    def beyond(self, share: float) -> Floats:
        """(draws, D) calls that count too little for the ``share`` that a target asks."""
        return np.asarray(np.maximum(share * self.among - self.in_time, 0.0))

    def quantiles(self, probabilities: Sequence[float]) -> Floats:
        """(probabilities, D) of the level that is realised; NaN where it is a share of nothing."""
        bent = _SHADES + self._skewness / 6.0 * (_SHADES**2 - 1.0)
        drawn = np.clip(self.swung + bent * self.deviation, 0.0, 1.0)
        return np.asarray(np.quantile(drawn.reshape(-1, drawn.shape[2]), probabilities, axis=0))

    def reaching(self, share: float) -> Floats:
        """(draws, D) the probability that the level realised on a path is at least ``share``."""
        over, deviation = self.swung - share, self.deviation
        some = deviation > 0
        place = np.divide(-over, deviation, out=np.zeros_like(over), where=some)
        chance = ndtr(-_straight(place, self._skewness))
        sure = np.where(over >= 0.0, 1.0, 0.0)
        return np.where(np.isnan(over), np.nan, np.where(some, chance, sure))

    def meeting(self, target: ServiceTarget) -> Floats:
        """(D,) the probability that the target is met; NaN where nothing is offered."""
        met = self.reaching(target.share)
        if target.max_abandoned is not None:
            met = met * (self.abandoned <= target.max_abandoned * self.calls)
        return np.asarray(met.mean(axis=0))

    @property
    def levels(self) -> Floats:
        """The level to expect on each path; NaN where it is a share of nothing."""
        return ratio(self.in_time, self.among, np.nan)

    @property
    def swung(self) -> Floats:
        """As ``levels``, of those of few people who come on the path."""
        in_time = np.clip(self.in_time + self.swing, 0.0, self.among)
        return ratio(in_time, self.among, np.nan)

    @property
    def deviation(self) -> Floats:
        """Standard deviation of the level realised on a path around that of who comes there."""
        return ratio(np.sqrt(self.variance), self.among, 0.0)

    @property
    def _skewness(self) -> Floats:
        """Of the level realised on a path: a share's, as that of a beta law of its moments.

        Near its end a share varies to one side; by the first term of Cornish and Fisher's expansion
        (Revue de l'Institut International de Statistique 5, 1938).
        """
        level = self.swung
        base = np.maximum(level * (1.0 - level), _SURE)
        count = np.maximum(base / np.maximum(self.deviation**2, _SURE) - 1.0, _SURE)
        lean = 2.0 * (1.0 - 2.0 * level) * np.sqrt(count + 1.0)
        return np.clip(lean / ((count + 2.0) * np.sqrt(base)), -_BENT, _BENT)

    @property
    def service_level(self) -> Floats:
        """Expected, calls of busy futures counting for more."""
        return ratio(self.in_time.sum(axis=0), self.among.sum(axis=0), np.nan)

    @property
    def abandoned_share(self) -> Floats:
        """Expected."""
        return ratio(self.abandoned.sum(axis=0), self.calls.sum(axis=0), np.nan)


def _straight(place: Floats, skewness: Floats) -> Floats:
    """The normal z whose z + skewness / 6 (z^2 - 1) is ``place``; beyond its end far out."""
    bend = np.where(np.abs(skewness) < _SURE, _SURE, skewness) / 3.0
    inside = 1.0 + 2.0 * bend * place + bend**2
    z = (np.sqrt(np.maximum(inside, 0.0)) - 1.0) / bend
    return np.where(inside > 0, z, np.sign(place) * _FAR)


def together(paths: Sequence[DayPaths]) -> DayPaths:
    """Of several pools: path p of every pool belongs to the same future."""
    parts = zip(*(x.parts for x in paths), strict=True)
    return DayPaths(*(np.asarray(np.sum(x, axis=0)) for x in parts))


def day_paths(need: PoolNeed, agents: Agents, people: Floats | float = 1.0) -> DayPaths:
    """Of the asked days (D,), with ``agents`` (m,) in the open intervals.

    ``people`` (draws, D) are those who are there over those expected; of them each is absent all
    day by himself. Half-hours are as they may come; a day's level is a cubic through four loads.
    """
    there, loads = np.asarray(agents, float), need.risk.day_loads() / people
    mean, deviation = loads.mean(axis=0), loads.std(axis=0)
    grid = np.maximum(mean + np.multiply.outer(_PLACES, deviation), mean / _LEAST)  # (4, D)
    place = ratio(loads - mean, deviation, 0.0).clip(-_OUTERMOST, _OUTERMOST)
    calls = need.risk.factors * np.bincount(need.risk.day, need.load.calls, len(mean))
    work = need.shifts(there)
    found = calls * np.maximum(_at(place, _table(need, there, work, np.log(grid))), 0.0)
    paths = _paths(calls, found, np.zeros_like(calls))
    few = few_people(need, there, work, np.log(grid), len(calls))
    if few is not None:
        told = _told(few, calls[:, few.days], need.risk.factors[:, few.days], place[:, few.days])
        for whole, part in zip(paths.parts, told.parts, strict=True):
            whole[:, few.days] = part
    return paths


def _paths(calls: Floats, found: Floats, swing: Floats) -> DayPaths:
    among, in_time, abandoned, variance = found
    return DayPaths(calls, among, np.minimum(in_time, among), abandoned, variance, swing)


def _told(few: FewPeople, calls: Floats, factors: Floats, place: Floats) -> DayPaths:
    """Of the days (D') of few people: what to expect, whoever comes, and who comes on each path."""
    loads = np.einsum("kg,kpd->gpd", _CUBIC, place ** np.arange(4)[:, None, None])
    found = factors * np.maximum(_at(place, few.expected()), 0.0)
    drawn = factors * np.maximum(few.drawn(loads), 0.0)
    more = drawn - found
    level = ratio(found[COUNTED], found[AMONG], 0.0)
    found[LONG_RUN] = drawn[LONG_RUN]
    return _paths(calls, found, more[COUNTED] - level * more[AMONG])


def _table(need: PoolNeed, agents: Floats, work: Shifts, grid: Floats) -> Floats:
    """Per call of a day (D,), at the logarithms of load ``grid`` (4, D): (4, 4, D).

    Calls among, in time and abandoned, and the variance of those in time, the level given: that of
    single calls, of waves of calls within the day, and of people who stay away.
    """
    day, count = need.risk.day, grid.shape[1]
    least, most = int(max(agents.min(initial=1.0) - 1.0, 0.0)), ceil(agents.max(initial=0.0))
    levels, log_load = pool_levels(need, least, most), grid[:, day]  # (4, m)
    nodes = lognormal(need.risk.within, 1.0, 0.0, need.risk.attendance, need.risk.shared)
    found = levels.of_parts(agents, log_load[:, None] + np.log(nodes.factors).T)[..., :4]
    calls = need.load.calls * nodes.calls.T / (nodes.calls @ nodes.weights)  # (3, m)
    expected = np.einsum("gkmc,km,k->cgm", found, calls, nodes.weights)
    rows = summed_by(expected, day, count)
    level = ratio(rows[COUNTED], rows[AMONG], 0.0)[:, day]
    rows[LONG_RUN] += summed_by(_waves(need, found, level, calls, nodes), day, count)
    fewer = levels.of_parts(np.maximum(agents - 1.0, 0.0), log_load)
    less = found[:, 1] - fewer[..., :4]  # of one person, where nothing else is unusual
    effect = (less[..., COUNTED] - level * less[..., AMONG]) * need.load.calls
    rows[LONG_RUN] += absence_variance(effect, work, day, need.risk.absence, count)
    return ratio(rows, np.bincount(day, need.load.calls, count), 0.0)


def _waves(need: PoolNeed, found: Levels, level: Floats, calls: Floats, nodes: LoadNodes) -> Floats:
    """(4, m) variance of calls in time beyond the ``level`` (4, m) as more or fewer call.

    What of a wave is felt in the next half-hour adds to the same side: none of it is evened out.
    """
    beyond = (found[..., COUNTED] - level[:, None] * found[..., AMONG]) * calls  # (4, 3, m)
    mean = np.einsum("gkm,k->gm", beyond, nodes.weights)
    variance = np.einsum("gkm,k->gm", beyond**2, nodes.weights) - mean**2
    risk = need.risk
    return np.asarray(variance * ratio(risk.slots, risk.within + risk.attendance, 0.0))


def week_paths(need: PoolNeed, agents: Agents, people: Floats, week: Index) -> DayPaths:
    """Of weeks: ``people`` (draws, D) are there over those expected, ``week`` (D,) of days."""
    return day_paths(need, agents, people).summed(week, int(week.max()) + 1)


def _at(place: Floats, table: Floats) -> Floats:
    """(4, draws, D) of a table (4, 4, D): the cubic through its places, at ``place`` (draws, D)."""
    constant, linear, square, cube = np.einsum("kg,cgd->kcd", _CUBIC, table)[:, :, None]
    return np.asarray(((cube * place + square) * place + linear) * place + constant)


def _summed(values: Floats, period: Index, count: int) -> Floats:
    """(draws, count); days (D,) of a period follow each other."""
    starts = np.unique(period, return_index=True)
    found = np.zeros((len(values), count))
    if len(period):
        found[:, starts[0]] = np.add.reduceat(values, starts[1], axis=1)
    return found
