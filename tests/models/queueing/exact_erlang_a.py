"""Erlang A, B and C in arbitrary precision, by nothing that models/ uses.

Everything is in incomplete gamma functions, scaled by x^-s exp(x): the lower by its power series,
the upper by its continued fraction (Abramowitz and Stegun 6.5.29, 6.5.31), where each converges
fast, the other from their sum, Gamma(s). ``tests/golden/erlang_a_exact.json`` is made by

    python -m tests.models.queueing.exact_erlang_a
"""

import json
from dataclasses import astuple, dataclass
from typing import Any, TypeAlias

import mpmath
import numpy as np
from numpy.typing import NDArray

from tests.shared import GOLDEN

Floats: TypeAlias = NDArray[np.float64]

FILE = GOLDEN / "erlang_a_exact.json"
SEED = 20261
CASES = 2000
FIGURES = (
    "answered_in_time",
    "answered",
    "abandoned_in_time",
    "waiting",
    "answered_wait",
    "mean_wait",
)
_DIGITS = 60
_BEYOND = 40  # costs 18 digits, but the fraction hardly converges for small x
_STEP = mpmath.mpf("1e-16")  # of a derivative: its error is a square of it


@dataclass(frozen=True, slots=True)
class Case:
    """Loads in erlangs, times in seconds."""

    agents: float
    erlangs: float
    aht: float
    patience: float
    within: float


def cases() -> list[Case]:
    """Loads, agents, handling, patience and thresholds out of every corner, the same each time."""
    random = np.random.default_rng(SEED)
    load = np.where(
        random.random(CASES) < 0.5,
        random.uniform(0.0, 5000.0, CASES),
        np.exp(random.uniform(np.log(0.01), np.log(5000.0), CASES)),
    )
    spread = np.where(random.random(CASES) < 0.5, 0.3 * load, 2.0 * np.sqrt(load))
    near = load + spread * random.normal(size=CASES)
    agents = np.where(random.random(CASES) < 0.3, random.uniform(0.5, 6000.0, CASES), near)
    agents = np.where(random.random(CASES) < 0.5, np.round(agents), agents)
    agents = np.clip(agents, 0.5, 6000.0)
    aht = np.exp(random.uniform(np.log(30.0), np.log(3600.0), CASES))
    patience = np.exp(random.uniform(0.0, np.log(1e6), CASES))
    within = random.uniform(0.0, 1.0, CASES) ** 3 * 3600.0
    load[:10], patience[10:20], patience[20:30] = 0.0, 1.0, 1e6
    agents[30:50], load[40:60], agents[60:70] = 0.5, 5000.0, 6000.0
    within[70:140], within[140:150] = 0.0, 3600.0
    columns = (agents, load, aht, patience, within)
    return [Case(*(float(f"{x:.6g}") for x in row)) for row in zip(*columns, strict=True)]


def golden() -> tuple[list[Case], Floats]:
    """The cases of ``FILE`` and their ``FIGURES``, (cases, figures)."""
    rows = json.loads(FILE.read_text())
    return [Case(*row[:5]) for row in rows], np.array([row[5:] for row in rows])


def lower(s: Any, x: Any) -> Any:
    """The lower incomplete gamma function x^-s exp(x) gamma(s, x) = sum x^k / (s ... (s + k))."""
    return _series(s, x) if x <= s + _BEYOND else _whole(s, x) - _fraction(s, x)


def upper(s: Any, x: Any) -> Any:
    """The upper incomplete gamma function x^-s exp(x) Gamma(s, x)."""
    return _whole(s, x) - _series(s, x) if x <= s + _BEYOND else _fraction(s, x)


def _whole(s: Any, x: Any) -> Any:
    return mpmath.exp(mpmath.loggamma(s) - s * mpmath.log(x) + x)


def _series(s: Any, x: Any) -> Any:
    term = total = 1 / s
    k = s
    while term > total * mpmath.eps:
        k += 1
        term = term * x / k
        total += term
    return total


def _fraction(s: Any, x: Any) -> Any:
    """By Lentz's algorithm."""
    step = x + 1 - s
    tiny = mpmath.mpf("1e-1000")
    c, d = 1 / tiny, 1 / step
    value, k, change = d, 0, mpmath.mpf(2)
    while abs(change - 1) > mpmath.eps * 4:
        k += 1
        weight = -k * (k - s)
        step += 2
        d = 1 / (weight * d + step)
        c = step + weight / c
        change = c * d
        value *= change
    return value


def blocked(agents: float, erlangs: float) -> Any:
    """Erlang B."""
    with mpmath.workdps(_DIGITS):
        return 1 / (mpmath.mpf(erlangs) * upper(mpmath.mpf(agents) + 1, mpmath.mpf(erlangs)))


def delayed(agents: float, erlangs: float) -> Any:
    """Erlang C, of a load below the agents."""
    lost = blocked(agents, erlangs)
    with mpmath.workdps(_DIGITS):
        return agents * lost / (agents - mpmath.mpf(erlangs) * (1 - lost))


def figures(case: Case) -> list[float]:
    """``FIGURES`` of Erlang A, to 60 digits less what cancels."""
    if case.erlangs == 0:
        return [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    with mpmath.workdps(_DIGITS):
        return [float(x) for x in _figures(*(mpmath.mpf(x) for x in astuple(case)))]


def _figures(n: Any, load: Any, aht: Any, patience: Any, within: Any) -> list[Any]:
    y, c, t = load * patience / aht, n * patience / aht, within / patience

    def beyond(s: Any, start: Any) -> Any:
        return _beyond(y, s, start)

    idle = load * upper(n, load)
    all_, served = beyond(c, 0), beyond(c + 1, 0)
    late, served_late = beyond(c, t), beyond(c + 1, t)
    slope = (beyond(c + 1 - _STEP, 0) - beyond(c + 1 + _STEP, 0)) / (2 * _STEP)
    gone = all_ - served
    gone_early = gone - (late - served_late) + (1 - mpmath.exp(-t)) * late
    weights = [idle + served - served_late, idle + served, gone_early, all_]
    waits = [patience * slope, patience * gone]
    return [x / (idle + all_) for x in weights + waits]


def _beyond(y: Any, s: Any, start: Any) -> Any:
    """The integral of y exp(y (1 - exp(-z)) - s z) from ``start``."""
    reached = mpmath.exp(-start)
    return y * mpmath.exp(y * (1 - reached) - s * start) * lower(s, y * reached)


def waiting_beyond(agents: float, erlangs: float, aht: float, patience: float, wait: Any) -> Any:
    """The share of Erlang A's offered calls that wait longer, whether answered or given up."""
    with mpmath.workdps(_DIGITS):
        n, load, patient = mpmath.mpf(agents), mpmath.mpf(erlangs), mpmath.mpf(patience)
        y, c, t = load * patient / aht, n * patient / aht, wait / patient
        every = load * upper(n, load) + _beyond(y, c, mpmath.mpf(0))
        return _beyond(y, c, t) * mpmath.exp(-t) / every


def main() -> None:
    """Write ``FILE``."""
    rows = [[*astuple(case), *figures(case)] for case in cases()]
    lines = ",\n".join(json.dumps([float(f"{x:.14g}") for x in row]) for row in rows)
    FILE.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
