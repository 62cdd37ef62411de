"""The cells of history columns as arrays: each different text is read once.

What a text is not is told by sentinels, so that every check stays a comparison of arrays.
"""

import math
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

MISSING, NEGATIVE, NOT_WHOLE, TOO_LARGE = -1, -2, -3, -4  # counts
NOT_A_NUMBER = -math.inf  # decimals; NaN is missing
UNKNOWN = -1  # names
LARGEST_COUNT = 10_000_000

_WHOLE = re.compile(r"(-?)([0-9]{1,18})(?:\.0)?")  # "12.0": what spreadsheets make of 12
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
_REMEMBERED = 500_000  # different texts of a column kept at a time


class _Texts(dict[str, float]):
    """Texts already read; a new one is read on its first look-up."""

    def __init__(self, read: Callable[[str], float]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> float:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value = self._read(text.strip())
        return value


class _Codes(dict[str, int]):
    """The different texts so far, numbered; a new one gets the next number."""

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self)
        return code


class CountColumn:
    """Whole numbers of calls; MISSING, NEGATIVE, NOT_WHOLE and TOO_LARGE for what is none."""

    def __init__(self, decimal_comma: bool) -> None:
        self._texts = _Texts(lambda text: _count(_with_point(text) if decimal_comma else text))

    def read(self, cells: Sequence[str]) -> NDArray[np.int64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.int64, len(cells))


class DecimalColumn:
    """Seconds; NaN where missing, NOT_A_NUMBER for what is none (NaN and infinity included)."""

    def __init__(self, decimal_comma: bool) -> None:
        self._texts = _Texts(lambda text: _decimal(_with_point(text) if decimal_comma else text))

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.float64, len(cells))


class NameColumn:
    """Indices into the known names; UNKNOWN for every other."""

    def __init__(self, names: Sequence[str]) -> None:
        index = {name: i for i, name in enumerate(names)}
        self._texts = _Texts(lambda text: index.get(text, UNKNOWN))

    def read(self, cells: Sequence[str]) -> NDArray[np.int64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.int64, len(cells))


class TextColumn:
    """Indices into ``texts``, the different texts in the order they came."""

    def __init__(self) -> None:
        self._codes = _Codes()

    @property
    def texts(self) -> list[str]:
        """The different texts so far."""
        return list(self._codes)

    def read(self, cells: Sequence[str]) -> NDArray[np.int64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._codes.__getitem__, cells), np.int64, len(cells))


def _with_point(text: str) -> str:
    return text if "." in text else text.replace(",", ".")


def _count(text: str) -> int:
    if not text:
        return MISSING
    if not (match := _WHOLE.fullmatch(text)):
        return NOT_WHOLE
    number = int(match[2])
    if match[1] and number:
        return NEGATIVE
    return number if number <= LARGEST_COUNT else TOO_LARGE


def _decimal(text: str) -> float:
    if not text:
        return math.nan
    return float(text) if _DECIMAL.fullmatch(text) else NOT_A_NUMBER
