"""The product's own form: ``interval_start,queue,offered[,site,…]``, a row an interval."""

from collections.abc import Iterator

from data.history.formats.head import Head
from data.history.formats.layout import Layout, Measures, Named, Wait, When
from data.history.formats.unknown import UnknownFormError
from data.suggestion import nearest

REQUIRED = ("interval_start", "queue", "offered")
OPTIONAL = ("site", "answered", "abandoned", "answered_in_time", "aht_seconds", "wait_seconds")
ENOUGH = 3  # of its names make a header the standard one's, with whatever is wrong in it


def standard(head: Head) -> Layout | None:
    """The layout of a standard file; UnknownFormError where its header is nearly right."""
    for at, cells in head.headers():
        known = [x for x in cells if x in REQUIRED + OPTIONAL]
        if len(set(known)) < ENOUGH and "interval_start" not in known:
            continue
        if wrong := [(head.lines[at], *x) for x in _wrong(cells)]:
            raise UnknownFormError(wrong)
        return _layout(at, cells)
    return None


def _layout(at: int, cells: tuple[str, ...]) -> Layout:
    place = {name: i for i, name in enumerate(cells)}

    def some(name: str) -> tuple[int, ...]:
        return (place[name],) if name in place else ()

    return Layout(
        profile="standard",
        label="the standard form",
        header=at + 1,
        columns=cells,
        when=When((place["interval_start"],)),
        queue=Named(place["queue"]),
        site=Named(place.get("site")),
        measures=Measures(
            offered=some("offered"),
            answered=some("answered"),
            abandoned=some("abandoned"),
            answered_in_time=some("answered_in_time"),
            aht=some("aht_seconds"),
            waits=tuple(Wait(x, "total") for x in some("wait_seconds")),
        ),
    )


def _wrong(columns: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    absent = [x for x in REQUIRED + OPTIONAL if x not in columns]
    for i, column in enumerate(columns):
        if column and column in columns[:i]:
            yield column, column, "the column is there twice: leave one of them out"
        elif column not in REQUIRED + OPTIONAL and (near := nearest(column, absent)):
            meant = " or ".join(f'"{x}"' for x in near)
            yield column, column, f"unknown column: did you mean {meant}?"
    for column in REQUIRED:
        if column not in columns:
            yield column, "", "the column is missing"
