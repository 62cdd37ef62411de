"""Avaya CMS Supervisor: split or skill by interval, the queue and the day in title lines.

ACD calls are the answered ones; ACD time holds no hold. Sources: CMS Supervisor reports and the CMS
user's guide, "Daily Split Report".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.history.formats.head import Columns, Head, folded
from data.history.formats.layout import Chunk, Layout, Measures, Named, Wait, When

ROWS = ("Interval start", "Interval end", "Split/Skill")  # before the columns of the report
ENTERED = ("ACD Calls", "Aban Calls", "Flow Out", "Dequeued Calls")
_TITLE = re.compile(r"(date|split/skill|split|skill|vdn|split/skill name)\s*:\s*(.*)", re.I)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d) ?([ap]m)?", re.I)


def avaya_cms(head: Head) -> Layout | None:
    """A report whose header has Avg ACD Time and Aban Calls under its title lines."""
    found = head.header_with("ACD Calls", "Avg ACD Time", "Aban Calls")
    if found is None:
        return None
    columns = (*ROWS, *found[1])
    named = Columns(columns)
    offered = named.find("Calls Offered")
    speed, gave_up = named.find("Avg Speed Ans"), named.find("Avg Aban Time")
    waits: tuple[Wait, ...] = ()
    if speed is not None and gave_up is not None:
        waits = (Wait(speed, "answered"), Wait(gave_up, "abandoned"))
    return Layout(
        profile="avaya-cms",
        label="an Avaya CMS report of a split or skill by interval",
        header=0,
        columns=columns,
        when=When((0,), end=1),
        queue=Named(2),
        measures=Measures(
            offered=named.all(ENTERED) if offered is None else (offered,),
            answered=(named.need("ACD Calls"),),
            abandoned=(named.need("Aban Calls"),),
            aht=named.all(("Avg ACD Time", "Avg ACW Time")),
            waits=waits,
        ),
        notes=(
            "offered is answered, abandoned, flowed out and dequeued calls together",
            "AHT is ACD and after-call work time: hold is not in it",
            "waits are those of the answered and the abandoned",
        ),
        translated=lambda chunks: _rows(chunks, found[1]),
    )


@dataclass(slots=True)
class _Report:
    """The title lines that hold for the rows below them."""

    header: tuple[str, ...]
    day: str = ""
    queue: str = ""
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def take(self, line: int, cells: list[str]) -> None:
        """Take a record: a title, a header again, or a row."""
        if _CLOCK.match(cells[0].strip()):
            self._row(line, cells)
            return
        title = _TITLE.match(" ".join(x.strip() for x in cells if x.strip()))
        if title is not None:
            self._titled(folded(title[1]), title[2].strip())
        elif tuple(folded(x) for x in cells[: len(self.header)]) != tuple(map(folded, self.header)):
            self._other(line, cells)

    def _titled(self, kind: str, value: str) -> None:
        if kind == "date":
            self.day = value
        else:
            self.queue = value

    def _other(self, line: int, cells: list[str]) -> None:
        """A total, or what is no row at all; titles of other kinds have one cell."""
        if self.day and sum(bool(x.strip()) for x in cells) > 1:
            self.rows.append((line, [cells[0].strip(), "", self.queue, *cells]))

    def _row(self, line: int, cells: list[str]) -> None:
        start, end = _ends(cells[0].strip(), next((x for x in cells[1:3] if _CLOCK.match(x)), ""))
        self.rows.append((line, [f"{self.day} {start}", f"{self.day} {end}", self.queue, *cells]))


def _rows(chunks: Iterator[Chunk], header: tuple[str, ...]) -> Iterator[Chunk]:
    report = _Report(header)
    for lines, records in chunks:
        for line, cells in zip(lines, records, strict=True):
            report.take(line, cells)
        yield [x for x, _ in report.rows], [x for _, x in report.rows]
        report.rows.clear()


def _ends(start: str, end: str) -> tuple[str, str]:
    """Start and end on a 24-hour clock; AM or PM stands with the end alone."""
    first, last = _CLOCK.match(start), _CLOCK.match(end)
    if first is None or last is None:
        return start, ""
    ends = _minutes(last)
    begins = int(first[1]) * 60 + int(first[2])
    if first[3] is not None:
        begins = _minutes(first)
    elif last[3] is not None:
        begins = begins % 720 + ends // 720 * 720
        if ends % 720 == 0 and begins % 720:
            begins = (begins + 720) % 1440  # what ends at noon began in the morning
    return _text(begins), _text(ends) if ends > begins else "24:00"


def _minutes(clock: re.Match[str]) -> int:
    hour, minute = int(clock[1]), int(clock[2])
    if clock[3] is not None:
        hour = hour % 12 + (12 if clock[3].casefold() == "pm" else 0)
    return hour * 60 + minute


def _text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
