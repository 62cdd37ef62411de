"""Tables of no named form whose headers say in plain words what they hold.

Only what can be told is taken: a mean wait of nobody knows whom is left, and told.
"""

import re
from collections import defaultdict

from data.history.formats.head import Head, folded
from data.history.formats.layout import CallParts, Flag, Keep, Layout, Measures, Named, Wait, When
from data.history.formats.words import Role, roles

Found = dict[Role, list[int]]
INBOUND = frozenset({"inbound", "in", "entrant", "entrants", "inkomend", "eingehend", "incoming"})
TIME_OF_DAY = re.compile(r"\d{1,2}[:h]\d{2}(?!\d*[/.-]\d)")


def worded_table(head: Head) -> Layout | None:
    """A row an interval and queue: its time, its queue and the calls offered, in words."""
    for at, cells in head.headers():
        found = by_role(cells)
        when = when_of(found, head, at)
        if when is None or not found["queue"] or not found["offered"] or found["call"]:
            continue
        if found["answered_at"] or _repeats(found, "offered"):
            continue
        return Layout(
            profile="table",
            label="a table of calls by interval, its columns named in words",
            header=at + 1,
            columns=cells,
            when=when,
            queue=Named(found["queue"][0]),
            site=Named(found["site"][0] if found["site"] else None),
            measures=measures_of(found),
        )
    return None


def worded_calls(head: Head) -> Layout | None:
    """A row a call: its start, its queue, and whether somebody answered."""
    for at, cells in head.headers():
        found = by_role(cells)
        when = when_of(found, head, at)
        answered = answered_of(found, head, at)
        if when is None or not found["queue"] or answered is None or found["offered"]:
            continue
        if not (found["talk"] or found["call"] or found["aht"]):
            continue
        return Layout(
            profile="calls",
            label="a table of calls, a row each",
            header=at + 1,
            columns=cells,
            when=When(when.columns),
            queue=Named(found["queue"][0]),
            site=Named(found["site"][0] if found["site"] else None),
            measures=parts_of(found, answered),
            keeps=_inbound(found, head, at),
        )
    return None


def by_role(cells: tuple[str, ...]) -> Found:
    """The columns of a header by what they hold."""
    found: Found = defaultdict(list)
    for at, role in roles(cells):
        found[role].append(at)
    return found


def when_of(found: Found, head: Head, at: int) -> When | None:
    """Where a row's time stands: in one column, or in those of a date and of a time."""
    end = found["interval_end"][0] if found["interval_end"] else None
    start = found["interval_start"][:1]
    if start and found["date"] and _is_time_of_day(head, at, start[0]):
        return When((found["date"][0], start[0]))
    if found["interval_start"]:
        return When((found["interval_start"][0],), end=end)
    if found["date"]:
        return When((found["date"][0], *found["time"][:1]), end=end)
    return None


def measures_of(found: Found) -> Measures:
    """The figures of an interval that the words tell without doubt."""
    parts = tuple(x[0] for x in (found["talk"], found["hold"], found["wrap"]) if x)
    aht = tuple(found["aht"][:1]) or (parts if found["talk"] else ())
    totals = tuple(found["handle_total"][:1])
    return Measures(
        offered=tuple(found["offered"][:1]),
        answered=() if _repeats(found, "answered") else tuple(found["answered"]),
        abandoned=() if _repeats(found, "abandoned") else tuple(found["abandoned"]),
        answered_in_time=tuple(found["answered_in_time"][:1]),
        aht=aht if not totals else (),
        handle_total=totals,
        waits=tuple(Wait(x, "total") for x in found["wait_total"][:1]),
    )


def parts_of(found: Found, answered: Flag) -> CallParts:
    """The parts of a call that the words tell."""
    handle = tuple(x[0] for x in (found["talk"], found["hold"], found["wrap"]) if x)
    at = found["answered_at"]
    return CallParts(
        answered=answered,
        call_id=found["call"][0] if found["call"] else None,
        waits=tuple((found["mean_wait"] or found["wait_total"])[:1]) if not at else (),
        handle=handle or tuple(found["aht"][:1]),
        answered_at=at[0] if at else None,
    )


def answered_of(found: Found, head: Head, at: int) -> Flag | None:
    """How a row tells that it was answered: by a word, by a time, by a talk."""
    if len(found["answered"]) == 1:
        return Flag(found["answered"][0], "word")
    if found["answered_at"]:
        return Flag(found["answered_at"][0], "filled")
    return Flag(found["talk"][0], "longer_than_zero") if found["talk"] else None


def _is_time_of_day(head: Head, at: int, column: int) -> bool:
    """Whether a column below the header has times without a date."""
    cells = [x[column].strip() for x in head.records[at + 1 :] if column < len(x)]
    return bool(cells) and all(TIME_OF_DAY.match(x) for x in cells if x)


def _inbound(found: Found, head: Head, at: int) -> tuple[Keep, ...]:
    """The rows of callers, where a column tells them from calls out."""
    for column in found["direction"]:
        cells = {folded(x[column]) for x in head.records[at + 1 :] if column < len(x)}
        if cells & INBOUND:
            return (Keep(column, INBOUND),)
    return ()


def _repeats(found: Found, role: Role) -> bool:
    """Whether several columns say the same: which one is meant, only their owner knows."""
    return len(found[role]) > 1
