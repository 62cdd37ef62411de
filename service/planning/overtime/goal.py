"""The goal of a pool's week: how far agents reach it, and what they lack in a planner's words."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from data.calendar.clock import clock_time
from data.shifts import Goal
from models.arrays import Flags, Floats
from models.shifts.week import KEPT, Worth
from service.planning.shifts.needed_week import (
    NeededWeek,
    Reached,
    cover_worth,
    level_worth,
    reached_by,
)


@dataclass(frozen=True, slots=True)
class WeekGoal:
    """Of a week's open intervals (m,)."""

    week: NeededWeek
    goal: Goal
    reach: Reached
    worth: Worth

    def level(self, agents: Floats) -> float:
        """The week's, with ``agents`` (m,)."""
        return self.reach.level(agents, self.week.day)

    @property
    def needed_level(self) -> float:
        """The week's, with the needed agents."""
        return self.level(self.week.agents.astype(np.float64))

    def reachable(self, agents: Floats) -> Worth | None:
        """The goal without what intervals lack that even ``agents`` (m,) give up.

        None where they keep the goal as it is, or miss the week's level too.
        """
        beyond = self._beyond(agents)
        if self.goal == "cover" or self.worth.kept(agents) or beyond.sum() < 0:
            return None
        lost = beyond - self.worth.at(agents)
        return replace(self.worth, values=self.worth.values + lost[:, None])

    def missed(self, agents: Floats, hours: int) -> str:
        """Why ``agents`` (m,) miss it, with all ``hours`` of overtime that help."""
        if self.goal == "cover":
            return self._lacking(self.worth.at(agents) < KEPT, "lack agents")
        level, needed = self.level(agents), self.needed_level
        if level < needed:
            told = f"reach a service level of {level:.4f}, and {needed:.4f} is needed"
            return f"the {hours} hours of overtime that help {told}"
        given_up = self.worth.at(agents) < self._beyond(agents) + KEPT
        return self._lacking(given_up, "stay far below their need")

    def _beyond(self, agents: Floats) -> Floats:
        """(m,) calls in time beyond those that the needed level promises."""
        in_time = Worth(self.reach.in_time, self.week.day).at(agents)
        among = Worth(self.reach.among, self.week.day).at(agents)
        return np.asarray(in_time - self.reach.promised(self.week) * among)

    def _lacking(self, some: Flags, what: str) -> str:
        """Of ``some`` intervals (m,)."""
        first = int(np.flatnonzero(some)[0])
        day = self.week.monday + timedelta(days=int(self.week.day[first]))
        when = f"{clock_time(int(self.week.minute[first]))} on {day}"
        count = int(some.sum())
        return f"intervals that {what} with all overtime that helps: {count}, the first at {when}"


def week_goal(week: NeededWeek, goal: Goal) -> WeekGoal:
    """``level``: the week has the needed agents' service level; ``cover``: none is short."""
    reach = reached_by(week)
    worth = level_worth(week, reach) if goal == "level" else cover_worth(week)
    return WeekGoal(week, goal, reach, worth)
