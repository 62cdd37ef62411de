"""History CSV as text: decoded, its delimiter found, its header checked, its records in chunks.

Records are counted from 0 below the header, blank lines left out; ``records_at`` finds the lines
of the few that must be named.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from data.history.reading.refusals import HistoryRefusedError, Refusal
from data.suggestion import suggestion

REQUIRED = ("interval_start", "queue", "offered")
OPTIONAL = ("site", "answered", "abandoned", "answered_in_time", "aht_seconds", "wait_seconds")
DELIMITERS = (",", ";", "\t")
CHUNK = 1000  # records at a time: more leave the processor's cache before they are read


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A decoded file whose header is in order."""

    name: str
    text: str
    delimiter: str
    columns: tuple[str, ...]
    sha256: str = ""

    def refused(self, row: int, column: str, value: str, reason: str) -> HistoryRefusedError:
        """The error that refuses the file as a whole."""
        return HistoryRefusedError([Refusal(self.name, row, column, value, reason)])


def csv_table(source: bytes | str | Path, name: str) -> CsvTable:
    """Open a history CSV: bytes, a path, or text already decoded.

    Raises HistoryRefusedError where the file is not UTF-8 or holds NUL bytes, and for every
    unknown, repeated or missing column.
    """
    raw = source.read_bytes() if isinstance(source, Path) else source
    text = _decoded(raw, name) if isinstance(raw, bytes) else raw
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if (at := text.find("\0")) >= 0:
        reason = "a NUL byte: save the file as plain CSV in UTF-8"
        raise HistoryRefusedError([Refusal(name, _line(text[:at]), "file", "\\0", reason)])
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    header = next(_records(CsvTable(name, text, delimiter, ())), (1, []))[1]
    columns = tuple(x.strip() for x in header)
    if refusals := [Refusal(name, 1, *x) for x in _header_refusals(columns)]:
        raise HistoryRefusedError(refusals)
    whole = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    return CsvTable(name, text, delimiter, columns, sha256(whole).hexdigest())


def record_chunks(table: CsvTable) -> Iterator[list[list[str]]]:
    """The records below the header, as lists of cells, ``CHUNK`` at a time."""
    text = io.StringIO(table.text, newline="")
    reader = csv.reader(text, delimiter=table.delimiter, strict=True)
    records = islice(filter(None, reader), 1, None)
    try:
        while chunk := list(islice(records, CHUNK)):
            yield chunk
    except csv.Error:
        for _ in _records(table):  # comes to the same error and names its line
            pass


def records_at(table: CsvTable, wanted: set[int]) -> dict[int, tuple[int, list[str]]]:
    """The line and the cells of some records, by their number below the header."""
    if not wanted:
        return {}
    records = islice(_records(table), 1, max(wanted) + 2)
    return {i: record for i, record in enumerate(records) if i in wanted}


def _records(table: CsvTable) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, the header first, with its line."""
    text = io.StringIO(table.text, newline="")
    reader = csv.reader(text, delimiter=table.delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise table.refused(line, "file", "", f"this line is not CSV: {error}") from error


def _header_refusals(columns: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if not columns:
        yield "file", "", "it is empty: the first line names the columns"
        return
    known = REQUIRED + OPTIONAL
    for i, column in enumerate(columns):
        if column not in known:
            yield column, column, f"unknown column: {suggestion(column, known)}"
        elif column in columns[:i]:
            yield column, column, "the column is there twice: leave one of them out"
    for column in REQUIRED:
        if column not in columns:
            yield column, "", "the column is missing"


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line(raw[: error.start].decode("utf-8"))
        reason = f"byte {error.start} of the file is not UTF-8: save the file as CSV in UTF-8"
        value = f"0x{raw[error.start]:02x}"
        raise HistoryRefusedError([Refusal(name, line, "file", value, reason)]) from error


def _line(before: str) -> int:
    return before.count("\n") + 1
