"""What storing wants of a file, however it was read."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from data.history.reading.refusals import Refusal
from data.history.series_rows import SeriesRows


class GivenFile(Protocol):
    """A file whose rows come queue by queue and site by site."""

    @property
    def name(self) -> str:
        """As whoever brought it calls it."""

    @property
    def sha256(self) -> str:
        """Of the file as it came, hexadecimal."""

    @property
    def profile(self) -> str:
        """What it was read as."""

    @property
    def refused(self) -> Sequence[Refusal]:
        """Cells that cannot be taken."""

    @property
    def warnings(self) -> Sequence[str]:
        """What was said while it was read."""

    def series(self) -> Iterator[SeriesRows]:
        """The rows that can be stored; where a start comes twice, the later stands."""
