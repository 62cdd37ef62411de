"""How large a file may become when it is unpacked: what is packed to hurt is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from data.history.reading.refusals import HistoryRefusedError, Refusal

BLOCK = 1 << 20
LARGEST = 4 << 30  # bytes of all that a file unpacks to
HARMLESS = 100 << 20  # bytes that may be packed as tightly as they like
TIGHTEST = 100  # times; rows of calls pack some ten times, of zeros some thirty
NAME_SHOWN = 200


class Readable(Protocol):
    """What can be read in blocks."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


@dataclass(slots=True)
class Allowance:
    """What all parts of a packed file may unpack to together: no header is believed."""

    name: str
    packed: int  # bytes of the file as it came
    size: int = 0  # bytes unpacked so far

    @property
    def most(self) -> int:
        """The limit in bytes."""
        return min(LARGEST, max(HARMLESS, TIGHTEST * self.packed))

    def blocks(self, stream: Readable) -> Iterator[bytes]:
        """The blocks of a part, counted as they come; HistoryRefusedError past the limit."""
        while block := stream.read(BLOCK):
            self.size += len(block)
            if self.size > self.most:
                raise refused(
                    self.name,
                    f"{self.packed:,} bytes unpack to more than {self.most >> 20:,} MB on disk, "
                    "the limit for them: import the plain files in parts",
                )
            yield block


def refused(name: str, reason: str, line: int = 1, value: str = "") -> HistoryRefusedError:
    """The error that refuses a file as a whole."""
    return HistoryRefusedError([Refusal(shown(name), line, "file", value, reason)])


def shown(name: str) -> str:
    """A name as a message may show it."""
    return "".join(x if x.isprintable() else "?" for x in name)[:NAME_SHOWN]
