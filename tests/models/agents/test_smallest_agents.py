"""A hundred thousand random cases: n agents meet the target, n - 1 do not."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, smallest_agents
from models.arrays import Counts, Flags, Floats
from models.queueing.outcome import Outcome, certain, outcome_a, outcome_c
from models.queues import ServiceTarget

CASES, PARTS = 100_000, 100  # a target for each part
ROUNDING = 1e-12  # what an occupancy limit forgives


@dataclass(frozen=True, slots=True)
class Part:
    """Cases that share a target."""

    load: PoolLoad
    target: ServiceTarget


def parts(patient: bool) -> list[Part]:
    random = np.random.default_rng(20262)
    return [part(random, i, patient) for i in range(PARTS)]


def part(random: np.random.Generator, number: int, patient: bool) -> Part:
    count = CASES // PARTS
    erlangs = log_uniform(random, 0.05, 2000, count)
    aht, patience = log_uniform(random, 30, 1800, count), log_uniform(random, 10, 3600, count)
    target = ServiceTarget(random.uniform(0.5, 0.95), random.uniform(0, 120))
    if number % 5 in (1, 4):
        target = replace(target, max_occupancy=random.uniform(0.5, 0.98))
    if number % 5 in (2, 4):
        target = replace(target, max_abandoned=random.uniform(0.005, 0.1))
    if number % 5 in (3, 4):
        target = replace(target, max_asa=random.uniform(1, 60))
    load = PoolLoad(erlangs * 1800 / aht, aht, 1800.0, None if patient else patience)
    return Part(load, target)


def log_uniform(random: np.random.Generator, low: float, high: float, count: int) -> Floats:
    return np.exp(random.uniform(np.log(low), np.log(high), count))


def outcome(of: Part, agents: Counts) -> Outcome:
    load, n, one = of.load, agents.astype(float), certain(len(agents))
    within = of.target.answer_within
    if load.patience is None:
        return outcome_c(n, load.erlangs, load.aht, within, one)
    return outcome_a(n, load.erlangs, load.aht, load.patience, within, one)


def meets(of: Part, agents: Counts) -> Flags:
    """Every part of the target, written out again."""
    found, target = outcome(of, agents), of.target
    good = found.service_level("offered") >= target.share
    if of.load.patience is None:
        good &= agents > of.load.erlangs
    if target.max_abandoned is not None:
        good &= found.abandoned_share <= target.max_abandoned
    if target.max_asa is not None:
        good &= found.asa <= target.max_asa
    if target.max_occupancy is not None:
        limit = target.max_occupancy * (1 + ROUNDING) * agents
        good &= of.load.erlangs * found.answered <= limit
    return good


@pytest.mark.parametrize("patient", [False, True], ids=["erlang_a", "erlang_c"])
def test_the_smallest_agents_meet_every_part_of_a_target_and_one_fewer_does_not(
    patient: bool,
) -> None:
    for some in parts(patient):
        found = smallest_agents(some.load, some.target)
        assert meets(some, found).all()
        assert not meets(some, found - 1)[found > 0].any()
