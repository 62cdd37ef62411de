"""Small pools' plans beside the optimum that another solver proves."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.shifts.solve import solve
from models.shifts.week import ShiftPlan, ShiftWeek

SECONDS = 30.0  # for a week
MORE = 5  # people of a contract beyond those found


@dataclass(frozen=True, slots=True)
class Beside:
    """A plan's cost, and what the other solver found and proved, in paid hours."""

    name: str
    people: int
    cost: float
    bound: float  # ours
    status: str
    theirs: float
    their_bound: float
    seconds: float

    @property
    def equal(self) -> bool:
        """Whether the other solver proves that nothing is cheaper."""
        return self.cost <= max(self.their_bound, self.bound) + 1e-6 and self.cost <= self.theirs


def beside(weeks: Sequence[tuple[str, ShiftWeek]], most: int) -> tuple[str, list[Beside]]:
    """The version of OR-Tools, and all of at most ``most`` people."""
    plans = [(name, week, solve(week)) for name, week in weeks]
    small = [(x, y, z) for x, y, z in plans if z is not None and z.heads.sum() <= most]
    done = asked([(week, plan) for _, week, plan in small])
    found = [
        Beside(
            name=name,
            people=int(plan.heads.sum()),
            cost=plan.cost,
            bound=plan.bound,
            status=x["status"],
            theirs=np.inf if x["cost"] is None else x["cost"],
            their_bound=x["bound"],
            seconds=x["seconds"],
        )
        for (name, _, plan), x in zip(small, done["found"], strict=True)
    ]
    return str(done["version"]), found


def asked(weeks: Sequence[tuple[ShiftWeek, ShiftPlan]]) -> dict[str, Any]:
    """Of the peers' own Python."""
    script = str(Path(__file__).with_name("cp_sat_peer.py"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weeks.npz"
        arrays = {
            f"{number}/{name}": x
            for number, (week, plan) in enumerate(weeks)
            for name, x in told(week, plan).items()
        }
        np.savez(path, allow_pickle=False, **arrays)
        command = [os.environ["RELAIS_PEERS_PYTHON"], script, str(path), f"{SECONDS}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def told(week: ShiftWeek, plan: ShiftPlan) -> dict[str, NDArray[Any]]:
    terms, columns = week.terms, week.columns
    return {
        "contract": columns.contract,
        "day": columns.day,
        "hours": columns.hours,
        "cover": columns.cover,
        "values": week.worth.values,
        "week_hours": terms.hours,
        "days": terms.days,
        "cost": terms.cost,
        "day_share": terms.day_share,
        "share_min": terms.share_min,
        "share_max": terms.share_max,
        "heads": plan.heads,
        "counts": plan.counts,
        "most": np.array(plan.heads.sum() + MORE),
    }
