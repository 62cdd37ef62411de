"""What a history file is refused for, named so that its owner finds the cell in an editor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import PlannerError

ALIKE = 3  # refusals of one reason that an error prints
SHOWN = 20  # refusals an error prints; all of them are in its ``refusals``


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell, or one file, that cannot be taken; ``row`` is the line an editor shows."""

    file: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        if (self.row, self.column, self.value) == (1, "file", ""):
            return f"{self.file}: {self.reason}"  # of the file as a whole
        return f'{self.file}: row {self.row}: {self.column}: "{self.value}": {self.reason}'


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A refused row as it stood in the file, with everything that is wrong with it."""

    row: int
    cells: tuple[str, ...]
    reason: str


class HistoryRefusedError(PlannerError):
    """History that was not stored; ``refusals`` says why, row by row."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(_lines(self.refusals)))


def _lines(refusals: Sequence[Refusal]) -> list[str]:
    """The first refusals; of one reason in a column ALIKE at most, the others counted."""
    alike = Counter((x.file, x.column, x.reason) for x in refusals)
    shown: Counter[tuple[str, str, str]] = Counter()
    lines: list[str] = []
    for refusal in refusals:
        key = (refusal.file, refusal.column, refusal.reason)
        shown[key] += 1
        if shown[key] <= ALIKE:
            more = alike[key] - ALIKE if shown[key] == ALIKE else 0
            lines.append(f"{refusal} (and {more} rows more)" if more > 0 else str(refusal))
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"and {len(lines) - SHOWN} more"]
