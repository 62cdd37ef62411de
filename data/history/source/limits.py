"""How large a file may become when it is unpacked: what is packed to hurt is refused."""

from collections.abc import Callable, Iterator
from typing import Protocol

from data.history.reading.refusals import HistoryRefusedError, Refusal

BLOCK = 1 << 20
LARGEST = 4 << 30  # bytes of all that a file unpacks to
HARMLESS = 100 << 20  # bytes that may be packed as tightly as they like
TIGHTEST = 200  # times; numbers as text pack some ten times
WORKBOOK_TEXTS = 200 << 20  # bytes of the one part of a workbook that is held in memory
NAME_SHOWN = 200


class Readable(Protocol):
    """What can be read in blocks."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


def refused(name: str, reason: str, line: int = 1, value: str = "") -> HistoryRefusedError:
    """The error that refuses a file as a whole."""
    return HistoryRefusedError([Refusal(shown(name), line, "file", value, reason)])


def shown(name: str) -> str:
    """A name as a message may show it."""
    return "".join(x if x.isprintable() else "?" for x in name)[:NAME_SHOWN]


def unpacked(stream: Readable, name: str, packed: int, most: int = LARGEST) -> Iterator[bytes]:
    """The blocks of a packed stream, counted as they come: no header is believed."""
    size = 0
    while block := stream.read(BLOCK):
        size += len(block)
        if size > most or (size > HARMLESS and size > TIGHTEST * max(packed, 1)):
            raise refused(
                name,
                f"{packed:,} bytes unpack to more than {size >> 20:,} MB, the limit for them is "
                f"{min(most, max(HARMLESS, TIGHTEST * packed)) >> 20:,} MB: import the plain "
                "files in parts",
            )
        yield block


def copied(blocks: Iterator[bytes], write: Callable[[bytes], object]) -> None:
    """Write blocks as they come."""
    for block in blocks:
        write(block)
