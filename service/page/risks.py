"""Weeks in which a pool may miss its target, consecutive ones together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from service.page.pool_weeks import PoolWeek


@dataclass(frozen=True, slots=True)
class Risk:
    """A pool's consecutive weak weeks, in time order."""

    weeks: tuple[PoolWeek, ...]

    @property
    def first(self) -> date:
        """The first week's Monday."""
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        """The last week's Monday."""
        return self.weeks[-1].monday

    @property
    def until(self) -> date:
        """The last week's Sunday."""
        return self.last + timedelta(days=6)

    @property
    def worst(self) -> PoolWeek:
        """The week that is short of most hours."""
        return min(self.weeks, key=lambda x: x.gap_hours or 0.0)

    @property
    def readiness(self) -> str | None:
        """The weakest week's."""
        return min(self.weeks, key=lambda x: x.rank).readiness

    @property
    def calls_at_risk(self) -> float:
        """Of all its weeks."""
        return sum(x.calls_at_risk or 0.0 for x in self.weeks)


def risks(weeks: Sequence[PoolWeek]) -> tuple[Risk, ...]:
    """Every run of weak weeks, the earliest first."""
    pools: dict[tuple[str, str, str], list[PoolWeek]] = {}
    for week in weeks:
        pools.setdefault((week.site, week.language, week.segment), []).append(week)
    found = [risk for own in pools.values() for risk in _runs([x for x in own if x.weak])]
    return tuple(sorted(found, key=lambda x: x.first))


def _runs(weak: list[PoolWeek]) -> Iterator[Risk]:
    """Runs keep their distance to a count of weeks."""
    counted = enumerate(weak)
    for _, run in groupby(counted, key=lambda x: x[1].monday.toordinal() - 7 * x[0]):
        yield Risk(tuple(week for _, week in run))
