"""Back-tests at every origin of the peers, scored beside them: writes ``benchmarks/forecast.md``.

    RELAIS_SHARED=../shared .venv/bin/python benchmarks/forecast.py

Needs the shared evidence: real histories, the peers' scores and the scorer.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("RELAIS_SHARED") or HERE.parent.parent / "shared")


@dataclass(frozen=True, slots=True)
class DataSet:
    """A real history and how it is back-tested."""

    name: str
    file: str
    timezone: str
    holidays: str
    horizon_days: int


DATA_SETS = (
    DataSet("bank", "bank2003.csv", "America/New_York", "US", 91),
    DataSet("technion", "technion1999.csv", "Asia/Jerusalem", "IL", 182),
    DataSet("travel", "travel.csv", "Europe/Amsterdam", "NL", 182),
    DataSet("toronto311", "toronto311.csv", "America/Toronto", "CA-ON", 182),
    DataSet("cc1251", "cc1251.csv", "America/Bogota", "CO", 182),
    DataSet("bike", "bike.csv", "America/New_York", "US-DC", 182),
)


def peers_origins(name: str) -> str:
    with (SHARED / "bench" / "peers.csv").open() as file:
        return ",".join(sorted({x["origin"] for x in csv.DictReader(file) if x["dataset"] == name}))


def backtest(data: DataSet, out: Path) -> float:
    """Seconds that ``relais backtest`` took on two processes."""
    began = time.monotonic()
    words = [
        *("backtest", str(SHARED / "datasets" / data.file), "--timezone", data.timezone),
        *("--holidays", data.holidays, "--origins", peers_origins(data.name)),
        *("--horizon-days", str(data.horizon_days), "--out", str(out), "--jobs", "2"),
    ]
    subprocess.run([Path(sys.executable).with_name("relais"), *words], check=True)
    return time.monotonic() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {data.name: Path(folder) / f"{data.name}.csv" for data in DATA_SETS}
        seconds = {data.name: backtest(data, files[data.name]) for data in DATA_SETS}
        scorer = [sys.executable, str(SHARED / "bench" / "score_forecasts.py")]
        pairs = [f"{name}={file}" for name, file in files.items()]
        scored = subprocess.run([*scorer, *pairs], check=True, capture_output=True, text=True)
    told = ", ".join(f"{name} {x:.0f} s" for name, x in seconds.items())
    (HERE / "forecast.md").write_text(
        "# Forecasts beside 17 peers\n\n"
        "Made by `RELAIS_SHARED=../shared .venv/bin/python benchmarks/forecast.py`: `relais "
        "backtest` at every origin the peers were scored on, then the scorer. `*_ratio` is the "
        "loss over the best peer of that lead, chosen with hindsight; `*_low` the 5 % point of "
        f"that ratio over resampled origins.\n\nBack-tests on two processes: {told}.\n\n"
        f"```\n{scored.stdout.strip()}\n```\n"
    )


if __name__ == "__main__":
    main()
