"""The sample case's forecasts against the truth they were drawn from: ``benchmarks/sample.md``.

    .venv/bin/python -m benchmarks.sample [SEED ...]

Each seed is generated, imported and trained as ``relais demo`` does it, then asked as over HTTP.
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.sample.aht import aht_table
from benchmarks.sample.load import loads, text
from benchmarks.sample.trained import HORIZON, trained
from service.planning.basis.current import Current
from service.planning.basis.terms import Granularity
from service.planning.forecasts.forecast_table import ForecastBy, ForecastQuestion, forecast_table

SEEDS = (1, 2, 3)
PROBABILITIES = (0.025, 0.1, 0.9, 0.975)
LEADS = [0, 7, 28, 91, HORIZON]
LEAD_NAMES = ["1-7d", "8-28d", "29-91d", "92-182d"]
BUSY = 20.0  # calls a half-hour: queues whose mean is judged
COUNTED = 5.0  # calls: intervals whose coverage is judged
OUT = Path(__file__).parent.with_suffix(".md")


def period(starts: pd.Series, granularity: Granularity) -> pd.Series:
    """The label an answer gives the period of each interval start."""
    if granularity == "interval":
        return starts
    days = pd.to_datetime(starts.str[:10])
    if granularity == "week":
        days -= pd.to_timedelta(days.dt.day_of_week, unit="D")
    return days.dt.strftime("%Y-%m-%d")


def judged(current: Current, truth: pd.DataFrame, by: ForecastBy, of: Granularity) -> pd.DataFrame:
    """Forecast and truth side by side, one row a group and period of the horizon."""
    first = current.release.head.first_day
    last = first + timedelta(days=HORIZON - 1)
    answer = forecast_table(current, ForecastQuestion(first, last, by, of, PROBABILITIES)).cells()
    label = "interval_start" if of == "interval" else "period_start"
    forecast = pd.DataFrame(answer).rename(columns={label: "period", by: "group"})
    came = truth[truth["interval_start"].str[:10] >= str(first)]
    keys = {"period": period(came["interval_start"], of)}
    keys["group"] = came["queue"] if by == "queue" else pd.Series("total", came.index)
    sums = came.assign(**keys).groupby(["group", "period"])[["mean", "offered"]].sum()
    rows = forecast.merge(sums.reset_index(), on=["group", "period"])
    return rows.assign(lead=lead_names(rows["period"], first))


def lead_names(periods: pd.Series, first: date) -> pd.Series:
    lead = (pd.to_datetime(periods.str[:10]) - pd.Timestamp(first)).dt.days.clip(lower=0) + 1
    return pd.cut(lead, LEADS, labels=LEAD_NAMES)


def accuracy(rows: pd.DataFrame) -> pd.Series:
    """WAPE and bias of the mean against the true mean, in %."""
    miss = rows["offered_mean"] - rows["mean"]
    calls = rows["mean"].sum()
    return pd.Series({"WAPE": 100 * miss.abs().sum() / calls, "bias": 100 * miss.sum() / calls})


def coverage(rows: pd.DataFrame) -> pd.Series:
    """Shares of what came inside the 80 and 95 % ranges; a count on an edge counts half."""
    found = {}
    for name, low, high in (("80 %", "offered_p10", "offered_p90"), ("95 %", *_OUTER)):
        below, above = rows["offered"] - rows[low], rows[high] - rows["offered"]
        inside = np.sign(below.to_numpy()) + np.sign(above.to_numpy())
        found[name] = float(np.clip(inside, 0, 2).mean() / 2)
    return pd.Series(found)


_OUTER = ("offered_p2_5", "offered_p97_5")


def section(seed: int) -> str:
    """What ``sample.md`` says of a seed."""
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), seed)
        truth = pd.read_csv(Path(folder) / "truth.csv")
        table = figures(current, truth).to_string(index=False, float_format="%.3g")
        load = text(loads(current, seed))
        aht = aht_table(current, seed).to_string(index=False, float_format="%.2f")
    return f"\n## Seed {seed}\n\n```\n{table}\n\n{load}\n\n{aht}\n```"


def figures(current: Current, truth: pd.DataFrame) -> pd.DataFrame:
    """One row a figure, one column a lead."""
    intervals = judged(current, truth, "queue", "interval")
    size = intervals.groupby("group")["mean"].mean()
    busy = intervals[intervals["group"].map(size) > BUSY]
    parts = {"busy queues' half-hours, mean": busy.groupby("lead", observed=True).apply(accuracy)}
    counted = intervals[intervals["mean"] >= COUNTED]
    parts["half-hours"] = counted.groupby("lead", observed=True).apply(coverage)
    spans: tuple[Granularity, ...] = ("day", "week")
    kinds: tuple[ForecastBy, ...] = ("queue", "total")
    for of in spans:
        for by in kinds:
            rows = judged(current, truth, by, of)
            open_ = rows[rows["mean"] > 0]
            parts[f"{of}s by {by}"] = open_.groupby("lead", observed=True).apply(coverage)
    table = pd.concat({name: part.T for name, part in parts.items()})
    return table.rename_axis(["of", "figure"]).reset_index()


def main() -> None:
    seeds = [int(x) for x in sys.argv[1:]] or list(SEEDS)
    sections = "\n".join(section(seed) for seed in seeds)
    OUT.write_text(
        "# The sample case against its truth\n\n"
        "Made by `.venv/bin/python -m benchmarks.sample`. WAPE and bias of the mean (%) are "
        f"against the true mean, on queues above {BUSY:g} calls a half-hour; the other rows are "
        f"the shares of what came inside the 80 and 95 % ranges (half-hours of {COUNTED:g} calls "
        f"or more). Biases compare sums; a pool's truth is the plan's share of it. AHT is "
        f"against the true AHT, each half-hour by its true calls.\n{sections}\n"
    )


if __name__ == "__main__":
    main()
