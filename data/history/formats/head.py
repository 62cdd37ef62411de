"""The first records of a table, in which its form is looked for."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

RECORDS = 80  # title lines above a header are fewer


def folded(text: str) -> str:
    """A name without case, accents, blanks of odd kinds and surrounding marks."""
    plain = unicodedata.normalize("NFKD", text).replace("\u2019", "'")
    kept = "".join(x for x in plain if not unicodedata.combining(x))
    return " ".join(kept.replace("_", " ").casefold().split())


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a table: up to RECORDS records that are not empty, with their lines."""

    name: str  # of the table
    delimiter: str
    lines: tuple[int, ...]
    records: tuple[tuple[str, ...], ...]  # cells as they stand

    def headers(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each record as a header might be: its place, and its cells stripped."""
        for at, cells in enumerate(self.records):
            yield at, tuple(x.strip().lstrip("\ufeff") for x in cells)

    def header_with(self, *names: str) -> tuple[int, tuple[str, ...]] | None:
        """The first record that has all these names (folded), and its cells."""
        wanted = {folded(x) for x in names}
        for at, cells in self.headers():
            if wanted <= {folded(x) for x in cells}:
                return at, cells
        return None


class Columns:
    """The columns of a header, found by name."""

    def __init__(self, cells: tuple[str, ...]) -> None:
        self._at: dict[str, int] = {}
        for i, cell in enumerate(cells):
            self._at.setdefault(folded(cell), i)

    def find(self, *names: str) -> int | None:
        """The column of the first of these names that there is."""
        return next((self._at[x] for x in map(folded, names) if x in self._at), None)

    def need(self, *names: str) -> int:
        """The column of one of these names, of which a form was recognised by."""
        found = self.find(*names)
        if found is None:
            raise KeyError(names[0])
        return found

    def all(self, names: Iterable[str]) -> tuple[int, ...]:
        """The columns of those of these names that there are."""
        return tuple(self._at[x] for x in map(folded, names) if x in self._at)
