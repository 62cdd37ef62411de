"""A site's language week by week: its pools' hours together, as ready as the weakest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.plan.days.opening import DAYS_A_WEEK
from service.page.pool_weeks import PoolWeek, total
from service.page.words import iso_week, short_day

Chart = dict[str, list[str] | list[float | None]]


@dataclass(frozen=True, slots=True)
class StaffedWeek:
    """The pools that have calls in a week; at least one."""

    pools: tuple[PoolWeek, ...]

    @property
    def monday(self) -> date:
        """The first day."""
        return self.pools[0].monday

    @property
    def days(self) -> int:
        """How many of the week's are planned."""
        return self.pools[0].days

    @property
    def part(self) -> bool:
        """Whether days are missing."""
        return self.days < DAYS_A_WEEK

    @property
    def required(self) -> float:
        """Agent hours."""
        return sum(x.required for x in self.pools)

    @property
    def available(self) -> float | None:
        """Agent hours."""
        return total(x.available for x in self.pools)

    @property
    def gap_fte(self) -> float | None:
        """Available less required; pools of one site share its full time, so it adds up."""
        return total(x.gap_fte for x in self.pools)

    @property
    def service_level(self) -> float | None:
        """Expected, of all calls that it is a share of; None where definitions differ."""
        counted = [(x, x.level_calls) for x in self.pools if x.level_calls]
        if len({x.definition for x, _ in counted}) != 1:
            return None
        level = sum((x.service_level or 0.0) * calls for x, calls in counted)
        return level / sum(calls for _, calls in counted)

    @property
    def calls_at_risk(self) -> float | None:
        """Answered too late beyond what the targets allow."""
        return total(x.calls_at_risk for x in self.pools)

    @property
    def readiness(self) -> str | None:
        """The weakest pool's."""
        return min(self.pools, key=lambda x: x.rank).readiness

    def pool(self, segment: str) -> PoolWeek | None:
        """That of a segment; None where it has no calls."""
        return next((x for x in self.pools if x.segment == segment), None)

    @property
    def reason(self) -> str:
        """A line a pool that has something to say; pools are named where there are several."""
        said = [x for x in self.pools if x.reason]
        if len(self.pools) == 1:
            return said[0].reason if said else ""
        return "\n".join(f"{x.segment}: {x.reason}" for x in said)


@dataclass(frozen=True, slots=True)
class Staffed:
    """A site's language over all weeks."""

    site: str
    language: str
    targets: dict[str, float]  # segment -> share
    mondays: tuple[date, ...]
    weeks: tuple[StaffedWeek | None, ...]  # None without calls

    @property
    def has_people(self) -> bool:
        """Whether the plan has people at the site."""
        return any(x is not None and x.available is not None for x in self.weeks)

    @property
    def chart(self) -> Chart:
        """Required and available hours, by the names of the weeks."""
        return {
            "weeks": [f"{iso_week(x)}, {short_day(x)}" for x in self.mondays],
            "required": [None if x is None else round(x.required, 1) for x in self.weeks],
            "available": [_tenth(None if x is None else x.available) for x in self.weeks],
        }


def _tenth(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1)


def staffed(weeks: Sequence[PoolWeek], mondays: tuple[date, ...]) -> tuple[Staffed, ...]:
    """One a site and language with calls, in the order they first come in."""
    together: dict[tuple[str, str], list[PoolWeek]] = {}
    for week in weeks:
        together.setdefault((week.site, week.language), []).append(week)
    return tuple(_staffed(site, x, own, mondays) for (site, x), own in together.items())


def _staffed(site: str, language: str, weeks: list[PoolWeek], mondays: tuple[date, ...]) -> Staffed:
    of_week: dict[date, list[PoolWeek]] = {x: [] for x in mondays}
    for week in weeks:
        of_week[week.monday].append(week)
    return Staffed(
        site=site,
        language=language,
        targets={x.segment: x.target for x in weeks},
        mondays=mondays,
        weeks=tuple(StaffedWeek(tuple(x)) if x else None for x in of_week.values()),
    )
