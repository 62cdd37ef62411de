"""What what-ifs and scenarios cost, beside an earlier version: writes ``benchmarks/what_ifs.md``.

    .venv/bin/python -m benchmarks.what_ifs

Both versions answer the same questions of the sample as each trained it, one after the other and
over again, each in a process of its own, as a web worker would. The earlier one is taken from this
repository's history.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BEFORE = "400f11a"  # the last commit in which a mode also said which world its level is promised in
ROUNDS = 3
ROOT = Path(__file__).parent.parent
ASKED = Path(__file__).with_name("what_ifs_asked.py")
OUT = Path(__file__).with_suffix(".md")
WORDS = {
    "what_if": "a week of one pool, every request another AHT or target: ms of processor time",
    "floor": "a view that returns two bytes, through the same application: ms",
    "scenarios": "fifty scenarios of a volume and an AHT factor: s of processor time",
    "peak": "memory at their peak: MB",
}


DEMO = "from service.cli import main; main(['demo', '--no-serve'])"


def environment(tree: Path, database: Path) -> dict[str, str]:
    """Of a process of the version in ``tree``."""
    url = f"sqlite:///{database}"
    return {**os.environ, "PYTHONPATH": str(tree), "RELAIS_DATABASE_URL": url}


def trained_by(tree: Path, folder: Path) -> Path:
    """The sample's database as a version makes it: an older one cannot read a newer's release."""
    folder.mkdir()
    database = folder / "relais.db"
    command = [sys.executable, "-c", DEMO]
    subprocess.run(
        command, cwd=folder, env=environment(tree, database), check=True, capture_output=True
    )
    return database


def asked(tree: Path, database: Path, what: str) -> dict[str, float]:
    """Figures of a version's own process."""
    command = [sys.executable, str(ASKED), what]
    done = subprocess.run(
        command,
        cwd=tree,
        env=environment(tree, database),
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def best(figures: list[dict[str, float]]) -> dict[str, float]:
    """The least of each over the rounds: what others do on the machine only adds."""
    return {name: min(x[name] for x in figures) for name in figures[0]}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(tree), BEFORE], check=True)
        try:
            versions = {"before": tree, "now": ROOT}
            made = {x: trained_by(where, Path(folder) / f"of {x}") for x, where in versions.items()}
            rounds = [
                {
                    x: asked(where, made[x], "what_if") | asked(where, made[x], "scenarios")
                    for x, where in versions.items()
                }
                for _ in range(ROUNDS)
            ]
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)
    before, now = (best([x[name] for x in rounds]) for name in ("before", "now"))
    rows = "\n".join(
        f"| {words} | {before[name]:.1f} | {now[name]:.1f} |" for name, words in WORDS.items()
    )
    OUT.write_text(
        "# What what-ifs and scenarios cost\n\n"
        f"`.venv/bin/python -m benchmarks.what_ifs`: commit {BEFORE} and this version in one run, "
        f"the least of {ROUNDS} rounds each.\n\n"
        "| | Before | Now |\n|---|---|---|\n"
        f"{rows}\n"
    )


if __name__ == "__main__":
    main()
