"""What is kept of some days: publications that count for them, their plans, and what came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Engine, func, select

from data.accuracy.came import QueueCame, queue_came, rows_around
from data.accuracy.publication import FrozenArray, Publication, one_an_origin
from data.accuracy.store import frozen_arrays, list_publications
from data.calendar.clock import local_day
from data.database.schema import history
from data.history.demand import SiteRows
from data.plan import Plan
from data.plan.store import current_plan, load_plan, newest_plan_id


@dataclass(frozen=True, slots=True)
class Archive:
    """Consecutive days of the past; what it has read, it keeps."""

    engine: Engine
    days: tuple[date, ...]
    plans: dict[int, Plan] = field(default_factory=dict)
    rows: dict[tuple[str, int], SiteRows] = field(default_factory=dict)
    came_under: dict[int, dict[str, QueueCame]] = field(default_factory=dict)

    def publications(self, release_id: int | None = None) -> list[Publication]:
        """Those that forecast some of the days: of a release, or the one of each origin."""
        every = list_publications(self.engine)
        if release_id is None:
            every = one_an_origin(every, lambda x: self.plan(x).timezone)
        else:
            every = [x for x in every if x.release_id == release_id]
        return [x for x in every if self.days and self._speaks_of_them(x)]

    def arrays(
        self, among: Sequence[Publication], grouping: str, name: str
    ) -> Iterator[tuple[Publication, FrozenArray]]:
        """Of each publication that has it, one at a time."""
        return frozen_arrays(self.engine, among, grouping, name)

    def plan(self, publication: Publication) -> Plan:
        """The plan it was made under."""
        plan_id = publication.plan_id
        if plan_id not in self.plans:
            self.plans[plan_id] = load_plan(self.engine, plan_id).plan
        return self.plans[plan_id]

    def came(self, publication: Publication) -> dict[str, QueueCame]:
        """Queue -> what came on the days, completeness judged by the publication's own plan."""
        plan_id = publication.plan_id
        if plan_id not in self.came_under:
            plan = self.plan(publication)
            self.came_under[plan_id] = {
                x.id: queue_came(plan, x, self.site_rows(publication, x.id), self.days)
                for x in plan.queues
            }
        return self.came_under[plan_id]

    def site_rows(self, publication: Publication, queue: str) -> SiteRows:
        """A queue's rows around the days, as the publication's plan reads them; read once."""
        plan = self.plan(publication)
        key = (queue, self._reading(publication, queue))
        if key not in self.rows:
            self.rows[key] = rows_around(self.engine, plan, queue, self.days[0], self.days[-1])
        return self.rows[key]

    def _reading(self, publication: Publication, queue: str) -> int:
        """A plan that reads the queue's rows alike: of the same clock, its own for zeros."""
        plan = self.plan(publication)
        if queue in plan.zeros_left_out:
            return publication.plan_id
        return min(
            i
            for i, x in self.plans.items()
            if x.timezone == plan.timezone and queue not in x.zeros_left_out
        )

    def _speaks_of_them(self, publication: Publication) -> bool:
        last = publication.origin + timedelta(days=publication.horizon_days)
        return publication.first_day <= self.days[-1] and last >= self.days[0]


def last_day_known(engine: Engine) -> date | None:
    """The callers' last day with history; None without history or plan."""
    if newest_plan_id(engine) is None:
        return None
    with engine.connect() as connection:
        last = connection.execute(select(func.max(history.c.interval_start))).scalar()
    return None if last is None else local_day(int(last), current_plan(engine).plan.timezone)
