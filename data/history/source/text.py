"""A text file as records: what parts its cells, and the lines they stand in."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from data.history.reading.refusals import HistoryRefusedError
from data.history.source.encoding import encoding_of, line_ends
from data.history.source.limits import refused, shown
from data.history.source.table import Chunk, SourceTable

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 100  # lines that tell the delimiter
CHUNK = 2000  # records at a time: more leave the processor's cache before they are read
LONGEST_CELL = 1 << 20
READ = 1 << 17  # characters of lines at a time
MOST_READ = 8 << 20  # for one chunk of records; short cells take twenty times as much in memory
_SEP = re.compile(r'"?sep=([^\w"\s]|\t)"?\s*', re.I)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file that has been looked at."""

    path: Path
    name: str
    encoding: str
    skip: int  # bytes of its mark
    delimiter: str = ","
    headed: bool = False  # its first line names the delimiter
    spaced: bool = False  # a blank stands between a delimiter and the quote that opens a text

    def records(self, lines: Iterable[str]) -> "Reader":
        """These lines as records; csv.Error where they are none."""
        return csv.reader(
            lines, delimiter=self.delimiter, skipinitialspace=self.spaced, strict=True
        )

    def opened(self) -> TextIO:
        """Its text from the first line on, line ends as they stand."""
        stream = self.path.open("r", encoding=self.encoding, newline="")
        stream.seek(self.skip)
        return stream


def text_table(path: Path, name: str, sha256: str) -> SourceTable:
    """Look at a text file; HistoryRefusedError where it is none."""
    file = TextFile(path, name, *encoding_of(path, name))
    with file.opened() as stream:
        first = stream.readlines(READ)[:SNIFFED]
    said = _SEP.fullmatch(first[0].lstrip("\ufeff"))
    delimiter = said[1] if said else _delimiter(first)
    spaced = any(f'{delimiter} "' in x for x in first)
    file = replace(file, delimiter=delimiter, headed=said is not None, spaced=spaced)
    unended = _unended(path, file.encoding)
    return SourceTable(
        shown(name), "text", file.encoding, delimiter, sha256, unended, lambda: _records(file)
    )


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


@dataclass(slots=True)
class _Lines:
    """The lines of a text, some at a time; how much was read since the last chunk."""

    file: TextFile
    stream: TextIO
    size: int = 0

    def __iter__(self) -> Iterator[list[str]]:
        while lines := self.stream.readlines(READ):
            self.size += sum(map(len, lines))
            if self.size > MOST_READ:
                raise refused(
                    self.file.name,
                    f"more than 8 MB in {CHUNK:,} records, which would fill the memory: no table "
                    "of calls; leave out the columns of notes, and look for a quote never closed",
                )
            yield lines


def _records(file: TextFile) -> Iterator[Chunk]:
    csv.field_size_limit(LONGEST_CELL)
    with file.opened() as stream:
        source = _Lines(file, stream)
        lines = chain.from_iterable(source)
        before = len(list(islice(lines, 1))) if file.headed else 0
        reader = file.records(lines)
        read = 0
        try:
            while records := list(islice(reader, CHUNK)):
                yield _filled(_numbers(records, before + read, before + reader.line_num), records)
                source.size, read = 0, reader.line_num
        except csv.Error as error:
            raise _not_csv(file, before, error) from error


def _not_csv(file: TextFile, before: int, error: csv.Error) -> HistoryRefusedError:
    """What names the first line of the first record that is none."""
    line = before
    with file.opened() as stream:
        lines = islice(stream, before, None)
        reader = file.records(lines)
        try:
            for _ in reader:
                line = before + reader.line_num
        except csv.Error:
            pass
    reason = (
        f"the record that begins here is not CSV ({error}): a quote that opens a text must close "
        "it before the next delimiter, a quote within is doubled"
    )
    return refused(file.name, reason, line + 1)


def _numbers(records: list[list[str]], before: int, last: int) -> list[int]:
    """The first line of each record, where the one before them ended at ``before``."""
    if last - before == len(records):
        return list(range(before + 1, last + 1))
    lines, line = [], before + 1
    for cells in records:
        lines.append(line)
        line += 1 + sum(map(line_ends, cells))
    return lines


def _filled(lines: list[int], records: list[list[str]]) -> Chunk:
    """Those with some text in them; the sign with which DOS ended a file is none."""
    if records[-1] == ["\x1a"]:
        del lines[-1], records[-1]
    if all(x and x[0] for x in records):
        return lines, records
    kept = [i for i, cells in enumerate(records) if any(cells)]
    return [lines[i] for i in kept], [records[i] for i in kept]


def _unended(path: Path, encoding: str) -> bool:
    """Whether the last line has no end, nor its last cell a closing quote."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - 400, 0) // 2 * 2)
        tail = stream.read().decode(encoding, "replace")
    return not tail.endswith(("\n", "\r", '"', "\x1a"))
