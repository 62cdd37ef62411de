"""What staffing promises, held against calls played one by one: writes ``benchmarks/promises.md``.

    .venv/bin/python -m benchmarks.promises
    .venv/bin/python -m benchmarks.promises --pools belgium-fr-b2b --modes mean --paths 100 --out -

Without ``--database`` the sample of seed 1 is trained first (minutes). ``--database`` names one
that is trained already, such as ``sqlite:///var/relais.db``.
"""

import sys
import tempfile
import time
from pathlib import Path

import click

from benchmarks.promises.report import POOLS, promises_report
from benchmarks.promises.staffed import MODES
from benchmarks.sample import trained
from data.database import connect
from models.agents.uncertainty import Mode
from service.planning.basis.current import Current
from service.web.current import read_current

OUT = Path(__file__).parent.with_suffix(".md")


def main(current: Current, pools: tuple[str, ...], modes: tuple[Mode, ...], paths: int) -> str:
    """The report's text."""
    began = time.monotonic()
    text = promises_report(current, pools, modes, paths)
    return f"{text}\n{time.monotonic() - began:.0f} s.\n"


@click.command()
@click.option("--pools", default=",".join(POOLS), show_default=True)
@click.option("--modes", default=",".join(MODES), show_default=True)
@click.option("--paths", default=400, show_default=True)
@click.option("--database", default=None, help="URL of a trained one; left out: the sample's.")
@click.option("--out", default=str(OUT), show_default=True, help="- is standard output.")
def command(pools: str, modes: str, paths: int, database: str | None, out: str) -> None:
    """Say whether what is promised is what happens."""
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1) if database is None else read_current(connect(database))
    asked = tuple(x for x in MODES if x in modes.split(","))
    text = main(current, tuple(pools.split(",")), asked, paths)
    if out == "-":
        sys.stdout.write(text)
    else:
        Path(out).write_text(text)


if __name__ == "__main__":
    command()
