"""An answer as named columns of equal length: rows, columns or CSV are only its renderings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = Sequence[str | None] | NDArray[np.float64] | NDArray[np.int64]

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in the order they are shown."""

    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def cells(self) -> dict[str, list[object]]:
        """Plain values by column: floats rounded to four decimals, None for NaN and infinity."""
        return {name: _plain(column) for name, column in self.columns.items()}

    def rows(self) -> list[dict[str, object]]:
        """One mapping a row."""
        cells = self.cells()
        names = tuple(cells)
        return [dict(zip(names, row, strict=True)) for row in zip(*cells.values(), strict=True)]

    def chosen(self, keep: NDArray[np.bool_]) -> "Table":
        """The rows for which ``keep`` (n,) holds."""
        index = np.flatnonzero(keep)
        return Table({name: _taken(column, index) for name, column in self.columns.items()})


def stacked(tables: Sequence[Table], order: NDArray[np.int64]) -> Table:
    """Tables of the same columns one below the other, then put in ``order``."""
    names = tuple(tables[0].columns)
    return Table({name: _joined([t.columns[name] for t in tables], order) for name in names})


def _joined(parts: Sequence[Column], order: NDArray[np.int64]) -> Column:
    if isinstance(parts[0], np.ndarray):
        joined: NDArray[np.float64] = np.concatenate([np.asarray(x) for x in parts])[order]
        return joined
    together = [value for part in parts for value in part]
    return _taken(together, order)


def _taken(column: Column, index: NDArray[np.int64]) -> Column:
    if isinstance(column, np.ndarray):
        return column[index]
    return [column[i] for i in index.tolist()]


def _plain(column: Column) -> list[object]:
    if not isinstance(column, np.ndarray):
        return list(column)
    if column.dtype.kind != "f":
        return list(column.tolist())
    values: list[object] = (np.round(column, DECIMALS) + 0.0).tolist()  # -0.0 + 0.0 is 0.0
    for i in np.flatnonzero(~np.isfinite(column)).tolist():
        values[i] = None
    return values
