"""The parts of a workbook counted before it is opened: what would fill the memory is refused.

A sheet is read row by row; everything else in a workbook, its texts above all, is held in memory.
"""

import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from data.history.source.limits import Allowance, refused
from data.history.source.packed import require_plainly_packed

SHEETS = "xl/worksheets/"
TAG = 55  # bytes in memory for each tag beside its text, measured: a text has four
MOST_HELD = 150 << 20  # bytes in memory
MOST_IN_ROW = 250_000  # tags: a row of 16,384 cells, the most there are, has some 100,000
ROW_END = b"row>"
DAMAGED = (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error)


@dataclass(slots=True)
class _Weight:
    """What the parts of a workbook would take in memory."""

    name: str
    held: int = 0  # bytes of what is read whole
    tags: int = 0  # of the row that is being read

    def hold(self, block: bytes) -> None:
        """Count a block of a part that is read whole."""
        self.held += len(block) + TAG * block.count(b"<")
        if self.held > MOST_HELD:
            reason = (
                f"its texts would take more than {MOST_HELD >> 20} MB of memory, the limit: save "
                "the sheet as CSV"
            )
            raise refused(self.name, reason)

    def read(self, block: bytes) -> None:
        """Count a block of a sheet, of which a row at a time is in memory."""
        head, end, _ = block.partition(ROW_END)
        self.tags += head.count(b"<")
        if self.tags > MOST_IN_ROW or b"<" not in block:
            reason = "a row too long to be held in memory: save the sheet as CSV"
            raise refused(self.name, reason)
        if end:
            self.tags = block[block.rindex(ROW_END) :].count(b"<")


def require_harmless_parts(path: Path, name: str) -> None:
    """Unpack every part once, counting; HistoryRefusedError where it is packed to hurt."""
    allowance, weight = Allowance(name, path.stat().st_size), _Weight(name)
    try:
        with ZipFile(path) as archive:
            for part in archive.infolist():
                require_plainly_packed(part, name)
                count = weight.read if part.filename.startswith(SHEETS) else weight.hold
                with archive.open(part) as stream:
                    for block in allowance.blocks(stream):
                        count(block)
                weight.tags = 0
    except DAMAGED as error:
        raise refused(name, "this workbook is damaged: save it again as .xlsx") from error
