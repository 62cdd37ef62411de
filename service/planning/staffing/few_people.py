"""Days of few people: on every sample path those who come are drawn.

Whether the third of three comes matters more than whether the second does, and on some days nobody
comes: what that does to a day has no bell's shape, nor one that its variance would tell.
"""

from dataclasses import dataclass, replace

import numpy as np

from models.agents.attendance import Draws, Shifts, chances, present
from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from models.queueing.level_table import AMONG, COUNTED, LONG_RUN
from models.queueing.outcome import lognormal
from service.planning.staffing.pool_levels import pool_levels
from service.planning.staffing.pool_need import PoolNeed

_FEW = 0.035  # variance of who comes: five people of whom 10 % stay away, four of whom 6 % do
_ENOUGH = 40.0  # people: more of them would do no more for so few calls


@dataclass(frozen=True, slots=True)
class FewPeople:
    """Of D' days with m' open intervals; K is for 0, 1, ... people there."""

    days: Index  # (D',) which of the asked ones
    day: Index  # (m',) 0..D'-1
    people: Index  # (draws, m') who come
    chances: Floats  # (m', K) of so many
    table: Floats  # (m', K, 4, 4) as a day's, with so many: its rows, at its four loads

    def expected(self) -> Floats:
        """(4, 4, D') whoever comes."""
        usual = np.einsum("mk,mkcg->mcg", self.chances, self.table)
        starts = np.searchsorted(self.day, np.arange(len(self.days)))
        return np.moveaxis(np.add.reduceat(usual, starts), 0, 2)

    def drawn(self, loads: Floats) -> Floats:
        """(4, draws, D') of those who come; ``loads`` (4, draws, D') tell how near each load is."""
        found = np.empty((4, len(self.people), len(self.days)))
        rows = self.table.reshape(-1, 16)
        place = np.arange(len(self.day))[:, None] * self.table.shape[1] + self.people.T
        for number in range(len(self.days)):
            of_day = rows.take(place[self.day == number], axis=0).sum(axis=0)
            found[..., number] = np.einsum(
                "pcg,gp->cp", of_day.reshape(-1, 4, 4), loads[..., number]
            )
        return found


def few_people(
    need: PoolNeed, agents: Floats, work: Shifts, log_load: Floats, draws: int
) -> FewPeople | None:
    """With ``agents`` (m,) at ``work``, at logarithms of load (4, D); None without such days."""
    few = _few(need, log_load.shape[1])
    if not few.any():
        return None
    days, day = np.unique(need.risk.day[few], return_inverse=True)
    people = np.minimum(_present(need, work, few, draws), int(_ENOUGH))
    chance = chances(np.minimum(agents[few], _ENOUGH), need.risk.absence[few])
    most = max(chance.shape[1] - 1, int(people.max()))
    chance = np.pad(chance, ((0, 0), (0, most + 1 - chance.shape[1])))
    return FewPeople(days, day, people, chance, _table(need, few, most, log_load))


def _few(need: PoolNeed, days: int) -> Flags:
    """(m,) whether of the people of the interval's day it matters who comes."""
    least = np.full(days, np.inf)
    np.minimum.at(least, need.risk.day, need.risk.attendance)
    return np.asarray(least[need.risk.day] > _FEW)


def _present(need: PoolNeed, work: Shifts, few: Flags, draws: int) -> Index:
    some = Shifts(work.started[few], work.left[few])
    which = Draws(draws, need.risk.seed, need.risk.first)
    return present(some, need.risk.day[few], need.question.absence, which)


def _table(need: PoolNeed, few: Flags, most: int, log_load: Floats) -> Floats:
    """(m', K, 4, 4); waves within the day are told from the level of so many people."""
    some = replace(need, load=need.load.chosen(few), risk=need.risk.chosen(np.flatnonzero(few)))
    risk = some.risk
    nodes = lognormal(risk.within, 1.0, 0.0, 0.0, risk.shared)
    people = np.arange(most + 1)[:, None, None, None]
    at = log_load[:, risk.day][:, None] + np.log(nodes.factors).T  # (4, 3, m')
    found = pool_levels(some, 0, most).at(people, at)[..., :4]
    calls = some.load.calls * nodes.calls.T / (nodes.calls @ nodes.weights)  # (3, m')
    rows = np.einsum("ngkmc,km->ngmc", found, calls * nodes.weights[:, None])
    level = ratio(rows[..., COUNTED], rows[..., AMONG], 0.0)[:, :, None]
    beyond = (found[..., COUNTED] - level * found[..., AMONG]) * calls
    waves = np.einsum("ngkm,k->ngm", beyond**2, nodes.weights)
    rows[..., LONG_RUN] += waves * ratio(risk.slots, risk.within, 0.0)
    return np.ascontiguousarray(rows.transpose(2, 0, 3, 1), np.float32)
