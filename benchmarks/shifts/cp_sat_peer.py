"""The cheapest shifts by OR-Tools' CP-SAT; run by ``benchmarks.shifts`` in the peers' own Python.

python cp_sat_peer.py WEEKS.npz SECONDS    prints a JSON object: version and, by week, what it found

Agents are counted in parts that every shift gives whole numbers of. What they are worth lies under
the lines through the worth of whole agents; where it is not concave, a table of these parts says it
too. Everything is in whole numbers, rounded upwards, so that no cheaper plan is overlooked. Of
shifts of a contract and day as long as another that covers as much and more the other is taken. It
begins from the plan that it judges, so that its time goes into what is cheaper.
"""

import json
import sys
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

FINEST = 60  # parts of an agent
WORTH = 1_000_000  # parts of a call
COST = 10  # parts of an hour
NEARLY = 1e-6
DAYS = 7
OF_SHIFTS = ("contract", "day", "hours")

Week = dict[str, NDArray[Any]]


def parts(cover: NDArray[np.float64]) -> tuple[NDArray[np.int64], float]:
    """(K,) whole parts that shifts give in one interval, and how large a part is."""
    most = float(cover.max(initial=0.0)) or 1.0
    for count in range(1, FINEST + 1):
        found = cover / most * count
        if np.abs(found - np.rint(found)).max(initial=0.0) < NEARLY:
            return np.rint(found).astype(np.int64), most / count
    raise ValueError(f"no {FINEST}th parts of {most} agents give all of {np.unique(cover)}")


def people_rows(model: cp_model.CpModel, week: Week, heads: list[Any], counts: list[Any]) -> None:
    """Days, weeks, hours and shares of every contract."""
    for c, head in enumerate(heads):
        mine = np.flatnonzero(week["contract"] == c)
        for day in range(DAYS):
            on = sum(counts[k] for k in mine.tolist() if week["day"][k] == day)
            share = round(float(week["day_share"][c, day]) * 1000)
            model.add(1000 * on <= share * head)
        worked = sum(counts[k] for k in mine.tolist())
        hours = sum(round(float(week["hours"][k]) * 1000) * counts[k] for k in mine.tolist())
        model.add(1000 * worked <= round(float(week["days"][c]) * 1000) * head)
        model.add(hours <= round(float(week["week_hours"][c]) * 1000) * head)
        total = sum(heads)
        model.add(round(float(week["share_min"][c]) * 1000) * total - 1000 * head <= 999)
        model.add(1000 * head - round(float(week["share_max"][c]) * 1000) * total <= 999)


def worth_of(model: cp_model.CpModel, week: Week, interval: int, counts: list[Any]) -> Any:
    """A variable: what the agents of an interval are worth."""
    given, part = parts(week["cover"][:, interval])
    values = week["values"][interval]
    best = int(values.argmax())
    last = int(np.ceil(best / part))
    there = model.new_int_var(0, last, f"agents {interval}")
    low, high = (round(float(x) * WORTH) for x in (values.min(), values.max()))
    worth = model.new_int_var(low - 1, high + last + 1, f"worth {interval}")
    some = np.flatnonzero(given).tolist()
    model.add(there <= sum(int(given[k]) * counts[k] for k in some))
    for slope, start in lines(values[: best + 1]):
        rise, base = int(np.ceil(slope * part * WORTH)), int(np.ceil(start * WORTH))
        model.add(worth <= rise * there + base)
    if (np.diff(values[: best + 1], 2) > NEARLY).any():
        at = np.minimum(np.arange(last + 1) * part, best)
        table = np.ceil(np.interp(at, np.arange(len(values)), values) * WORTH).astype(np.int64)
        known = model.new_int_var(int(table.min()), int(table.max()), f"known {interval}")
        model.add_element(there, table.tolist(), known)
        model.add(worth <= known)
    return worth


def lines(values: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Slope and start of the lines that the smallest concave function above lies on."""
    found, n = [], 0
    while n < len(values) - 1:
        slopes = (values[n + 1 :] - values[n]) / np.arange(1, len(values) - n)
        step = len(slopes) - 1 - int(slopes[::-1].argmax())
        found.append((float(slopes[step]), float(values[n] - slopes[step] * n)))
        n += step + 1
    return found or [(0.0, float(values[0]))]


def undominated(week: Week) -> Week:
    """Without shifts that another of the same contract, day and hours replaces."""
    cover, counts = week["cover"], week["counts"].copy()
    kept: list[int] = []
    for k in np.argsort(-cover.sum(axis=1), kind="stable").tolist():
        alike = [x for x in kept if all(week[y][x] == week[y][k] for y in OF_SHIFTS)]
        better = [x for x in alike if (cover[x] >= cover[k] - NEARLY).all()]
        if better:
            counts[better[0]] += counts[k]
        else:
            kept.append(k)
    some = {x: week[x][kept] for x in (*OF_SHIFTS, "cover")}
    return {**week, **some, "counts": counts[kept]}


def cheapest(week: Week, seconds: float) -> dict[str, object]:
    """Its status, the cost of the plan found and the bound on that of any."""
    model, most = cp_model.CpModel(), int(week["most"])
    heads = [model.new_int_var(0, most, f"heads {c}") for c in range(len(week["cost"]))]
    counts = [model.new_int_var(0, most, f"shift {k}") for k in range(len(week["day"]))]
    people_rows(model, week, heads, counts)
    worth = [worth_of(model, week, x, counts) for x in range(len(week["values"]))]
    model.add(sum(worth) >= 0)
    model.minimize(
        sum(round(float(x) * COST) * y for x, y in zip(week["cost"], heads, strict=True))
    )
    for variables, begun in ((heads, week["heads"]), (counts, week["counts"])):
        for variable, value in zip(variables, begun.tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 8
    status = solver.status_name(solver.solve(model))
    known = status in ("OPTIMAL", "FEASIBLE")
    return {
        "status": status,
        "cost": solver.objective_value / COST if known else None,
        "bound": solver.best_objective_bound / COST,
        "seconds": solver.wall_time,
    }


def weeks_of(path: str) -> list[Week]:
    """Arrays are named by the number of their week."""
    with np.load(path) as arrays:
        names = sorted({x.partition("/")[0] for x in arrays.files}, key=int)
        return [
            {x.partition("/")[2]: arrays[x] for x in arrays.files if x.startswith(f"{name}/")}
            for name in names
        ]


def main() -> None:
    found = []
    for week in weeks_of(sys.argv[1]):
        found.append(cheapest(undominated(week), float(sys.argv[2])))
        print(found[-1], file=sys.stderr, flush=True)
    print(json.dumps({"version": version("ortools"), "found": found}))


if __name__ == "__main__":
    main()
