"""What a release changed for whom and why, in planner's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from data.history.quality.series import Finding
from data.releases import NewRelease
from models.demand import QueueDemand
from training.job.gate.moves import SPANS
from training.job.gate.past import Past
from training.job.gate.verdict import Verdict

NAMED = 3  # queues that moved most
MISSING_NAMED = 10
WORTH_NAMING = 0.01
FEWEST_QUEUES = 2  # that share a cause, to be told together


def closing_words(past: Past, new: NewRelease, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Lines: the change of all calls, the queues that move most, why, doubts, new notes."""
    return (
        *_changes(past, new),
        *_causes(verdicts),
        *(str(x) for x in verdicts if x.outcome != "published"),
        *_new_notes(past, new),
    )


def missing_words(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Lines: what no longer arrives, the first MISSING_NAMED of it."""
    lines = [f"{x.queue}{f' {x.site}' if x.site else ''}: {x.detail} ({x.kind})" for x in findings]
    more = len(lines) - MISSING_NAMED
    rest = (f"and {more} more: relais history check",) if more > 0 else ()
    return (*lines[:MISSING_NAMED], *rest)


def _changes(past: Past, new: NewRelease) -> Iterator[str]:
    if past.former is None:
        return
    later = (new.origin - past.former.head.origin).days
    both = [x for x in new.queues if x.queue in past.former.queues]
    pairs = [(past.former.queues[x.queue], x) for x in both]
    told = [
        f"{_span_name(span)} {change:+.1%}"
        for span in SPANS
        if (change := _change(pairs, later, span)) is not None
    ]
    if not told:
        return
    yield f"calls beside release {past.former.head.id}: {', '.join(told)}"
    each = {y.queue: _change([(x, y)], later, SPANS[0]) or 0.0 for x, y in pairs}
    far = sorted((x for x in each if abs(each[x]) >= WORTH_NAMING), key=lambda x: -abs(each[x]))
    if far:
        moved = ", ".join(f"{x} {each[x]:+.1%}" for x in far[:NAMED])
        yield f"the next 7 days change most for {moved}"


def _change(
    pairs: Sequence[tuple[QueueDemand, QueueDemand]], later: int, span: tuple[int, int]
) -> float | None:
    """New over former calls of the span's days that both foretell, less one."""
    before, after = 0.0, 0.0
    for former, new in pairs:
        old = former.day_mean[later:][: len(new.day_mean)]
        on = slice(span[0] - 1, min(span[1], len(old)))
        now = new.day_mean[: len(old)]
        both = (old[on] > 0) & (now[on] > 0)
        before += float(np.where(both, old[on], 0.0).sum())
        after += float(np.where(both, now[on], 0.0).sum())
    return after / before - 1.0 if before > 0 else None


def _span_name(span: tuple[int, int]) -> str:
    first, last = span
    if first == 1:
        return f"next {last} days"
    return f"from day {first} on" if last > 365 else f"days {first} to {last}"


def _causes(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Every cause once, with the queues it holds for."""
    queues: dict[str, list[str]] = {}
    for verdict in verdicts:
        for cause in verdict.because:
            queues.setdefault(cause, []).append(verdict.queue)
    for cause, names in queues.items():
        of = names[0] if len(names) < FEWEST_QUEUES else f"{len(names)} queues"
        yield f"because: {cause} ({of})"


def _new_notes(past: Past, new: NewRelease) -> Iterator[str]:
    """Every new note once, with the queues it is about."""
    former: Mapping[str, Mapping[str, Any]] = past.former.reports if past.former else {}
    about: dict[str, list[str]] = {}
    for queue, report in new.reports.items():
        known = former.get(queue, {}).get("notes", [])
        notes = report.get("notes", [])
        assert isinstance(notes, list)
        for note in notes:
            if note not in known:
                about.setdefault(note, []).append(queue)
    yield from (f"new about {', '.join(queues)}: {note}" for note, queues in about.items())
