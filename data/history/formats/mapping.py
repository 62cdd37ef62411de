"""A mapping: a small TOML file in which a table's owner says which column is what."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from data.calendar.zone_names import zone_hint
from data.history.formats.head import Columns, Head, folded
from data.history.formats.layout import (
    Base,
    CallParts,
    Flag,
    Formats,
    Keep,
    Layout,
    Measures,
    Named,
    Wait,
    When,
)
from data.history.formats.unknown import Place, UnknownFormError
from data.suggestion import suggestion

UNITS = {"seconds": 1.0, "milliseconds": 0.001, "minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
Names = Annotated[tuple[str, ...], BeforeValidator(lambda x: (x,) if isinstance(x, str) else x)]


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class ColumnsText(_Text):
    """[columns]: names of the table's columns; several are added up."""

    interval_start: str | None = None
    interval_end: str | None = None
    date: str | None = None
    time: str | None = None
    queue: str | None = None
    site: str | None = None
    offered: Names = ()
    answered: Names = ()
    abandoned: Names = ()
    answered_in_time: Names = ()
    aht_seconds: Names = ()
    handle_total: Names = ()
    wait_seconds: Names = ()
    mean_wait_of_offered: str | None = None
    mean_wait_of_answered: str | None = None
    mean_wait_of_abandoned: str | None = None
    call: str | None = None
    answered_at: str | None = None
    handle: Names = ()
    wait: Names = ()


class FormatsText(_Text):
    """[formats]: how the cells are written, where the file does not tell."""

    rows: Literal["intervals", "calls"] = "intervals"
    date_order: Literal["day-first", "month-first"] | None = None
    timezone: str | None = None
    decimal: Literal[".", ","] | None = None
    durations: Literal["seconds", "milliseconds", "minutes", "hours", "days"] = "seconds"
    interval_minutes: int | None = Field(default=None, ge=1, le=1440)


class AlwaysText(_Text):
    """[always]: the one queue or site of all rows."""

    queue: str | None = None
    site: str | None = None


class MappingText(_Text):
    """A mapping as written."""

    columns: ColumnsText
    formats: FormatsText = FormatsText()
    always: AlwaysText = AlwaysText()
    queues: dict[str, str] = {}
    keep: dict[str, Names] = {}


def mapped(head: Head, path: Path) -> Layout:
    """The layout a mapping gives a table; UnknownFormError names what in it is wrong."""
    text = _read(path)
    wanted = [folded(x) for x in _names(text)]
    for at, cells in head.headers():
        if set(wanted) <= {folded(x) for x in cells}:
            return _layout(text, at, cells, path)
    header = max((x for _, x in head.headers()), key=lambda x: _known(wanted, x))
    absent = [x for x in _names(text) if folded(x) not in {folded(y) for y in header}]
    raise UnknownFormError([_absent(x, header, path) for x in absent])


def _known(wanted: list[str], cells: tuple[str, ...]) -> int:
    return len(set(wanted) & {folded(x) for x in cells})


def _absent(name: str, header: tuple[str, ...], path: Path) -> Place:
    near = suggestion(name, filter(None, header))
    return 1, "--profile", name, f"{path.name} names a column that the file has not: {near}"


def _read(path: Path) -> MappingText:
    try:
        text = MappingText.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise UnknownFormError([(1, "--profile", str(path), "there is no such file")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnknownFormError([(1, path.name, "", f"not TOML: {error}")]) from error
    except ValidationError as error:
        raise UnknownFormError(
            [_fault(path, x["loc"], x["msg"]) for x in error.errors()]
        ) from error
    if faults := list(_faults(text)):
        raise UnknownFormError([(1, path.name, "", x) for x in faults])
    return text


def _fault(path: Path, place: tuple[str | int, ...], message: str) -> Place:
    known = [*ColumnsText.model_fields, *FormatsText.model_fields]
    name = str(place[-1]) if place else ""
    forbidden = message.startswith("Extra inputs")
    return (
        1,
        path.name,
        ".".join(map(str, place)),
        (f"unknown key: {suggestion(name, known)}" if forbidden else message),
    )


def _faults(text: MappingText) -> list[str]:
    columns, found = text.columns, []
    if columns.interval_start is None and columns.date is None:
        found.append('columns: where does the time stand? Write interval_start = "…", or date')
    if columns.queue is None and text.always.queue is None:
        found.append('which queue? Write columns.queue = "…", or [always] queue = "…"')
    if text.formats.timezone is not None and text.formats.timezone not in available_timezones():
        hint = zone_hint(text.formats.timezone)
        found.append(f'formats.timezone "{text.formats.timezone}" is no time zone: {hint}')
    if text.formats.rows == "intervals" and not columns.offered:
        found.append('columns: which column has the calls offered? Write offered = "…"')
    if text.formats.rows == "calls" and not columns.answered and columns.answered_at is None:
        found.append('columns: how does a call tell that it was answered? Write answered = "…"')
    return found


def _names(text: MappingText) -> list[str]:
    given = text.columns.model_dump(exclude_none=True).values()
    return [y for x in given for y in ((x,) if isinstance(x, str) else x)] + list(text.keep)


def _layout(text: MappingText, at: int, cells: tuple[str, ...], path: Path) -> Layout:
    columns, given = Columns(cells), text.columns
    times = (given.interval_start,) if given.interval_start else (given.date, given.time)
    end = None if given.interval_end is None else columns.need(given.interval_end)
    return Layout(
        profile=path.name,
        label=f"a table described by {path.name}",
        header=at + 1,
        columns=cells,
        when=When(
            columns.all(x for x in times if x),
            text.formats.timezone,
            end=end,
            order=text.formats.date_order,
        ),
        queue=_named(given.queue, text.always.queue, columns),
        site=_named(given.site, text.always.site, columns),
        measures=_calls(given, columns) if text.formats.rows == "calls" else _rows(given, columns),
        keeps=tuple(Keep(columns.need(k), frozenset(map(folded, v))) for k, v in text.keep.items()),
        minutes=text.formats.interval_minutes,
        formats=Formats(text.formats.decimal, UNITS[text.formats.durations]),
        queues=tuple(text.queues.items()),
    )


def _named(column: str | None, always: str | None, columns: Columns) -> Named:
    return Named(columns.need(column)) if column is not None else Named(always=always or "")


def _rows(given: ColumnsText, columns: Columns) -> Measures:
    means: tuple[tuple[str | None, Base], ...] = (
        (given.mean_wait_of_offered, "offered"),
        (given.mean_wait_of_answered, "answered"),
        (given.mean_wait_of_abandoned, "abandoned"),
    )
    waits = [Wait(x, "total") for x in columns.all(given.wait_seconds)]
    waits += [Wait(columns.need(name), base) for name, base in means if name is not None]
    return Measures(
        offered=columns.all(given.offered),
        answered=columns.all(given.answered),
        abandoned=columns.all(given.abandoned),
        answered_in_time=columns.all(given.answered_in_time),
        aht=columns.all(given.aht_seconds),
        handle_total=columns.all(given.handle_total),
        waits=tuple(waits),
    )


def _calls(given: ColumnsText, columns: Columns) -> CallParts:
    flags = columns.all(given.answered)
    at = None if given.answered_at is None else columns.need(given.answered_at)
    gave_up = columns.all(given.abandoned)
    return CallParts(
        answered=Flag(flags[0], "word") if flags else Flag(at or 0, "filled"),
        call_id=None if given.call is None else columns.need(given.call),
        abandoned=Flag(gave_up[0], "word") if gave_up else None,
        waits=columns.all(given.wait),
        handle=columns.all(given.handle),
        answered_at=at,
    )
