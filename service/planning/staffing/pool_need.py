"""What one pool needs in every interval of a span: its calls, agents and people on the roster."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from data.shifts import PoolShifts
from models.agents.attendance import Shifts, shifts
from models.agents.staffing import Agents, PoolLoad, Staffing, reached
from models.agents.uncertainty import Uncertainty
from models.arrays import Counts, Flags, Floats
from models.demand import Stream
from models.queues import Pool, ServiceTarget
from service.planning.basis.shift_agents import shift_agents
from service.planning.staffing.pool_question import PoolQuestion
from service.planning.staffing.workload import Known, Source, Workload


@dataclass(frozen=True)  # without slots: what callers get is worked out once, if it is asked for
class PoolNeed:
    """(n,) arrays over a span's intervals; closed intervals are zero, nothing offered is NaN.

    ``load`` and ``risk`` hold the open intervals only.
    """

    question: PoolQuestion
    open: Flags
    workload: Workload
    patience: Known | None  # None: by Erlang C, nobody gives up
    load: PoolLoad
    risk: Uncertainty
    agents: Counts
    scheduled: Counts
    scheduled_hours: Floats  # agent hours / (1 - absence - off phone)
    paid_hours: Floats  # agent hours / (1 - leave - absence - off phone) / schedule efficiency
    per_interval: Counts = field(repr=False)  # agents if every interval met the target by itself

    @cached_property
    def staffing(self) -> Staffing:
        """What callers may expect in the open intervals, however the agents were found."""
        return self.expected(self.agents[self.open])

    def expected(self, agents: Agents) -> Staffing:
        """What ``agents`` (m,) in the open intervals may be expected to reach."""
        usual = replace(self.load, nodes=self.risk.nodes("mean"))
        return reached(usual, self.target, agents)

    @property
    def pool(self) -> Pool:
        """Whose need this is."""
        return self.question.pool

    @property
    def target(self) -> ServiceTarget:
        """What its callers are to get."""
        return self.question.target

    @property
    def streams(self) -> list[Stream]:
        """The calls that reach it."""
        return self.question.streams

    @property
    def offered(self) -> Floats:
        """Mean calls."""
        return self.workload.offered

    @property
    def aht(self) -> Floats:
        """Seconds; NaN without calls."""
        return np.where(self.workload.offered > 0, self.workload.aht, np.nan)

    @property
    def erlangs(self) -> Floats:
        """Offered load."""
        return self.spread(self.load.erlangs, 0.0)

    @property
    def modified_erlangs(self) -> Floats:
        """The load with what carries over, that agents are found for."""
        return self.spread(self.load.staffed, 0.0)

    @property
    def service_level(self) -> Floats:
        """By the target's definition."""
        return self.spread(self.staffing.service_level, np.nan)

    @property
    def asa(self) -> Floats:
        """Seconds."""
        return self.spread(self.staffing.asa, np.nan)

    @property
    def carried(self) -> Floats:
        """Carried load in erlangs."""
        return self.spread(self.staffing.carried, 0.0)

    @property
    def among(self) -> Floats:
        """Mean calls that the service level is a share of."""
        return self.spread(self.staffing.among, 0.0)

    @property
    def answered(self) -> Floats:
        """Mean calls answered."""
        return self.spread(self.staffing.answered, 0.0)

    @property
    def abandoned_share(self) -> Floats:
        """NaN where the model knows no giving up."""
        return self.spread(self.staffing.abandoned_share, np.nan)

    def shifts(self, agents: Agents) -> Shifts:
        """Who works when, if ``agents`` (m,) in the open intervals are those of them who come.

        A full-timer's day is that of who is on the roster: part of it is off the phone.
        """
        full_day = self.question.site.full_time_hours / 5.0 * 3600.0 / self.load.interval
        day = self.question.span.grid.day[self.open]
        rostered = self.question.rostered[day]
        on_shift = 1.0 - self.risk.absence
        longest = np.maximum(np.rint(full_day * (1.0 - rostered) / on_shift), 1.0)
        return shifts(agents / on_shift, self.risk.day, longest.astype(np.int64))

    @property
    def model(self) -> str:
        """How agents were found."""
        return "erlang_c" if self.patience is None else "erlang_a"

    def shift_agents(self, weeks: Iterable[PoolShifts]) -> Floats:
        """(n,) whom its shifts in some ``weeks`` have on the phone; NaN in others."""
        question = self.question
        zone = question.site.timezone
        return shift_agents(question.span.grid, zone, question.rostered, weeks)

    @property
    def patience_source(self) -> Source | None:
        """Where patience is known from."""
        return None if self.patience is None else self.patience.source

    def spread(self, values: Floats, closed: float) -> Floats:
        """Of open intervals (m,) over all (n,)."""
        return _spread(values, self.open, closed)


def _spread(values: Floats, is_open: Flags, closed: float) -> Floats:
    whole = np.full(len(is_open), closed)
    whole[is_open] = values
    return whole
