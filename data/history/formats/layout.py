"""What a recognised table says where: which column is which part of a history row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Chunk = tuple[list[int], list[list[str]]]  # lines, and the cells of each
Base = Literal["total", "offered", "answered", "abandoned"]
DateOrder = Literal["day-first", "month-first"]


@dataclass(frozen=True, slots=True)
class When:
    """Where a row's time stands: the cells of ``columns`` joined by a blank.

    ``zone`` is the clock of times without offset where the form itself says it, ``zone_column`` a
    column that says it row by row; else the file's owner is asked.
    """

    columns: tuple[int, ...]
    zone: str | None = None
    zone_column: int | None = None
    end: int | None = None  # a column with the interval's end, which tells its length
    order: DateOrder | None = None  # where the form says it; else the file's dates must
    epoch: bool = False  # seconds since 1970


@dataclass(frozen=True, slots=True)
class Named:
    """Where a name stands, or the one name of all rows."""

    column: int | None = None
    always: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A column of waits: a total, or a mean over the callers of ``base``."""

    column: int
    base: Base


@dataclass(frozen=True, slots=True)
class Measures:
    """The columns of an interval's figures; several of a kind add up, none is not said."""

    offered: tuple[int, ...]
    answered: tuple[int, ...] = ()
    abandoned: tuple[int, ...] = ()
    answered_in_time: tuple[int, ...] = ()
    aht: tuple[int, ...] = ()  # means over the answered
    handle_total: tuple[int, ...] = ()
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """How a call's row tells that it was answered, or given up.

    A ``word`` is yes or no in any of four languages where ``yes`` is empty; else it is yes where it
    is one of those, not said where it is one of ``unsaid`` (folded), else no.
    """

    column: int
    how: Literal["word", "filled", "longer_than_zero"]
    yes: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CallParts:
    """The columns of a table of calls, one row a call or a leg of one."""

    answered: Flag
    call_id: int | None = None
    abandoned: Flag | None = None  # None: every call that was not answered
    waits: tuple[int, ...] = ()
    not_waits: tuple[int, ...] = ()  # parts of the waits that are not in the queue, such as a menu
    handle: tuple[int, ...] = ()  # talk, hold, wrap: what there is of them
    answered_at: int | None = None  # a time, from which the wait follows


@dataclass(frozen=True, slots=True)
class Keep:
    """Rows that count: those whose cell is one of ``values`` (folded), or is none of them."""

    column: int
    values: frozenset[str]
    keeps: bool = True


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells are written where the form, or a mapping, says it; None: the file must tell."""

    decimal: Literal[".", ","] | None = None
    seconds_per_unit: float | None = 1.0  # of durations written as plain numbers; None: s or ms
    blank_is_zero: bool = False  # of counts


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a table: what stands where, what is left out, what is to be said of it."""

    profile: str  # what --profile calls it
    label: str  # what a sentence calls it
    header: int  # records above the first row
    columns: tuple[str, ...]
    when: When
    queue: Named
    measures: Measures | CallParts
    site: Named = Named()
    keeps: tuple[Keep, ...] = ()
    minutes: int | Named | None = None  # the interval's length: said, in a column, or found
    adds_up: bool = False  # several rows of an interval and queue are parts of it
    formats: Formats = Formats()
    queues: tuple[tuple[str, str], ...] = ()  # names of the file, ids of the plan
    notes: tuple[str, ...] = ()  # what the form cannot say, or says otherwise
    translated: Callable[[Iterator[Chunk]], Iterator[Chunk]] | None = field(
        default=None, compare=False
    )  # records of an odd form turned into those ``columns`` name

    def used(self) -> dict[int, str]:
        """What each used column is taken for, by column."""
        parts = {x: "interval_start" for x in self.when.columns}
        named = ((self.queue, "queue"), (self.site, "site"))
        parts |= {x.column: name for x, name in named if x.column is not None}
        parts |= {x.column: "kept or left out" for x in self.keeps}
        found = _calls(self.measures) if isinstance(self.measures, CallParts) else None
        return parts | (found if found is not None else _figures(self.measures))


def _figures(measures: Measures | CallParts) -> dict[int, str]:
    if isinstance(measures, CallParts):
        return {}
    parts: dict[str, Sequence[int]] = {
        "offered": measures.offered,
        "answered": measures.answered,
        "abandoned": measures.abandoned,
        "answered_in_time": measures.answered_in_time,
        "aht_seconds": measures.aht + measures.handle_total,
    }
    found = {column: name for name, columns in parts.items() for column in columns}
    return found | {x.column: "wait_seconds" for x in measures.waits}


def _calls(parts: CallParts) -> dict[int, str]:
    found = {x: "aht_seconds" for x in parts.handle}
    found |= {x: "wait_seconds" for x in (*parts.waits, *parts.not_waits)}
    if parts.answered_at is not None:
        found[parts.answered_at] = "wait_seconds"
    if parts.abandoned is not None:
        found[parts.abandoned.column] = "abandoned"
    if parts.call_id is not None:
        found[parts.call_id] = "one call"
    return found | {parts.answered.column: "answered"}
