"""Capacity over all whole weeks of the plan, worked out once a plan and release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

from service.planning.basis.current import Current
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.capacity_table import (
    CapacityQuestion,
    capacity,
    step_rows,
    weekly_table,
)

_working = Lock()


@dataclass(frozen=True, slots=True)
class WholeCapacity:
    """What the API answers when it is asked for no days and no pool."""

    mondays: tuple[date, ...]
    rows: tuple[Mapping[str, Any], ...]  # one a pool and week with calls, in time order
    steps: tuple[Mapping[str, Any], ...]  # cut-overs, in time order


def whole_capacity(current: Current) -> WholeCapacity:
    """The finished answer; a worker's other threads wait for the one that works it out."""
    with _working:
        return _worked_out(current)


@lru_cache(maxsize=2)
def _worked_out(current: Current) -> WholeCapacity:
    """Rows only: the sample paths behind them take a thousand times the memory."""
    first, last = whole_weeks(current)
    answer = capacity(current, CapacityQuestion(first, last))
    rows, steps = weekly_table(answer).rows(), step_rows(answer)
    return WholeCapacity(answer.mondays, tuple(rows), tuple(steps))
