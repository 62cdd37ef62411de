"""Whether forecasts are fooled by what happens once: writes ``benchmarks/fooled.md``.

    .venv/bin/python -m benchmarks.fooled
    .venv/bin/python -m benchmarks.fooled --cases growth,peak --seeds 2 --out -

A case is named by the first word of its row, such as ``growth``.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
from joblib import Parallel, delayed

from benchmarks.fooled.cases import CASES
from benchmarks.fooled.measures import Case, Measured
from benchmarks.fooled.report import report

OUT = Path(__file__).parent.with_suffix(".md")


def main(cases: Sequence[Case], seeds: int, jobs: int) -> str:
    """The report's text."""
    began = time.monotonic()
    tasks = [(case, seed) for case in cases for seed in range(1, seeds + 1)]
    found: list[Measured] = Parallel(n_jobs=jobs)(delayed(c.measure)(s) for c, s in tasks)
    by_case: dict[str, list[Measured]] = {case.name: [] for case in cases}
    for (case, _), measured in zip(tasks, found, strict=True):
        by_case[case.name].append(measured)
    return f"{report(cases, seeds, by_case)}\n{time.monotonic() - began:.0f} s.\n"


@click.command()
@click.option("--cases", default="", help="First words of cases; left out: all of them.")
@click.option("--seeds", default=3, show_default=True)
@click.option("--jobs", default=2, show_default=True)
@click.option("--out", default=str(OUT), show_default=True, help="- is standard output.")
def command(cases: str, seeds: int, jobs: int, out: str) -> None:
    """Say whether what happened once is taken for what always happens."""
    chosen = [x for x in CASES if not cases or x.name.split()[0] in cases.split(",")]
    text = main(chosen, seeds, jobs)
    if out == "-":
        sys.stdout.write(text)
    else:
        Path(out).write_text(text)


if __name__ == "__main__":
    command()
