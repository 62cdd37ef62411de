"""Shifts of the sample's pools, how near the best they are and what they cost: ``shifts.md``.

python3 -m venv PEERS && PEERS/bin/pip install -r benchmarks/peers_requirements.txt
RELAIS_PEERS_PYTHON=PEERS/bin/python .venv/bin/python -m benchmarks.shifts
"""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.sample.trained import trained
from benchmarks.shifts.cases import GOALS, Solved, every_mix, problems, whole_horizon
from benchmarks.shifts.mixes import MIXES
from benchmarks.shifts.peer import SECONDS, Beside, beside

MONDAY = date(2025, 12, 8)
SMALL = 15  # people
OUT = Path(__file__).parent.with_suffix(".md")


def row(name: str, found: Sequence[Solved]) -> str:
    """Of some pools' weeks."""
    weeks = [x.found for x in found]
    paid, bound = sum(x.paid_hours for x in weeks), sum(x.bound_hours for x in weeks)
    efficient = sum(x.curve_hours for x in weeks) / sum(x.agent_hours for x in weeks)
    seconds = [x.seconds for x in found]
    cells = [
        name,
        f"{len(found)}",
        f"{paid:,.0f}",
        f"{paid / bound - 1:.1%}",
        f"{sum(x.near for x in found)}",
        f"{max(x.over for x in found):.2f}",
        f"{efficient:.3f}",
        f"{median(seconds):.2f}",
        f"{max(seconds):.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def mixes(found: Sequence[Solved]) -> str:
    rows = [
        row(f"{goal}, {mix}", [x for x in found if (x.goal, x.mix) == (goal, mix)])
        for goal in GOALS
        for mix in MIXES
    ]
    return "\n".join([*rows, row("all", found)])


def small_pools(version: str, found: Sequence[Beside]) -> str:
    rows = [
        f"| {x.name} | {x.people} | {x.cost:.0f} | {x.their_bound:.0f} | {x.status.lower()} | "
        f"{'yes' if x.equal else 'not proven' if x.cost <= x.theirs else 'no'} | {x.seconds:.1f} |"
        for x in found
    ]
    head = (
        f"OR-Tools {version} (CP-SAT, eight workers, {SECONDS:.0f} s a week, begun from the plan "
        f"that it judges), all weeks of pools of at most {SMALL} people. It found "
        f"something cheaper in {sum(x.theirs < x.cost for x in found)} of {len(found)}; that "
        f"nothing is cheaper is proven, by it or by our bound, in {sum(x.equal for x in found)}.\n"
    )
    return "\n".join(
        [
            head,
            "| pool, goal, contracts | people | paid hours | CP-SAT: none under | status | "
            "proven the least | s |",
            "|---|---|---|---|---|---|---|",
            *rows,
        ]
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1)
        found = every_mix(current, MONDAY)
        horizon, seconds = whole_horizon(current)
        weeks = list(problems(current, MONDAY, SMALL))
        version, others = beside(weeks, SMALL)
    head = (
        "| | weeks of pools | paid hours | above the bound | within 1 % or a person-week | "
        "most above, person-weeks | efficiency | median s | most s |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    OUT.write_text(
        "# Shifts\n\nMade by `RELAIS_PEERS_PYTHON=PEERS/bin/python .venv/bin/python -m "
        f"benchmarks.shifts` on the sample case.\n\n## Five mixes of contracts, the week of "
        f"{MONDAY}\n\nSeconds are of one core and hold the need's levels too. The bound is proven: "
        f"no shifts that keep the goal are paid less.\n\n{head}\n{mixes(found)}\n\n"
        f"## Beside another solver\n\n{small_pools(version, others)}\n\n"
        f"## All weeks\n\nThe sample's own contracts, goal level, every pool and week: "
        f"{seconds:.0f} s on two processes, their start included.\n\n"
        f"{head}\n{row('level, own contracts', horizon)}\n"
    )


if __name__ == "__main__":
    main()
