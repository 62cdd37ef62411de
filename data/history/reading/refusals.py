"""What a history file is refused for, named so that its owner finds the cell in an editor."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import PlannerError

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
        lines = [str(x) for x in self.refusals[:SHOWN]]
        if len(self.refusals) > SHOWN:
            lines.append(f"and {len(self.refusals) - SHOWN} more")
        super().__init__("\n".join(lines))
