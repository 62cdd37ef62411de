"""Leave that is granted, played call by call: callers get what the allowance says they get."""

from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.promises.world import played_paths, pool_world
from data.calendar.clock import utc_iso
from tests.service.cases import DRAWS
from tests.service.planning.capacity.capacity_case import staffed
from tests.service.planning.leave.leave_case import allowed

MONDAY, SUNDAY = date(2025, 11, 24), date(2025, 11, 30)
CLOSE = 0.015  # with so few paths, days apart


def test_every_day_of_a_week_gets_what_is_promised_with_all_leave_granted(tmp_path: Path) -> None:
    current = staffed(tmp_path)
    found = allowed(current, "morocco", MONDAY, SUNDAY)
    pool, told, there = found.site.pools[0], found.granted.paths[0], found.site.there(found.off)[0]
    assert (found.off[0, :5] > found.site.planned[0, :5] + 3).all()
    need = pool.whole.need
    assert need.patience is not None
    on = np.flatnonzero(need.open)
    day = need.question.span.grid.day[on]
    world = pool_world(
        current,
        need.pool,
        utc_iso(need.question.span.grid.starts[on]),
        need.aht[on],
        need.patience.seconds[on],
    )
    agents = pool.agents()[on] * there[day]
    come = pool.whole.people.drawn[:, 0, 0]  # of its only class that takes calls by then
    played = played_paths(world, lambda path: agents * come[path], DRAWS, repeats=4)
    level, _ = played.summed(day.astype(np.int64)).achieved
    assert np.abs(level - told.service_level[:5]).max() < CLOSE
    assert (level >= need.target.share - CLOSE).all()
