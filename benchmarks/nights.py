"""Forty nights in a row on the sample, some of them bad ones: writes ``benchmarks/nights.md``.

    .venv/bin/python -m benchmarks.nights [FOLDER [NIGHTS]]

Each night the day's file is imported and the job is run, in the database of FOLDER (a new one).
Four nights bring what the gate must notice, and a later night puts it right: one queue's last week
at twice its calls, a queue without rows for a week, a day at ten times its calls, a broken model.
``RELAIS_DATABASE_URL=sqlite:///FOLDER/relais.db relais accuracy`` reads back what was published.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from data.calendar.holidays import expand
from data.database import connect
from data.history.reading.file import read_history
from data.history.store import import_history
from data.migrations import migrate
from data.plan.file import read_plan
from data.plan.store import current_plan, store_plan
from data.releases import Release, load_release
from data.sample import write_sample
from models.arrays import Floats
from training.fit import fit_queue
from training.job.gate.day_spread import HALF_WIDTH, day_deviation
from training.job.nightly import TrainingOutcome, TrainingRequest, train
from training.level.components import USUAL, Component, Needs
from training.level.known_days import KnownDays

SEED = 1
NIGHTS = 40
HORIZON = 182  # days
OUT = Path(__file__).with_name("nights.md")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong from a night on, until another night mends it."""

    name: str
    queue: str
    night: int
    mended: int


DOUBLED = Fault("last week at twice its calls", "residential-billing-fr", 9, 12)
MISSING = Fault("a week without rows", "residential-contract-nl", 15, 22)
CORRUPTED = Fault("a day at ten times its calls", "b2b-billing-nl", 27, 28)
BROKEN = Fault("a broken model", "every queue", 33, 34)
FAULTS = (DOUBLED, MISSING, CORRUPTED, BROKEN)


@dataclass(frozen=True, slots=True)
class Night:
    """What one night published."""

    number: int
    outcome: TrainingOutcome
    release: Release


@dataclass(slots=True)
class Feed:
    """The sample's rows, handed out a day at a time as a switchboard would."""

    rows: pd.DataFrame
    first: date  # the last day before the first night
    day: pd.Series = field(init=False)

    def __post_init__(self) -> None:
        self.day = pd.to_datetime(self.rows["interval_start"].str[:10]).dt.date

    def origin(self, night: int) -> date:
        return self.first + timedelta(days=night)

    def before(self) -> pd.DataFrame:
        return self.rows[self.day <= self.first]

    def of(self, night: int) -> pd.DataFrame:
        """The night's file: its day, with what faults do to it and what mends them."""
        today = self._days(night, night)
        parts = [today]
        if night == DOUBLED.night:
            parts.append(_times(_of(self._days(night - 6, night), DOUBLED.queue), 2))
        if night == DOUBLED.mended:
            parts.append(_of(self._days(DOUBLED.night - 6, DOUBLED.night), DOUBLED.queue))
        if MISSING.night <= night < MISSING.mended:
            parts = [today[today["queue"] != MISSING.queue]]
        if night == MISSING.mended:
            parts.append(_of(self._days(MISSING.night, night), MISSING.queue))
        if night == CORRUPTED.night:
            parts.append(_times(_of(today, CORRUPTED.queue), 10))
        if night == CORRUPTED.mended:
            parts.append(_of(self._days(CORRUPTED.night, night), CORRUPTED.queue))
        keys = ["interval_start", "queue", "site"]
        return pd.concat(parts).drop_duplicates(keys, keep="last")

    def _days(self, first: int, last: int) -> pd.DataFrame:
        return self.rows[(self.day >= self.origin(first)) & (self.day <= self.origin(last))]


def _of(rows: pd.DataFrame, queue: str) -> pd.DataFrame:
    return rows[rows["queue"] == queue]


def _times(rows: pd.DataFrame, factor: int) -> pd.DataFrame:
    counts = ["offered", "answered", "abandoned", "answered_in_time"]
    return rows.assign(**{x: rows[x] * factor for x in counts})


def _yesterday(known: KnownDays) -> Floats:
    """What a broken model says: every day is the last one."""
    levels = known.levels[~np.isnan(known.levels)]
    return np.full(len(known.series.open_days) - known.origin, levels[-1])


@contextmanager
def broken_model() -> Iterator[None]:
    """Every fit takes one day for all days."""
    broken = (Component("yesterday", "yesterday", Needs(), _yesterday), USUAL)
    fit = partial(fit_queue, components=broken)
    with (
        mock.patch("training.job.learn.fit_queue", fit),
        mock.patch("training.rehearsal.fit_queue", fit),
    ):
        yield


def opened(folder: Path) -> tuple[Engine, Feed]:
    """The sample in a database of its own, known up to the day before the first night."""
    write_sample(folder, SEED)
    engine = connect(f"sqlite:///{folder / 'relais.db'}")
    migrate(engine)
    text = (folder / "plan.toml").read_text("utf-8")
    store_plan(engine, "plan.toml", text, read_plan(text, "plan.toml", expand))
    rows = pd.read_csv(folder / "history.csv")
    last = date.fromisoformat(rows["interval_start"].iloc[-1][:10])
    feed = Feed(rows, last - timedelta(days=NIGHTS))
    _import(engine, feed.before())
    return engine, feed


def _import(engine: Engine, rows: pd.DataFrame) -> None:
    counts = ["offered", "answered", "abandoned", "answered_in_time"]
    text = rows.astype(dict.fromkeys(counts, "Int64")).to_csv(index=False)
    file = read_history(text, "night.csv", current_plan(engine).plan, None)
    import_history(engine, [file], skip_bad_rows=False)


def played(engine: Engine, feed: Feed, nights: int) -> Iterator[Night]:
    """The releases of nights 0 (the first training) to ``nights``."""
    for number in range(nights + 1):
        if number and len(feed.of(number)):  # closed on Sundays
            _import(engine, feed.of(number))
        request = TrainingRequest(None, HORIZON, 1, SEED)
        if number == BROKEN.night:
            with broken_model():
                outcome = train(engine, request)
        else:
            outcome = train(engine, request)
        for line in (outcome.detail, *outcome.closing):
            print(number, outcome.origin, line, flush=True)
        yield Night(number, outcome, load_release(engine, outcome.release_id))


def disturbed(number: int, queue: str) -> bool:
    """Whether a fault or its mending may move a queue that night."""
    return any(
        fault.night <= number <= fault.mended and fault.queue in (queue, "every queue")
        for fault in FAULTS
    )


def day_moves(before: Night, after: Night) -> pd.DataFrame:
    """One row a queue and day both foretell: the move, and the former half-width."""
    rows = []
    for queue, new in after.release.queues.items():
        if disturbed(after.number, queue):
            continue
        old = before.release.queues[queue]
        later = (after.outcome.origin - before.outcome.origin).days
        was, now = old.day_mean[later:], new.day_mean[: len(old.day_mean) - later]
        on = (was > 0) & (now > 0)
        rows.append(
            pd.DataFrame(
                {
                    "night": after.number,
                    "queue": queue,
                    "lead": np.flatnonzero(on) + 1,
                    "move": np.abs(np.log(now[on] / was[on])),
                    "half_width": HALF_WIDTH * day_deviation(old)[later:][on],
                }
            )
        )
    return pd.concat(rows) if rows else pd.DataFrame()


def stability(moves: pd.DataFrame) -> str:
    """A table by lead: median, 99th percentile and largest move of a day in a night."""
    leads = pd.cut(moves["lead"], [0, 7, 28, 91, HORIZON], labels=["1-7", "8-28", "29-91", "92-"])
    lines = [
        "| lead, days | median | 99 % | largest | beyond the half-width |",
        "|---|---|---|---|---|",
    ]
    for name, part in [*moves.groupby(leads, observed=True), ("all", moves)]:
        beyond = (part["move"] > part["half_width"] + 1e-6).mean()
        size = [part["move"].quantile(x) for x in (0.5, 0.99, 1.0)]
        lines.append(f"| {name} | {' | '.join(f'{x:.2%}' for x in size)} | {beyond:.3%} |")
    return "\n".join(lines)


def faults_told(nights: list[Night]) -> str:
    """What the job said of each fault in the night it came, and when it was forgotten."""
    lines = []
    for fault in FAULTS:
        lines.append(f"\n## {fault.name.capitalize()}: {fault.queue}, night {fault.night}\n")
        for night in nights:
            if not fault.night <= night.number <= fault.mended:
                continue
            said = [x for x in night.outcome.doubted if fault.queue in (x.queue, "every queue")]
            if fault is BROKEN:
                held = sum(x.outcome == "held" for x in said)
                lines.append(
                    f"Night {night.number}: {held} queues held, {len(said) - held} alarms."
                )
                said = said[:1]
            lines.extend(f"Night {night.number}: {x}." for x in said)
            if not said:
                lines.append(f"Night {night.number}: published.")
    return "\n\n".join(lines)


def false_alarms(nights: list[Night]) -> str:
    """Doubts of nights and queues that nothing was done to."""
    found = [
        f"- night {night.number}: {x}"
        for night in nights
        for x in night.outcome.doubted
        if not disturbed(night.number, x.queue)
    ]
    return "\n".join(found) or "None."


def main() -> None:
    nights = int(sys.argv[2]) if len(sys.argv) > 2 else NIGHTS
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        engine, feed = opened(folder)
        found = list(played(engine, feed, nights))
    pairs = pairwise(found)
    moves = pd.concat([x for x in (day_moves(a, b) for a, b in pairs) if len(x)])
    OUT.write_text(
        f"# {nights} nights in a row on the sample\n\n"
        "Made by `.venv/bin/python -m benchmarks.nights`: seed 1, the day's file imported and the "
        "job run every night. A day's move is the log of its new mean over the mean of the night "
        "before; the half-width is that of the 80 % range it then had. Nights and queues of a "
        "fault are left out of the moves.\n\n"
        f"{stability(moves)}\n\n## Doubts where nothing was wrong\n\n{false_alarms(found)}\n"
        f"{faults_told(found)}\n"
    )


if __name__ == "__main__":
    main()
