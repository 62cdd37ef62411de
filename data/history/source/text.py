"""A text file as records: what parts its cells, and the lines they stand in."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from data.history.source.encoding import encoding_of
from data.history.source.limits import refused
from data.history.source.table import Chunk, SourceTable

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 100  # lines that tell the delimiter
CHUNK = 2000  # records at a time: more leave the processor's cache before they are read
LONGEST_CELL = 1 << 20
_SEP = re.compile(r'"?sep=(.)"?', re.I)


def text_table(path: Path, name: str, sha256: str) -> SourceTable:
    """Look at a text file; HistoryRefusedError where it is none."""
    encoding, skip = encoding_of(path, name)
    with _opened(path, encoding, skip) as stream:
        first = list(islice(stream, SNIFFED))
    said = _SEP.fullmatch(first[0].strip("\ufeff\r\n")) if first else None
    delimiter = said[1] if said else _delimiter(first)

    def walk() -> Iterator[Chunk]:
        return _records(path, encoding, skip, delimiter, said is not None, name)

    unended = _unended(path, encoding, delimiter)
    return SourceTable(name, "text", encoding, delimiter, sha256, unended, walk)


def _opened(path: Path, encoding: str, skip: int) -> TextIO:
    stream = path.open("r", encoding=encoding, newline="")
    stream.seek(skip)
    return stream


def _delimiter(lines: list[str]) -> str:
    """What gives the most records of one width above 1; the wider where two do."""
    return max(DELIMITERS, key=lambda x: _evenness(lines, x))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(x) for x in csv.reader(lines, delimiter=delimiter) if any(x))
    except csv.Error:
        return 0, 0
    wide = [(rows, width) for width, rows in widths.items() if width > 1]
    return max(wide, default=(0, 0))


def _records(
    path: Path, encoding: str, skip: int, delimiter: str, said: bool, name: str
) -> Iterator[Chunk]:
    csv.field_size_limit(LONGEST_CELL)
    with _opened(path, encoding, skip) as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        read = 0
        try:
            if said:
                read = len(next(reader)) and reader.line_num
            while records := list(islice(reader, CHUNK)):
                lines = _lines(records, read, reader.line_num)
                read = reader.line_num
                yield _filled(lines, records)
        except csv.Error as error:
            line = _line_not_csv(path, encoding, skip, delimiter)
            raise refused(name, f"this line is not CSV: {error}", line) from error


def _line_not_csv(path: Path, encoding: str, skip: int, delimiter: str) -> int:
    """The first line of the first record that is none."""
    with _opened(path, encoding, skip) as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        line = 0
        try:
            for _ in reader:
                line = reader.line_num
        except csv.Error:
            return line + 1
    return line


def _lines(records: list[list[str]], before: int, last: int) -> list[int]:
    """The first line of each record, where the one before them ended at ``before``."""
    if last - before == len(records):
        return list(range(before + 1, last + 1))
    lines, line = [], before + 1
    for cells in records:
        lines.append(line)
        line += 1 + sum(x.count("\n") for x in cells)
    return lines


def _filled(lines: list[int], records: list[list[str]]) -> Chunk:
    """Those with some text in them."""
    if all(x and x[0] for x in records):
        return lines, records
    kept = [i for i, cells in enumerate(records) if any(cells)]
    return [lines[i] for i in kept], [records[i] for i in kept]


def _unended(path: Path, encoding: str, delimiter: str) -> bool:
    """Whether the last line has no end, nor its last cell a closing quote or nothing in it."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - 400, 0) // 2 * 2)
        tail = stream.read().decode(encoding, "replace")
    return not tail.endswith(("\n", "\r", '"', delimiter, "\x1a"))
