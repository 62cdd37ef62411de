"""What a file holds, as the tests of its tables ask for it."""

from pathlib import Path

from data.history.source.file import opened_file


def records(source: bytes | Path, name: str = "calls.csv") -> list[list[str]]:
    """The records of a file's only table."""
    with opened_file(source, name) as (table,):
        return [cells for _, chunk in table.chunks() for cells in chunk]


def lines(source: bytes | Path) -> list[int]:
    """The lines that the records of a file's only table stand in."""
    with opened_file(source, "calls.csv") as (table,):
        return [line for numbers, _ in table.chunks() for line in numbers]


def facts(source: bytes | Path) -> tuple[str, str, bool]:
    """The encoding and the delimiter of a file's only table, and whether its last line is open."""
    with opened_file(source, "calls.csv") as (table,):
        return table.encoding, table.delimiter, table.unended
