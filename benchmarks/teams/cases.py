"""Teams drawn at random: those the approximation learns from, and those that judge it.

The usual ones have 2-4 queues of 2-60 erlangs, from 1.5 square roots of the load too few people to
2.5 too many, 0-100 % of them flexible, specialists spread unevenly. In half the teams handling
times differ, up to twofold, in one of seven patience does.
"""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.teams.simulation import Team


@dataclass(frozen=True, slots=True)
class Values:
    """What a team's times are drawn from, in seconds."""

    aht: tuple[float, ...]
    patience: tuple[float, ...]
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Most queues of a team, erlangs of a queue, and people beyond the load in square roots."""

    queues: int
    load: tuple[float, float]
    spare: tuple[float, float]


USUAL = Sizes(4, (2.0, 60.0), (-1.5, 2.5))
WIDE = Sizes(8, (0.3, 120.0), (-4.0, 4.0))
LEARNED = Values((180, 300, 420, 600, 900), (60, 120, 180, 300, 600), (10, 20, 30, 60))
ALL_LEARNED = Values(
    (120, 180, 300, 600, 900, 1500), (45, 60, 120, 300, 600, 1500), (5, 10, 20, 60, 120)
)
BETWEEN = Values((240, 360, 480, 720), (90, 150, 240, 420), (15, 25, 40, 45))
BEYOND = Values((60, 2400), (30, 3000), (2, 240))


def drawn(count: int, seed: int, values: Values, sizes: Sizes = USUAL) -> list[Team]:
    """``count`` teams of 2 queues or more."""
    random = np.random.default_rng(seed)
    return [_team(random, values, sizes) for _ in range(count)]


def _team(random: np.random.Generator, values: Values, sizes: Sizes) -> Team:
    queues = int(random.integers(2, sizes.queues + 1))
    least, most = np.log(sizes.load)
    load = np.exp(random.uniform(least, most, queues))
    aht, patience = (np.full(queues, random.choice(x)) for x in (values.aht, values.patience))
    if random.random() < 0.5:
        aht = aht * 2.0 ** random.random(queues)
    if random.random() < 0.15:
        patience = patience * 2.0 ** random.random(queues)
    people = max(1, round(load.sum() + random.uniform(*sizes.spare) * np.sqrt(load.sum())))
    flexible = round(people * random.random())
    spread = load * np.exp(random.normal(0.0, random.choice([0.05, 0.2, 0.4]), queues))
    specialists = np.round((people - flexible) * spread / spread.sum()).astype(np.int64)
    return Team(
        load,
        aht,
        patience,
        specialists,
        np.array([flexible]),
        np.ones((1, queues), bool),
        float(random.choice(values.within)),
    )


def drawn_with_kinds(count: int, seed: int) -> list[Team]:
    """Usual teams whose flexible people take two neighbouring queues each, of 2 or 3 kinds."""
    random = np.random.default_rng(seed)
    return [_with_kinds(random, x) for x in drawn(count, seed, LEARNED)]


def _with_kinds(random: np.random.Generator, team: Team) -> Team:
    queues, kinds = len(team.load), int(random.integers(2, 4))
    first = np.arange(kinds)[:, None] % queues
    takes = (np.arange(queues) == first) | (np.arange(queues) == (first + 1) % queues)
    people = random.multinomial(int(team.flexible.sum()), random.dirichlet(np.full(kinds, 3.0)))
    return replace(team, flexible=people.astype(np.int64), takes=takes)
