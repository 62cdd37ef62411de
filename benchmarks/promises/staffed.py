"""Staffing's rows of a pool's weeks, as a planner reads them, and what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from benchmarks.promises.calls import Floats
from benchmarks.promises.scores import (
    LevelScore,
    RangeScore,
    by_law,
    by_quantiles,
    level_score,
    range_score,
)
from benchmarks.promises.world import Played, beside, played_paths, pool_world
from models.agents.uncertainty import Mode
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.terms import Granularity
from service.planning.staffing.pool_method import Method
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table

MODES: tuple[Mode, ...] = ("point", "mean", "risk")
GRANULARITIES: tuple[Granularity, ...] = ("interval", "day", "week")
RISK = 0.8

Rows = Sequence[Mapping[str, object]]
# (draws, rows) of what the level of each of a pool's rows may be, NaN without calls; None: unknown.
Laws = Callable[[Current, Pool, StaffingQuestion], Floats | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of one granularity."""

    granularity: Granularity
    levels: LevelScore
    ranges: RangeScore
    reached: float  # per cent of the outcomes that met the pool's target
    seldom: float  # per cent of them in the period in which fewest did
    stated: float  # per cent of them that the rows state; NaN where they state none


@dataclass(frozen=True, slots=True)
class Week:
    """A pool's week: the rows of each granularity, their laws, and what came in their periods."""

    rows: Mapping[Granularity, Rows]
    laws: Mapping[Granularity, Floats | None]
    came: Mapping[Granularity, Played]


def no_law(current: Current, pool: Pool, question: StaffingQuestion) -> None:
    """Of an answer only its rows are known, and their quantiles."""


def judged(
    current: Current,
    pool: Pool,
    mondays: Sequence[date],
    mode: Mode,
    paths: int,
    laws: Laws = no_law,
) -> list[Judged]:
    """Half-hours, days and weeks of a pool under a mode."""
    weeks = [_week(current, pool, monday, mode, paths, laws) for monday in mondays]
    return [_scored(pool, x, weeks) for x in GRANULARITIES]


def _week(current: Current, pool: Pool, monday: date, mode: Mode, paths: int, laws: Laws) -> Week:
    questions = {
        granularity: StaffingQuestion(
            monday,
            monday + timedelta(days=6),
            granularity=granularity,
            site=pool.site,
            language=pool.language,
            segment=pool.segments[0],
            method=Method(mode=mode, risk=RISK),
        )
        for granularity in GRANULARITIES
    }
    rows = {x: _rows(current, pool, question) for x, question in questions.items()}
    known = {x: laws(current, pool, question) for x, question in questions.items()}
    return Week(rows, known, _came(current, pool, rows["interval"], paths))


def _rows(current: Current, pool: Pool, question: StaffingQuestion) -> Rows:
    return [x for x in staffing_table(current, question).rows() if x["pool"] == pool.name]


def _came(current: Current, pool: Pool, rows: Rows, paths: int) -> Mapping[Granularity, Played]:
    starts = [str(x["interval_start_utc"]) for x in rows]
    aht, patience = column(rows, "aht_seconds"), column(rows, "patience_seconds")
    world = pool_world(current, pool, starts, np.nan_to_num(aht, nan=1.0), patience)
    agents, day = column(rows, "agents"), world.demand.day
    found = played_paths(world, lambda _: agents, paths)
    return {
        "interval": found,
        "day": found.summed(day),
        "week": found.summed(np.zeros_like(day)),
    }


def _scored(pool: Pool, granularity: Granularity, weeks: Sequence[Week]) -> Judged:
    rows = [row for week in weeks for row in week.rows[granularity]]
    came = beside([x.came[granularity] for x in weeks])
    met = _met(came.levels, pool.target.share)
    return Judged(
        granularity=granularity,
        levels=level_score(column(rows, "service_level"), came),
        ranges=range_score(*_beyond(came.levels, rows, [x.laws[granularity] for x in weeks])),
        reached=100 * float(np.nanmean(met)),
        seldom=100 * float(np.nanmin(np.nanmean(met, axis=0))),
        stated=100 * _stated(rows),
    )


def _beyond(levels: Floats, rows: Rows, laws: Sequence[Floats | None]) -> tuple[Floats, Floats]:
    draws = [x for x in laws if x is not None]
    if len(draws) == len(laws):
        return by_law(levels, np.concatenate(draws, axis=1))
    low, high = (column(rows, f"service_level_{x}") for x in ("p10", "p90"))
    return by_quantiles(levels, low, high)


def _met(levels: Floats, share: float) -> Floats:
    return np.where(np.isnan(levels), np.nan, levels >= share)


def _stated(rows: Rows) -> float:
    stated = column(rows, "risk_reached")
    return np.nan if np.isnan(stated).all() else float(np.nanmean(stated))


def column(rows: Rows, name: str) -> Floats:
    """A column's numbers; NaN where a cell is empty."""
    return np.array([np.nan if x[name] is None else float(str(x[name])) for x in rows])
