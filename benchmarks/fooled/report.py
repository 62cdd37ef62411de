"""The words and the table of ``benchmarks/fooled.md``."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.fooled.measures import Asked, Case, Measured
from models.arrays import Floats

HEAD = "| Case | Figure | Asked | Mean | Least | Most | Met |\n" + "|---" * 7 + "|\n"


def report(cases: Sequence[Case], seeds: int, found: Mapping[str, Sequence[Measured]]) -> str:
    """The whole text; ``found`` are the cases' measures by seed."""
    lines = "\n".join(line for case in cases for line in _lines(case, found[case.name]))
    return (
        "# What fools a forecast\n\n"
        f"`.venv/bin/python -m benchmarks.fooled`: {seeds} seeds of synthetic half-hours whose "
        "true mean is known (`benchmarks/fooled/world.py`). Bias is the forecast over true calls, "
        "less one; *against none* is the forecast over that of the same seed without it, less "
        "one. Ranges are of a day's calls, 80 %.\n\n"
        f"{HEAD}{lines}\n"
    )


def _lines(case: Case, seeds: Sequence[Measured]) -> Iterator[str]:
    for asked in case.asked:
        figures = np.array([x for measured in seeds for x in measured[asked.measure]])
        yield _line(case.name, asked, figures)


def _line(case: str, asked: Asked, figures: Floats) -> str:
    cells = (case, asked.measure, _bounds(asked), *_shown(asked, figures))
    met = "" if asked.free else "yes" if asked.met(figures) else "no"
    return f"| {' | '.join(cells)} | {met} |"


def _shown(asked: Asked, figures: Floats) -> Iterator[str]:
    form = f"+{asked.form}" if asked.measure.startswith("bias") else asked.form
    for figure in (figures.mean(), figures.min(), figures.max()):
        yield format(figure, form)


def _bounds(asked: Asked) -> str:
    what = "mean " if asked.of == "mean" else ""
    low, high = asked.low, asked.high
    if asked.free:
        return ""
    if low is None:
        return f"{what}≤ {high:{asked.form}}"
    if high is None:
        return f"{what}≥ {low:{asked.form}}"
    if low == -high:
        return f"{what}±{high:{asked.form}}"
    return f"{what}{low:+{asked.form}} to {high:+{asked.form}}"
