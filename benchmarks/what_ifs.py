"""What what-ifs and scenarios cost, beside an earlier version: writes ``benchmarks/what_ifs.md``.

    .venv/bin/python -m benchmarks.what_ifs

Both versions answer the same questions from the same trained sample, one after the other and over
again, each in a process of its own, as a web worker would. The earlier one is taken from this
repository's history.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.sample.trained import trained

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


def asked(tree: Path, database: Path, what: str) -> dict[str, float]:
    """Figures of a version's own process."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "RELAIS_DATABASE_URL": f"sqlite:///{database}",
    }
    command = [sys.executable, str(ASKED), what]
    done = subprocess.run(
        command, cwd=tree, env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def best(figures: list[dict[str, float]]) -> dict[str, float]:
    """The least of each over the rounds: what others do on the machine only adds."""
    return {name: min(x[name] for x in figures) for name in figures[0]}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        trained(Path(folder), 1)
        tree, database = Path(folder) / "before", Path(folder) / "relais.db"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(tree), BEFORE], check=True)
        try:
            rounds = [
                {
                    name: asked(where, database, "what_if") | asked(where, database, "scenarios")
                    for name, where in (("before", tree), ("now", ROOT))
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
