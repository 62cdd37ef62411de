"""Promises kept: service levels by week, and how often *ready* was ready."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.pool_came import PoolCame, pool_came
from data.accuracy.publication import WEEKS, FrozenArray, Publication
from data.plan.days.opening import DAYS_A_WEEK
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from service.planning.accuracy.promises import LEVEL, READY
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.accuracy.sums import Sums
from service.planning.basis.table import Table

LEVELS = ("weeks", "weeks_left_out", "among", "promised", "achieved", "missed", "kept")
CHANCES = ("weeks", "stated", "met", "squared")
EDGES = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
SCORED = ("offered", "answered")  # definitions that history's counts tell


@dataclass(frozen=True, slots=True)
class _Weeks:
    """A pool's promised weeks (W) that came, by what was counted in them."""

    pool: str
    mondays: tuple[date, ...]
    promised: Floats
    chance: Floats
    among: Floats  # calls that the level is a share of; NaN: not known
    in_time: Floats
    met: Floats  # 1 where the target was met, NaN where that is not known


def levels_table(archive: Archive, question: AccuracyQuestion) -> Table:
    """One row a pool and lead (days from the origin to the week's Monday)."""
    sums = Sums(question, LEVELS)
    for publication, weeks in _each(archive, question):
        known = ~np.isnan(weeks.met)
        promised = ~np.isnan(weeks.promised)
        on = known & promised
        level = ratio(weeks.in_time, weeks.among, 0.0)
        among = np.where(on, weeks.among, 0.0)
        values = {
            "weeks": on.astype(np.float64),
            "weeks_left_out": (promised & ~known).astype(np.float64),
            "among": among,
            "promised": np.where(on, weeks.promised * among, 0.0),
            "achieved": np.where(on, weeks.in_time, 0.0),
            "missed": np.where(on, np.abs(weeks.promised - level), 0.0),
            "kept": np.where(on, weeks.met, 0.0),
        }
        name = weeks.pool if question.grouping == "pool" else "total"
        sums.add(publication, (name,), weeks.mondays, {k: x[None] for k, x in values.items()})
    among, weeks_scored = sums.total("among"), sums.total("weeks")
    promised = ratio(sums.total("promised"), among, np.nan)
    achieved = ratio(sums.total("achieved"), among, np.nan)
    return Table(
        {
            **sums.columns(),
            "weeks": weeks_scored.astype(np.int64),
            "weeks_left_out": sums.total("weeks_left_out").astype(np.int64),
            "service_level_calls": among,
            "service_level_promised": promised,
            "service_level": achieved,
            "bias": promised - achieved,
            "mean_miss": ratio(sums.total("missed"), weeks_scored, np.nan),
            "met_target": ratio(sums.total("kept"), weeks_scored, np.nan),
        }
    )


def readiness_table(archive: Archive, question: AccuracyQuestion) -> Table:
    """One row a pool (or all) and tenth of probability: stated, and how often it happened."""
    rows: dict[tuple[str, int], Floats] = {}
    for _, weeks in _each(archive, question):
        name = weeks.pool if question.grouping == "pool" else "total"
        on = np.flatnonzero(~np.isnan(weeks.met) & ~np.isnan(weeks.chance))
        chance, met = weeks.chance[on], weeks.met[on]
        bins = np.searchsorted(EDGES, chance, "right").clip(1, len(EDGES) - 1) - 1
        values = np.stack([np.ones(len(on)), chance, met, (chance - met) ** 2], axis=1)
        for place, one in zip(bins.tolist(), values, strict=True):
            rows[name, place] = rows.get((name, place), 0.0) + one
    return _reliability(rows, question.grouping)


def _reliability(rows: dict[tuple[str, int], Floats], grouping: str) -> Table:
    keys = sorted(rows)
    found = np.array([rows[x] for x in keys]).reshape(len(keys), len(CHANCES))
    weeks, place = found[:, 0], [x for _, x in keys]
    return Table(
        {
            grouping: [x for x, _ in keys],
            "probability_from": EDGES[place] if keys else np.zeros(0),
            "probability_to": EDGES[[x + 1 for x in place]] if keys else np.zeros(0),
            "weeks": weeks.astype(np.int64),
            "meets_target_probability": ratio(found[:, 1], weeks, np.nan),
            "met_target": ratio(found[:, 2], weeks, np.nan),
            "brier": ratio(found[:, 3], weeks, np.nan),
        }
    )


def _each(archive: Archive, question: AccuracyQuestion) -> Iterator[tuple[Publication, _Weeks]]:
    """Every pool of every publication that counts, with its weeks within the archive's days."""
    among = archive.publications(question.release)
    for publication, array in archive.arrays(among, "pool", WEEKS):
        pools = {x.name: x for x in archive.plan(publication).pools}
        mondays = [date.fromisoformat(x) for x in array.axes["mondays"]]
        place = np.array([(x - archive.days[0]).days for x in mondays], dtype=np.int64)
        on = np.flatnonzero((place >= 0) & (place + DAYS_A_WEEK <= len(archive.days)))
        if len(on):
            for row, name in enumerate(array.series):
                came = pool_came(archive, publication, pools[name])
                yield publication, _weeks(array, row, on, place[on], came)


def _weeks(array: FrozenArray, row: int, on: Index, place: Index, came: PoolCame) -> _Weeks:
    target: dict[str, Any] = array.axes["targets"][row]
    of = [
        np.array([x[i : i + DAYS_A_WEEK].sum() for i in place.tolist()])
        for x in (came.offered, came.answered, came.abandoned, came.answered_in_time)
    ]
    offered, answered, abandoned, in_time = of
    among = offered if target["definition"] == "offered" else answered
    known = (target["definition"] in SCORED) & (among > 0) & ~np.isnan(in_time)
    met = ratio(in_time, np.nan_to_num(among), 0.0) >= target["share"]
    if target["max_abandoned"] is not None:
        known &= ~np.isnan(abandoned)
        met &= abandoned <= target["max_abandoned"] * offered
    mondays = tuple(date.fromisoformat(array.axes["mondays"][x]) for x in on.tolist())
    return _Weeks(
        pool=array.series[row],
        mondays=mondays,
        promised=array.column(LEVEL)[row, on],
        chance=array.column(READY)[row, on],
        among=np.where(known, among, np.nan),
        in_time=np.where(known, in_time, np.nan),
        met=np.where(known, met, np.nan).astype(np.float64),
    )
