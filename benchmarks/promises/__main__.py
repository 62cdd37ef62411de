"""What staffing promises, held against calls played one by one: writes ``benchmarks/promises.md``.

    .venv/bin/python -m benchmarks.promises
    .venv/bin/python -m benchmarks.promises --pools belgium-fr-b2b --modes mean --paths 100 --out -

Without ``--database`` the sample of seed 1 is trained first (minutes). ``--database`` names one
that is trained already, such as ``sqlite:///var/relais.db``. Readiness is played by
``team_calls.c``, which needs a C compiler.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.promises.laws import of_half_hours
from benchmarks.promises.report import POOLS, readiness_report, staffing_report, title
from benchmarks.promises.staffed import MODES, Laws
from benchmarks.sample.trained import trained
from data.database import connect
from models.agents.uncertainty import Mode
from service.planning.basis.current import Current
from service.web.current import read_current

PARTS = ("staffing", "readiness")
PATHS = 400
OUT = Path(__file__).parent.with_suffix(".md")


def main(
    current: Current,
    pools: Sequence[str] = tuple(POOLS),
    modes: Sequence[Mode] = MODES,
    paths: int = PATHS,
    parts: Sequence[str] = PARTS,
    laws: Laws = of_half_hours,
) -> str:
    """The report's text, or some parts of it."""
    began = time.monotonic()
    made = {
        "staffing": lambda: staffing_report(current, pools, modes, paths, laws),
        "readiness": lambda: readiness_report(current, paths),
    }
    text = "\n".join([title(paths), *(made[x]() for x in parts)])
    return f"{text}\n{time.monotonic() - began:.0f} s.\n"


@click.command()
@click.option("--pools", default=",".join(POOLS), show_default=True)
@click.option("--modes", default=",".join(MODES), show_default=True)
@click.option("--paths", default=PATHS, show_default=True)
@click.option("--parts", default=",".join(PARTS), show_default=True)
@click.option("--database", default=None, help="URL of a trained one; left out: the sample's.")
@click.option("--out", default=str(OUT), show_default=True, help="- is standard output.")
def command(pools: str, modes: str, paths: int, parts: str, database: str | None, out: str) -> None:
    """Say whether what is promised is what happens."""
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1) if database is None else read_current(connect(database))
    asked = [x for x in MODES if x in modes.split(",")]
    text = main(current, pools.split(","), asked, paths, parts.split(","))
    if out == "-":
        sys.stdout.write(text)
    else:
        Path(out).write_text(text)


if __name__ == "__main__":
    command()
