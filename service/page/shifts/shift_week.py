"""What the shifts page shows of one week, composed from the shifts that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.plan import Plan
from data.plan.days.opening import DAYS_A_WEEK
from data.shifts import Goal, PoolShifts
from models.queues import Pool
from service.page.chosen_week import ChosenWeek
from service.page.shifts.gaps import Gaps, Missing, gaps_by_pool, most_missing
from service.page.shifts.starts import Start, on_days, starts
from service.planning.basis.current import Current
from service.planning.shifts.shifts_table import Shifts


@dataclass(frozen=True, slots=True)
class ShownPool:
    """A pool's week of shifts; without any, ``week.reason`` says why."""

    pool: Pool
    week: PoolShifts
    gaps: Gaps  # without intervals where there are no shifts
    hours_behind: float  # the site's clock behind the callers', at the week's first noon

    @property
    def starts(self) -> tuple[Start, ...]:
        """Starts by days."""
        return starts(self.week)

    @property
    def on_days(self) -> tuple[int, ...]:
        """(7,) people at work, Monday first."""
        return on_days(self.week)

    @property
    def days(self) -> tuple[date, ...]:
        """Those on which the pool takes calls or somebody works."""
        open_days = {x.start.date() for x in self.gaps.intervals}
        week = (self.week.monday + timedelta(days=x) for x in range(DAYS_A_WEEK))
        worked = zip(week, self.on_days, strict=True)
        return tuple(day for day, people in worked if people or day in open_days)

    @property
    def above_bound(self) -> float:
        """Share of the bound that is paid beyond it, as shown: at least 0."""
        return max(self.week.paid_hours / self.week.bound_hours - 1, 0.0)


@dataclass(frozen=True, slots=True)
class ShiftWeek:
    """A week of every pool whose people have contracts."""

    current: Current
    chosen: ChosenWeek
    goal: Goal
    pools: tuple[ShownPool, ...]  # empty: the week is not worked out

    @property
    def worked_out(self) -> list[ShownPool]:
        """Those that have shifts."""
        return [x for x in self.pools if x.week.heads]

    @property
    def times(self) -> list[str]:
        """Of the day, at which some pool is open."""
        return sorted({y for x in self.worked_out for y in x.gaps.by_time})

    @property
    def without_contracts(self) -> list[Pool]:
        """Pools whose shifts nobody can tell."""
        plan = self.current.plan
        return [x for x in plan.pools if not plan.contracts_of(x)]

    @property
    def most_missing(self) -> Missing | None:
        """The interval that lacks most agents."""
        return most_missing(x.gaps for x in self.worked_out)

    @property
    def sites(self) -> dict[str, str]:
        """Every site's name by its id."""
        return {site.id: site.name for site in self.current.plan.sites}


def shift_week(
    current: Current, chosen: ChosenWeek, goal: Goal, found: Sequence[PoolShifts]
) -> ShiftWeek:
    """Of the shifts that were ``found`` for the week, in the order of the plan's sites."""
    gaps = gaps_by_pool(Shifts(current, tuple(found))) if found else {}
    order = [x.name for x in sorted(current.plan.pools, key=lambda x: _place(current.plan, x))]
    pools = {x.name: x for x in current.plan.pools}
    shown = (
        ShownPool(
            pool=pools[x.pool],
            week=x,
            gaps=gaps.get(x.pool, Gaps(())),
            hours_behind=_hours_behind(current.plan, x),
        )
        for x in sorted(found, key=lambda x: order.index(x.pool))
    )
    return ShiftWeek(current, chosen, goal, tuple(shown))


def _place(plan: Plan, pool: Pool) -> tuple[int, str]:
    return [x.id for x in plan.sites].index(pool.site), pool.name


def _hours_behind(plan: Plan, week: PoolShifts) -> float:
    noon = datetime.combine(week.monday, time(12), ZoneInfo(plan.timezone))
    there = noon.astimezone(ZoneInfo(plan.site(week.site).timezone))
    ahead = (noon.utcoffset() or timedelta()) - (there.utcoffset() or timedelta())
    return ahead / timedelta(hours=1)
