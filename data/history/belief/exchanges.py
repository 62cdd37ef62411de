"""Queues whose calls are unlike their own and like those of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from models.arrays import Floats

KINDS = ("queues_exchanged",)
FEWEST_CALLS = 300.0
FEWEST_DAYS = 3
UNLIKE = 0.2  # share of the calls that would have to move
CLOSER = 2.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """Mean calls of each weekday and slot (7, slots): of the file and as stored."""

    came: Floats
    usual: Floats
    told: bool  # enough of both
    finding: ImportFinding  # what is said where the queue turns out to be another


def likeness(rows: QueueRows, usual: Usual) -> Likeness:
    """What is kept of a queue to hold it beside the others."""
    enough = np.nansum(rows.calls.totals) >= FEWEST_CALLS and rows.calls.days.size >= FEWEST_DAYS
    stored = usual.calls.days.size >= FEWEST_DAYS
    everything = np.ones(rows.lines.size, dtype=np.bool_)
    remedy = "check which queue is which"
    finding = rows.finding(KINDS[0], True, everything, "", remedy)
    return Likeness(rows.calls.means(), usual.calls.means(), bool(enough and stored), finding)


def exchange_findings(queues: Mapping[str, Likeness]) -> Iterator[ImportFinding]:
    """Every queue that is clearly more like another than like itself."""
    told = {name: x for name, x in queues.items() if x.told}
    for name, mine in told.items():
        own = distance(mine.came, mine.usual)
        others = {x: distance(mine.came, y.usual) for x, y in told.items() if x != name}
        if not others or own <= UNLIKE:
            continue
        nearest = min(others, key=lambda x: others[x])
        back = told[nearest]
        turned = distance(back.came, back.usual) > CLOSER * distance(back.came, mine.usual)
        if own > CLOSER * others[nearest] and turned:
            yield _named(mine.finding, nearest)


def distance(came: Floats, usual: Floats) -> float:
    """The share of the calls that differ where both are known; 1 where nothing is."""
    both = ~np.isnan(came) & ~np.isnan(usual)
    total = float((came + usual)[both].sum())
    return float(np.abs(came - usual)[both].sum()) / total if total else 1.0


def _named(finding: ImportFinding, other: str) -> ImportFinding:
    looks = f"calls unlike its own and like those of {other}: exchanged?"
    return replace(finding, looks_like=looks)
