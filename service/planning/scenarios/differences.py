"""What scenarios change: hours, FTE, service levels, calls at risk and cost beside the plan's.

Every scenario sees the same futures: the same days of calls, the same people by chance, so that a
difference is the changes' own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.people.staff import site_groups
from data.people.wages import total_cost
from models.arrays import Floats
from models.numeric.ratios import ratio
from models.queues import Definition
from service.planning.basis.current import Current, replanned
from service.planning.basis.table import DECIMALS, Column, Table
from service.planning.capacity.cache import Cache
from service.planning.capacity.capacity_table import Capacity, CapacityQuestion, PoolWeeks, capacity
from service.planning.capacity.pool_people import people_over_weeks
from service.planning.capacity.site_people import WeekSpan
from service.planning.scenarios.scenario import Scenario, ScenarioError, require_asked, stages

PARTS = ("required_fte_calls", "required_fte_longer_calls", "required_fte_other_work")
FIGURES = (
    *("offered", "required_hours", "available_hours", "required_fte", "available_fte"),
    *("answered_in_time", "calls_at_risk"),
    *PARTS,
)
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """A pool over all the days asked."""

    sums: Floats  # (len(FIGURES),)
    in_time: Floats  # (draws,) calls answered in time on every sample path
    among: Floats  # (draws,) that the service level is a share of
    at_risk: Floats  # (draws,)
    weeks: frozenset[date] = frozenset()  # Mondays of those with calls, that FTE are averages over
    site: str | None = None
    definitions: frozenset[Definition] = frozenset()  # of the service level


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan's pools, by name, and what its people cost."""

    pools: dict[str, PoolFigures]
    cost: float


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario beside the plan as it is; ``parts`` (changes, 4) sum to the whole difference.

    They are what each change adds to those before it: required and available hours, calls at risk,
    cost.
    """

    name: str
    before: Figures
    after: Figures
    kinds: tuple[str, ...]
    parts: Floats


def compared(
    current: Current, first: date, last: date, scenarios: Sequence[Scenario]
) -> list[Compared]:
    """Each scenario in turn; ScenarioError for a change the plan cannot take."""
    cache, question = Cache(), CapacityQuestion(first, last)
    before = _figures(capacity(current, question, cache), current)

    def one(number: int) -> Compared:
        try:
            return _compared(current, question, cache, before, scenarios[number])
        except ScenarioError as error:
            raise ScenarioError(error.key, error.detail, error.change, number) from error

    return [one(x) for x in range(len(scenarios))]


def _compared(
    current: Current,
    question: CapacityQuestion,
    cache: Cache,
    before: Figures,
    scenario: Scenario,
) -> Compared:
    require_asked(current.plan, scenario.changes, question.first, question.last)
    figures, own = [before], Cache(cache)
    for plan in stages(current.plan, scenario.changes):
        changed = replanned(current, plan, current.stored.text)
        figures.append(_figures(capacity(changed, question, own), changed))
    totals = np.array([_totals(x) for x in figures])
    kinds = tuple(x.kind for x in scenario.changes)
    return Compared(scenario.name, before, figures[-1], kinds, np.diff(totals, axis=0))


def _totals(figures: Figures) -> Floats:
    summed = np.sum([x.sums for x in figures.pools.values()], axis=0)
    wanted = [FIGURES.index(x) for x in ("required_hours", "available_hours", "calls_at_risk")]
    return np.append(summed[wanted], figures.cost)


def _figures(answer: Capacity, current: Current) -> Figures:
    days = WeekSpan(answer.question.first, answer.question.last).days
    pools = {x.capacity.need.pool.name: _pool_figures(x, answer.mondays) for x in answer.pools}
    return Figures(pools, total_cost(site_groups(current.plan), days))


def _pool_figures(weeks: PoolWeeks, mondays: Sequence[date]) -> PoolFigures:
    pool, paths = weeks.capacity, weeks.paths
    share = pool.need.target.share
    at_risk = paths.beyond(share).sum(axis=1)
    people = people_over_weeks(pool)
    sums = [
        paths.calls.mean(axis=0).sum(),
        pool.required_hours.sum(),
        pool.available_hours.sum(),
        people.required.item(),
        people.available.item(),
        paths.in_time.mean(axis=0).sum(),
        at_risk.mean(),
        people.calls.item(),
        people.longer_calls.item(),
        people.other_work.item(),
    ]
    return PoolFigures(
        np.array(sums),
        paths.in_time.sum(axis=1),
        paths.among.sum(axis=1),
        at_risk,
        frozenset(mondays[i] for i in np.flatnonzero(pool.full_timer_hours > 0).tolist()),
        pool.need.pool.site,
        frozenset([pool.need.target.definition]),
    )


def comparison_table(results: Sequence[Compared]) -> Table:
    """A row for every pool of every scenario, and one for all pools together with the cost.

    Rows of pools sum to that of all of them, but for service levels, which are weighted by calls,
    and FTE of several sites, whose full times differ.
    """
    rows = [row for result in results for row in _rows(result)]
    columns: dict[str, Column] = {name: _column([row[name] for row in rows]) for name in rows[0]}
    return Table(columns)


def _column(values: list[object]) -> Column:
    if any(isinstance(x, str) for x in values):
        return [None if x is None else str(x) for x in values]
    if all(isinstance(x, int) for x in values):
        return np.array(values, np.int64)
    return np.array(values, np.float64)


def _rows(result: Compared) -> list[dict[str, object]]:
    names = list(dict.fromkeys((*result.before.pools, *result.after.pools)))
    pairs = [(_of(result.before, x), _of(result.after, x)) for x in names]
    cost = {"cost": result.after.cost, "cost_difference": result.after.cost - result.before.cost}
    unknown = dict.fromkeys(cost, np.nan)  # of a pool: people of several languages serve several
    rows = [_row(result.name, x, *pair, unknown) for x, pair in zip(names, pairs, strict=True)]
    before, after = (_summed(x) for x in zip(*pairs, strict=True))
    whole = _row(result.name, "all", before, after, cost)
    # Sums of what is shown, so that the parts sum to it to the last digit.
    exact = {k: round(sum(float(str(row[k])) for row in rows), DECIMALS) for k in _ADDITIVE}
    if len({x.site for pair in pairs for x in pair if x.site}) > 1:
        exact |= {k: np.nan for k in _ADDITIVE if "_fte" in k}  # full times differ
    every = zip([*rows, whole | exact], [*pairs, (before, after)], strict=True)
    return [row | dict.fromkeys(_of_no_week(*pair), np.nan) for row, pair in every]


def _of_no_week(before: PoolFigures, after: PoolFigures) -> list[str]:
    """FTE where no week has calls, and their differences where none had any before either."""
    names = [x for x in _ADDITIVE if "_fte" in x and not after.weeks]
    return [x for x in names if not (before.weeks and x.endswith("_difference"))]


_ADDITIVE = tuple(
    f"{name}{end}" for name in FIGURES if name != "answered_in_time" for end in ("", "_difference")
)


def _of(figures: Figures, pool: str) -> PoolFigures:
    draws = len(next(iter(figures.pools.values())).among)
    none = np.zeros(draws)
    return figures.pools.get(pool, PoolFigures(np.zeros(len(FIGURES)), none, none, none))


def _summed(pools: Sequence[PoolFigures]) -> PoolFigures:
    """Service levels of different definitions are shares of nothing together."""
    counted = [x.definitions for x in pools if x.among.any()]
    definitions = frozenset[Definition]().union(*counted)
    among = np.sum([x.among for x in pools], axis=0)
    return PoolFigures(
        sums=np.sum([x.sums for x in pools], axis=0),
        in_time=np.sum([x.in_time for x in pools], axis=0),
        among=among if len(definitions) < 2 else np.zeros_like(among),
        at_risk=np.sum([x.at_risk for x in pools], axis=0),
        weeks=frozenset[date]().union(*(x.weeks for x in pools)),
        definitions=definitions,
    )


def _row(
    name: str, pool: str, before: PoolFigures, after: PoolFigures, cost: dict[str, float]
) -> dict[str, object]:
    shown = [x for x in FIGURES if x != "answered_in_time" and x not in PARTS]
    row: dict[str, object] = {"scenario": name, "pool": pool} | _changed(shown, before, after)
    level = _level(after.in_time.sum(), after.among.sum())
    change = _levels(after) - _levels(before)
    risk = after.at_risk - before.at_risk
    row["service_level"] = level
    row["service_level_difference"] = level - _level(before.in_time.sum(), before.among.sum())
    for name, drawn in (("service_level", change), ("calls_at_risk", risk)):
        for label, share in (("p10", LOW), ("p90", HIGH)):
            row[f"{name}_difference_{label}"] = float(np.quantile(drawn, share))
    return row | cost | _changed(PARTS, before, after) | _averaged(before, after)


def _changed(names: Sequence[str], before: PoolFigures, after: PoolFigures) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in names:
        now, then = (float(x.sums[FIGURES.index(name)]) for x in (after, before))
        row[name] = round(now, DECIMALS)
        row[f"{name}_difference"] = round(now - then, DECIMALS)
    return row


def _averaged(before: PoolFigures, after: PoolFigures) -> dict[str, object]:
    """The weeks that FTE are averages over, by their Mondays."""
    weeks = sorted(after.weeks)
    return {
        "fte_first_week": weeks[0].isoformat() if weeks else None,
        "fte_last_week": weeks[-1].isoformat() if weeks else None,
        "fte_weeks": len(weeks),
        "fte_weeks_difference": len(weeks) - len(before.weeks),
    }


def _levels(figures: PoolFigures) -> Floats:
    return ratio(figures.in_time, figures.among, np.nan)


def _level(in_time: float, among: float) -> float:
    return float(in_time / among) if among > 0 else float("nan")


def part_rows(result: Compared) -> list[dict[str, object]]:
    """What each change adds to those before it; the last takes what rounding left over."""
    names = ("required_hours", "available_hours", "calls_at_risk", "cost")
    shown = np.round(result.parts, DECIMALS)
    whole = np.round(result.parts.sum(axis=0), DECIMALS)
    shown[-1] = np.round(whole - shown[:-1].sum(axis=0), DECIMALS)
    return [
        {"change": number, "kind": kind, **dict(zip(names, row.tolist(), strict=True))}
        for number, (kind, row) in enumerate(zip(result.kinds, shown, strict=True))
    ]
