"""The small case's pools and weeks, and contracts that fill them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from data.plan import Plan
from data.plan.contracts import Contract
from service.planning.basis.current import Current
from service.planning.basis.span import span_of
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from tests.data.plan.people.contract_cases import EIGHT

BELGIUM_FR, BELGIUM_NL = "belgium-fr-residential", "belgium-nl-residential"
MOROCCO_FR = "morocco-fr-residential"
FULL = replace(EIGHT, weekly_hours=38.0, day_hours=(7.6,), earliest_start=420, latest_end=1230)
PART = replace(
    FULL, name="part-time", weekly_hours=20.0, day_hours=(4.0,), breaks=(), share_max=0.25
)
ANY_TIME = replace(FULL, earliest_start=0, latest_end=1440)


def under(current: Current, *contracts: Contract) -> Plan:
    """The case's plan with these contracts."""
    return replace(current.plan, contracts=contracts)


def silent(current: Current, queue: str) -> Current:
    """Where nobody calls a queue."""
    queues = dict(current.release.queues)
    usual = queues[queue]
    calls = np.zeros_like(usual.day_mean)
    queues[queue] = replace(usual, day_mean=calls, paths=np.zeros_like(usual.paths))
    return replace(current, release=replace(current.release, queues=queues))


def need_of(current: Current, name: str, first: date, days: int = 7) -> PoolNeed:
    """A pool's need on days from one on."""
    [pool] = [x for x in current.plan.pools if x.name == name]
    span = span_of(current, first, first + timedelta(days=days - 1))
    need = pool_need(current, pool, span, WhatIf(), Method())
    assert need is not None
    return need
