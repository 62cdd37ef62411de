"""Learns the coefficients of ``models/teams``: writes ``models/teams/coefficients.py``.

    .venv/bin/python -m benchmarks.teams.fitting

7,000 usual teams of 250,000 calls and 5,000 wide ones of 200,000 are simulated, then a layer is
fitted to the shares by L-BFGS: squared errors of the service level and, half as heavy again, of
abandonment. A queue counts by its calls; 4,000 are half of a queue with very many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from benchmarks.teams.cases import ALL_LEARNED, LEARNED, USUAL, WIDE, Sizes, Values, drawn
from benchmarks.teams.packed import packed
from benchmarks.teams.simulation import Simulated, Team, simulate_all
from models.arrays import Floats
from models.teams.features import features
from models.teams.learned import FURTHEST
from models.teams.simple import simple_teams

OUT = Path(__file__).parents[2] / "models" / "teams" / "coefficients.py"
LESSONS: tuple[tuple[int, int, Values, Sizes, int, float], ...] = (  # count, seed, ..., weight
    (3000, 101, LEARNED, USUAL, 250_000, 1.0),
    (4000, 102, LEARNED, USUAL, 250_000, 1.0),
    (2000, 103, LEARNED, WIDE, 200_000, 0.5),
    (3000, 104, ALL_LEARNED, WIDE, 200_000, 0.5),
)
UNITS, ROUNDS, PENALTY = 16, 700, 1e-4
HEAVIER = np.array([1.0, 1.5])
FEW = 4000.0  # calls


@dataclass(frozen=True, slots=True)
class Lessons:
    """R queues of simulated teams."""

    inputs: Floats  # (R, N)
    start: Floats  # (R, 2)
    room: Floats  # (R, 1)
    shares: Floats  # (R, 2)
    weight: Floats  # (R, 1), sum 1


def lessons(teams: Sequence[Team], simulated: Sequence[Simulated], weight: float) -> Lessons:
    """All queues with calls."""
    load = packed(teams)
    of = features(load, simple_teams(load))
    there = load.called
    in_time, gone, offered = (
        np.concatenate([getattr(x, name) for x in simulated])
        for name in ("service_level", "abandoned_share", "offered")
    )
    return Lessons(
        of.inputs[there],
        np.moveaxis(of.start, 0, -1)[there],
        of.room[there][:, None],
        np.stack([in_time, gone], axis=-1),
        (weight / (1.0 + FEW / offered))[:, None],
    )


def joined(parts: Sequence[Lessons]) -> Lessons:
    """Weights sum to 1."""
    whole = [np.concatenate([getattr(x, of) for x in parts]) for of in Lessons.__slots__]
    whole[-1] /= whole[-1].sum()
    return Lessons(*whole)


def fitted(all_lessons: Lessons, seed: int = 0) -> dict[str, Floats]:
    """Arrays by their names in ``coefficients.py``."""
    centre, scale = all_lessons.inputs.mean(axis=0), all_lessons.inputs.std(axis=0)
    standard = np.clip((all_lessons.inputs - centre) / scale, -FURTHEST, FURTHEST)
    count = standard.shape[1]
    shapes = [(count, UNITS), (UNITS,), (UNITS, 2), (2,)]
    random = np.random.default_rng(seed)
    first = [random.normal(0.0, 1.0 / np.sqrt(x[0]), x) * (len(x) > 1) for x in shapes]
    found = minimize(
        _error,
        np.concatenate([x.ravel() for x in first]),
        (standard, all_lessons),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": ROUNDS, "maxfun": 2 * ROUNDS, "maxcor": 30},
    )
    names = ("HIDDEN", "HIDDEN_START", "OUT", "OUT_START")
    parts = dict(zip(names, _parted(found.x, count), strict=True))
    return {"CENTRE": centre, "SCALE": scale, **parts}


def _parted(x: Floats, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    ends = np.cumsum([count * UNITS, UNITS, UNITS * 2])
    hidden, hidden_start, out, out_start = np.split(x, ends)
    return hidden.reshape(count, UNITS), hidden_start, out.reshape(UNITS, 2), out_start


def _error(x: Floats, standard: Floats, of: Lessons) -> tuple[float, Floats]:
    """In squared points, with its gradient."""
    hidden, hidden_start, out, out_start = _parted(x, standard.shape[1])
    units = np.tanh(standard @ hidden + hidden_start)
    shares = expit(of.start + of.room * (units @ out + out_start))
    off = HEAVIER * (shares - of.shares)
    back = 2e4 * of.weight * HEAVIER * off * shares * (1.0 - shares) * of.room
    inner = (back @ out.T) * (1.0 - units**2)
    parts = (standard.T @ inner, inner.sum(axis=0), units.T @ back, back.sum(axis=0))
    slope = np.concatenate([part.ravel() for part in parts])
    error = 1e4 * float((of.weight * off**2).sum())
    return error + PENALTY * float(x @ x), slope + 2.0 * PENALTY * x


def written(found: dict[str, Floats]) -> str:
    """The text of ``coefficients.py``."""
    counts = ", ".join(f"{x[0]:,} of seed {x[1]} ({x[4]:,} calls each)" for x in LESSONS)
    return (
        '"""What was learned from simulated teams, by ``python -m benchmarks.teams.fitting``.\n\n'
        + _wrapped(f"Teams: {counts}.".split())
        + '\n"""\n\nimport numpy as np\n\n'
        + "\n\n".join(_assigned(name, values) for name, values in found.items())
        + "\n"
    )


def _assigned(name: str, values: Floats) -> str:
    numbers = _wrapped([f"{x:.4g}" for x in values.ravel()])
    shape = f".reshape({', '.join(map(str, values.shape))})" if values.ndim > 1 else ""
    return f'{name} = np.fromstring(\n    """\n{numbers}\n""",\n    sep=" ",\n){shape}'


def _wrapped(words: Sequence[str]) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 98:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def main() -> None:
    """Simulate, fit and write."""
    parts = []
    for count, seed, values, sizes, calls, weight in LESSONS:
        teams = drawn(count, seed, values, sizes)
        parts.append(lessons(teams, simulate_all(teams, calls, seed), weight))
    OUT.write_text(written(fitted(joined(parts))))


if __name__ == "__main__":
    main()
