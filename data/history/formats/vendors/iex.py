"""NICE IEX: queue and contact-type exports with pipes and a ``#fields`` line.

Source: NICE IEX WFM, "CT Queue Data Export Module". The names of the count columns are not in what
could be read of it; they are taken by their meaning, and every column is told.
"""

import re
from collections.abc import Iterator

from data.history.formats.head import Columns, Head
from data.history.formats.layout import Chunk, Layout, Measures, Named, Wait, When
from data.history.formats.unknown import UnknownFormError

_MARK = re.compile(r"#\s*fields\s*:?\s*", re.I)
_EIGHT = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)")

RECEIVED = ("contactsReceived", "received", "offered", "contactsOffered", "callsOffered")
HANDLED = ("contactsHandled", "handled", "answered")
HANDLED_PARTS = ("handledBeforeSL", "handledAfterSL")
ABANDONED = ("contactsAbandoned", "abandoned", "abandons")
ABANDONED_PARTS = ("abandBeforeSL", "abandAfterSL", "abandonedBeforeSL", "abandonedAfterSL")
AHT = ("avgHandleTime", "AHT", "averageHandleTime")
DELAY = ("avgDelay", "averageDelay", "avgWait")
QUEUE = ("queueName", "queueTag", "queue", "queueID", "ctName")


def nice_iex(head: Head) -> Layout | None:
    """An export whose first line names its fields."""
    if not head.records or not _MARK.match(head.records[0][0].strip()):
        return None
    cells = _fields(head.records[0])
    columns = Columns(cells)
    date, period, queue = columns.find("date"), columns.find("period"), columns.find(*QUEUE)
    if date is None or period is None or queue is None or not columns.all(RECEIVED):
        reason = (
            "a NICE IEX export without date, period, a queue's name and the contacts received: "
            "export these fields, or describe the file in a mapping (relais history describe)"
        )
        raise UnknownFormError([(head.lines[0], "#fields", "", reason)])
    aht, delay = columns.find(*AHT), columns.find(*DELAY)
    return Layout(
        profile="nice-iex",
        label="a NICE IEX export with #fields",
        header=0,
        columns=cells,
        when=When((date, period), zone_column=columns.find("TZ")),
        queue=Named(queue),
        measures=Measures(
            offered=columns.all(RECEIVED)[:1],
            answered=columns.all(HANDLED_PARTS) or columns.all(HANDLED)[:1],
            abandoned=columns.all(ABANDONED_PARTS) or columns.all(ABANDONED)[:1],
            answered_in_time=columns.all(("handledBeforeSL",)),
            aht=() if aht is None else (aht,),
            waits=() if delay is None else (Wait(delay, "offered"),),
        ),
        translated=lambda chunks: _rows(chunks, date),
    )


def _fields(record: tuple[str, ...]) -> tuple[str, ...]:
    first = _MARK.sub("", record[0].strip())
    return ((first,) if first else ()) + tuple(x.strip() for x in record[1:])


def _rows(chunks: Iterator[Chunk], date: int) -> Iterator[Chunk]:
    """The rows below the fields, their dates written with slashes."""
    first = True
    for lines, records in chunks:
        if first:
            lines, records = lines[1:], records[1:]
            first = False
        yield lines, [_with_slashes(x, date) for x in records]


def _with_slashes(cells: list[str], date: int) -> list[str]:
    """10262025 as 10/26/2025; which of the two is the day, the file as a whole tells."""
    found = _EIGHT.fullmatch(cells[date].strip()) if date < len(cells) else None
    if found is None or (found[1] in ("19", "20") and int(found[3]) <= 12):
        return cells
    return [*cells[:date], f"{found[1]}/{found[2]}/{found[3]}{found[4]}", *cells[date + 1 :]]
