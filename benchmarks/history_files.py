"""Whole files into the history: python -m benchmarks.history_files > benchmarks/history_files.md

Files of 10^6 and 5 x 10^6 rows (20 queues, half-hours) through ``relais history import`` into
SQLite, each in a process of its own; beside them a floor in the same run: csv.reader over the same
file and its rows inserted as they are. Then an upload over HTTP while the calculator answers, and
archives that are packed to hurt. About four minutes.
"""

import csv
import gzip
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data.calendar.clock import interval_grid, local_iso

QUEUES = 20
SIZES = (1_000_000, 5_000_000)
UPLOADED = 4_200_000  # rows: some 200 MB
LAST = date(2025, 9, 30)
HEADER = "interval_start,queue,offered,answered,abandoned,answered_in_time,aht_seconds,wait_seconds"
PORT = 8765
PLAN = """timezone = "Europe/Brussels"
holidays = "BE"
interval_minutes = 30
[target]
share = 0.8
answer_within_seconds = 20
[[sites]]
id = "liege"
timezone = "Europe/Brussels"
holidays = "BE"
full_time_hours = 38
works_on_holidays = true
[[routing]]
match = {}
steps = [{ from = 2000-01-01, shares = { liege = 1.0 } }]
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.toml").write_text(PLAN + "".join(map(_queue, range(QUEUES))))
        print("# Whole files into the history\n")
        print("Made by `benchmarks/history_files.py` in one run. The floor is `csv.reader` and")
        print("`executemany` of the same rows, unchecked.\n")
        print("| | seconds | floor | times the floor | most memory |")
        print("|---|---|---|---|---|")
        for size in SIZES:
            _whole_file(folder, size)
        print()
        _upload(folder)
        _bombs(folder)


def _queue(number: int) -> str:
    return (
        f'[[queues]]\nid = "q{number}"\nsegment = "s"\ncall_type = "t{number}"\nlanguage = "fr"\n'
    )


def made(path: Path, rows: int) -> Path:
    """A file of so many rows, round the clock, in the order of time."""
    days = rows // QUEUES // 48 + 1
    grid = interval_grid(LAST - timedelta(days=days), days, "Europe/Brussels", 30)
    draw = np.random.default_rng(20251001)
    left = rows
    with path.open("w") as stream:
        stream.write(HEADER + "\n")
        for start, slot in zip(local_iso(grid.starts, grid.timezone), grid.slot, strict=True):
            offered = draw.poisson(20 + 15 * np.sin(slot / 48 * np.pi), QUEUES)
            gone = draw.binomial(offered, 0.05)
            aht, wait = draw.normal(300, 15, QUEUES), gone * draw.normal(150, 20, QUEUES)
            for queue in range(min(QUEUES, left)):
                n, g = offered[queue], gone[queue]
                stream.write(
                    f"{start},q{queue},{n},{n - g},{g},{(n - g) * 4 // 5},{aht[queue]:.1f},"
                    f"{wait[queue]:.1f}\n"
                )
            left -= QUEUES
    return path


def _whole_file(folder: Path, rows: int) -> None:
    path = made(folder / "calls.csv", rows)
    database = _planned(folder, f"{rows}.db")
    began = time.perf_counter()
    relais(folder, database, "history", "import", str(path))
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    floor = _floor(path, folder / "floor.db")
    print(
        f"| {rows:,} rows | {seconds:.1f} | {floor:.1f} | {seconds / floor:.1f} | {memory:.0f} MB |"
    )


def _floor(path: Path, database: Path) -> float:
    database.unlink(missing_ok=True)
    began = time.perf_counter()
    with sqlite3.connect(database) as connection, path.open(newline="") as stream:
        key = "PRIMARY KEY (queue, start)"
        connection.execute(f"CREATE TABLE h (start, queue, a, b, c, d, e, f, {key}) WITHOUT ROWID")
        rows = csv.reader(stream)
        next(rows)
        connection.executemany("INSERT INTO h VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return time.perf_counter() - began


def _planned(folder: Path, name: str) -> str:
    database = f"sqlite:///{folder / name}"
    relais(folder, database, "plan", "import", str(folder / "plan.toml"))
    return database


def relais(folder: Path, database: str, *arguments: str, check: bool = True) -> str:
    """Run the command; what it wrote."""
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", *arguments],
        env=os.environ | {"RELAIS_DATABASE_URL": database},
        capture_output=True,
        text=True,
    )
    if check and done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout + done.stderr


def _upload(folder: Path) -> None:
    path = made(folder / "upload.csv", UPLOADED)
    with serving(_planned(folder, "upload.db")) as process:
        quiet = _answers(50)
        answered: list[float] = []
        done = threading.Event()
        asking = threading.Thread(target=_ask_until, args=(done, answered))
        asking.start()
        began = time.perf_counter()
        status = _send(path)
        seconds = time.perf_counter() - began
        done.set()
        asking.join()
        memory = max(map(_peak, [process.pid, *_children(process.pid)]))
    times = 1000 * np.percentile(answered, [50, 99])
    size = path.stat().st_size >> 20
    print(
        f"An upload of {size} MB over HTTP: {status} after {seconds:.1f} s, on "
        f"one worker that meanwhile answered {len(answered)} questions to the calculator: "
        f"{times[0]:.0f} ms at the median, {times[1]:.0f} ms at the 99th percentile (alone "
        f"{1000 * quiet:.0f} ms). No process of the service ever held more than {memory:.0f} MB.\n"
    )


@contextmanager
def serving(database: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The service with one worker."""
    code = "from service.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", str(PORT), "--workers", "1"],
        env=os.environ | {"RELAIS_DATABASE_URL": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait()
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz").read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the service does not answer")


def _ask() -> float:
    question = {"model": "erlang_c", "calls": 40, "interval_minutes": 30, "aht_seconds": 300}
    body = json.dumps(question | {"answer_within_seconds": 20, "agents": 12}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/v1/erlang", body, {"Content-Type": "application/json"}
    )
    began = time.perf_counter()
    urllib.request.urlopen(request).read()
    return time.perf_counter() - began


def _answers(count: int) -> float:
    return float(np.median([_ask() for _ in range(count)]))


def _ask_until(done: threading.Event, answered: list[float]) -> None:
    while not done.is_set():
        answered.append(_ask())
        time.sleep(0.05)


def _send(path: Path) -> int:
    with path.open("rb") as stream:
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}/v1/history?accept=closed_calls",
            stream,
            {"Content-Type": "text/csv", "Content-Length": str(path.stat().st_size)},
        )
        return int(urllib.request.urlopen(request, timeout=600).status)


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(x) for x in text.split()]


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _bombs(folder: Path) -> None:
    database = _planned(folder, "bombs.db")
    for name, content in (("bomb.gz", _gzip_bomb()), ("bomb.zip", _zip_bomb())):
        path = folder / name
        path.write_bytes(content)
        began = time.perf_counter()
        said = relais(folder, database, "history", "import", str(path), check=False)
        seconds = time.perf_counter() - began
        print(f"`{name}` ({len(content) >> 10} KB), refused after {seconds:.1f} s:")
        print(f"\n```text\n{said.strip()}\n```\n")


def _gzip_bomb() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        for _ in range(2000):
            stream.write(bytes(1 << 20))
    return packed.getvalue()


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", bytes(1 << 29))
    return packed.getvalue()


if __name__ == "__main__":
    main()
