"""A table of text cells: a CSV, a member of an archive, a sheet of a workbook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Chunk = tuple[list[int], list[list[str]]]  # lines as an editor counts them, and their cells


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Records in the order of the file; those without any text are left out."""

    name: str  # "calls.csv", "calls.zip/march.csv", "book.xlsx/Sheet1"
    kind: Literal["text", "sheet"]
    encoding: str
    delimiter: str
    sha256: str  # of the whole file as it came, hexadecimal
    unended: bool  # text whose last line has no line end: it may be cut
    walk: Callable[[], Iterator[Chunk]] = field(repr=False)

    def chunks(self) -> Iterator[Chunk]:
        """Some thousand records at a time, from the first; may be walked again."""
        return self.walk()
