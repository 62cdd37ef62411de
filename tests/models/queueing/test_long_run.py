"""How much what callers get varies by chance, against other ways of working it out."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from models.arrays import Floats
from models.queueing.long_run import Limits, Served, served
from models.queueing.outcome import certain, outcome_a
from models.queues import DEFINITIONS, Definition

AHT, PATIENCE, WITHIN, HALF_HOUR = 360.0, 180.0, 20.0, 1800.0
MOST = 160  # states of the small chain: all that its loads reach


def found(
    agents: int,
    erlangs: float,
    patience: float = PATIENCE,
    within: float = WITHIN,
    short: float = WITHIN,
    definition: Definition = "offered",
) -> Served:
    limits = Limits(within / AHT, short / AHT, definition)
    return served(agents, np.array([erlangs]), patience / AHT, limits)


def in_half_hour(of: Served) -> float:
    """Variance a call, times its number."""
    h = HALF_HOUR / AHT / of.relaxation
    felt = 1.0 + np.expm1(-h) / h
    return float((of.alone + of.together * felt)[0])


@pytest.mark.parametrize(
    ("agents", "erlangs", "variance", "simulated"),
    [
        (3, 1.0, 0.124, 0.120),
        (7, 5.0, 0.762, 0.781),
        (23, 20.0, 2.22, 2.31),
        (62, 60.0, 6.49, 6.96),
    ],
)
def test_a_half_hours_calls_vary_as_a_prototype_and_its_simulation_had_it(
    agents: int, erlangs: float, variance: float, simulated: float
) -> None:
    ours = in_half_hour(found(agents, erlangs))
    assert ours == pytest.approx(variance, rel=0.003)
    assert ours == pytest.approx(simulated, rel=0.08)


def test_a_large_pools_calls_vary_forty_times_as_much_as_coins() -> None:
    alone = found(62, 60.0).alone[0]
    assert in_half_hour(found(62, 60.0)) / alone == pytest.approx(42, abs=0.1)


@dataclass(frozen=True, slots=True)
class Chain:
    """A small M/M/n+M written out in full: rates, stationary law, and a caller's chances."""

    agents: int
    erlangs: float
    patience: float  # AHT

    @property
    def generator(self) -> Floats:
        """(x, x) rates of change."""
        number = np.arange(MOST)
        leaving = np.minimum(number, self.agents)
        leaving = leaving + np.maximum(number - self.agents, 0) / self.patience
        rates = np.diag(np.full(MOST - 1, self.erlangs), 1) + np.diag(leaving[1:].astype(float), -1)
        return np.asarray(rates - np.diag(rates.sum(axis=1)))

    @property
    def stationary(self) -> Floats:
        """(x,)."""
        equations = self.generator.T
        equations[0] = 1.0
        return np.asarray(np.linalg.solve(equations, np.eye(MOST)[0]))

    def chances(self, within: float, short: float) -> Floats:
        """(3, x): answered in time, answered, given up early, by how many a call finds."""
        ahead = np.arange(MOST) - self.agents + 1.0
        waits = ahead > 0
        k, c = np.where(waits, ahead, 1.0), self.agents * self.patience

        def served_by(limit: float) -> Floats:
            late = betainc(c + 1.0, k, np.exp(-limit / self.patience))
            return np.asarray(np.where(waits, c / (c + k) * (1.0 - late), 1.0))

        # Of those who would still wait at the limit some are patient enough to see it.
        still = np.exp(-short / self.patience) * betainc(c, k, np.exp(-short / self.patience))
        early = np.where(waits, 1.0 - served_by(short) - still, 0.0)
        return np.stack([served_by(within), served_by(np.inf), early])

    def variance(self, counts: Floats, level: float, among: Floats, second: Floats) -> float:
        """A call's, in the long run, of counts - level x among; ``second`` its mean square by x.

        The deviation h of each call and the solution g of Poisson's equation A g = -erlangs h: the
        sum over calls is a martingale with jumps h(x) + g(x + 1) - g(x) at calls.
        """
        pi, h = self.stationary, counts - level * among
        g = np.linalg.solve(self.generator - np.outer(np.ones(MOST), pi), -self.erlangs * h)
        up, down = np.append(np.diff(g), 0.0), np.append(0.0, -np.diff(g))
        leaving = np.append(0.0, np.diag(self.generator, -1))
        at_calls = second + 2.0 * h * up + up**2
        return float(pi @ at_calls + pi @ (leaving * down**2) / self.erlangs)


CASES = [(2, 1.5, 0.5), (5, 6.0, 0.5), (12, 10.0, 2.0), (25, 30.0, 0.1)]


@pytest.mark.parametrize(("agents", "erlangs", "patience"), CASES)
@pytest.mark.parametrize("short", [5.0, 20.0, 60.0])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_variance_solves_poissons_equation(
    agents: int, erlangs: float, patience: float, short: float, definition: Definition
) -> None:
    """Every call's (counts, among) is one of (1, 1), (0, 1), (0, 0) by chance, given the state."""
    chain = Chain(agents, erlangs, patience)
    in_time, answered, early = chain.chances(WITHIN / AHT, short / AHT)
    counts = in_time + early if definition == "abandoned_in_time_ok" else in_time
    among = {"answered": answered, "excluding_short_abandons": 1.0 - early}.get(
        definition, np.ones(MOST)
    )
    level = float(chain.stationary @ counts / (chain.stationary @ among))
    second = counts * (1.0 - level) ** 2 + (among - counts) * level**2
    ours = found(agents, erlangs, patience * AHT, short=short, definition=definition)
    assert (ours.counted / ours.among)[0] == pytest.approx(level, rel=1e-9)
    wanted = chain.variance(counts, level, among, second)
    assert (ours.alone + ours.together)[0] == pytest.approx(wanted, rel=1e-7)


@given(
    agents=st.integers(1, 300),
    load=st.floats(0.05, 2.5),
    patience=st.floats(20, 1000),
    within=st.floats(0, 300),
    short=st.floats(0, 300),
    definition=st.sampled_from(DEFINITIONS),
)
def test_levels_are_erlang_as(
    agents: int, load: float, patience: float, within: float, short: float, definition: Definition
) -> None:
    one, erlangs = np.ones(1), agents * load
    ours = found(agents, erlangs, patience, within, short, definition)
    exact = outcome_a(
        agents * one, erlangs * one, AHT * one, patience * one, within, certain(1), short
    )
    assert ours.among == pytest.approx(exact.among(definition), abs=1e-8)
    level = np.nan_to_num(exact.service_level(definition)) * exact.among(definition)
    assert ours.counted == pytest.approx(level, abs=1e-8)
    assert ours.lost == pytest.approx(exact.abandoned_share, abs=1e-8)


@given(
    agents=st.integers(1, 400),
    load=st.floats(0.001, 20),
    patience=st.floats(0.001, 3000),
    within=st.floats(0, 60),
    definition=st.sampled_from(DEFINITIONS),
)
def test_chance_is_never_less_than_none(
    agents: int, load: float, patience: float, within: float, definition: Definition
) -> None:
    ours = served(agents, np.array([agents * load]), patience, Limits(within, within, definition))
    for x in (ours.alone, ours.together, ours.relaxation):
        assert np.isfinite(x).all()
        assert (x >= 0).all()


def test_loads_asked_together_are_those_asked_alone() -> None:
    loads = np.array([3.0, 9.0, 14.0])
    together = served(10, loads, 0.5, Limits(0.05, 0.05, "answered"))
    for i, load in enumerate(loads):
        alone = served(10, np.array([load]), 0.5, Limits(0.05, 0.05, "answered"))
        for name in ("counted", "among", "lost", "alone", "together", "relaxation"):
            assert getattr(together, name)[i] == pytest.approx(getattr(alone, name)[0], rel=1e-9)
